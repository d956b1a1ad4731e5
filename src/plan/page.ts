/**
 * Connections: keyset pages after the Relay specification, as one subquery. Inside, the rows of the page are aggregated
 * into one row; around it, the members that were asked for are taken from that row.
 */
import type { PlannedLink, PlannedType } from './catalogue.js';
import { and, keyColumn, NotCovered, rowJson, selectList } from './compile.js';
import type { Compilation } from './compile.js';
import { checkedKey, cursorSql, parseCursor } from './cursor.js';
import { filterConditions } from './filter.js';
import { pageOf } from './page-arguments.js';
import type { Page, Side } from './page-arguments.js';
import { scopeCondition } from './scope.js';
import { selectBelow } from './selection.js';
import type { Selected } from './selection.js';
import type { Binding } from './statement.js';

/** Where the list hangs: on a parent row, or nowhere (a root list). */
export type ListOf = { readonly link: PlannedLink; readonly alias: string } | null;

/** All that the parts of one page have in common. */
interface PageParts {
  readonly c: Compilation;
  readonly type: PlannedType;
  readonly selected: Selected;
  readonly listOf: ListOf;
  readonly page: Page;
  /** What is selected of the connection. */
  readonly below: readonly Selected[];
  /** Those of them that show rows: `nodes` and `edges`, each under any number of keys. */
  readonly lists: readonly Selected[];
  readonly needsInfo: boolean;
  /** Alias of the page's one row. */
  readonly inner: string;
}

export function pageSql(c: Compilation, type: PlannedType, selected: Selected, listOf: ListOf): string {
  const below = selectBelow(c.request, selected);
  const parts: PageParts = {
    c,
    type,
    selected,
    listOf,
    page: pageOf(type, c.sample.args(selected)),
    below,
    lists: below.filter(({ name }) => name === 'nodes' || name === 'edges'),
    needsInfo: below.some(({ name }) => name === 'pageInfo'),
    inner: c.builder.alias(),
  };
  const members = below.map((member) => `${memberSql(parts, member)} as ${keyColumn(c, member.key)}`);
  const rows = rowsSql(parts);
  const outer = c.builder.alias();
  return `(select row_to_json(${outer}) from (select ${members.join(', ')} from ${rows} as ${parts.inner}) as ${outer})`;
}

/** One member of the connection, from the page's row. */
function memberSql(parts: PageParts, member: Selected): string {
  const { c, type, inner } = parts;
  switch (member.name) {
    case '__typename':
      return `'${member.parent.name}'::text`;
    case 'nodes':
    case 'edges':
      return `${inner}.${listColumn(parts, member)}`;
    case 'pageInfo':
      return pageInfoSql(parts, member);
    case 'totalCount': {
      const counted = c.builder.alias();
      return `(select count(*) from ${type.table} as ${counted} where ${and(...ofList(parts, counted))})`;
    }
    default:
      throw new NotCovered(`${member.name} of a connection of ${type.name}`);
  }
}

/** The page's rows, aggregated into one: JSON arrays, whether there is more, the keys of both ends. */
function rowsSql(parts: PageParts): string {
  const { c, type, page, lists, needsInfo } = parts;
  if (lists.length === 0 && !needsInfo) return '(select 1)';

  const alias = c.builder.alias();
  const row = c.builder.alias();
  const where = and(...ofList(parts, alias), ...ofPage(parts, alias));
  const from = `from ${type.table} as ${alias} where ${where} order by ${readingOrder(page, alias)}`;
  const [only] = lists;
  if (lists.length === 1 && only?.name === 'nodes' && !needsInfo && !page.backwards) {
    const list = selectList(c, type, selectBelow(c.request, only), alias);
    return `(select coalesce(json_agg(${row}), '[]') as ${listColumn(parts, only)} from (select ${list} ${from} limit ${page.size}) as ${row})`;
  }
  const numbered = [
    ...lists.map((list) => `${listRowSql(parts, list, alias)} as ${listColumn(parts, list)}`),
    ...(needsInfo ? [`(${page.key(alias)})::text as key`, `${alias}.id as id`] : []),
    `row_number() over (order by ${readingOrder(page, alias)}) as place`,
  ];
  return `(select ${aggregates(parts, row).join(', ')} from (select ${numbered.join(', ')} ${from} limit ${page.size + 1}) as ${row})`;
}

