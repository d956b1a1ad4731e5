/** Binary floats that stand for decimals: quantities, and the prices of systems that keep them so. */
import { z } from 'zod';
import type { Decimal } from '../../../domain/facts.js';

export const wireNumber = z.number().min(-1e15).max(1e15);
export const wireFloat = wireNumber.transform(floatText);

/**
 * The decimal that a float was meant to be. Every decimal of up to 15 significant digits survives the way through a
 * double, so that rounding to 15 digits gives it back, and takes away the noise of sums such as 0.1 + 0.2.
 */
export function floatText(value: number): Decimal {
  const [mantissa, exponent] = value.toExponential(14).split('e') as [string, string];
  const digits = mantissa.replace(/[-.]/g, '');
  const point = Number(exponent) + 1;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const whole = padded.slice(0, Math.max(point, 1));
  const fraction = padded.slice(Math.max(point, 1)).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return value < 0 ? `-${text}` : text;
}
