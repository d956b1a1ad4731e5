/** What an ERP and the gateway say of the same records, and where they differ. The ERP is read past the connector. */
import type postgres from 'postgres';
import type { Database } from '../../src/entities/database.js';
import { Customer, Event, Order, OrderLine, Product, PurchaseOrder, PurchaseOrderLine, Supplier } from '../../src/entities/index.js';
import { chainBreaks } from './view.js';

/** A record by its id in the ERP, and what is compared of it. */
interface Said {
  readonly ref: string | null | undefined;
  readonly value: string;
}

export interface Comparison {
  /** Records and lines that were compared. */
  readonly compared: number;
  /** Records that the gateway lacks, has otherwise, or has without the ERP. */
  readonly stale: readonly string[];
  /** Records that the gateway has more than once. */
  readonly doubled: readonly string[];
  readonly events: number;
  /** Events that do not begin in the state in which the one before them ended. */
  readonly chainBreaks: readonly string[];
}

export async function compareWithTryton(sql: postgres.Sql, database: Database): Promise<Comparison> {
  const [truth, held] = [await trytonSays(sql), await gatewaySays(database)];
  const log = await readEvents(database);
  return {
    compared: truth.length,
    stale: differences(truth, held),
    doubled: repeated(held),
    events: log.length,
    chainBreaks: chainBreaks(log),
  };
}

/** How many records and lines the gateway has of the ERP. */
export async function countHeld(database: Database): Promise<number> {
  return (await gatewaySays(database)).length;
}

async function trytonSays(sql: postgres.Sql): Promise<Said[]> {
  const parts = await Promise.all([
    sql`select 'customer party.party,' || p.id as ref, p.name as value from party_party p where exists (select from sale_sale s where s.party = p.id)`,
    sql`select 'supplier party.party,' || p.id as ref, p.name as value from party_party p where exists (select from purchase_purchase b where b.party = p.id)`,
    sql`select 'product.product,' || p.id as ref, t.name || ' at ' || coalesce(trim_scale(l.list_price)::text, 'no price') as value
      from product_product p join product_template t on t.id = p.template left join product_list_price l on l.template = t.id`,
    sql`select 'sale.sale,' || id as ref,
      coalesce(number, 'sale.sale,' || id) || case state when 'draft' then ' RECEIVED' when 'quotation' then ' AWAITING_CUSTOMER' else '' end as value from sale_sale`,
    sql`select 'purchase.purchase,' || id as ref, coalesce(nullif(reference, ''), 'no reference') as value from purchase_purchase`,
    sql`select 'sale.line,' || id as ref, trim_scale(quantity::numeric)::text as value from sale_line where type = 'line'`,
    sql`select 'purchase.line,' || id as ref, trim_scale(quantity::numeric)::text as value from purchase_line where type = 'line'`,
  ]);
  return parts.flatMap((rows) => rows.map(({ ref, value }) => ({ ref: ref as string, value: value as string })));
}

async function gatewaySays({ em: root }: Database): Promise<Said[]> {
  const em = root.fork();
  const customers = await em.find(Customer, {});
  const suppliers = await em.find(Supplier, {});
  const products = await em.find(Product, {});
  const orders = await em.find(Order, {});
  const purchases = await em.find(PurchaseOrder, {});
  const lines = [...(await em.find(OrderLine, {})), ...(await em.find(PurchaseOrderLine, {}))];
  return [
    ...customers.map(({ sourceExternalId, name }) => ({ ref: `customer ${sourceExternalId}`, value: name })),
    ...suppliers.map(({ sourceExternalId, name }) => ({ ref: `supplier ${sourceExternalId}`, value: name })),
    ...products.map(({ sourceExternalId: ref, name, listPrice }) => ({ ref, value: `${name} at ${listPrice == null ? 'no price' : plain(listPrice)}` })),
    ...orders.map(({ sourceExternalId: ref, number, status }) => ({ ref, value: beforeConfirmation.includes(status) ? `${number} ${status}` : number })),
    ...purchases.map(({ sourceExternalId: ref, supplierReference }) => ({ ref, value: supplierReference ?? 'no reference' })),
    ...lines.map(({ sourceExternalId: ref, quantity }) => ({ ref, value: plain(quantity) })),
  ];
}

/** Of the states of an order, those in which the two systems have the same two. */
const beforeConfirmation: readonly string[] = ['RECEIVED', 'AWAITING_CUSTOMER'];

/** A decimal without the zeros at its end. */
function plain(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

function differences(truth: readonly Said[], held: readonly Said[]): string[] {
  const [here, there] = [new Map(held.map(({ ref, value }) => [ref, value])), new Map(truth.map(({ ref, value }) => [ref, value]))];
  return [
    ...truth.filter(({ ref, value }) => here.get(ref) !== value).map(({ ref, value }) => `${ref}: ${here.get(ref) ?? 'missing'}, not ${value}`),
    ...held.filter(({ ref }) => !there.has(ref)).map(({ ref }) => `${ref}: not in the ERP`),
  ];
}

function repeated(held: readonly Said[]): string[] {
  const seen = new Set<Said['ref']>();
  return held.flatMap(({ ref }) => {
    const again = seen.has(ref);
    seen.add(ref);
    return again ? [`${ref}`] : [];
  });
}

async function readEvents({ em }: Database): Promise<Parameters<typeof chainBreaks>[0]> {
  const events = await em.fork().find(Event, {}, { orderBy: { xid: 'asc', seq: 'asc' } });
  return events.map(({ seq, objectType, objectId, number, fromStatus, toStatus }) => ({ cursor: seq, objectType, objectId, number, from: fromStatus ?? null, to: toStatus }));
}
