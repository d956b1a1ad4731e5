/**
 * Connections: keyset pages after the Relay specification, as one subquery. Inside, the rows of the page are aggregated
 * into one row; around it, the members that were asked for are taken from that row.
 */
import { objectOf, plain, textSql, word, wordOrNull } from '../entities/json-text.js';
import type { Piece } from '../entities/json-text.js';
import type { PlannedLink, PlannedType } from './catalogue.js';
import { and, NotCovered, objectJson, typeNameJson } from './compile.js';
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

export function pageJson(c: Compilation, type: PlannedType, selected: Selected, listOf: ListOf): Piece[] {
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
  const page = objectOf(below.map((member) => [c.naming(member.key), memberJson(parts, member)]));
  return [{ sql: `(select ${textSql(page)} from ${rowsSql(parts)} as ${parts.inner})` }];
}

/** One member of the connection, from the page's row. */
function memberJson(parts: PageParts, member: Selected): Piece[] {
  const { c, type, inner } = parts;
  switch (member.name) {
    case '__typename':
      return typeNameJson(member.parent.name);
    case 'nodes':
    case 'edges':
      return ['[', { sql: `${inner}.${listColumn(parts, member)}` }, ']'];
    case 'pageInfo':
      return pageInfoJson(parts, member);
    case 'totalCount': {
      const counted = c.builder.alias();
      return plain(`select count(*) from ${type.table} as ${counted} where ${and(...ofList(parts, counted))}`);
    }
    default:
      throw new NotCovered(`${member.name} of a connection of ${type.name}`);
  }
}

/** The page's rows, aggregated into one: the texts in JSON arrays, whether there is more, the keys of both ends. */
function rowsSql(parts: PageParts): string {
  const { c, type, page, lists, needsInfo } = parts;
  if (lists.length === 0 && !needsInfo) return '(select 1)';

  const alias = c.builder.alias();
  const row = c.builder.alias();
  const where = and(...ofList(parts, alias), ...ofPage(parts, alias));
  const from = `from ${type.table} as ${alias} where ${where} order by ${readingOrder(page, alias)}`;
  const [only] = lists;
  if (lists.length === 1 && only?.name === 'nodes' && !needsInfo && !page.backwards) {
    const item = textSql(itemJson(parts, only, alias));
    return `(select coalesce(string_agg(${row}.item, ','), '') as ${listColumn(parts, only)} from (select ${item} as item ${from} limit ${page.size}) as ${row})`;
  }
  const numbered = [
    ...lists.map((list) => `${textSql(itemJson(parts, list, alias))} as ${listColumn(parts, list)}`),
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
    return `coalesce(string_agg(${row}.${column}, ',' ${shown}) ${within}, '') as ${column}`;
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
function itemJson({ c, type, page }: PageParts, list: Selected, alias: string): Piece[] {
  const below = selectBelow(c.request, list);
  if (list.name === 'nodes') return objectJson(c, type, below, alias);
  const valueOf = (member: Selected): Piece[] => {
    switch (member.name) {
      case '__typename':
        return typeNameJson(member.parent.name);
      case 'cursor':
        return word(cursorSql(page.ordering, page.key(alias), `${alias}.id`));
      case 'node':
        return objectJson(c, type, selectBelow(c.request, member), alias);
      default:
        throw new NotCovered(`${member.name} of an edge of ${type.name}`);
    }
  };
  return objectOf(below.map((member) => [c.naming(member.key), valueOf(member)]));
}

function pageInfoJson({ c, page, inner }: PageParts, selected: Selected): Piece[] {
  const [start, end] = page.backwards ? (['last', 'first'] as const) : (['first', 'last'] as const);
  const cursorOf = (side: 'first' | 'last'): Piece[] =>
    wordOrNull(`case when ${inner}.${side}_id is not null then ${cursorSql(page.ordering, `${inner}.${side}_key`, `${inner}.${side}_id`)} end`);
  const hasMore = plain(`${inner}.more`);
  // Relay: what lies on the other side is known only from the cursor that was given.
  const values: Record<string, Piece[]> = {
    hasNextPage: page.backwards ? [String(page.start === 'before')] : hasMore,
    hasPreviousPage: page.backwards ? hasMore : [String(page.start === 'after')],
    startCursor: cursorOf(start),
    endCursor: cursorOf(end),
    __typename: typeNameJson('PageInfo'),
  };
  return objectOf(
    selectBelow(c.request, selected).map((member) => {
      const value = values[member.name];
      if (value === undefined) throw new NotCovered(`${member.name} of a page`);
      return [c.naming(member.key), value];
    }),
  );
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
