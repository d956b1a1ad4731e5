/**
 * What a line is, per subject: one row per thing that was promised, with the same columns whatever the subject. Every
 * figure about deliveries starts from these rows and from nowhere else.
 *
 * | column | meaning |
 * | --- | --- |
 * | line_id | the line; for shipments, the shipment |
 * | delivery_id | what brought it: its shipment, else its receipt, else the line stands for itself |
 * | owner_id | the order or purchase order that it belongs to |
 * | requested_date, first_promise, current_promise | the three promises |
 * | delivered_on | destination's date on which the quantity promised was reached |
 * | ordered_on | stands in as the period of a line without a promise |
 * | sent_on | when its purchase order was sent |
 * | void | why nobody waits for it any more; null for a live line |
 */
import type { DeliverySubject } from './request.js';

/**
 * Columns that cost a join are made only where something asks for them. What belongs to a line is found for all lines at
 * once, not line by line: figures go over most of them, and a look-up for each takes several times as long. Where only the
 * lines of a few days are wanted, it is the other way round.
 */
export interface Needs {
  readonly purchaseOrder: boolean;
  readonly shipment: boolean;
  /** What a shipment carries: one row per order in it, so its rows are told apart by `line_id` and unit. */
  readonly contents: boolean;
  /** An array of days (SQL) outside which no line is wanted; null: all lines. */
  readonly days: string | null;
}

/** Promises that a line bears, by its columns. */
export type PromiseColumn = 'requested_date' | 'first_promise' | 'current_promise';

/** The date of an instant on the clocks that it was stated by. */
function dateOf(instant: string, offset: string): string {
  return `(${instant} at time zone 'UTC' + make_interval(mins => coalesce(${offset}, 0)))::date`;
}

/** A purchase order bears one offset, that of its order date; the sending is read on the same clocks. */
const sentOn = dateOf('po.issued_at', 'po.ordered_at_offset');

/** The line's shipment: the one that completed it, else the newest one under way; few lines are open, so each is looked up. */
const orderShipment = `
  left join lateral (
    select sl.shipment_id from shipment_line sl join shipment sent on sent.id = sl.shipment_id
    where l.completed_by_id is null and sl.order_line_id = l.id and sent.status <> 'CANCELLED'
    order by sent.created_at desc, sent.id desc limit 1
  ) under_way on true
  left join shipment s on s.id = coalesce(l.completed_by_id, under_way.shipment_id)`;

/** Of several purchase orders for one line, the one that was sent first. */
function bought({ purchaseOrder, days }: Needs): string {
  return `
  left join ${days ? 'lateral ' : ''}(
    select pl.order_line_id, min(${sentOn}) as sent_on,
      ${purchaseOrder ? '(array_agg(po.id order by po.issued_at nulls last, po.id))[1]' : 'null::uuid'} as purchase_order_id
    from purchase_order_line pl join purchase_order po on po.id = pl.purchase_order_id
    where ${days ? 'pl.order_line_id = l.id' : 'pl.order_line_id is not null'} and pl.status not in ('CANCELLED', 'REFUSED')
    group by pl.order_line_id
  ) bought on bought.order_line_id = l.id`;
}

/** A line without the promise may be of one of the days by the day of its order. */
function within(days: string | null, promise: string): string {
  return days === null ? '' : `\n  where cardinality(${days}) > 0 and (${promise} = any(${days}) or ${promise} is null)`;
}

function orderLines(needs: Needs, promise: PromiseColumn): string {
  const { shipment, days } = needs;
  return `
  select l.id as line_id, ${shipment ? 'coalesce(s.id, l.id)' : 'l.id'} as delivery_id, l.order_id as owner_id,
    l.order_id, bought.purchase_order_id, ${shipmentColumns(shipment)},
    l.supplier_id, o.customer_id, o.country, coalesce(p.product_class, o.product_class) as product_class,
    o.status as order_status, l.requested_date, l.first_promise, l.current_promise, l.delivered_on,
    ${dateOf('o.placed_at', 'o.placed_at_offset')} as ordered_on, bought.sent_on,
    case when l.cancelled or o.status in ('CANCELLED', 'LAPSED') then 'CANCELLED' end as void
  from order_line l
  join orders o on o.id = l.order_id
  left join product p on p.id = l.product_id${bought(needs)}${shipment ? orderShipment : ''}${within(days, `l.${promise}`)}`;
}

const byArrival = (delivered: string): string =>
  `sent.delivered_on is not distinct from ${delivered} desc, sent.created_at desc, sent.id desc`;
const byReceipt = (delivered: string): string => `r.received_on is not distinct from ${delivered} desc, r.received_on desc, r.id desc`;

