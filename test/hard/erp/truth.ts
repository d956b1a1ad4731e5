/** What an ERP and the gateway say of the same records, and where they differ. The ERP is read past the connector. */
import type postgres from 'postgres';
import type { Database } from '../../../src/entities/database.js';
import { PurchaseOrderLineStatus } from '../../../src/entities/enums.js';
import {
  Customer,
  Event,
  InboxMessage,
  Order,
  OrderLine,
  Product,
  PurchaseOrder,
  PurchaseOrderLine,
  Receipt,
  ReceiptLine,
  Shipment,
  ShipmentLine,
  StockLevel,
  Supplier,
} from '../../../src/entities/index.js';
import { stockByMoves } from '../../support/tryton-stock.js';
import { chainBreaks } from '../view.js';

/** A record by its id in the ERP, and what is compared of it. */
interface Said {
  readonly ref: string;
  readonly value: string;
  /** Of a party: put away, though its orders still name it. */
  readonly archived?: boolean;
}

/** What the gateway says of one. */
interface Held extends Said {
  /** Of a line: the record that it belongs to. */
  readonly within?: string;
  /** Of a line: kept as cancelled. */
  readonly cancelled?: boolean;
  /** Held on even where the ERP says nothing of it any more: a promise is replaced, never forgotten. */
  readonly isKept?: boolean;
}

export interface Comparison {
  /** Records and lines that were compared. */
  readonly compared: number;
  /** Parties among them that are archived in the ERP. */
  readonly archived: number;
  /** Records that the gateway lacks or has otherwise. */
  readonly stale: readonly string[];
  /** Records that the gateway has without the ERP. A cancelled line is as good as none. */
  readonly gone: readonly Held[];
  /** Records that the gateway has more than once. */
  readonly doubled: readonly string[];
}

export async function compareWithTryton(sql: postgres.Sql, database: Database): Promise<Comparison> {
  const [truth, held, parties] = [await trytonSays(sql), await gatewaySays(database), await partiesOf(sql)];
  const [here, there] = [valuesOf(held), valuesOf(truth)];
  return {
    compared: truth.length,
    archived: truth.filter(({ archived }) => archived).length,
    stale: truth.filter(({ ref, value }) => here.get(ref) !== value).map(({ ref, value }) => `${ref}: ${here.get(ref) ?? 'missing'}, not ${value}`),
    gone: held.filter(({ ref, cancelled, isKept }) => !cancelled && !isKept && !there.has(ref) && !parties.has(ref.replace(/^(customer|supplier) /, ''))),
    doubled: repeated(held.map(({ ref }) => ref)),
  };
}

/** All parties that there are: whose only order was deleted is a customer or a supplier no longer, and not deleted. */
async function partiesOf(sql: postgres.Sql): Promise<ReadonlySet<string>> {
  const rows = await sql<{ ref: string }[]>`select 'party.party,' || id as ref from party_party`;
  return new Set(rows.map(({ ref }) => ref));
}

/** How many records and lines the gateway has of the ERP. */
export async function countHeld(database: Database): Promise<number> {
  return (await gatewaySays(database)).filter(({ isKept }) => !isKept).length;
}

/**
 * How many records the gateway was told to be deleted, and where that is otherwise in the ERP: something is gone untold
 * (a line goes with its order), told twice, or told of what is still there.
 */
export async function compareDeletions({ em }: Database, gone: readonly Held[]): Promise<{ readonly deletedThere: number; readonly deletedOtherwise: readonly string[] }> {
  const messages = await em.fork().find(InboxMessage, { unmapped: { $ne: [] } });
  const told = messages.flatMap(({ unmapped }) => unmapped.filter(({ path }) => path === 'deleted').map(({ value }) => value));
  const [known, missing] = [new Set(told), new Set(gone.map(({ ref }) => ref))];
  const untold = gone.filter(({ ref, within }) => !known.has(ref) && (within === undefined || !known.has(within)));
  return {
    deletedThere: known.size,
    deletedOtherwise: [
      ...untold.map(({ ref }) => `${ref} is gone`),
      ...told.filter((ref) => !missing.has(ref)).map((ref) => `${ref} was told as deleted`),
      ...repeated(told).map((ref) => `${ref} was told twice`),
    ],
  };
}

