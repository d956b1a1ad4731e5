/**
 * The shape of a request's variables: what of them decides the text of a statement. Presence, null, the length of lists
 * (none, one, many), booleans (they steer `@skip` and `@include`) and whole numbers (page sizes stand in the text).
 * Texts do not: they travel as parameters. Enum values do, since one may name an ordering.
 */
export function shapeOf(value: unknown): string {
  if (value === null) return 'n';
  if (Array.isArray(value)) return `[${value.length > 1 ? 'm' : ''}${value.length > 0 ? shapeOf(value[0]) : ''}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([key, member]) => `${key}:${shapeOf(member)}`);
    return `{${members.sort().join(',')}}`;
  }
  if (typeof value === 'string') return orderingWord.test(value) ? value : 's';
  return String(value);
}

const orderingWord = /^[A-Z][A-Z_]{1,31}$/;