/** The shipment that arrived on the day of delivery, else the newest one; goods that came without one have a receipt. */
const purchaseShipment = `
  left join (
    select distinct on (sl.purchase_order_line_id) sl.purchase_order_line_id, sl.shipment_id
    from shipment_line sl
    join purchase_order_line pl on pl.id = sl.purchase_order_line_id
    join shipment sent on sent.id = sl.shipment_id
    where sent.status <> 'CANCELLED'
    order by sl.purchase_order_line_id, ${byArrival('pl.delivered_on')}
  ) brought on brought.purchase_order_line_id = l.id
  left join shipment s on s.id = brought.shipment_id
  left join (
    select distinct on (rl.line_id) rl.line_id, r.id
    from receipt_line rl
    join purchase_order_line pl on pl.id = rl.line_id
    join receipt r on r.id = rl.receipt_id
    order by rl.line_id, ${byReceipt('pl.delivered_on')}
  ) taken_in on taken_in.line_id = l.id`;

/** The same, looked up line by line. */
const eachPurchaseShipment = `
  left join lateral (
    select sl.shipment_id from shipment_line sl join shipment sent on sent.id = sl.shipment_id
    where sl.purchase_order_line_id = l.id and sent.status <> 'CANCELLED'
    order by ${byArrival('l.delivered_on')} limit 1
  ) brought on true
  left join shipment s on s.id = brought.shipment_id
  left join lateral (
    select r.id from receipt_line rl join receipt r on r.id = rl.receipt_id
    where rl.line_id = l.id order by ${byReceipt('l.delivered_on')} limit 1
  ) taken_in on true`;

function purchaseOrderLines({ shipment, days }: Needs, promise: PromiseColumn): string {
  const found = days ? eachPurchaseShipment : purchaseShipment;
  return `
  select l.id as line_id, ${shipment ? 'coalesce(s.id, taken_in.id, l.id)' : 'l.id'} as delivery_id,
    l.purchase_order_id as owner_id, l.order_id, l.purchase_order_id, ${shipmentColumns(shipment)},
    po.supplier_id, o.customer_id, ${shipment ? 'coalesce(o.country, s.country)' : 'o.country'} as country,
    coalesce(p.product_class, o.product_class) as product_class,
    o.status as order_status, l.requested_date, l.first_promise, l.current_promise, l.delivered_on,
    ${dateOf('po.ordered_at', 'po.ordered_at_offset')} as ordered_on, ${sentOn} as sent_on,
    case when l.status = 'CANCELLED' or po.status = 'CANCELLED' then 'CANCELLED'
      when l.status = 'REFUSED' or po.status = 'REFUSED' then 'REFUSED' end as void
  from purchase_order_line l
  join purchase_order po on po.id = l.purchase_order_id
  left join orders o on o.id = l.order_id
  left join product p on p.id = l.product_id${shipment ? found : ''}${within(days, `l.${promise}`)}`;
}

/** A shipment knows one promise, which never was a customer's wish. */
function shipments({ contents, days }: Needs, promise: PromiseColumn): string {
  return `
  select s.id as line_id, s.id as delivery_id,
    ${contents ? 'coalesce(sl.order_id, sl.purchase_order_id, s.id)' : 's.id'} as owner_id,
    ${contents ? 'sl.order_id, sl.purchase_order_id' : 'null::uuid as order_id, null::uuid as purchase_order_id'},
    ${shipmentColumns(true)}, s.supplier_id,
    ${contents ? 'o.customer_id' : 'null::uuid as customer_id'}, s.country,
    ${contents ? 'coalesce(p.product_class, o.product_class)' : 'null::text'} as product_class,
    ${contents ? 'o.status' : 'null::text'} as order_status,
    null::date as requested_date, s.promised_date as first_promise, s.promised_date as current_promise, s.delivered_on,
    (s.created_at at time zone 'UTC')::date as ordered_on, null::date as sent_on,
    case when s.status = 'CANCELLED' then 'CANCELLED' end as void
  from shipment s${
    contents
      ? `
  left join shipment_line sl on sl.shipment_id = s.id
  left join orders o on o.id = sl.order_id
  left join order_line ol on ol.id = sl.order_line_id
  left join purchase_order_line pl on pl.id = sl.purchase_order_line_id
  left join product p on p.id = coalesce(ol.product_id, pl.product_id)`
      : ''
  }${within(days, promise === 'requested_date' ? 'null::date' : 's.promised_date')}`;
}

function shipmentColumns(joined: boolean): string {
  return joined
    ? 's.id as shipment_id, s.carrier_id, s.mode'
    : 'null::uuid as shipment_id, null::uuid as carrier_id, null::text as mode';
}

/** One normalised row per line of a subject. */
export const deliveryLines: Readonly<Record<DeliverySubject, (needs: Needs, promise: PromiseColumn) => string>> = {
  ORDER: orderLines,
  PURCHASE_ORDER: purchaseOrderLines,
  SHIPMENT: shipments,
};
