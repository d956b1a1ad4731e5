/**
 * How the JSON of a statement names its members. A response key is the client's choice and becomes a quoted SQL
 * identifier: only GraphQL names of at most 63 bytes may, since PostgreSQL cuts longer ones.
 */

/** Member name for a response key; null: this key cannot be an identifier. */
export type Naming = (responseKey: string) => string | null;

const longest = 63;

/** Names as the client gave them: the JSON is the answer itself. */
export const responseNames: Naming = (key) => (key.length <= longest ? key : null);

/** Names for rows that resolvers read; the mark tells such rows from objects that resolvers made. */
export const rowNames: Naming = (key) => {
  if (key.length < longest) return `@${key}`;
  let hash = 5381;
  for (let i = 0; i < key.length; i += 1) hash = (Math.imul(hash, 33) ^ key.charCodeAt(i)) >>> 0;
  return `@${key.slice(0, 40)}_${hash.toString(36)}_${key.length}`;
};

/** A name that the catalogue or a naming vouches for, as an SQL identifier. */
export function identifier(name: string): string {
  if (!/^[@A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) throw new Error(`Not an identifier: ${name}`);
  return `"${name}"`;
}
