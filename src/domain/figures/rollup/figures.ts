/** Delivery performance from the rollup, where the question allows it: the same answer as from the lines. */
import { deliveryDimensions } from '../delivery-dimensions.js';
import type { Parameters } from '../parameters.js';
import type { CheckedRequest, DeliveryDimension } from '../request.js';
import { type RolledDimension, cells, counts, rolledDimensions } from './cells.js';

const periods: readonly DeliveryDimension[] = ['MONTH', 'QUARTER', 'YEAR'];

/**
 * The dimension by which the rollup answers; null where only the lines can: at another level than the line, with a
 * window, with a filter on something else than what is grouped by, or by a dimension that is not rolled up.
 */
export function rolledBy({ subject, level, windowWorkingDays, groupBy, filter, scope }: CheckedRequest): RolledDimension | null {
  if (level !== 'LINE' || windowWorkingDays !== 0 || filter.orderStatus != null) return null;
  const named = new Set<DeliveryDimension>(groupBy.filter((dimension) => !periods.includes(dimension)));
  if (filter.supplierIds != null || filter.ownWarehouse != null || scope.supplierId != null) named.add('SUPPLIER');
  if (filter.customerIds != null) named.add('CUSTOMER');
  if (filter.carrierIds != null || scope.carrierId != null) named.add('CARRIER');
  if (filter.countries != null) named.add('COUNTRY');
  if (filter.modes != null) named.add('MODE');
  if (filter.productClasses != null) named.add('PRODUCT_CLASS');
  if (named.size > 1) return null;
  const [dimension = 'NONE'] = named;
  return rolledDimensions[subject].find((rolled) => rolled === dimension) ?? null;
}

/**
 * One statement, in one snapshot: days without a mark from the rollup, days with one from their lines. Its answer is that of the
 * statement over lines, with `outdated` beside it: true where something was delivered after the day asked about, so that
 * only the lines can tell.
 */
export function rolledStatement(request: CheckedRequest, dimension: RolledDimension, parameters: Parameters): string {
  const { groupBy, from, to, filter, scope } = request;
  const asOf = parameters.bind(request.asOf, 'date');
  const subject = parameters.bind(request.subject, 'text');
  const promise = parameters.bind(request.promise, 'text');
  const within = ['true'];
  if (from !== null) within.push(`day >= ${parameters.bind(from, 'date')}`);
  if (to !== null) within.push(`day < ${parameters.bind(to, 'date')}`);
  const wanted = [...within];
  const among = (values: readonly string[] | null | undefined, type: 'uuid[]' | 'text[]'): void => {
    if (values != null) wanted.push(`value = any(${parameters.list(values, type)}::text[])`);
  };
  for (const ids of [filter.supplierIds, filter.carrierIds]) among(ids, 'uuid[]');
  for (const values of [filter.countries, filter.modes, filter.productClasses]) among(values, 'text[]');
  if (filter.ownWarehouse != null) wanted.push(`value is ${filter.ownWarehouse ? 'null' : 'not null'}`);
  for (const own of [scope.supplierId, scope.carrierId]) if (own != null) wanted.push(`value = ${parameters.bind(own, 'uuid')}::text`);

  const [key1 = 'null::text', key2 = 'null::text'] = groupBy.map(keyOf);
  const labels = groupBy.map((each, index) => `${labelOf(each, `key${index + 1}`)} as label${index + 1}`);
  const shown = ['key1 as value1', 'key2 as value2', ...labels, 'figure.*'].join(', ');
  return `with changed as materialized (
  select coalesce(array_agg(distinct day), '{}') as days from delivery_mark
  where subject = ${subject} and promise = ${promise} and ${within.join(' and ')}
),${cells(request, [dimension], '(select days from changed)::date[]', parameters)},
counted as (
  select day, value, ${counts.join(', ')}, latest from delivery_rollup
  where subject = ${subject} and promise = ${promise} and dimension = '${dimension}' and day <> all((select days from changed)::date[])
    and ${wanted.join(' and ')}
  union all
  select day, value, ${counts.join(', ')}, latest from cell where ${wanted.join(' and ')}
),
grouped as materialized (
  select ${key1} as key1, ${key2} as key2, sum(on_time) as on_time, sum(on_time + late) as delivered,
    coalesce(sum(open) filter (where day < ${asOf}), 0) as overdue, coalesce(sum(open) filter (where day >= ${asOf}), 0) as not_yet_due,
    sum(delay_sum) as delay_sum, sum(cycle_sum) as cycle_sum, sum(cycle_count) as cycle_count, sum(cycle_negative) as cycle_negative,
    sum(cancelled) as cancelled, sum(refused) as refused, sum(no_promise) as no_promise, max(latest) as latest
  from counted group by 1, 2
),
figures as (
  select key1, key2, ${figure} from grouped group by 1, 2
  having sum(delivered + overdue + cycle_count) > 0
),
total as materialized (
  select ${figure}, coalesce(sum(not_yet_due), 0) as not_yet_due, coalesce(max(latest) > ${asOf}, false) as outdated,
    sum(cancelled) as cancelled, sum(refused) as refused, sum(no_promise) as no_promise, sum(cycle_negative) as cycle_negative
  from grouped
),
exclusions as (
  select reason, figure, count from total
  cross join lateral (values
    ('CANCELLED', 'ON_TIME', cancelled), ('REFUSED', 'ON_TIME', refused), ('NO_PROMISE', 'ON_TIME', no_promise),
    ('PO_SENT_AFTER_DELIVERY', 'CYCLE_TIME', cycle_negative)
  ) as left_out(reason, figure, count)
  where count > 0
)
select json_build_object(
  'rows', (select json_agg(shown) from (
    select ${shown.replace('figure.*', figureColumns.join(', '))} from figures
    order by key1 collate "C" nulls last, key2 collate "C" nulls last) shown),
  'totals', (select row_to_json(shown) from (select ${figureColumns.join(', ')} from total) shown),
  'excluded', (select json_agg(exclusions order by figure desc, reason) from exclusions),
  'notYetDue', (select not_yet_due from total),
  'provisional', false,
  'outdated', (select outdated from total)
)::text`;
}

const figureColumns = ['numerator', 'denominator', 'delay_sum', 'delay_count', 'cycle_sum', 'cycle_count', 'cycle_median'];

/** The same members as the statement over lines; a median cannot be added up. */
const figure = `coalesce(sum(on_time), 0) as numerator, coalesce(sum(delivered + overdue), 0) as denominator,
    case when sum(delivered) > 0 then sum(delay_sum) end as delay_sum, coalesce(sum(delivered), 0) as delay_count,
    case when sum(cycle_count) > 0 then sum(cycle_sum) end as cycle_sum, coalesce(sum(cycle_count), 0) as cycle_count,
    null::float8 as cycle_median`;

function keyOf(dimension: DeliveryDimension): string {
  return periods.includes(dimension) ? deliveryDimensions[dimension].key.replace('period', 'day') : 'value';
}

/** Cells hold ids as text. */
function labelOf(dimension: DeliveryDimension, key: string): string {
  const { label } = deliveryDimensions[dimension];
  return label ? label(`${key}::uuid`) : `${key}::text`;
}
