/** Calendar dates and instants as text, read strictly; and which date an instant is somewhere. */
import { DomainError } from './errors.js';
import type { DateOnly, Instant } from './facts.js';

/** An instant, with the offset in minutes that it was stated with (`+08:00` is 480); null: stated in UTC (`Z`). */
export interface Moment {
  readonly at: Date;
  readonly offsetMinutes: number | null;
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|([+-])(\d{2}):([0-5]\d))$/;
const dayMillis = 86_400_000;

/** True for an existing day of the years 0001-9999, written `YYYY-MM-DD`; 2023-02-29 is none. */
export function isDateOnly(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (datePattern.exec(text) ?? []).map(Number);
  return year > 0 && month > 0 && month <= 12 && day > 0 && day <= daysIn(year, month);
}

/** By counting, since every date of a request comes by here, and JavaScript makes 2023-02-29 the 1st of March. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Reads a calendar date strictly. Throws DomainError INVALID (`DATE_INVALID`). */
export function parseDateOnly(text: string, path: readonly string[] = []): DateOnly {
  if (!isDateOnly(text)) throw DomainError.invalid('DATE_INVALID', path, { value: text.slice(0, 40) });
  return text;
}

/**
 * Reads an RFC 3339 instant with its offset, to the millisecond; further digits are cut. A missing offset, an offset
 * beyond ±14:00 and a day that does not exist are refused. Throws DomainError INVALID (`INSTANT_INVALID`).
 */
export function parseInstant(text: Instant, path: readonly string[] = []): Moment {
  const match = instantPattern.exec(text);
  const offsetMinutes = match?.[3] ? (match[3] === '-' ? -1 : 1) * (Number(match[4]) * 60 + Number(match[5])) : null;
  if (!match || !isDateOnly(match[1] ?? '') || Math.abs(offsetMinutes ?? 0) > 14 * 60) {
    throw DomainError.invalid('INSTANT_INVALID', path, { value: text.slice(0, 40) });
  }
  return { at: new Date(text), offsetMinutes: offsetMinutes === 0 ? 0 : offsetMinutes };
}

/**
 * The calendar date of an instant in a zone: an offset in minutes east of UTC, or an IANA name such as `Asia/Shanghai`.
 * Throws RangeError for a zone that does not exist.
 */
export function localDate(instant: Date, zone: number | string): DateOnly {
  if (typeof zone === 'number') return new Date(instant.getTime() + zone * 60_000).toISOString().slice(0, 10);
  return new Date(instant.getTime() + offsetIn(zone, instant) * 60_000).toISOString().slice(0, 10);
}

/** The instant at which a calendar date begins in a zone (an offset in minutes, or an IANA name). */
export function startOfDate(date: DateOnly, zone: number | string): Date {
  const utc = Date.parse(`${parseDateOnly(date)}T00:00:00Z`);
  if (typeof zone === 'number') return new Date(utc - zone * 60_000);
  // The offset in force is that of the result, not of the first guess: a second pass settles days with a clock change.
  const guess = utc - offsetIn(zone, new Date(utc)) * 60_000;
  return new Date(utc - offsetIn(zone, new Date(guess)) * 60_000);
}

/**
 * The instant at which a zone's clocks show this date and time (`HH:MM:SS` with any fraction), stated with the offset in force
 * there. Of a time that clocks show twice, the earlier one; one that they leave out is read as if they had not been moved yet.
 */
export function zonedInstant(date: DateOnly, time: string, zone: string): Instant {
  const shown = Date.parse(`${parseDateOnly(date)}T${time}Z`);
  // The offsets of the day before and after are all that can be in force: where both fit, the earlier instant has the larger one.
  const offsets = [shown - dayMillis, shown + dayMillis].map((near) => offsetIn(zone, new Date(near)));
  const fitting = offsets.filter((offset) => offsetIn(zone, new Date(shown - offset * 60_000)) === offset);
  const offset = fitting.length > 0 ? Math.max(...fitting) : (offsets[0] ?? 0);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'));
  return `${date}T${time}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/** The date `days` calendar days later (earlier, if negative). */
export function addDays(date: DateOnly, days: number): DateOnly {
  return new Date(Date.parse(`${parseDateOnly(date)}T00:00:00Z`) + days * dayMillis).toISOString().slice(0, 10);
}

/** The dates from one on, without end: to add a day again and again reads and checks each of them. */
export function* datesFrom(first: DateOnly): Generator<DateOnly, never> {
  for (let at = Date.parse(`${parseDateOnly(first)}T00:00:00Z`); ; at += dayMillis) yield new Date(at).toISOString().slice(0, 10);
}

/** Calendar days from one date to another: 1 from a day to the next, negative backwards. */
export function daysBetween(from: DateOnly, to: DateOnly): number {
  return (Date.parse(`${parseDateOnly(to)}T00:00:00Z`) - Date.parse(`${parseDateOnly(from)}T00:00:00Z`)) / dayMillis;
}

// Building a formatter costs far more than using it; the zones in use are few.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC that a zone's clocks show at an instant. */
function offsetIn(zone: string, instant: Date): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((shown - Math.floor(instant.getTime() / 1000) * 1000) / 60_000);
}
