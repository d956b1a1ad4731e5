/** The one place where refusals become GraphQL errors. */
import { GraphQLError } from 'graphql';
import type { ASTNode } from 'graphql';

/** A value that a scalar cannot take; the asker's mistake, said in full. */
export function invalidValue(message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** Fields that this viewer may never see: the whole operation is refused, every path named. */
export function forbidden(paths: readonly string[]): GraphQLError {
  return new GraphQLError(`You may not ask for ${paths.join(', ')}. Leave ${paths.length === 1 ? 'it' : 'them'} out.`, {
    extensions: { code: 'FORBIDDEN', paths },
  });
}

/** An argument that cannot be used as it is. */
export function badArgument(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
