/** Where two values first differ, in one line: tables of hundreds of rows are not to be read side by side. */
export function firstDifference(found: unknown, expected: unknown, path = ''): string {
  const at = path === '' ? '' : `${path}: `;
  if (!isObject(found) || !isObject(expected)) return `${at}found ${shown(found)}, expected ${shown(expected)}`;
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const key = keys.find((name) => !isSame(member(found, name), member(expected, name)));
  if (key === undefined) return `${at}found ${shown(found)}, expected ${shown(expected)}`;
  return firstDifference(member(found, key), member(expected, key), path === '' ? key : `${path} › ${key}`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function member(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
