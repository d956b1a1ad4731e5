/** JSON for a statement's one parameter. Half a surrogate pair, which PostgreSQL refuses, becomes the replacement character. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member));
}