/** Events that do not begin in the state in which the one before them ended. */
export async function readChain({ em }: Database): Promise<{ readonly events: number; readonly chainBreaks: readonly string[] }> {
  const events = await em.fork().find(Event, {}, { orderBy: { xid: 'asc', seq: 'asc' } });
  const log = events.map(({ seq, objectType, objectId, number, fromStatus, toStatus }) => ({ cursor: seq, objectType, objectId, number, from: fromStatus ?? null, to: toStatus }));
  return { events: log.length, chainBreaks: chainBreaks(log) };
}

async function trytonSays(sql: postgres.Sql): Promise<Said[]> {
  const email = (): postgres.PendingQuery<postgres.Row[]> =>
    sql`coalesce((select c.value from party_contact_mechanism c where c.party = p.id and c.type = 'email' and c.active order by c.sequence nulls first, c.id limit 1), 'no e-mail')`;
  const country = (): postgres.PendingQuery<postgres.Row[]> =>
    sql`coalesce((select c.code from party_address a join country_country c on c.id = a.country where a.party = p.id order by a.sequence nulls first, a.id limit 1), 'no country')`;
  // When the last of a line's goods are to move.
  const planned = (origin: string): postgres.PendingQuery<postgres.Row[]> =>
    sql`(select max(m.planned_date) from stock_move m where m.origin = ${origin}::text || l.id and m.state <> 'cancelled')`;
  // A line's date is the supplier's once the purchase bears his reference; where dates or answers stand line by line, that of the dated ones.
  const bought = (): postgres.PendingQuery<postgres.Row[]> => sql`(
    select l.id, p.delivery_date as wish, coalesce(${planned('purchase.line,')}, case when l.delivery_date_edit then l.delivery_date_store end) as date,
      p.reference <> '' and (coalesce(l.delivery_date_edit, false) or not bool_or(coalesce(l.delivery_date_edit, false) or coalesce(l.note, '') ~ '(^|\n)Supplier''s answer: ') over (partition by p.id)) as promised
    from purchase_line l join purchase_purchase p on p.id = l.purchase where l.type = 'line') b`;
  const parts = await Promise.all([
    sql`select 'customer party.party,' || p.id as ref, p.name || ' ' || ${email()} || ' ' || ${country()} as value, not p.active as archived from party_party p where exists (select from sale_sale s where s.party = p.id)`,
    sql`select 'supplier party.party,' || p.id as ref, p.name || ' ' || ${email()} || ' ' || ${country()} as value, not p.active as archived from party_party p where exists (select from purchase_purchase b where b.party = p.id)`,
    sql`select 'product.product,' || p.id as ref, t.name || ' at ' || coalesce(trim_scale(l.list_price)::text, 'no price') as value
      from product_product p join product_template t on t.id = p.template left join product_list_price l on l.template = t.id`,
    sql`select 'sale.sale,' || s.id as ref, coalesce(s.number, 'sale.sale,' || s.id) || ' of party.party,' || s.party || ' ' ||
      case s.state when 'draft' then 'RECEIVED' when 'quotation' then 'AWAITING_CUSTOMER' when 'done' then 'COMPLETED' when 'cancelled' then 'CANCELLED'
        when 'processing' then case when s.shipment_state = 'sent' then 'SHIPPED'
          when exists (select from sale_line l join stock_move m on m.origin = 'sale.line,' || l.id where l.sale = s.id and m.state = 'done') then 'PARTLY_SHIPPED' else 'CONFIRMED' end
        else 'CONFIRMED' end || ' by ' || coalesce(s.shipping_date::text, 'no day') as value from sale_sale s`,
    sql`select 'purchase.purchase,' || p.id as ref, coalesce(p.number, 'purchase.purchase,' || p.id) || ' under ' || coalesce(nullif(p.reference, ''), 'no reference') || ' ' ||
      case p.state when 'draft' then 'DRAFT' when 'quotation' then 'PENDING_APPROVAL' when 'confirmed' then 'APPROVED' when 'cancelled' then 'CANCELLED' when 'done' then 'CLOSED' else 'under way' end as value
      from purchase_purchase p`,
    sql`select 'sale.line,' || l.id as ref, trim_scale(l.quantity::numeric) || ' at ' || trim_scale(l.unit_price) || ' of product.product,' || l.product || ' by ' || coalesce(s.shipping_date::text, 'no day') as value
      from sale_line l join sale_sale s on s.id = l.sale where l.type = 'line'`,
    sql`select 'promise sale.line,' || l.id as ref, ${planned('sale.line,')}::text as value from sale_line l where l.type = 'line' and ${planned('sale.line,')} is not null`,
    sql`select 'promise purchase.line,' || b.id as ref, b.date::text as value from ${bought()} where b.promised and b.date is not null`,
    // What was asked for before the supplier's date took its place is in the ERP no more.
    sql`select 'wish purchase.line,' || b.id as ref, coalesce(b.wish, b.date)::text as value from ${bought()} where b.wish is not null or (b.promised is not true and b.date is not null)`,
    sql`select 'purchase.line,' || l.id as ref, trim_scale(l.quantity::numeric) || ' at ' || trim_scale(l.unit_price) || ' of product.product,' || l.product || ', received ' ||
      trim_scale(coalesce((select sum(m.quantity) from stock_move m where m.origin = 'purchase.line,' || l.id and m.state = 'done'), 0)::numeric) as value
      from purchase_line l where l.type = 'line'`,
    sql`select case when coalesce(at, 1) = 1 then 'stock.shipment.out,' || s.id else 'stock.package,' || first end as ref,
        coalesce(tracking, 'no tracking number') || case when tracking is null or s.state = 'cancelled'
          then case s.state when 'done' then ' PICKED_UP' when 'cancelled' then ' CANCELLED' else ' CREATED' end else '' end || ' planned ' || coalesce(s.planned_date::text, 'no day') as value
      from stock_shipment_out s left join (
        select shipment, shipping_reference as tracking, min(id) as first, row_number() over (partition by shipment order by min(id)) as at
        from stock_package where shipping_reference <> '' group by shipment, shipping_reference
      ) k on k.shipment = 'stock.shipment.out,' || s.id`,
    sql`select 'goods stock.move,' || m.id as ref, trim_scale(m.quantity::numeric)::text as value from stock_move m join stock_location t on t.id = m.to_location
      where t.type = 'customer' and m.shipment like 'stock.shipment.out,%' and m.state <> 'cancelled'`,
    sql`select 'receipt stock.move,' || m.id as ref, trim_scale(m.quantity::numeric) || ' on ' || coalesce(s.effective_date, m.effective_date) as value
      from stock_move m join stock_shipment_in s on m.shipment = 'stock.shipment.in,' || s.id
      where m.origin like 'purchase.line,%' and m.state = 'done' and s.state in ('received', 'done')`,
  ]);
  const stock = (await stockByMoves(sql)).map(({ ref, value }): Said => ({ ref: `stock ${ref}`, value }));
  return [...parts.flatMap((rows) => rows.map(({ ref, value, archived }): Said => ({ ref: ref as string, value: value as string, archived: archived === true }))), ...stock];
}

