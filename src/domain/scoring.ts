/** Supplier scores (R21): weighted, over what is known, and exact, so that anybody can compute a published score again. */
import type { Standing } from '../entities/enums.js';
import { compare, divide, equal, isDecimal, multiply, sum } from './decimal.js';
import { type Problem, problem } from './errors.js';
import type { Decimal } from './facts.js';

/** A grade from its lower bound (included) up to the next band's (not included); the last one up to and including 100. */
export interface Band {
  readonly standing: Standing;
  readonly from: Decimal;
}

/** Weights by criterion, and the bands in rising order. */
export interface ScoringPolicy {
  readonly weights: Readonly<Record<string, Decimal>>;
  readonly bands: readonly Band[];
}

export interface Score {
  /** 0 to 100 with two places; null: no criterion with any weight has data, so there is nothing to judge. */
  readonly score: Decimal | null;
  readonly standing: Standing | null;
  /** Every criterion of the policy with its weight and value, as they entered. */
  readonly criteria: readonly { readonly criterion: string; readonly weight: Decimal; readonly value: Decimal | null }[];
}

/** Digits of a criterion's value and of a score. Scores are computed from values already rounded, as published. */
const valueDigits = 4;
const scoreDigits = 2;

/**
 * 100 × numerator ÷ denominator with four places; null when the denominator is 0: no data is neither 0 % nor 100 %.
 * Throws RangeError for a part below 0 or above the whole: such rows are to be excluded before.
 */
export function percentage(numerator: Decimal, denominator: Decimal): Decimal | null {
  if (equal(denominator, '0')) return equal(numerator, '0') ? null : outOfRange(numerator, denominator);
  if (compare(numerator, '0') < 0 || compare(numerator, denominator) > 0) return outOfRange(numerator, denominator);
  return divide(multiply(numerator, '100'), denominator, valueDigits);
}

/**
 * Σ weight × value ÷ Σ weight over the criteria that have data, rounded once, half away from zero. `values` are 0 to 100;
 * a criterion that is missing or null has no data. An idle supplier has no score.
 */
export function scoreOf(values: Readonly<Record<string, Decimal | null>>, policy: ScoringPolicy): Score {
  const criteria = Object.entries(policy.weights).map(([criterion, weight]) => ({
    criterion,
    weight,
    value: Object.hasOwn(values, criterion) ? (values[criterion] ?? null) : null,
  }));
  const known = criteria.filter((each): each is typeof each & { value: Decimal } => each.value !== null);
  for (const { value } of known) {
    if (compare(value, '0') < 0 || compare(value, '100') > 0) outOfRange(value, '100');
  }
  const total = sum(known.map(({ weight }) => weight));
  if (equal(total, '0')) return { score: null, standing: null, criteria };
  const weighted = sum(known.map(({ weight, value }) => multiply(weight, value)));
  const score = divide(weighted, total, scoreDigits);
  return { score, standing: standingOf(score, policy.bands), criteria };
}

/** The band that a score from 0 to 100 falls into. Throws RangeError where the bands leave it out. */
export function standingOf(score: Decimal, bands: readonly Band[]): Standing {
  const band = bands.findLast(({ from }) => compare(score, from) >= 0);
  if (!band || compare(score, '100') > 0) return outOfRange(score, '100');
  return band.standing;
}

/** Problems of a policy: weights from 0 with at least one above it; bands that begin at 0, rise, and begin by 100. */
export function checkScoringPolicy({ weights, bands }: ScoringPolicy, path: readonly string[] = []): Problem[] {
  const all = Object.values(weights);
  const weighs = all.every((weight) => isDecimal(weight) && compare(weight, '0') >= 0) && all.some((weight) => compare(weight, '0') > 0);
  const covers =
    bands.every(({ from }) => isDecimal(from) && compare(from, '100') <= 0) &&
    bands.every(({ from }, index) => (index === 0 ? equal(from, '0') : compare(from, bands[index - 1]?.from ?? from) > 0)) &&
    bands.length > 0;
  return [
    ...(weighs ? [] : [problem('WEIGHTS_INVALID', [...path, 'weights'], {})]),
    ...(covers ? [] : [problem('BANDS_INVALID', [...path, 'bands'], {})]),
  ];
}

function outOfRange(part: Decimal, whole: Decimal): never {
  throw new RangeError(`${part} of ${whole} is no share`);
}
