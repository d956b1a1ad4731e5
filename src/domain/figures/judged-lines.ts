/**
 * The one definition of on time (DESIGN 7): which lines are looked at, which promise binds them, until when they are
 * punctual, what is known of them on a given day, and what they count as. Figures aggregate over it, evidence lists it.
 */
import { defaultCalendarCode as calendar } from '../calendar-table.js';
import { deliveryDimensions } from './delivery-dimensions.js';
import type { Needs, PromiseColumn } from './delivery-lines.js';
import { deliveryLines } from './delivery-lines.js';
import type { Parameters } from './parameters.js';
import type { CheckedRequest, DeliveryDimension, DeliveryLevel, DeliveryPromise, ListMember } from './request.js';

const promiseColumn: Readonly<Record<DeliveryPromise, PromiseColumn>> = {
  REQUESTED: 'requested_date',
  FIRST: 'first_promise',
  CURRENT: 'current_promise',
};

const unitColumn: Readonly<Record<DeliveryLevel, string>> = {
  LINE: 'line_id',
  DELIVERY: 'delivery_id',
  ORDER: 'owner_id',
};

/** What is wanted of the lines: the few columns that are counted, or all. */
export interface Judging {
  readonly columns: 'counted' | 'all';
  readonly needs: Needs;
  /** The day asked about, in SQL. */
  readonly asOf: string;
}

/**
 * Common table expressions that end in `judged`: one row per line (for the contents of shipments, per line and order),
 * with `key1`, `key2`, `unit`, `period`, `promised`, `delivered`, and
 * - `excluded`: why it stands outside the on-time figure, null for a line inside it;
 * - `on_time`: true or false where it counts, null where it is excluded or open and not yet due;
 * - `delay`: days after the promise, null while open; `cycle`: days from the sending of the purchase order.
 */
export function judgedLines(request: Omit<CheckedRequest, 'asOf'>, parameters: Parameters<CheckedRequest>, { columns, needs, asOf }: Judging): string {
  const [key1, key2] = request.groupBy.map((dimension) => deliveryDimensions[dimension].key);
  const promised = promiseColumn[request.promise];
  const window = request.windowWorkingDays === 0 ? null : parameters.bind((asked) => String(asked.windowWorkingDays), 'int');
  return `
line as (${deliveryLines[request.subject](needs, promised)}
),
dated as (
  select line.*, ${promised} as promised, coalesce(${promised}, ordered_on) as period,
    case when delivered_on <= ${asOf} then delivered_on end as delivered
  from line
),
chosen as (
  select dated.*, ${key1 ?? 'null::text'} as key1, ${key2 ?? 'null::text'} as key2, ${unitColumn[request.level]} as unit
  from dated
  where ${conditions(request, parameters).join('\n    and ')}
),
due as (
  ${window === null ? 'select chosen.*, promised as due, false as provisional from chosen' : withWindow(window)}
),
sorted as (
  select due.*,
    coalesce(void, case when promised is null then 'NO_PROMISE' when due is null then 'OUTSIDE_CALENDAR' end) as excluded
  from due
),
judged as materialized (
  select ${columns === 'all' ? 'sorted.*' : 'line_id, unit, key1, key2, excluded, delivered, provisional'},
    case when excluded is not null then null
      when delivered is not null then delivered <= due
      when due < ${asOf} then false end as on_time,
    case when excluded is null then delivered - promised end as delay,
    case when void is null then delivered - sent_on end as cycle
  from sorted
)`;
}

/** The last punctual day: the n-th working day after the promise. */
function withWindow(window: string): string {
  return `select chosen.*, last.day as due, coalesce(last.provisional, false) as provisional
  from chosen
  left join calendar_day promise_day on promise_day.calendar = '${calendar}' and promise_day.day = promised
  left join calendar_day last on last.calendar = '${calendar}' and last.working
    and last.ordinal = promise_day.ordinal + ${window}`;
}

/** Rows outside the asker's scope do not exist: the same conditions bind figures, exclusions and evidence. */
function conditions({ from, to, filter, scope }: Omit<CheckedRequest, 'asOf'>, parameters: Parameters<CheckedRequest>): string[] {
  const all = ['true'];
  const any = (column: string, member: ListMember, type: 'uuid[]' | 'text[]'): void => {
    if (filter[member] != null) all.push(`${column} = any(${parameters.list((asked) => asked.filter[member] ?? [], type)})`);
  };
  any('supplier_id', 'supplierIds', 'uuid[]');
  any('customer_id', 'customerIds', 'uuid[]');
  any('carrier_id', 'carrierIds', 'uuid[]');
  any('country', 'countries', 'text[]');
  any('mode', 'modes', 'text[]');
  any('product_class', 'productClasses', 'text[]');
  any('order_status', 'orderStatus', 'text[]');
  if (from !== null) all.push(`period >= ${parameters.bind((asked) => asked.from, 'date')}`);
  if (to !== null) all.push(`period < ${parameters.bind((asked) => asked.to, 'date')}`);
  if (filter.ownWarehouse != null) all.push(`supplier_id is ${filter.ownWarehouse ? 'null' : 'not null'}`);
  if (scope.supplierId != null) all.push(`supplier_id = ${parameters.bind((asked) => asked.scope.supplierId ?? null, 'uuid')}`);
  if (scope.carrierId != null) all.push(`carrier_id = ${parameters.bind((asked) => asked.scope.carrierId ?? null, 'uuid')}`);
  return all;
}

/** What a figure, or with `evidence` the lines behind it, needs of the lines. */
export function needsOf({ subject, groupBy, level, filter, scope }: CheckedRequest, evidence: boolean): Needs {
  const by = (...dimensions: DeliveryDimension[]): boolean => dimensions.some((dimension) => groupBy.includes(dimension));
  return {
    purchaseOrder: evidence,
    shipment:
      evidence ||
      level === 'DELIVERY' ||
      by('CARRIER', 'MODE') ||
      filter.carrierIds != null ||
      filter.modes != null ||
      scope.carrierId != null ||
      (subject === 'PURCHASE_ORDER' && (by('COUNTRY') || filter.countries != null)),
    contents:
      evidence ||
      level === 'ORDER' ||
      by('CUSTOMER', 'PRODUCT_CLASS') ||
      filter.customerIds != null ||
      filter.productClasses != null ||
      filter.orderStatus != null,
    days: null,
  };
}