async function gatewaySays({ em: root }: Database): Promise<Held[]> {
  const em = root.fork();
  const customers = await em.find(Customer, {});
  const suppliers = await em.find(Supplier, {});
  const products = await em.find(Product, {});
  const orders = await em.find(Order, {}, { populate: ['customer'] });
  const purchases = await em.find(PurchaseOrder, {});
  const orderLines = await em.find(OrderLine, {}, { populate: ['product', 'order'] });
  const purchaseLines = await em.find(PurchaseOrderLine, {}, { populate: ['product', 'purchaseOrder'] });
  const shipments = await em.find(Shipment, {});
  const goods = await em.find(ShipmentLine, {});
  const receipts = new Map((await em.find(Receipt, {})).map(({ id, receivedOn }) => [id, receivedOn]));
  const received = await em.find(ReceiptLine, {});
  const stock = await em.find(StockLevel, {}, { populate: ['product'] });
  return [
    ...customers.map((party) => ({ ref: `customer ${party.sourceExternalId}`, value: partyValue(party) })),
    ...suppliers.map((party) => ({ ref: `supplier ${party.sourceExternalId}`, value: partyValue(party) })),
    ...products.map(({ sourceExternalId, name, listPrice }) => ({ ref: `${sourceExternalId}`, value: `${name} at ${listPrice == null ? 'no price' : plain(listPrice)}` })),
    ...orders.map(({ sourceExternalId, number, customer, recordStatus, requestedDate }) => ({
      ref: `${sourceExternalId}`,
      value: `${number} of ${customer.sourceExternalId} ${recordStatus} by ${requestedDate ?? 'no day'}`,
    })),
    ...purchases.map(({ sourceExternalId, number, supplierReference, status }) => ({
      ref: `${sourceExternalId}`,
      value: `${number} under ${supplierReference ?? 'no reference'} ${underWay.includes(status) ? 'under way' : status}`,
    })),
    ...orderLines.map((line) => ({ ref: `${line.sourceExternalId}`, value: `${wanted(line)} by ${line.requestedDate ?? 'no day'}`, within: `${line.order.sourceExternalId}`, cancelled: line.cancelled })),
    ...purchaseLines.map((line) => ({
      ref: `${line.sourceExternalId}`,
      value: `${wanted(line)}, received ${plain(line.quantityReceived)}`,
      within: `${line.purchaseOrder.sourceExternalId}`,
      cancelled: line.status === PurchaseOrderLineStatus.CANCELLED,
    })),
    ...datesOf('promise', orderLines, ({ currentPromise }) => currentPromise),
    ...datesOf('promise', purchaseLines, ({ currentPromise }) => currentPromise),
    ...datesOf('wish', purchaseLines, ({ requestedDate }) => requestedDate),
    ...shipments.map(({ sourceExternalId, trackingNumber, recordStatus, promisedDate }) => {
      const tracked = trackingNumber == null ? `no tracking number ${recordStatus}` : `${trackingNumber}${recordStatus === 'CANCELLED' ? ' CANCELLED' : ''}`;
      return { ref: `${sourceExternalId}`, value: `${tracked} planned ${promisedDate ?? 'no day'}` };
    }),
    ...stock.map(({ product, warehouse, onHand, unit }) => ({
      ref: `stock ${product.sourceExternalId} in ${warehouse}`,
      value: `${onHand == null ? 'unknown' : plain(onHand)} ${unit}`,
    })),
    ...goods.map(({ sourceExternalId, quantity }) => ({ ref: `goods ${sourceExternalId}`, value: plain(quantity) })),
    ...received.map(({ sourceExternalId, quantity, receipt }) => ({ ref: `receipt ${sourceExternalId}`, value: `${plain(quantity)} on ${receipts.get(receipt.id)}` })),
  ];
}