/** Columns of the page's row, over its rows numbered in the order in which they are read; one more is read than is shown. */
function aggregates(parts: PageParts, row: string): string[] {
  const { page, lists, needsInfo } = parts;
  const shown = `order by ${row}.place${page.backwards ? ' desc' : ''}`;
  const within = `filter (where ${row}.place <= ${page.size})`;
  const arrays = lists.map((list) => {
    const column = listColumn(parts, list);
    return `coalesce(json_agg(${row}.${column} ${shown}) ${within}, '[]') as ${column}`;
  });
  if (!needsInfo) return arrays;
  // Of the rows' places only the ends are needed, so that cursors are written for two rows and not for all.
  const ends = ['key', 'id'].flatMap((part) => [
    `(array_agg(${row}.${part} order by ${row}.place) ${within})[1] as first_${part}`,
    `(array_agg(${row}.${part} order by ${row}.place desc) ${within})[1] as last_${part}`,
  ]);
  return [...arrays, `count(*) > ${page.size} as more`, ...ends];
}

/** What a row is in `nodes` or `edges`. */
function listRowSql({ c, type, page }: PageParts, list: Selected, alias: string): string {
  const below = selectBelow(c.request, list);
  if (list.name === 'nodes') return rowJson(c, type, below, alias);
  const valueOf = (member: Selected): string => {
    switch (member.name) {
      case '__typename':
        return `'${member.parent.name}'::text`;
      case 'cursor':
        return cursorSql(page.ordering, page.key(alias), `${alias}.id`);
      case 'node':
        return rowJson(c, type, selectBelow(c.request, member), alias);
      default:
        throw new NotCovered(`${member.name} of an edge of ${type.name}`);
    }
  };
  const members = below.map((member) => `${valueOf(member)} as ${keyColumn(c, member.key)}`);
  const row = c.builder.alias();
  return `(select row_to_json(${row}) from (select ${members.join(', ')}) as ${row})`;
}

function pageInfoSql({ c, page, inner }: PageParts, selected: Selected): string {
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
  const members = selectBelow(c.request, selected).map((member) => {
    const value = values[member.name];
    if (value === undefined) throw new NotCovered(`${member.name} of a page`);
    return `${value} as ${keyColumn(c, member.key)}`;
  });
  const row = c.builder.alias();
  return `(select row_to_json(${row}) from (select ${members.join(', ')}) as ${row})`;
}

/** Conditions for the rows of the whole list. */
function ofList({ c, type, selected, listOf }: PageParts, alias: string): (string | null)[] {
  return [
    listOf && linkCondition(listOf, alias),
    ...filterConditions(c.catalogue, type, alias, (binding) => binding.args(selected)['filter'] as Record<string, unknown> | null, c.sample, c.builder),
    scopeCondition(c.catalogue, type, alias, c.audience, listOf ? 'nested' : 'root', c.builder),
  ];
}

/** Conditions for those among them that may be on this page. */
function ofPage(parts: PageParts, alias: string): (string | null)[] {
  const { start, bound } = parts.page;
  return (['after', 'before'] as const).map((side) => (start === side || bound === side ? isBeyondCursor(parts, side, alias) : null));
}

function linkCondition({ link, alias: parent }: NonNullable<ListOf>, alias: string): string {
  if ('by' in link) return `${alias}.${link.by} = ${parent}.id`;
  return `${alias}.id in (select link.${link.to} from ${link.table} as link where link.${link.from} = ${parent}.id)`;
}

/** A row comparison, which an index on (key, id) serves however far the page is. */
function isBeyondCursor({ c, page, selected }: PageParts, side: Side, alias: string): string {
  const cursorOf = (binding: Binding) => parseCursor(binding.args(selected)[side], page.ordering, side);
  const key = c.builder.param((binding) => checkedKey(cursorOf(binding).key, page.keyType), page.keyType);
  const id = c.builder.param((binding) => cursorOf(binding).id, 'uuid');
  const sign = (side === 'after') === page.ascending ? '>' : '<';
  return `(${page.key(alias)}, ${alias}.id) ${sign} (${key}, ${id})`;
}

function readingOrder({ key, ascending, backwards }: Page, alias: string): string {
  const direction = ascending === backwards ? 'desc' : 'asc';
  return `${key(alias)} ${direction}, ${alias}.id ${direction}`;
}

/** Columns of the page's row are named by their place, not by what the client called them. */
function listColumn({ below }: PageParts, list: Selected): string {
  return `member${below.indexOf(list)}`;
}
