/** Delivery performance: how many of the promises were kept, by any two dimensions, in one statement. */
import type { Reader } from '../../entities/database.js';
import { deliveryDimensions } from './delivery-dimensions.js';
import { judgedLines, needsOf } from './judged-lines.js';
import { Parameters } from './parameters.js';
import type {
  CheckedRequest,
  DeliveryExclusion,
  DeliveryFigure,
  DeliveryKey,
  DeliveryPerformance,
  DeliveryRequest,
} from './request.js';
import { checkRequest } from './request.js';
import { rolledBy, rolledStatement } from './rollup/figures.js';

/**
 * The figures of `docs/figures.md`. Throws DomainError INVALID for a request that makes no sense, with every problem.
 * Filters by an id that does not exist match nothing. Without `needsMedian` the median of cycles may be null, and the figures
 * come from the rollup wherever it can answer.
 */
export async function deliveryPerformance(
  reader: Reader,
  request: DeliveryRequest,
  { needsMedian = true }: { readonly needsMedian?: boolean } = {},
): Promise<DeliveryPerformance> {
  const checked = checkRequest(request);
  return readAnswer(checked, (await fromRollup(reader, checked, needsMedian)) ?? (await ask(reader, null, (parameters) => statement(checked, parameters))));
}

/** Null where only the lines can answer. */
async function fromRollup(reader: Reader, request: CheckedRequest, needsMedian: boolean): Promise<Answer | null> {
  const dimension = needsMedian ? null : rolledBy(request);
  if (dimension === null) return null;
  const answer = await ask(reader, 'rolled figures', (parameters) => rolledStatement(request, dimension, parameters));
  return answer.outdated ? null : answer;
}

/**
 * `name` asks for a prepared statement: of the rollup there are few texts, and planning one costs more than running it. Over
 * lines the best plan depends on the values.
 */
async function ask(reader: Reader, name: string | null, statementOf: (parameters: Parameters) => string): Promise<Answer> {
  const parameters = new Parameters();
  const sql = statementOf(parameters);
  return JSON.parse((await reader.query(name, sql, parameters.values)) ?? '{}') as Answer;
}

function statement(request: CheckedRequest, parameters: Parameters): string {
  const labels = request.groupBy.map((dimension, index) => {
    const key = `key${index + 1}`;
    return `${deliveryDimensions[dimension].label?.(key) ?? key}::text as label${index + 1}`;
  });
  const columns = ['key1::text as value1', 'key2::text as value2', ...labels, 'numerator', 'denominator', 'delay_sum', 'delay_count', 'cycle_sum', 'cycle_count', 'cycle_median'];
  const figure = `
    count(*) filter (where on_time) as numerator, count(on_time) as denominator,
    sum(delay) as delay_sum, count(delay) as delay_count,
    sum(cycle) as cycle_sum, count(cycle) as cycle_count,
    percentile_cont(0.5) within group (order by cycle) as cycle_median`;
  return `with${judgedLines(request, parameters, { columns: 'counted', needs: needsOf(request, false) })},
row_units as (
  ${units(request, 'key1, key2')}
),
total_units as (
  ${units(request, '')}
),
figures as (
  select key1, key2,${figure}
  from row_units group by key1, key2
  having count(on_time) + count(cycle) > 0
),
exclusions as (
  select excluded as reason, 'ON_TIME' as figure, count(distinct line_id) as count
  from judged where excluded is not null group by excluded
  union all
  select 'PO_SENT_AFTER_DELIVERY', 'CYCLE_TIME', count(*) from judged where cycle < 0 having count(*) > 0
)
select json_build_object(
  'rows', (select json_agg(shown) from (
    select ${columns.join(', ')} from figures
    order by key1::text collate "C" nulls last, key2::text collate "C" nulls last) shown),
  'totals', (select row_to_json(shown) from (select${figure} from total_units) shown),
  'excluded', (select json_agg(exclusions order by figure desc, reason) from exclusions),
  'notYetDue', (select count(distinct line_id) from judged where excluded is null and on_time is null),
  'provisional', (select coalesce(bool_or(provisional), false) from judged where on_time is not null)
)::text`;
}

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

interface AnswerFigure {
  readonly numerator: number;
  readonly denominator: number;
  readonly delay_sum: number | null;
  readonly delay_count: number;
  readonly cycle_sum: number | null;
  readonly cycle_count: number;
  readonly cycle_median: number | null;
}

interface AnswerRow extends AnswerFigure {
  readonly value1: string | null;
  readonly value2: string | null;
  readonly label1?: string | null;
  readonly label2?: string | null;
}

interface Answer {
  readonly rows: readonly AnswerRow[] | null;
  readonly totals: AnswerFigure;
  readonly excluded: readonly DeliveryExclusion[] | null;
  readonly notYetDue: number;
  readonly provisional: boolean;
  /** Of the rollup: it counts deliveries after the day asked about. */
  readonly outdated?: boolean;
}

function readAnswer(request: CheckedRequest, answer: Answer): DeliveryPerformance {
  const figure = (found: AnswerFigure): DeliveryFigure => ({
    numerator: found.numerator,
    denominator: found.denominator,
    rate: mean(found.numerator, found.denominator),
    meanDelayDays: mean(found.delay_sum, found.delay_count),
    cycle:
      request.subject === 'SHIPMENT'
        ? null
        : { count: found.cycle_count, meanDays: mean(found.cycle_sum, found.cycle_count), medianDays: found.cycle_median },
  });
  const rows = request.groupBy.length === 0 ? [] : (answer.rows ?? []);
  return {
    rows: rows.map((row) => ({ keys: keysOf(request, row), ...figure(row) })),
    totals: figure(answer.totals),
    excluded: answer.excluded ?? [],
    notYetDue: answer.notYetDue,
    provisional: answer.provisional,
  };
}

function keysOf({ groupBy }: CheckedRequest, row: AnswerRow): DeliveryKey[] {
  const found = [
    { value: row.value1, label: row.label1 },
    { value: row.value2, label: row.label2 },
  ];
  return groupBy.map((dimension, index) => {
    const { value = null, label } = found[index] ?? {};
    return { dimension, value, label: label ?? value ?? deliveryDimensions[dimension].none };
  });
}

/** Null where there is nothing to divide by. */
function mean(sum: number | null, count: number): number | null {
  return sum === null || count === 0 ? null : sum / count;
}
