/** Lists of records, page by page, in the ways that APIs page. */
import { z } from 'zod';
import { ConnectorError } from '../contract.js';
import { addressOf, type Access, type Caller } from './access.js';
import { digestOf } from './message.js';
import { compilePath, valueAt, type Path } from './paths.js';
import type { Complain } from './rules.js';

const path = z.string().min(1);
const size = z.int().min(1).max(10_000);

const pagingSchema = z.discriminatedUnion('style', [
  z.strictObject({ style: z.literal('none') }),
  /** The answer holds the address of the next page. */
  z.strictObject({ style: z.literal('link'), next: path }),
  /** The same where OData puts it: `@odata.nextLink`, or `d.__next`. */
  z.strictObject({ style: z.literal('odata') }),
  /** The answer holds a text that is to be sent with the next call. */
  z.strictObject({ style: z.literal('cursor'), next: path, query: z.string().min(1) }),
  /** How many records are to be passed over. Ends with an empty page. */
  z.strictObject({ style: z.literal('offset'), query: z.string().min(1), limit: z.string().min(1), size }),
  /** Numbered pages. Ends with an empty page. */
  z.strictObject({ style: z.literal('page'), query: z.string().min(1), first: z.int().min(0).default(1), limit: z.string().min(1).optional(), size: size.optional() }),
]);

export const listingSchema = {
  /** Below the setting URL. */
  path: z.string().min(1),
  query: z.record(z.string().min(1), z.string()).default({}),
  /** Where the list stands in the answer; empty: the answer is the list. */
  list: z.string(),
  paging: pagingSchema.default({ style: 'none' }),
};
export type ListingProfile = z.infer<z.ZodObject<typeof listingSchema>>;

export interface Listing {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly list: Path;
  readonly listText: string;
  readonly paging: z.infer<typeof pagingSchema>;
  /** Where the next page is told, in the order of trial. */
  readonly next: readonly Path[];
}

const odataNext: readonly Path[] = [['@odata.nextLink'], ['odata.nextLink'], ['d', '__next']];

export function compileListing({ path: where, query, list, paging }: ListingProfile, at: string, complain: Complain): Listing {
  const next = 'next' in paging ? [compilePath(paging.next, `${at}.paging.next`, complain)] : paging.style === 'odata' ? odataNext : [];
  return { path: where, query, list: compilePath(list, `${at}.list`, complain), listText: list, paging, next };
}

export interface ListPage {
  readonly records: readonly unknown[];
  /** What leads to the next page; null: this was the last one. */
  readonly next: string | null;
}

/**
 * The pages from `start` on (null: the first one). Throws ConnectorError('contract') where the list is not where it should be, or
 * where paging goes in circles.
 */
export async function* pagesOf(
  call: Caller,
  access: Pick<Access, 'url'>,
  listing: Listing,
  { start, query, signal }: { readonly start: string | null; readonly query: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): AsyncGenerator<ListPage> {
  let token = start;
  let before: string | null = null;
  for (;;) {
    const url = urlOf(access, listing, token, query);
    const answer = (await call({ method: 'GET', url, signal, idempotent: true })).json();
    const records = valueAt(answer, listing.list);
    if (!Array.isArray(records)) throw new ConnectorError('contract', `${listing.path}: no list at ${listing.listText || 'the top'}`);
    const digest = digestOf(answer);
    const next = nextOf(listing, token, records.length, answer, url);
    if (next !== null && (next === token || (records.length > 0 && digest === before))) {
      throw new ConnectorError('contract', `${listing.path}: the next page is the same as the one before`);
    }
    yield { records: records as unknown[], next };
    if (next === null) return;
    [token, before] = [next, digest];
  }
}

function urlOf(access: Pick<Access, 'url'>, { path: where, query: fixed, paging }: Listing, token: string | null, query: Readonly<Record<string, string>>): string {
  const base = { ...fixed, ...query };
  switch (paging.style) {
    case 'none':
      return addressOf(access, where, base);
    case 'link':
    case 'odata':
      return token ?? addressOf(access, where, base);
    case 'cursor':
      return addressOf(access, where, token === null ? base : { ...base, [paging.query]: token });
    case 'offset':
      return addressOf(access, where, { ...base, [paging.query]: token ?? '0', [paging.limit]: String(paging.size) });
    case 'page': {
      const limit = paging.limit === undefined || paging.size === undefined ? {} : { [paging.limit]: String(paging.size) };
      return addressOf(access, where, { ...base, ...limit, [paging.query]: token ?? String(paging.first) });
    }
  }
}

function nextOf({ paging, next, path: where }: Listing, token: string | null, received: number, answer: unknown, url: string): string | null {
  switch (paging.style) {
    case 'none':
      return null;
    case 'offset':
      return received === 0 ? null : String(Number(token ?? '0') + received);
    case 'page':
      return received === 0 ? null : String(Number(token ?? paging.first) + 1);
    default: {
      const told = next.map((each) => valueAt(answer, each)).find((value) => value !== undefined && value !== null && value !== '');
      if (told === undefined) return null;
      if (typeof told !== 'string' && typeof told !== 'number') throw new ConnectorError('contract', `${where}: the next page is told as neither text nor number`);
      if (paging.style === 'cursor') return String(told);
      if (!URL.canParse(String(told), url)) throw new ConnectorError('contract', `${where}: the next page is no address`);
      return new URL(String(told), url).href;
    }
  }
}
