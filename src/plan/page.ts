/** Connections: keyset pages after the Relay specification, as one subquery. */
import { badArgument } from '../schema/errors.js';
import { pageSize } from '../schema/page.args.js';
import type { Column, PlannedLink, PlannedType } from './catalogue.js';
import { and, columns, name, NotCovered, rowJson } from './compile.js';
import type { Compilation } from './compile.js';
import { checkedKey, cursorSql, parseCursor } from './cursor.js';
import { filterConditions } from './filter.js';
import { scopeCondition } from './scope.js';
import { selectBelow } from './selection.js';
import type { Selected } from './selection.js';
import type { Binding } from './statement.js';

/** Where the list hangs: on a parent row, or nowhere (a root list). */
export type ListOf = { readonly link: PlannedLink; readonly alias: string } | null;

/** What the arguments of a page decide about the text of the statement. */
interface Page {
  readonly ordering: string;
  readonly key: (alias: string) => string;
  readonly keyType: string;
  readonly ascending: boolean;
  /** From the end: read in the opposite order, shown in the right one. */
  readonly backwards: boolean;
  readonly size: number;
  readonly start: 'after' | 'before' | null;
  /** Both ends are bounded: `after` with `last`, or `before` with `first`. */
  readonly bound: 'after' | 'before' | null;
}

export function pageSql(c: Compilation, type: PlannedType, selected: Selected, listOf: ListOf): string {
  const argsOf = (binding: Binding): Record<string, unknown> => argumentsOf(binding, selected);
  const page = pageOf(type, argsOf(c.sample));
  const below = selectBelow(c.request, selected);
  const inner = c.builder.alias();

  const conditions = (alias: string): (string | null)[] => [
    listOf && linkCondition(listOf, alias),
    ...filterConditions(c.catalogue, type, alias, (binding) => argsOf(binding)['filter'] as Record<string, unknown> | null, c.sample, c.builder),
    scopeCondition(c.catalogue, type, alias, c.audience, listOf ? 'nested' : 'root', c.builder),
  ];
  const position = (alias: string): (string | null)[] =>
    (['after', 'before'] as const).map((side) => (page.start === side || page.bound === side ? behind(c, page, side, alias, argsOf) : null));

  const parts = below.map((part) => partSql(c, type, page, below, part, inner, conditions));
  const rows = rowsSql(c, type, page, below, inner, conditions, position);
  const outer = c.builder.alias();
  return `(select row_to_json(${outer}) from (select ${parts.join(', ')} from ${rows}) as ${outer})`;
}

/** One member of the connection, from the aggregated page under `inner`. */
function partSql(
  c: Compilation,
  type: PlannedType,
  page: Page,
  below: readonly Selected[],
  part: Selected,
  inner: string,
  conditions: (alias: string) => (string | null)[],
): string {
  const as = ` as ${name(c, part.key)}`;
  switch (part.name) {
    case '__typename':
      return `'${part.parent.name}'::text${as}`;
    case 'nodes':
    case 'edges':
      return `${inner}.${memberName(below, part)}${as}`;
    case 'pageInfo':
      return `${pageInfoSql(c, page, part, inner)}${as}`;
    case 'totalCount': {
      const counted = c.builder.alias();
      return `(select count(*) from ${type.table} as ${counted} where ${and(...conditions(counted))})${as}`;
    }
    default:
      throw new NotCovered(`${part.name} of a connection of ${type.name}`);
  }
}

/** The page's rows, aggregated into one: JSON arrays, whether there is more, the cursors of both ends. */
function rowsSql(
  c: Compilation,
  type: PlannedType,
  page: Page,
  below: readonly Selected[],
  inner: string,
  conditions: (alias: string) => (string | null)[],
  position: (alias: string) => (string | null)[],
): string {
  const lists = below.filter(({ name: part }) => part === 'nodes' || part === 'edges');
  const needsInfo = below.some(({ name: part }) => part === 'pageInfo');
  if (lists.length === 0 && !needsInfo) return `(select 1) as ${inner}`;

  const alias = c.builder.alias();
  const row = c.builder.alias();
  const direction = page.ascending === page.backwards ? 'desc' : 'asc';
  const where = and(...conditions(alias), ...position(alias));
  const from = `from ${type.table} as ${alias} where ${where} order by ${page.key(alias)} ${direction}, ${alias}.id ${direction}`;
  const onlyNodes = lists.length === 1 && lists[0]?.name === 'nodes' && !needsInfo && !page.backwards ? lists[0] : null;
  if (onlyNodes) {
    const list = columns(c, type, selectBelow(c.request, onlyNodes), alias);
    return `(select coalesce(json_agg(${row}), '[]') as ${memberName(below, onlyNodes)} from (select ${list} ${from} limit ${page.size}) as ${row}) as ${inner}`;
  }

  const cursor = cursorSql(page.ordering, page.key(alias), `${alias}.id`);
  const members = lists.map((part) => `${listMemberSql(c, type, part, alias, cursor)} as ${memberName(below, part)}`);
  const shown = `order by ${row}.place${page.backwards ? ' desc' : ''}`;
  const within = `filter (where ${row}.place <= ${page.size})`;
  const arrays = lists.map((part) => `coalesce(json_agg(${row}.${memberName(below, part)} ${shown}) ${within}, '[]') as ${memberName(below, part)}`);
  // Of the rows' places only the ends are needed, so that cursors are written for two rows and not for all.
  const info = [
    `count(*) > ${page.size} as more`,
    ...['key', 'id'].flatMap((part) => [
      `(array_agg(${row}.${part} order by ${row}.place) ${within})[1] as first_${part}`,
      `(array_agg(${row}.${part} order by ${row}.place desc) ${within})[1] as last_${part}`,
    ]),
  ];
  const numbered = [
    ...members,
    ...(needsInfo ? [`(${page.key(alias)})::text as key`, `${alias}.id as id`] : []),
    `row_number() over (order by ${page.key(alias)} ${direction}, ${alias}.id ${direction}) as place`,
  ];
  return (
    `(select ${[...arrays, ...(needsInfo ? info : [])].join(', ')} ` +
    `from (select ${numbered.join(', ')} ${from} limit ${page.size + 1}) as ${row}) as ${inner}`
  );
}

