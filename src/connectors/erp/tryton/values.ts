/** Tryton's JSON forms of dates, instants and decimals (trytond/protocols/jsonrpc.py) and ours. */
import { z } from 'zod';
import type { DateOnly, Decimal, Instant } from '../../../domain/facts.js';

/** A calendar date as Tryton writes it. */
export interface WireDate {
  readonly __class__: 'date';
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** An instant as Tryton writes it: UTC, without saying so. */
export interface WireDateTime {
  readonly __class__: 'datetime';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export const wireDate = z
  .object({ __class__: z.literal('date'), year: z.int(), month: z.int(), day: z.int() })
  .transform((date): DateOnly => dateText(date.year, date.month, date.day));

export const wireDateTime = z
  .object({
    __class__: z.literal('datetime'),
    year: z.int(),
    month: z.int(),
    day: z.int(),
    hour: z.int(),
    minute: z.int(),
    second: z.int(),
    microsecond: z.int(),
  })
  .transform((at): Instant => {
    const time = [at.hour, at.minute, at.second].map((part) => pad(part, 2)).join(':');
    return `${dateText(at.year, at.month, at.day)}T${time}.${pad(at.microsecond, 6)}Z`;
  });

export const wireDecimal = z
  .object({ __class__: z.literal('Decimal'), decimal: z.string().regex(/^-?\d+(\.\d+)?$/) })
  .transform(({ decimal }): Decimal => decimal);

/** A binary float that stands for a decimal, such as a quantity. */
export const wireFloat = z.number().transform(floatText);

/** `_timestamp`: seconds since 1970 with microseconds, of the last write or else of the creation. */
export const wireStamp = z.string().regex(/^\d+(\.\d{1,6})?$/);

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

/** A `_timestamp` as an instant. Text arithmetic: as a number it would lose its last digit. */
export function stampInstant(stamp: string): Instant {
  const [seconds, fraction = ''] = stamp.split('.') as [string, string?];
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', `.${fraction.padEnd(6, '0')}Z`);
}

/** Null where the text is no date of the calendar, e.g. 2023-02-29. */
export function toWireDate(date: DateOnly): WireDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const real = new Date(Date.UTC(year, month - 1, day));
  if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) return null;
  return { __class__: 'date', year, month, day };
}

export function toWireDateTime(instant: Date): WireDateTime {
  return {
    __class__: 'datetime',
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    day: instant.getUTCDate(),
    hour: instant.getUTCHours(),
    minute: instant.getUTCMinutes(),
    second: instant.getUTCSeconds(),
    microsecond: instant.getUTCMilliseconds() * 1000,
  };
}

function dateText(year: number, month: number, day: number): DateOnly {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
