/** Row scope as conditions: staff see every row, a partner only those that lead to itself; deny by default. */
import type { Catalogue, Column, PlannedTable, PlannedType } from './catalogue.js';
import type { StatementBuilder } from './statement.js';

/** The kinds of viewers that get different statements. */
export type Audience = 'staff' | 'supplier' | 'carrier';

/** Condition for rows of `type` under `alias`; null: no condition. */
export function scopeCondition(
  catalogue: Catalogue,
  type: PlannedType,
  alias: string,
  audience: Audience,
  reached: 'root' | 'nested',
  builder: StatementBuilder,
): string | null {
  if (audience === 'staff') return null;
  const scope = type.scope[audience];
  if (scope === undefined) return 'false';
  if (scope === 'parent') return reached === 'nested' ? null : 'false';
  const me = builder.param(({ viewer }) => (audience === 'supplier' ? viewer.supplierId : viewer.carrierId), 'uuid');
  if (scope === 'self') return `${alias}.id = ${me}`;
  return pathCondition(catalogue.table(type.entity), alias, scope.split('.'), `= ${me}`, builder);
}

/** The column at the end of a path of relations. Throws where the path leads nowhere. */
export function columnAt(table: PlannedTable, [property = '', ...rest]: readonly string[]): Column {
  const column = table.column(property);
  return rest.length === 0 ? column : columnAt(table.targetOf(property), rest);
}

/** `path` leads over relations to a last property that must satisfy `comparison`. */
export function pathCondition(
  table: PlannedTable,
  alias: string,
  path: readonly string[],
  comparison: string,
  builder: StatementBuilder,
): string {
  const [property = '', ...rest] = path;
  const column = table.column(property);
  if (rest.length === 0) return `${alias}.${column.name} ${comparison}`;
  const target = table.targetOf(property);
  const next = builder.alias();
  const below = pathCondition(target, next, rest, comparison, builder);
  return `exists (select 1 from ${target.table} as ${next} where ${next}.id = ${alias}.${column.name} and ${below})`;
}
