/** Asks for a list over HTTP, page by page from both ends and between two cursors, and compares each page with what the oracle says. */
import type { GraphqlAnswer } from '../../support/gateway.js';
import { written } from './document.js';
import type { Listing, Oracle } from './evaluate.js';
import type { Row } from './rows.js';

export type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<GraphqlAnswer>;

/** `first`, `after`, `last`, `before`. */
type Place = Readonly<Record<string, unknown>>;

interface Page {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
}

/** At most so many pages from each end. */
const pagesWalked = 4;

/** Throws where its first page is not what it must be; of 100 rows, which is most. */
export async function firstPage(listing: Listing, oracle: Oracle, ask: Ask): Promise<number> {
  const expected = oracle.list(listing);
  await comparePage({ listing, oracle, expected, ask }, { first: 100 }, expected.slice(0, 100));
  return expected.length;
}

/** Throws where any of its pages is not what it must be; returns how many rows the list has. */
export async function walk(listing: Listing, oracle: Oracle, size: number, between: readonly [number, number], ask: Ask): Promise<number> {
  const expected = oracle.list(listing);
  const cursors = new Map<number, string>();
  const page = async (place: Place, from: number, to: number): Promise<Page['pageInfo']> => {
    const { edges, pageInfo } = await comparePage({ listing, oracle, expected, ask }, place, expected.slice(from, to));
    edges.forEach(({ cursor }, at) => cursors.set(from + at, cursor));
    return pageInfo;
  };
  const says = (what: string, found: boolean, must: boolean): void => {
    if (found !== must) throw new Error(`${JSON.stringify(written(listing))}: ${what} is ${found}, of ${expected.length} rows in pages of ${size}`);
  };

  for (let from = 0, at: string | null = null; from / size < pagesWalked; from += size) {
    const info = await page({ first: size, ...(at !== null && { after: at }) }, from, from + size);
    says(`hasNextPage behind row ${from}`, info.hasNextPage, from + size < expected.length);
    says(`hasPreviousPage at row ${from}`, info.hasPreviousPage, from > 0);
    at = info.endCursor;
    if (!info.hasNextPage) break;
  }
  for (let to = expected.length, at: string | null = null; (expected.length - to) / size < pagesWalked; to -= size) {
    const info = await page({ last: size, ...(at !== null && { before: at }) }, Math.max(0, to - size), to);
    says(`hasPreviousPage ahead of row ${to}`, info.hasPreviousPage, to > size);
    says(`hasNextPage at row ${to}`, info.hasNextPage, to < expected.length);
    at = info.startCursor;
    if (!info.hasPreviousPage) break;
  }
  await window([...cursors.keys()].sort((a, b) => a - b), between, { size, page, cursors });
  return expected.length;
}

interface Comparison {
  readonly listing: Listing;
  readonly oracle: Oracle;
  readonly expected: readonly Row[];
  readonly ask: Ask;
}

async function comparePage({ listing, oracle, expected, ask }: Comparison, place: Place, rows: readonly Row[]): Promise<Page> {
  const { query, variables } = written(listing);
  const given = { ...variables, ...place };
  const { data, errors } = await ask(query, given);
  const list = data?.['list'] as Page | undefined;
  const must = { totalCount: expected.length, nodes: rows.map((row) => oracle.shown(listing.type, row, listing.node)) };
  const found = list && { totalCount: list.totalCount, nodes: list.edges.map(({ node }) => node) };
  const ends = [list?.edges[0]?.cursor ?? null, list?.edges.at(-1)?.cursor ?? null];
  if (!list || !same(found, must) || !same(ends, [list.pageInfo.startCursor, list.pageInfo.endCursor])) {
    throw new Error(`${query} ${JSON.stringify(given)}\nanswers ${JSON.stringify(errors ?? found)}\nand must answer ${JSON.stringify(must)}`);
  }
  return list;
}

/** To the order of the members, which is that of the question. */
function same(found: unknown, must: unknown): boolean {
  return JSON.stringify(found) === JSON.stringify(must);
}

interface Window {
  readonly size: number;
  readonly page: (place: Place, from: number, to: number) => Promise<unknown>;
  readonly cursors: ReadonlyMap<number, string>;
}

/** Between two rows that were seen, which `between` picks, from either end. */
async function window(seen: readonly number[], between: readonly [number, number], { size, page, cursors }: Window): Promise<void> {
  if (seen.length === 0) return;
  const [low = 0, high = 0] = between.map((pick) => seen[pick % seen.length] ?? 0).sort((a, b) => a - b);
  const bounds = { after: cursors.get(low), before: cursors.get(high) };
  const [from, to] = [low + 1, Math.max(low + 1, high)];
  await page({ first: size, ...bounds }, from, Math.min(to, from + size));
  await page({ last: size, ...bounds }, Math.max(from, to - size), to);
}
