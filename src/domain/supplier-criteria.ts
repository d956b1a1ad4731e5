/** What a supplier is scored by in a period (R21): counts from the recorded facts, never an opinion. */
import type { Reader } from '../entities/database.js';
import { startOfDate } from './dates.js';
import type { Decimal } from './facts.js';
import { deliveryPerformance } from './figures/delivery-performance.js';
import type { DeliveryRequest } from './figures/request.js';
import type { Period } from './periods.js';

export const supplierCriteria = ['quality', 'delivery', 'service'] as const;
export type SupplierCriterion = (typeof supplierCriteria)[number];

/** Part and whole of a criterion; a whole of 0 means that there are no data. */
export interface Share {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

export interface SupplierRecord {
  readonly supplierId: string;
  readonly shares: Readonly<Record<SupplierCriterion, Share>>;
}

/**
 * The suppliers with whom there was any business in the period, in the order of their ids: something was ordered,
 * promised, received and inspected, or due to be answered. A supplier with none has no record, and no marks either.
 * - quality: quantity accepted ÷ quantity inspected, of goods received in the period. Goods that nobody inspected stay
 *   out of both: what is unknown is neither good nor bad. So do rows that reject more than came.
 * - delivery: lines of purchase orders delivered in full by their first promise ÷ lines promised for the period.
 * - service: purchase orders answered in time ÷ purchase orders whose answer was due in the period. Cancelled ones are
 *   left out.
 */
export async function supplierRecords(reader: Reader, period: Period, zone: string): Promise<SupplierRecord[]> {
  const delivery = await deliveryPerformance(reader, deliveryCriterion(period));
  const delivered = new Map(delivery.rows.map((row) => [row.keys[0]?.value ?? null, row]));
  const shares = new Map((await reader.rows(statement, boundsOf(period, zone))).map((row) => [row['supplier_id'] ?? null, row]));
  const ids = [...new Set([...shares.keys(), ...delivered.keys()])].filter((id) => id !== null);
  return ids.sort().map((supplierId) => {
    const [row, line] = [shares.get(supplierId), delivered.get(supplierId)];
    const share = (name: string): Share => ({ numerator: row?.[`${name}_part`] ?? '0', denominator: row?.[`${name}_whole`] ?? '0' });
    return {
      supplierId,
      shares: {
        quality: share('quality'),
        delivery: { numerator: String(line?.numerator ?? 0), denominator: String(line?.denominator ?? 0) },
        service: share('service'),
      },
    };
  });
}

/** Days of a period, from the first to the one after its last. */
export type Days = Pick<Period, 'from' | 'to'>;

/** The figure that `delivery` is, by supplier. Every promise of the period lies before its end, so by then each line is either punctual or late. */
export function deliveryCriterion({ from, to }: Days): DeliveryRequest {
  return { subject: 'PURCHASE_ORDER', range: { from, to }, groupBy: ['SUPPLIER'], level: 'LINE', promise: 'FIRST', asOf: to };
}

/** `bounds`, which the rows below are within: the period as days, as instants, and the company's zone. */
export const bounds = `bounds as (
    select $1::text::date as first_day, $2::text::date as end_day, $3::text::timestamptz as first_instant, $4::text::timestamptz as end_instant,
      $5::text as zone
  )`;

/** The values that `bounds` is bound to. */
export function boundsOf({ from, to }: Days, zone: string): string[] {
  return [from, to, startOfDate(from, zone).toISOString(), startOfDate(to, zone).toISOString(), zone];
}

/**
 * The very records that are counted, one row each, with their `part` of the numerator and of the denominator (`whole`): what a score
 * adds up and what its evidence lists. `day` is that by which a record belongs to the period.
 */
export const countedRows: Readonly<Record<Exclude<SupplierCriterion, 'delivery'>, string>> = {
  quality: `
    select po.supplier_id, r.received_on as day, rl.id as record_id, po.id as purchase_order_id, rl.line_id,
      rl.quantity - rl.rejected_quantity as part, rl.quantity as whole, null::timestamptz as answered_at
    from bounds, receipt r
      join purchase_order po on po.id = r.purchase_order_id
      join receipt_line rl on rl.receipt_id = r.id
    where r.received_on >= first_day and r.received_on < end_day
      and rl.quantity > 0 and rl.rejected_quantity between 0 and rl.quantity`,
  service: `
    select po.supplier_id, (po.confirmation_due_at at time zone zone)::date as day, po.id as record_id, po.id as purchase_order_id, null::uuid as line_id,
      case when answered_at <= po.confirmation_due_at then 1 else 0 end as part, 1 as whole, answered_at
    from bounds, purchase_order po
      left join lateral (
        select least(min(c.received_at), po.confirmed_at) as answered_at
        from purchase_order_confirmation c where c.purchase_order_id = po.id
      ) answer on true
    where po.confirmation_due_at >= first_instant and po.confirmation_due_at < end_instant and po.status <> 'CANCELLED'`,
};

const statement = `with ${bounds},
  quality as (
    select supplier_id, sum(part) as part, sum(whole) as whole from (${countedRows.quality}) as counted group by supplier_id
  ),
  service as (
    select supplier_id, sum(part) as part, sum(whole) as whole from (${countedRows.service}) as counted group by supplier_id
  ),
  active as (
    select supplier_id from quality
    union select supplier_id from service
    union select supplier_id from bounds, purchase_order
      where ordered_at >= first_instant and ordered_at < end_instant and status not in ('DRAFT', 'CANCELLED')
  )
  select active.supplier_id::text as supplier_id,
    quality.part::text as quality_part, quality.whole::text as quality_whole,
    service.part::text as service_part, service.whole::text as service_whole
  from active
    left join quality on quality.supplier_id = active.supplier_id
    left join service on service.supplier_id = active.supplier_id`;
