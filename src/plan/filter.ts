/** Filters as conditions. Which members are given decides the text; what they are travels as parameters. */
import { badArgument } from '../schema/errors.js';
import type { FilterMapping } from '../schema/mapping.js';
import type { Catalogue, Column, PlannedType } from './catalogue.js';
import { columnAt, pathCondition } from './scope.js';
import { arrayLiteral, uuidOrNothing } from './statement.js';
import type { Binding, StatementBuilder } from './statement.js';

/** Gets the filter's members from a request. */
export type FilterOf = (binding: Binding) => Readonly<Record<string, unknown>> | null | undefined;

export function filterConditions(
  catalogue: Catalogue,
  type: PlannedType,
  alias: string,
  filterOf: FilterOf,
  sample: Binding,
  builder: StatementBuilder,
): string[] {
  const given = filterOf(sample) ?? {};
  return Object.entries(type.filters)
    .filter(([member]) => given[member] !== undefined && given[member] !== null)
    .flatMap(([member, mapping]) => {
      const valueOf = (binding: Binding): unknown => filterOf(binding)?.[member];
      return condition({ catalogue, type, alias, builder, valueOf, sample }, mapping);
    });
}

interface Context {
  readonly catalogue: Catalogue;
  readonly type: PlannedType;
  readonly alias: string;
  readonly builder: StatementBuilder;
  readonly valueOf: (binding: Binding) => unknown;
  readonly sample: Binding;
}

function condition(context: Context, mapping: FilterMapping): string[] {
  const { catalogue, type, alias, builder } = context;
  const table = catalogue.table(type.entity);
  switch (mapping.kind) {
    case 'oneOf': {
      const path = mapping.path.split('.');
      return [pathCondition(table, alias, path, oneOfComparison(context, columnAt(table, path)), builder)];
    }
    case 'range':
      return rangeConditions(context, table.column(mapping.property));
    case 'exists': {
      const target = catalogue.table(mapping.target);
      const row = builder.alias();
      const column = target.column(mapping.property);
      return [
        `exists (select 1 from ${target.table} as ${row} where ${row}.${target.column(mapping.link.by).name} = ${alias}.id and ${row}.${column.name} ${oneOfComparison(context, column)})`,
      ];
    }
    case 'search': {
      const words = builder.param((binding) => searchWords(context.valueOf(binding)), 'text');
      const own = table.isSearched ? [`${alias}.search @@ search_query(${words})`] : [];
      const related = mapping.related.map((property) => {
        const target = table.targetOf(property);
        const row = builder.alias();
        return `${alias}.${table.column(property).name} in (select ${row}.id from ${target.table} as ${row} where ${row}.search @@ search_query(${words}))`;
      });
      return [`(${[...own, ...related].join(' or ')})`];
    }
  }
}

/** One value and many are different statements: an index serves a single value in order, a list not. */
function oneOfComparison(context: Context, { type }: Column): string {
  const element = type === 'uuid' ? uuidOrNothing : plainText;
  // Any Int is an integer, but not a smallint.
  const compared = type === 'smallint' ? 'int' : type;
  const listOf = (binding: Binding): unknown[] => context.valueOf(binding) as unknown[];
  if (listOf(context.sample).length === 1) {
    return `= ${context.builder.param((binding) => element(listOf(binding)[0]), compared)}`;
  }
  const list = context.builder.param((binding) => arrayLiteral(listOf(binding).map(element)), `${compared}[]`);
  return `= any(${list})`;
}

function rangeConditions({ builder, valueOf, sample, alias }: Context, column: Column): string[] {
  const given = valueOf(sample) as { from?: string | null; to?: string | null };
  const end = (side: 'from' | 'to') =>
    builder.param((binding) => plainText((valueOf(binding) as Record<string, unknown>)[side]), column.type);
  const conditions: string[] = [];
  if (given.from != null) conditions.push(`${alias}.${column.name} >= ${end('from')}`);
  if (given.to != null) conditions.push(`${alias}.${column.name} < ${end('to')}`);
  return conditions;
}

/** PostgreSQL's text cannot hold NUL, and nothing stored has one. */
function plainText(value: unknown): string {
  const text = String(value);
  if (text.includes('\0')) throw badArgument('A filter value holds a NUL character, which no text here can.');
  return text;
}

function searchWords(value: unknown): string {
  const words = plainText(value);
  if (words.length > 200) throw badArgument('"search" is longer than 200 characters. Give a few words.');
  return words;
}
