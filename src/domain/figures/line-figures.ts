/** The sums of an answer from the lines themselves: whatever may be asked. */
import { judgedLines, needsOf } from './judged-lines.js';
import type { Parameters } from './parameters.js';
import type { CheckedRequest } from './request.js';

/** Common table expressions with the names that `delivery-answer.ts` reads. */
export function lineFigures(request: CheckedRequest, parameters: Parameters<CheckedRequest>): string {
  return `${judgedLines(request, parameters, { columns: 'counted', needs: needsOf(request, false), asOf: parameters.bind(({ asOf }) => asOf, 'date') })},
row_units as (
  ${units(request, 'key1, key2')}
),
total_units as (
  ${units(request, '')}
),
figures as (
  select key1, key2,${sums}
  from row_units group by key1, key2
  having count(on_time) + count(cycle) > 0
),
total as (
  select${sums},
    (select count(distinct line_id) from judged where excluded is null and on_time is null) as not_yet_due,
    (select coalesce(bool_or(provisional), false) from judged where on_time is not null) as provisional
  from total_units
),
exclusions as (
  select excluded as reason, 'ON_TIME' as figure, count(distinct line_id) as count
  from judged where excluded is not null group by excluded
  union all
  select 'PO_SENT_AFTER_DELIVERY', 'CYCLE_TIME', count(*) from judged where cycle < 0 having count(*) > 0
)`;
}

const sums = `
    count(*) filter (where on_time) as numerator, count(on_time) as denominator,
    sum(delay) as delay_sum, count(delay) as delay_count,
    sum(cycle) as cycle_sum, count(cycle) as cycle_count,
    percentile_cont(0.5) within group (order by cycle) as cycle_median`;

/**
 * What is counted at a level, per group. A unit of several lines is on time if all its counted lines are; its delay is
 * that of its latest line, and is known once they are all delivered. Cycles stay with the lines.
 */
function units({ subject, level }: CheckedRequest, keys: string): string {
  const cycle = 'case when cycle >= 0 then cycle end';
  const shown = keys === '' ? '' : `${keys}, `;
  // A shipment of several orders stands in several rows of `judged`; every other line in one.
  if (level === 'LINE' && subject !== 'SHIPMENT') {
    return `select ${shown}on_time, delay, ${cycle} as cycle from judged`;
  }
  return `select ${shown}bool_and(on_time) as on_time,
    case when bool_and(delivered is not null) then max(delay) end as delay, null::int as cycle
  from judged where on_time is not null group by ${shown}unit
  union all
  select ${shown}null, null, cycle from judged where cycle >= 0`;
}
