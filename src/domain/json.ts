/** Half a surrogate pair in JSON text: whole ones are written as they are. A match may also be a text about such escapes. */
const perhapsHalf = /\\ud[89a-f]/i;

/** JSON for a statement's one parameter. Half a surrogate pair, which PostgreSQL refuses, becomes the replacement character. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Looking at every member takes several times as long as writing the text.
  return perhapsHalf.test(text) ? JSON.stringify(value, (_, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member)) : text;
}