function listMemberSql(c: Compilation, type: PlannedType, part: Selected, alias: string, cursor: string): string {
  const below = selectBelow(c.request, part);
  if (part.name === 'nodes') return rowJson(c, type, below, alias);
  const members = below.map((member) => {
    const as = ` as ${name(c, member.key)}`;
    if (member.name === '__typename') return `'${member.parent.name}'::text${as}`;
    if (member.name === 'cursor') return `${cursor}${as}`;
    return `${rowJson(c, type, selectBelow(c.request, member), alias)}${as}`;
  });
  const row = c.builder.alias();
  return `(select row_to_json(${row}) from (select ${members.join(', ')}) as ${row})`;
}

function pageInfoSql(c: Compilation, page: Page, part: Selected, inner: string): string {
  const [start, end] = page.backwards ? (['last', 'first'] as const) : (['first', 'last'] as const);
  const cursorOf = (side: 'first' | 'last'): string =>
    `case when ${inner}.${side}_id is not null then ${cursorSql(page.ordering, `${inner}.${side}_key`, `${inner}.${side}_id`)} end`;
  const hasMore = `${inner}.more`;
  // Relay: what lies on the other side is known only from the cursor that was given.
  const values: Record<string, string> = {
    hasNextPage: page.backwards ? String(page.start === 'before') : hasMore,
    hasPreviousPage: page.backwards ? hasMore : String(page.start === 'after'),
    startCursor: cursorOf(start),
    endCursor: cursorOf(end),
    __typename: `'PageInfo'::text`,
  };
  const members = selectBelow(c.request, part).map((member) => `${values[member.name] ?? 'null'} as ${name(c, member.key)}`);
  const row = c.builder.alias();
  return `(select row_to_json(${row}) from (select ${members.join(', ')}) as ${row})`;
}

function linkCondition({ link, alias: parent }: NonNullable<ListOf>, alias: string): string {
  if ('by' in link) return `${alias}.${link.by} = ${parent}.id`;
  return `${alias}.id in (select link.${link.to} from ${link.table} as link where link.${link.from} = ${parent}.id)`;
}

/** A row comparison, which an index on (key, id) serves however far the page is. */
function behind(
  c: Compilation,
  page: Page,
  side: 'after' | 'before',
  alias: string,
  argsOf: (binding: Binding) => Record<string, unknown>,
): string {
  const cursorOf = (binding: Binding) => parseCursor(argsOf(binding)[side], page.ordering, side);
  const key = c.builder.param((binding) => checkedKey(cursorOf(binding).key, page.keyType), page.keyType);
  const id = c.builder.param((binding) => cursorOf(binding).id, 'uuid');
  const sign = (side === 'after') === page.ascending ? '>' : '<';
  return `(${page.key(alias)}, ${alias}.id) ${sign} (${key}, ${id})`;
}

function argumentsOf(binding: Binding, selected: Selected): Record<string, unknown> {
  const [node] = selected.nodes;
  return selected.field && node ? binding.args(selected.field, node) : {};
}

function pageOf(type: PlannedType, args: Record<string, unknown>): Page {
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
    ...keyOf(column, ascending),
    ascending,
    backwards,
    size: last ?? first ?? pageSize.usual,
    start: args[near] == null ? null : near,
    bound: args[far] == null ? null : far,
  };
}

/** Rows without a value come last, whichever way the list goes. */
function keyOf(column: Column, ascending: boolean): Pick<Page, 'key' | 'keyType'> {
  const keyType = column.type;
  if (!column.nullable) return { key: (alias) => `${alias}.${column.name}`, keyType };
  const end = ascending ? 'infinity' : '-infinity';
  return { key: (alias) => `coalesce(${alias}.${column.name}, '${end}'::${keyType})`, keyType };
}

function sizeOf(value: unknown, argument: string): number | null {
  if (value === undefined || value === null) return null;
  const size = Number(value);
  if (!Number.isInteger(size) || size < 0 || size > pageSize.most) {
    throw badArgument(`"${argument}" must be between 0 and ${pageSize.most}; it is ${size}. Page on with "after" for more.`);
  }
  return size;
}

/** Members of the inner row are named by their place, not by what the client called them. */
function memberName(below: readonly Selected[], part: Selected): string {
  return `member${below.indexOf(part)}`;
}
