/** Delivery performance from the rollup, where the question allows it: the same answer as from the lines. */
import { deliveryDimensions } from '../delivery-dimensions.js';
import type { Parameters } from '../parameters.js';
import type { CheckedRequest, DeliveryDimension, ListMember } from '../request.js';
import { type Wanted, wants } from '../wanted.js';
import { type RolledDimension, cells, otherDays, rolledDimensions } from './cells.js';

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
 * Common table expressions with the names that `delivery-answer.ts` reads, in one snapshot: whole months from their cells; months
 * that hold a mark, an end of the range or the day asked about from the cells of their days; marked days from their lines.
 * `total` has no row where something was delivered after the day asked about, so that only the lines can tell.
 * They hold no more than is wanted: every column of hundreds of cells is carried along.
 */
export function rolledFigures(
  request: CheckedRequest,
  dimension: RolledDimension,
  { wanted: members, parameters }: { readonly wanted: readonly Wanted[]; readonly parameters: Parameters<CheckedRequest> },
): string {
  const { groupBy, from, to, filter, scope } = request;
  // Selected, so that it is read once: a text is cast to a date for every row that it stands beside.
  const asOf = `(select ${parameters.bind((asked) => asked.asOf, 'date')})`;
  const first = from === null ? null : parameters.bind((asked) => asked.from, 'date');
  const end = to === null ? null : parameters.bind((asked) => asked.to, 'date');
  const about = `subject = ${parameters.bind((asked) => asked.subject, 'text')} and promise = ${parameters.bind((asked) => asked.promise, 'text')}`;
  const within = ['true', ...(first ? [`day >= ${first}`] : []), ...(end ? [`day < ${end}`] : [])].join(' and ');
  const wanted = [within];
  const among = (member: ListMember, type: 'uuid[]' | 'text[]'): void => {
    if (filter[member] != null) wanted.push(`value = any(${parameters.list((asked) => asked.filter[member] ?? [], type)}::text[])`);
  };
  for (const member of ['supplierIds', 'carrierIds'] as const) among(member, 'uuid[]');
  for (const member of ['countries', 'modes', 'productClasses'] as const) among(member, 'text[]');
  if (filter.ownWarehouse != null) wanted.push(`value is ${filter.ownWarehouse ? 'null' : 'not null'}`);
  for (const own of ['supplierId', 'carrierId'] as const) {
    if (scope[own] != null) wanted.push(`value = ${parameters.bind((asked) => asked.scope[own] ?? null, 'uuid')}::text`);
  }

  const [delays, cycles, excluded] = (['meanDelayDays', 'cycle', 'excluded'] as const).map((member) => wants(members, member));
  const counts = [
    'on_time, late, open, cycle_count',
    ...(delays ? ['delay_sum'] : []),
    ...(cycles ? ['cycle_sum'] : []),
    ...(excluded ? ['cycle_negative, cancelled, refused, no_promise'] : []),
  ].join(', ');
  const cellsOf = (table: string, span: Span, ...conditions: readonly string[]): string => {
    const [key1 = 'null::text', key2 = 'null::text'] = groupBy.map((grouped) => keyOf(grouped, span));
    return `select ${key1} as key1, ${key2} as key2, day, ${counts}, latest from ${table} where ${[...conditions, ...wanted].join(' and ')}`;
  };
  // `offset 0` has days looked up one by one: of a rollup that was never analysed PostgreSQL believes that reading all of it costs less.
  const keptCells = (span: Span, condition: string): string =>
    cellsOf('delivery_rollup', span, about, `dimension = '${dimension}'`, `span = '${span}'`, condition);
  const overdue = `case when day < ${asOf} then open else 0 end`;
  // Whole numbers far below 2^53 are exact as float8, which takes less time than numeric. A median cannot be added up.
  const sumsOf = (lines: (sql: string) => string, days: (sql: string) => string): string =>
    [
      `${lines('on_time')} as numerator, ${lines(`on_time + late + ${overdue}`)} as denominator`,
      ...(delays ? [`${days('delay_sum::float8')} as delay_sum, ${lines('on_time + late')} as delay_count`] : []),
      ...(cycles ? [`${days('cycle_sum::float8')} as cycle_sum, ${lines('cycle_count')} as cycle_count, null::float8 as cycle_median`] : []),
    ].join(',\n    ');
  const sum = (sql: string): string => `coalesce(sum(${sql}), 0)`;
  const sums = sumsOf(sum, sum);
  const isCounted = `on_time + late + ${overdue} + cycle_count > 0`;
  // Where each cell of a month is a figure of its own, as with months and suppliers, adding it up to itself takes a tenth of the time.
  const isEach = groupBy.includes('MONTH') && (dimension === 'NONE' || groupBy.includes(dimension));
  // Of the types of sums, or both would be converted.
  const own = sumsOf((lines) => `(${lines})::bigint`, (days) => days);
  return `
changed as materialized (
  select coalesce(array_agg(distinct day), '{}') as days from delivery_mark where ${about} and ${within}
),
parted as materialized (
  select coalesce(array_agg(distinct month_of(day)), '{}') as months from (
    select unnest(days) as day from changed
    union all
    select day from (values ${[asOf, first, end].filter((day) => day !== null).map((day) => `(${day})`).join(', ')}) as inside(day) where day <> month_of(day)
  ) as days
),${cells(request, [dimension], '(select days from changed)::date[]')},
whole as materialized (
  ${keptCells('MONTH', 'day <> all((select months from parted)::date[])')}
),
parts as materialized (
  select of_day.* from unnest(${otherDays('(select months from parted)', '(select days from changed)')}) as apart(day)
  cross join lateral (${keptCells('DAY', 'day = apart.day')} offset 0) as of_day
  union all
  ${cellsOf('cell', 'DAY')}
),
counted as not materialized (
  select * from whole union all select * from parts
),
figures as (${isEach ? `
  select key1, key2, ${own} from whole where ${isCounted}
  union all` : ''}
  select key1, key2, ${sums} from ${isEach ? 'parts' : 'counted'} where ${isCounted} group by 1, 2
),
total as (
  select ${sums}, coalesce(sum(open) filter (where day >= ${asOf}), 0) as not_yet_due, false as provisional
  from counted having coalesce(max(latest) <= ${asOf}, true)
)${excluded ? exclusions : ''}`;
}

const exclusions = `,
exclusions as (
  select reason, figure, sum(count) as count from counted
  cross join lateral (values
    ('CANCELLED', 'ON_TIME', cancelled), ('REFUSED', 'ON_TIME', refused), ('NO_PROMISE', 'ON_TIME', no_promise),
    ('PO_SENT_AFTER_DELIVERY', 'CYCLE_TIME', cycle_negative)
  ) as left_out(reason, figure, count)
  group by reason, figure having sum(count) > 0
)`;

/** What a cell is of; that of a month bears its first day. */
type Span = 'DAY' | 'MONTH';

/** Cells hold ids as text. */
function keyOf(dimension: DeliveryDimension, span: Span): string {
  const { key, named } = deliveryDimensions[dimension];
  if (dimension === 'MONTH' && span === 'MONTH') return 'day';
  if (periods.includes(dimension)) return key.replace('period', 'day');
  return named ? 'value::uuid' : 'value collate "C"';
}
