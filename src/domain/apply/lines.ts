/** Lines of orders and purchase orders: matched by the outside system's id, numbered as it numbers them. */
import type { Em } from '../../entities/orm.js';
import type { Ref } from '../facts.js';

interface Line {
  id: string;
  lineNo: number;
  sourceExternalId?: string | null;
}

/**
 * Which stored line each told line is; the rest are told no more. A number that a line not told any more still holds is
 * freed by moving that line behind the others.
 */
export function matchLines<T extends Line, F extends { readonly externalId: Ref; readonly lineNo: number }>(
  stored: readonly T[],
  told: readonly F[],
): { pairs: { fact: F; line: T | undefined }[]; gone: T[]; moved: { line: T; lineNo: number }[] } {
  const byRef = new Map(stored.map((line) => [line.sourceExternalId, line]));
  const pairs = told.map((fact) => ({ fact, line: byRef.get(fact.externalId) }));
  const kept = new Set(pairs.map(({ line }) => line));
  const gone = stored.filter((line) => !kept.has(line));
  const taken = new Set(told.map(({ lineNo }) => lineNo));
  let last = Math.max(0, ...taken, ...stored.map(({ lineNo }) => lineNo));
  const moved = gone.filter(({ lineNo }) => taken.has(lineNo)).map((line) => ({ line, lineNo: (last += 1) }));
  return { pairs, gone, moved };
}

/**
 * Lines whose numbers change may pass through each other's numbers, which the database refuses between two statements:
 * their old numbers are put out of the way before the new ones are written.
 */
export async function freeNumbers(em: Em, table: 'order_line' | 'purchase_order_line', ids: Set<string>): Promise<void> {
  if (ids.size === 0) return;
  const marks = [...ids].map(() => '?::uuid').join(', ');
  await em.execute(`update ${table} set line_no = -line_no - 1 where id in (${marks})`, [...ids]);
  ids.clear();
}
