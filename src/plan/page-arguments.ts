/** What the arguments of a page decide about the text of its statement. */
import { badArgument } from '../schema/errors.js';
import { pageSize } from '../schema/page.args.js';
import type { Column, PlannedType } from './catalogue.js';

export interface Page {
  /** As it stands in cursors. */
  readonly ordering: string;
  readonly key: (alias: string) => string;
  readonly keyType: string;
  readonly ascending: boolean;
  /** From the end: read in the opposite order, shown in the right one. */
  readonly backwards: boolean;
  readonly size: number;
  /** The cursor from which the page is read, if one is given. */
  readonly start: Side | null;
  /** Both ends are bounded: `after` with `last`, or `before` with `first`. */
  readonly bound: Side | null;
}

export type Side = 'after' | 'before';

/** Throws BAD_USER_INPUT for arguments that make no page. */
export function pageOf(type: PlannedType, args: Record<string, unknown>): Page {
  const first = sizeOf(args['first'], 'first');
  const last = sizeOf(args['last'], 'last');
  if (first !== null && last !== null) throw badArgument('Give either "first" or "last", not both.');
  const orderBy = args['orderBy'] as { field: string; direction: 'ASC' | 'DESC' } | null | undefined;
  const field = orderBy?.field ?? [...type.orderings.keys()][0] ?? '';
  const column = type.orderings.get(field);
  if (!column) throw new Error(`${type.name} has no ordering ${field}.`);
  const ascending = orderBy?.direction === 'ASC';
  const backwards = last !== null;
  const [near, far] = backwards ? (['before', 'after'] as const) : (['after', 'before'] as const);
  return {
    ordering: `${field}_${ascending ? 'ASC' : 'DESC'}`,
    key: keyOf(column, ascending),
    keyType: column.type,
    ascending,
    backwards,
    size: last ?? first ?? pageSize.usual,
    start: args[near] == null ? null : near,
    bound: args[far] == null ? null : far,
  };
}

/** Rows without a value come last, whichever way the list goes. `check-lists.ts` sees to it that the column's type has an infinity. */
function keyOf(column: Column, ascending: boolean): Page['key'] {
  if (!column.nullable) return (alias) => `${alias}.${column.name}`;
  const end = ascending ? 'infinity' : '-infinity';
  return (alias) => `coalesce(${alias}.${column.name}, '${end}'::${column.type})`;
}

function sizeOf(value: unknown, argument: string): number | null {
  if (value === undefined || value === null) return null;
  const size = Number(value);
  if (!Number.isInteger(size) || size < 0 || size > pageSize.most) {
    throw badArgument(`"${argument}" must be between 0 and ${pageSize.most}; it is ${size}. Page on with "after" for more.`);
  }
  return size;
}
