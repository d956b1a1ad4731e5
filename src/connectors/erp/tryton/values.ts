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

const calendar = { year: z.int().min(1).max(9999), month: z.int().min(1).max(12), day: z.int().min(1).max(31) };
const clock = {
  hour: z.int().min(0).max(23),
  minute: z.int().min(0).max(59),
  second: z.int().min(0).max(59),
  microsecond: z.int().min(0).max(999_999),
};

export const wireDate = z
  .object({ __class__: z.literal('date'), ...calendar })
  .refine(exists, 'no day of the calendar')
  .transform((date): DateOnly => dateText(date));

export const wireDateTime = z
  .object({ __class__: z.literal('datetime'), ...calendar, ...clock })
  .refine(exists, 'no day of the calendar')
  .transform((at): Instant => {
    const time = [at.hour, at.minute, at.second].map((part) => pad(part, 2)).join(':');
    return `${dateText(at)}T${time}.${pad(at.microsecond, 6)}Z`;
  });

export const wireDecimal = z
  .object({ __class__: z.literal('Decimal'), decimal: z.string().regex(/^-?\d{1,40}(\.\d{1,40})?$/) })
  .transform(({ decimal }): Decimal => decimal);

/** `_timestamp`: seconds since 1970 with microseconds, of the last write or else of the creation. */
export const wireStamp = z.string().regex(/^\d{1,11}(\.\d{1,6})?$/);

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
  return year > 0 && exists({ year, month, day }) ? { __class__: 'date', year, month, day } : null;
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

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** JavaScript makes 29 February of a common year the 1st of March: what comes back tells. */
function exists({ year, month, day }: Day): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function dateText({ year, month, day }: Day): DateOnly {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
