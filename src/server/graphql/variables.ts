import { GraphQLError } from 'graphql';

/** Refuses U+0000 in any text of the variables, naming where it stands; null where there is none. */
export function nulInVariables(variables: Readonly<Record<string, unknown>>): GraphQLError | null {
  // A list of its own and not recursion: input may be nested deeper than the stack is.
  const open: { readonly value: unknown; readonly path: string }[] = [{ value: variables, path: '$' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && value.includes('\0')) return refusal(path);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (name.includes('\0')) return refusal(path);
      if (typeof member === 'string' || typeof member === 'object') open.push({ value: member, path: `${path}.${name}` });
    }
  }
  return null;
}

function refusal(path: string): GraphQLError {
  return new GraphQLError(`${path.slice(0, 200)} contains the character U+0000, which no text may hold.`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}
