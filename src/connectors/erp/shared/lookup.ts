import type { Unmapped } from '../../../domain/facts.js';

/** Undefined, and noted, where the table does not have the code. */
export function lookUp<Value>(table: Readonly<Record<string, Value>>, code: string, path: string, unmapped: Unmapped[]): Value | undefined {
  if (Object.hasOwn(table, code)) return table[code];
  unmapped.push({ path, value: code });
  return undefined;
}
