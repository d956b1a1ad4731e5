/** The one place where refusals become GraphQL errors. */
import { GraphQLError } from 'graphql';
import type { ASTNode } from 'graphql';
import { DomainError } from '../domain/errors.js';
import { message } from './messages.js';
import type { Language } from './messages.js';

/** A value that a scalar cannot take; the asker's mistake, said in full. */
export function invalidValue(message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** Fields that this viewer may never see: the whole operation is refused, every path named. */
export function forbidden(paths: readonly string[]): GraphQLError {
  return new GraphQLError(`You may not ask for ${paths.join(', ')}. Leave ${paths.length === 1 ? 'it' : 'them'} out.`, {
    // Refused before anything ran; without a status Apollo would take it for a failure of ours.
    extensions: { code: 'FORBIDDEN', paths, http: { status: 403 } },
  });
}

/** An argument that cannot be used as it is. */
export function badArgument(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** What the domain threw, in words for the asker; null for anything else. The language is that of the request. */
export function fromDomain(error: unknown, language: Language): GraphQLError | null {
  if (!(error instanceof DomainError)) return null;
  const problems = error.problems.map((problem) => ({ ...problem, message: message(problem.code, problem.params, language) }));
  const text = problems.map((problem) => problem.message).join(' ');
  return new GraphQLError(text, { extensions: { code: domainCodes[error.code] ?? error.code, problems } });
}

const domainCodes: Readonly<Record<string, string>> = { INVALID: 'BAD_USER_INPUT' };
