/**
 * What each KPI measures: one row per order, case or receipt line that belongs to the period. KPIs aggregate over these
 * rows, evidence lists them. A duration belongs to the period in which it ended, so that each is reported once.
 *
 * | column | meaning |
 * | --- | --- |
 * | kpi, object_type, object_id, product_class | of what |
 * | day | decides the period |
 * | amount | seconds for hours, working days for cycles; null for shares |
 * | part, whole | 1 or 0 (within the limit, shipped) of 1, or quantities; part is null where there is no limit |
 * | contradictory | the record contradicts itself: reported, not counted |
 */
import { defaultCalendarCode as calendar } from '../calendar-table.js';
import { cycleStages } from '../policies.js';
import type { KpiName, KpiRequest } from './kpi-definitions.js';
import type { Parameters } from './parameters.js';

/** KPIs that are measured by the same statement. */
type Family = 'PROCESSING' | 'FULFILMENT' | 'CYCLES' | 'CASES' | 'DEFECTS';

/** The two on-time rates are `deliveryPerformance` and have no measure here. */
const families: Readonly<Partial<Record<KpiName, Family>>> = {
  ORDER_PROCESSING_TIME: 'PROCESSING',
  FULFILMENT_RATE: 'FULFILMENT',
  CONFIRMATION_CYCLE: 'CYCLES',
  PRODUCTION_CYCLE: 'CYCLES',
  LOGISTICS_CYCLE: 'CYCLES',
  FULFILMENT_CYCLE: 'CYCLES',
  CASE_HANDLING_TIME: 'CASES',
  DEFECT_RATE: 'DEFECTS',
};

/** Common table expressions that end in `measured`, with the rows of these KPIs and of others of their families. */
export function measuredRows(request: KpiRequest, kpis: readonly KpiName[], parameters: Parameters): string {
  const wanted = new Set(kpis.map((kpi) => families[kpi]).filter((family) => family !== undefined));
  const { zone, from, to, asOf } = request;
  const [first, end] = [parameters.bind(from, 'date'), parameters.bind(to, 'date')];
  return `given (zone, first_day, end_day, as_of, around_from, around_to) as (
  select ${parameters.bind(zone, 'text')}, ${first}, ${end}, ${parameters.bind(asOf, 'date')},
    (${first} - 1)::timestamp at time zone 'UTC', (${end} + 1)::timestamp at time zone 'UTC'
),
measured (kpi, object_type, object_id, product_class, day, amount, part, whole, contradictory) as (${[...wanted]
    .map((family) => measures[family](request, parameters))
    .join('\n  union all')}
)`;
}

const measures: Readonly<Record<Family, (request: KpiRequest, parameters: Parameters) => string>> = {
  PROCESSING: ({ targets }, parameters) => {
    const hours = targets.value.orderProcessingTime.atMost ?? null;
    const seconds = 'extract(epoch from o.processed_at - o.received_at)';
    return `
  select 'ORDER_PROCESSING_TIME', 'ORDER', o.id, o.product_class, ${on('o.processed_at')}, ${seconds},
    (${seconds} <= ${parameters.bind(hours, 'numeric')} * 3600)::int::numeric, 1::numeric, o.processed_at < o.received_at
  from given cross join orders o
  where ${around('o.processed_at')} and ${within(on('o.processed_at'))}`;
  },

  FULFILMENT: () => `
  select 'FULFILMENT_RATE', 'ORDER', o.id, o.product_class, ${on('o.received_at')}, null::numeric,
    (${shipped} and coalesce(${on('o.shipped_at')}, o.delivered_on, as_of) <= as_of)::int::numeric, 1::numeric, false
  from given cross join orders o
  where ${around('o.received_at')} and ${within(on('o.received_at'))}`,

  CYCLES: ({ standards }, parameters) => {
    const limits = Object.entries(standards.value).flatMap(([product_class, stages]) =>
      cycleStages.map((stage) => ({ product_class, kpi: `${stage}_CYCLE`, days: stages[stage].limit })),
    );
    return `
  select stage.kpi, 'ORDER', o.id, o.product_class, stage.ended, (last.ordinal - first.ordinal)::numeric,
    (last.ordinal - first.ordinal <= standard.days)::int::numeric, 1::numeric,
    stage.ended < stage.began or last.ordinal is null or first.ordinal is null
  from given cross join orders o
  cross join lateral (values
    ('CONFIRMATION_CYCLE', ${on('o.placed_at')}, ${on('o.confirmed_at')}),
    ('PRODUCTION_CYCLE', ${on('o.confirmed_at')}, ${on('o.produced_at')}),
    ('LOGISTICS_CYCLE', ${on('o.produced_at')}, o.delivered_on),
    ('FULFILMENT_CYCLE', ${on('o.confirmed_at')}, ${on('o.completed_at')})
  ) as stage(kpi, began, ended)
  left join calendar_day first on first.calendar = '${calendar}' and first.day = stage.began
  left join calendar_day last on last.calendar = '${calendar}' and last.day = stage.ended
  left join json_to_recordset(${parameters.bind(JSON.stringify(limits), 'json')})
    as standard(product_class text, kpi text, days int) on standard.product_class = o.product_class and standard.kpi = stage.kpi
  where (${['o.confirmed_at', 'o.produced_at', 'o.completed_at'].map(around).join(' or ')} or ${within('o.delivered_on')})
    and stage.began is not null and ${within('stage.ended')}`;
  },

  CASES: () => `
  select 'CASE_HANDLING_TIME', 'AFTER_SALES_CASE', c.id, null::text, ${on('c.resolved_at')},
    extract(epoch from c.resolved_at - c.opened_at), null::numeric, 1::numeric, c.resolved_at < c.opened_at
  from given cross join after_sales_case c
  where ${around('c.resolved_at')} and ${within(on('c.resolved_at'))}`,

  // Goods that nobody inspected are unknown: they are in neither part.
  DEFECTS: () => `
  select 'DEFECT_RATE', 'RECEIPT_LINE', rl.id, p.product_class, r.received_on, null::numeric,
    rl.rejected_quantity, rl.quantity, rl.quantity <= 0 or rl.rejected_quantity not between 0 and rl.quantity
  from given cross join receipt_line rl
  join receipt r on r.id = rl.receipt_id
  join purchase_order_line l on l.id = rl.line_id
  left join product p on p.id = l.product_id
  where rl.rejected_quantity is not null and ${within('r.received_on')}`,
};

/** Wholly shipped; partly delivered orders may or may not be. What ships has been produced and inspected, or lay in stock. */
const shipped = `(o.status in ('SHIPPED', 'DELIVERED', 'COMPLETED') or (o.status = 'PARTLY_DELIVERED' and not exists (
      select from order_line l where l.order_id = o.id and not l.cancelled and l.quantity_shipped < l.quantity)))`;

/** The date of an instant in the company's zone. */
function on(instant: string): string {
  return `(${instant} at time zone zone)::date`;
}

/** The days of a period with one more at either end, in whatever zone. Comparing instants is cheap: most rows are done with before a zone is looked up. */
function around(instant: string): string {
  return `${instant} >= around_from and ${instant} < around_to`;
}

function within(day: string): string {
  return `${day} >= first_day and ${day} < end_day and ${day} <= as_of`;
}
