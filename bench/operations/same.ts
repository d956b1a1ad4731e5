/**
 * Whether two systems say the same. Interline and the hand-written statements must agree to the letter; PostGraphile names
 * and nests otherwise, so both sides are brought to one form first:
 *
 * | in PostGraphile's query | becomes |
 * | --- | --- |
 * | alias `total__amount` | `total: { amount }`; a number between underscores is a place in a list |
 * | `{ nodes: [...] }`, on either side | the list alone |
 * | `12.500000`, `12.5` | the same decimal |
 * | instants in whatever offset | the same instant |
 * | `endCursor` | that there is one: cursors are opaque, each system's own |
 */
import { isDeepStrictEqual } from 'node:util';

/** Throws with the first difference. */
export function assertSame(what: string, expected: unknown, found: unknown): void {
  const difference = firstDifference(common(expected), common(found), '');
  if (difference !== null) throw new Error(`${what}: the answers differ at ${difference}`);
}

/** Member order included. Throws where the texts differ. */
export function assertIdentical(what: string, expected: unknown, found: unknown): void {
  if (JSON.stringify(expected) !== JSON.stringify(found)) assertSame(what, expected, found);
  if (JSON.stringify(expected) !== JSON.stringify(found)) throw new Error(`${what}: the same values are written otherwise`);
}

function common(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(common);
  if (typeof value === 'string') return commonText(value);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  if (members.length === 1 && members[0]?.[0] === 'nodes') return common(members[0][1]);
  const made: Record<string, unknown> = {};
  for (const [key, member] of members) put(made, key.split('__'), key === 'endCursor' ? typeof member : common(member));
  return withLists(made);
}

function put(target: Record<string, unknown>, [key = '', ...below]: readonly string[], value: unknown): void {
  if (below.length === 0) target[key] = value;
  else put((target[key] ??= {}) as Record<string, unknown>, below, value);
}

/** Objects whose members are numbered are lists. */
function withLists(value: Record<string, unknown>): unknown {
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) value[key] = withLists(member as Record<string, unknown>);
  }
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key, place) => key === String(place)) ? Object.values(value) : value;
}

function commonText(text: string): string {
  if (/^-?\d+\.\d+$/.test(text)) return text.replace(/\.?0+$/, '');
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? new Date(text).toISOString() : text;
}

function firstDifference(a: unknown, b: unknown, path: string): string | null {
  if (isDeepStrictEqual(a, b)) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return `${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key], right[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return path;
}
