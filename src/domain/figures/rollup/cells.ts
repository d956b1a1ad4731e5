/**
 * Cells: lines counted per day of their promise and value of one dimension. The rollup keeps them, and figures make the
 * same ones for days whose lines have changed since. What a cell counts does not depend on the day on which it is asked:
 * open lines are counted apart, and become late when their day has passed.
 */
import { Parameters } from '../parameters.js';
import { judgedLines } from '../judged-lines.js';
import type { CheckedRequest, DeliveryDimension, DeliveryPromise, DeliverySubject } from '../request.js';

/** Dimensions of which each line has one value; NONE: all lines of the day together. */
export type RolledDimension = 'NONE' | Extract<DeliveryDimension, 'SUPPLIER' | 'COUNTRY' | 'CARRIER' | 'MODE' | 'PRODUCT_CLASS'>;

const columns: Readonly<Record<RolledDimension, string>> = {
  NONE: 'null',
  SUPPLIER: 'supplier_id::text',
  COUNTRY: 'country',
  CARRIER: 'carrier_id::text',
  MODE: 'mode',
  PRODUCT_CLASS: 'product_class',
};

/**
 * By customer there are nearly as many cells as lines, so a rollup would save nothing. A shipment may carry goods of
 * several classes, and would be counted once for each.
 */
export const rolledDimensions: Readonly<Record<DeliverySubject, readonly RolledDimension[]>> = {
  ORDER: ['NONE', 'SUPPLIER', 'COUNTRY', 'CARRIER', 'MODE', 'PRODUCT_CLASS'],
  PURCHASE_ORDER: ['NONE', 'SUPPLIER', 'COUNTRY', 'CARRIER', 'MODE', 'PRODUCT_CLASS'],
  SHIPMENT: ['NONE', 'SUPPLIER', 'COUNTRY', 'CARRIER', 'MODE'],
};

/** Counts of a cell, in the order of the rollup's columns after `value`. */
export const counts = [
  'on_time',
  'late',
  'open',
  'delay_sum',
  'cycle_sum',
  'cycle_count',
  'cycle_negative',
  'cancelled',
  'refused',
  'no_promise',
] as const;

/**
 * The days of some months (SQL: an array of their first days) but for those of another array. An array as well: PostgreSQL believes
 * it to hold few, and takes a look-up for each day for as cheap as it is.
 */
export function otherDays(months: string, than: string): string {
  return `array(select day::date from unnest(${months}::date[]) as month
    cross join generate_series(month::timestamp, month + interval '1 month' - interval '1 day', interval '1 day') as day
    where day::date <> all(${than}::date[]))`;
}

/** Common table expressions that end in `cell`: `dimension`, `day`, `value`, the counts, and `latest`, the last delivery. */
export function cells(
  { subject, promise }: { readonly subject: DeliverySubject; readonly promise: DeliveryPromise },
  dimensions: readonly RolledDimension[],
  days: string,
): string {
  const request: Omit<CheckedRequest, 'asOf'> = {
    subject,
    promise,
    from: null,
    to: null,
    groupBy: [],
    level: 'LINE',
    windowWorkingDays: 0,
    filter: {},
    scope: {},
  };
  const shipment = dimensions.some((dimension) => ['CARRIER', 'MODE', 'COUNTRY'].includes(dimension));
  const lines = judgedLines(request, new Parameters(), {
    columns: 'all',
    needs: { purchaseOrder: false, shipment, contents: false, days },
    // Everything that was delivered counts as delivered.
    asOf: `'infinity'::date`,
  });
  const values = dimensions.map((dimension) => `('${dimension}', ${columns[dimension]})`).join(', ');
  return `${lines},
cell as (
  select dimension, period as day, value,
    (count(*) filter (where delivered is not null and on_time))::int as on_time,
    (count(*) filter (where delivered is not null and not on_time))::int as late,
    (count(*) filter (where excluded is null and delivered is null))::int as open,
    coalesce(sum(delay), 0) as delay_sum,
    coalesce(sum(cycle) filter (where cycle >= 0), 0) as cycle_sum,
    (count(*) filter (where cycle >= 0))::int as cycle_count,
    (count(*) filter (where cycle < 0))::int as cycle_negative,
    (count(*) filter (where excluded = 'CANCELLED'))::int as cancelled,
    (count(*) filter (where excluded = 'REFUSED'))::int as refused,
    (count(*) filter (where excluded = 'NO_PROMISE'))::int as no_promise,
    max(delivered) as latest
  from judged cross join lateral (values ${values}) as by_value(dimension, value)
  where period = any(${days})
  group by dimension, period, value
)`;
}
