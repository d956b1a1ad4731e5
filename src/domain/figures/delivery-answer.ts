/**
 * What each member of an answer is, given the sums that the statements over lines and over the rollup both end in:
 *
 * | common table expression | holds |
 * | --- | --- |
 * | `figures` | per group its keys `key1`, `key2`, and its sums |
 * | `total` | one row: the sums of everything, `not_yet_due`, `provisional`; no row where the statement cannot answer |
 * | `exclusions` | `reason`, `figure`, `count` |
 *
 * Sums: `numerator`, `denominator`, `delay_sum`, `delay_count`, `cycle_sum`, `cycle_count`, and beside them `cycle_median`.
 */
import { json, jsonOrNull, plain, plainOrNull, word, wordOrNull } from '../../entities/json-text.js';
import { deliveryDimensions, shownKey } from './delivery-dimensions.js';
import type { CheckedRequest, DeliveryDimension, DeliverySubject } from './request.js';
import type { Member, Members, Wanted } from './wanted.js';
import { fixed, list, object, objectSql, tuple } from './wanted.js';

/** The last select of a statement: one row with the JSON text of what is wanted; no row where `total` has none. */
export function answer(request: CheckedRequest, wanted: readonly Wanted[]): string {
  return `select ${objectSql(deliveryMembers(request), wanted)} from total`;
}

/** The members of `DeliveryPerformance`. */
export function deliveryMembers({ subject, groupBy }: CheckedRequest): Members {
  const keys = groupBy.map((dimension, index) => keyOf(dimension, index + 1));
  const row = figureOf('figures', subject, tuple(keys.map(({ members }) => members)));
  const columns = ['figures.*', ...keys.flatMap((key) => key.columns)].join(', ');
  const order = keys.map((_, index) => `figures.key${index + 1} nulls last`).join(', ');
  // Sorted before any JSON is made, which would be carried along.
  const rows = `(select ${columns} from figures${keys.map(({ join }) => join).join('')} order by ${order}) as figures`;
  return {
    rows: groupBy.length === 0 ? fixed(row, '[]') : list(row, rows),
    totals: object(figureOf('total', subject, fixed({}, '[]'))),
    excluded: list(
      { reason: word('excluded.reason'), figure: word('excluded.figure'), count: plain('excluded.count') },
      '(select * from exclusions order by figure desc, reason) as excluded',
    ),
    notYetDue: plain('total.not_yet_due'),
    provisional: plainOrNull('total.provisional'),
  };
}

function figureOf(sums: 'figures' | 'total', subject: DeliverySubject, keys: Member): Members {
  const cycle = {
    count: plain(`${sums}.cycle_count`),
    meanDays: plainOrNull(mean(`${sums}.cycle_sum`, `${sums}.cycle_count`)),
    medianDays: plainOrNull(`${sums}.cycle_median`),
  };
  return {
    keys,
    numerator: plain(`${sums}.numerator`),
    denominator: plain(`${sums}.denominator`),
    rate: plainOrNull(mean(`${sums}.numerator`, `${sums}.denominator`)),
    meanDelayDays: plainOrNull(mean(`${sums}.delay_sum`, `${sums}.delay_count`)),
    // No purchase order date belongs to a shipment.
    cycle: subject === 'SHIPMENT' ? fixed(cycle, 'null') : object(cycle),
  };
}

interface Key {
  readonly members: Members;
  /** What its members need of a row beside the columns of `figures`. */
  readonly columns: readonly string[];
  readonly join: string;
}

function keyOf(dimension: DeliveryDimension, place: number): Key {
  const { named, shown, none } = deliveryDimensions[dimension];
  const key = `figures.key${place}`;
  const value = `figures.value${place}`;
  const label = `coalesce(${[...(named ? [`figures.name${place}`] : []), value, `'${none}'`].join(', ')})`;
  return {
    members: {
      dimension: [`"${dimension}"`],
      value: named ? wordOrNull(value) : shown ? word(value) : jsonOrNull(value),
      label: shown ? word(value) : json(label),
    },
    columns: [`${shownKey(dimension, key)} as value${place}`, ...(named ? [`named${place}.name as name${place}`] : [])],
    join: named ? ` left join ${named} named${place} on named${place}.id = ${key}` : '',
  };
}

/** Null where there is nothing to divide by. */
function mean(sum: string, count: string): string {
  return `${sum}::float8 / nullif(${count}, 0)`;
}
