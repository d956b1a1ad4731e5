/**
 * How the JSON of a statement names its members: by response keys, which are the client's choice but GraphQL names, in which
 * nothing needs escaping (`entities/json-text.ts` lets in no other).
 */

/** Member name for a response key. */
export type Naming = (responseKey: string) => string;

/** Names as the client gave them: the JSON is the answer itself. */
export const responseNames: Naming = (key) => key;

/** Names for rows that resolvers read; the mark tells such rows from objects that resolvers made. */
export const rowNames: Naming = (key) => `@${key}`;

/** A name that the catalogue vouches for, as an SQL identifier. */
export function identifier(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) throw new Error(`Not an identifier: ${name}`);
  return `"${name}"`;
}
