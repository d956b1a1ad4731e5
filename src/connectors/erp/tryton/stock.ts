/** What lies in the warehouses, product by product, as Tryton reckons it from the moves that are done. */
import { z } from 'zod';
import type { NumberedRecord } from '../shared/pull.js';
import { read } from '../shared/read.js';
import { toWireDateTime } from './values.js';

/** Calls `search_read` of a model with everything but the context, to which `context` is added. */
export type SearchRead = (model: string, params: readonly unknown[], context?: Readonly<Record<string, unknown>>) => Promise<NumberedRecord[]>;

const moved = z.looseObject({ product: z.int() });
const counted = z.looseObject({ id: z.int(), 'default_uom.': z.object({ symbol: z.string() }) });
const place = z.looseObject({ id: z.int(), code: z.string().nullable(), name: z.string().nullable() });
const stocked = z.looseObject({ quantity: z.number() });

/** Moves looked at in one call for the products that they moved. */
const MOVE_ROWS = 500;

const BY_ID = [['id', 'ASC']];
const BY_PRODUCT = [['product.id', 'ASC']];

/** Services are not stocked. */
const GOODS = ['type', '!=', 'service'];

/**
 * Up to `limit` products with ids above `after`, in the order of ids; `since`: only those of which this company moved something
 * after it, and those made after it.
 */
export async function stockPage(search: SearchRead, company: number | null, after: number, since: Date | null, limit: number): Promise<NumberedRecord[]> {
  if (since === null) return await stockOf(search, [['id', '>', after], GOODS], limit);
  const rows: NumberedRecord[] = [];
  for (let last = after; rows.length < limit; ) {
    const wanted = limit - rows.length;
    const found = [...(await movedProducts(search, company, last, since, wanted)), ...(await newProducts(search, last, since, wanted))];
    const products = [...new Set(found)].sort((a, b) => a - b).slice(0, wanted);
    if (products.length === 0) break;
    rows.push(...(await stockByIds(search, products)));
    last = products.at(-1)!;
  }
  return rows;
}

export async function stockByIds(search: SearchRead, products: readonly number[]): Promise<NumberedRecord[]> {
  return await stockOf(search, [['id', 'in', products], GOODS], products.length);
}

/** Only what is done has moved, and it is never taken back. */
async function movedProducts(search: SearchRead, company: number | null, after: number, since: Date, limit: number): Promise<number[]> {
  const at = toWireDateTime(since);
  const changed = ['OR', [['write_date', '>', at]], [['create_date', '>', at]]];
  const products = new Set<number>();
  for (let last = after; products.size < limit; ) {
    const domain = [['product', '>', last], ['state', '=', 'done'], ['company', '=', company], changed];
    const rows = await search('stock.move', [domain, 0, MOVE_ROWS, BY_PRODUCT, ['product']]);
    for (const row of rows) products.add(read(moved, row, 'stock.move').product);
    if (rows.length < MOVE_ROWS) break;
    last = Math.max(...products);
  }
  return [...products].slice(0, limit);
}

async function newProducts(search: SearchRead, after: number, since: Date, limit: number): Promise<number[]> {
  const domain = [['id', '>', after], GOODS, ['create_date', '>', toWireDateTime(since)]];
  return (await search('product.product', [domain, 0, limit, BY_ID, ['id']])).map(({ id }) => id);
}

/**
 * One look for each warehouse: Tryton adds up what lies in all the places that it is asked for. Without places it answers 0, and
 * without a day it counts up to its own today.
 */
async function stockOf(search: SearchRead, domain: unknown[], limit: number): Promise<NumberedRecord[]> {
  const places = await search('stock.location', [[['type', '=', 'warehouse']], 0, null, BY_ID, ['code', 'name']]);
  if (places.length === 0) return [];
  const products = await search('product.product', [domain, 0, limit, BY_ID, ['default_uom.symbol']]);
  const ids = products.map(({ id }) => id);
  if (ids.length === 0) return [];
  const warehouses = new Map(ids.map((id): [number, object[]] => [id, []]));
  for (const each of places) {
    const { id, code, name } = read(place, each, 'stock.location');
    const rows = await search('product.product', [[['id', 'in', ids]], 0, ids.length, BY_ID, ['quantity']], { locations: [id], with_childs: true });
    for (const row of rows) warehouses.get(row.id)?.push({ id, code, name, quantity: read(stocked, row, 'product.product').quantity });
  }
  return products.map((row) => {
    const { id, 'default_uom.': unit } = read(counted, row, 'product.product');
    return { id, product: id, unit: unit.symbol, warehouses: warehouses.get(id) };
  });
}
