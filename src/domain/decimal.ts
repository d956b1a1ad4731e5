/**
 * Exact decimals on `bigint`, as text in and out. Quantities, prices and scores must come out to the same digit wherever
 * they are computed, which binary floating point cannot promise. Results keep the scale that PostgreSQL's `numeric`
 * would give (`1.50 + 2` is `3.50`), and rounding is half away from zero, as PostgreSQL's `round(numeric, n)` does.
 */
import { DomainError } from './errors.js';
import type { Decimal } from './facts.js';

interface Parts {
  /** The number times 10^scale. */
  readonly units: bigint;
  readonly scale: number;
}

const pattern = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/;

/** True for plain decimal notation with at most 40 digits on each side; no exponent, no sign `+`, no blanks. */
export function isDecimal(text: string): boolean {
  return pattern.test(text);
}

/** Digits after the point as written: 4 for `50.2400`. */
export function scaleOf(value: Decimal): number {
  return parse(value).scale;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; `1.50` equals `1.5`. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = align(parse(a), parse(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equal(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function min(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y] = [parse(a), parse(b)];
  const [left, right] = align(x, y);
  return format({ units: left + right, scale: Math.max(x.scale, y.scale) });
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y] = [parse(a), parse(b)];
  const [left, right] = align(x, y);
  return format({ units: left - right, scale: Math.max(x.scale, y.scale) });
}

/** The exact product; its scale is the sum of both scales. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  const [x, y] = [parse(a), parse(b)];
  return format({ units: x.units * y.units, scale: x.scale + y.scale });
}

/** `"0"` for no values. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total: Decimal = '0';
  for (const value of values) total = add(total, value);
  return total;
}

/** a ÷ b, rounded once, half away from zero, to `digits` places. Throws RangeError when `b` is zero. */
export function divide(a: Decimal, b: Decimal, digits: number): Decimal {
  const [left, right] = align(parse(a), parse(b));
  if (right === 0n) throw new RangeError('Division by zero');
  return format({ units: divideHalfUp(left * power(digits), right), scale: digits });
}

/** Rounded half away from zero to exactly `digits` places: `round("2.345", 2)` is `"2.35"`, `round("2", 2)` is `"2.00"`. */
export function round(value: Decimal, digits: number): Decimal {
  const { units, scale } = parse(value);
  if (scale <= digits) return format({ units: units * power(digits - scale), scale: digits });
  return format({ units: divideHalfUp(units, power(scale - digits)), scale: digits });
}

/** The shortest text of the same value: `normalise("50.2400")` is `"50.24"`. */
export function normalise(value: Decimal): Decimal {
  let { units, scale } = parse(value);
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return format({ units, scale });
}

function parse(value: Decimal): Parts {
  const match = pattern.exec(value);
  if (!match) throw DomainError.invalid('DECIMAL_INVALID', [], { value: value.slice(0, 40) });
  const [, sign, whole, fraction = ''] = match;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

function format({ units, scale }: Parts): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

function align(a: Parts, b: Parts): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * power(scale - a.scale), b.units * power(scale - b.scale)];
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}
