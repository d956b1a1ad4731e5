/**
 * What each member of an answer is, given the sums that the statements over lines and over the rollup both end in:
 *
 * | common table expression | holds |
 * | --- | --- |
 * | `figures` | per group its keys `key1`, `key2`, and its sums |
 * | `total` | one row: the sums of everything, `not_yet_due`, `provisional`; no row where the statement cannot answer |
 * | `exclusions` | `reason`, `figure`, `count` |
 *
 * Sums: `numerator`, `denominator`, `delay_sum`, `delay_count`, `cycle_sum`, `cycle_count`, and `cycle_median`, which is none.
 */
import { deliveryDimensions } from './delivery-dimensions.js';
import type { CheckedRequest, DeliveryDimension } from './request.js';
import type { Member, Members, Wanted } from './wanted.js';
import { fixed, list, object, selectList, tuple } from './wanted.js';

/** The last select of a statement: one row with the JSON text of what is wanted; no row where `total` has none. */
export function answer(request: CheckedRequest, wanted: readonly Wanted[]): string {
  return `select row_to_json(answer$)::text from (select ${selectList(deliveryMembers(request), wanted)} from total) answer$`;
}

/** The members of `DeliveryPerformance`. */
export function deliveryMembers({ subject, groupBy }: CheckedRequest): Members {
  const figure = (sums: 'figures' | 'total', keys: Member): Members => {
    const cycle = {
      count: `${sums}.cycle_count`,
      meanDays: mean(`${sums}.cycle_sum`, `${sums}.cycle_count`),
      medianDays: `${sums}.cycle_median`,
    };
    return {
      keys,
      numerator: `${sums}.numerator`,
      denominator: `${sums}.denominator`,
      rate: mean(`${sums}.numerator`, `${sums}.denominator`),
      meanDelayDays: mean(`${sums}.delay_sum`, `${sums}.delay_count`),
      cycle: subject === 'SHIPMENT' ? fixed(cycle, 'null::json') : object(cycle),
    };
  };
  const keys = groupBy.map((dimension, index) => keyOf(dimension, index + 1));
  const row = figure('figures', tuple(keys.map(({ members }) => members)));
  const rows = `from figures${keys.map(({ join }) => join).join('')} order by ${keys.map(({ order }) => order).join(', ')}`;
  return {
    rows: groupBy.length === 0 ? fixed(row, `'[]'::json`) : list(row, rows),
    totals: object(figure('total', tuple([]))),
    excluded: list(
      { reason: 'exclusions.reason', figure: 'exclusions.figure', count: 'exclusions.count' },
      'from exclusions order by exclusions.figure desc, exclusions.reason',
    ),
    notYetDue: 'total.not_yet_due',
    provisional: 'total.provisional',
  };
}

/** What is shown of a key, how its name is found, and how rows are ordered by it. */
function keyOf(dimension: DeliveryDimension, place: number): { readonly members: Members; readonly join: string; readonly order: string } {
  const { named, none } = deliveryDimensions[dimension];
  const value = `figures.key${place}::text`;
  const label = [...(named ? [`named${place}.name`] : []), value, `'${none}'`].join(', ');
  return {
    members: { dimension: `'${dimension}'::text`, value, label: `coalesce(${label})` },
    join: named ? ` left join ${named} named${place} on named${place}.id = figures.key${place}` : '',
    order: `${value} collate "C" nulls last`,
  };
}

/** Null where there is nothing to divide by. */
function mean(sum: string, count: string): string {
  return `${sum}::float8 / nullif(${count}, 0)`;
}