/** Of the states of a purchase order, those that tell a purchase in processing further apart: by answers and goods. */
const underWay: readonly string[] = ['ISSUED', 'PARTLY_CONFIRMED', 'COUNTER_PROPOSED', 'CONFIRMED', 'PARTLY_RECEIVED', 'RECEIVED'];

function partyValue({ name, email, country }: Pick<Customer, 'name' | 'email' | 'country'>): string {
  return `${name} ${email ?? 'no e-mail'} ${country ?? 'no country'}`;
}

/** The dates of lines, where they have one. */
function datesOf<Line extends OrderLine | PurchaseOrderLine>(word: string, lines: readonly Line[], dateOf: (line: Line) => string | null | undefined): Held[] {
  return lines.flatMap((line) => {
    const date = dateOf(line);
    return date == null ? [] : [{ ref: `${word} ${line.sourceExternalId}`, value: date, isKept: true }];
  });
}

function wanted({ quantity, unitPrice, product }: Pick<OrderLine, 'quantity' | 'unitPrice' | 'product'>): string {
  return `${plain(quantity)} at ${unitPrice == null ? 'no price' : plain(unitPrice)} of ${product?.sourceExternalId}`;
}

/** A decimal without the zeros at its end. */
function plain(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

function valuesOf(said: readonly Said[]): Map<string, string> {
  return new Map(said.map(({ ref, value }) => [ref, value]));
}

function repeated(refs: readonly string[]): string[] {
  const seen = new Set<string>();
  return refs.filter((ref) => seen.has(ref) || !seen.add(ref));
}
