/** Dates and instants in the spellings that programs use: ISO 8601, OData's, counts since 1970, or the formats of `date`. */
import { isDateOnly, localDate, parseInstant, zonedInstant } from '../domain/dates.js';
import type { DateOnly, Instant } from '../domain/facts.js';
import { refused, value, type CellParser } from './cell.js';
import { date, type DateFormat } from './dates.js';

/**
 * `iso`: RFC 3339, `2026-03-01`, or a local time `2026-03-01T08:00[:00]`, with `T` or a blank. `odata`: `/Date(1772352000000)/`.
 * `epochSeconds`, `epochMillis`: since 1970. Anything else is a format of `date`.
 */
export type InstantFormat = 'iso' | 'odata' | 'epochSeconds' | 'epochMillis' | DateFormat;

interface Reading {
  readonly instant: Instant;
  /** The day that the writer means. */
  readonly date: DateOnly;
}

type Reader = (text: string, zone: string) => Reading | null;

const ISO = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d(?:\.\d{1,9})?))?(Z|[+-]\d{2}:?\d{2})?$/;

/** The last millisecond of the year 9999. */
const LAST_MILLIS = 253_402_300_799_999;

const readers: Readonly<Record<string, Reader>> = {
  iso: readIso,
  // The day is the one in UTC: that is how dates without a time are sent. An offset behind the count only says what clocks showed.
  odata: (text) => fromMillis(/^\/Date\((-?\d{1,15})(?:[+-]\d{1,4})?\)\/$/.exec(text)?.[1], 'UTC'),
  epochSeconds: (text, zone) => fromMillis(/^\d{1,11}$/.test(text) ? `${text}000` : undefined, zone),
  epochMillis: (text, zone) => fromMillis(/^\d{1,15}$/.exec(text)?.[0], zone),
};

/** True for a format that can be read: a name, or day, month and a year of four digits. */
export function isInstantFormat(format: string): boolean {
  return Object.hasOwn(readers, format) || (/YYYY/.test(format) && /D/.test(format) && /M/.test(format));
}

/** An instant; a local time is that of `zone`, a date the beginning of the day there. */
export function instant(formats: readonly InstantFormat[], zone: string): CellParser<Instant> {
  return parser(formats, zone, (reading) => reading.instant);
}

/** A calendar date; of an instant, the date as it is written, and of a count since 1970 that in `zone`. */
export function calendarDate(formats: readonly InstantFormat[], zone: string): CellParser<DateOnly> {
  return parser(formats, zone, (reading) => reading.date);
}

function parser<T extends string>(formats: readonly InstantFormat[], zone: string, take: (reading: Reading) => T): CellParser<T> {
  const known = formats.map(readerOf);
  return (text) => {
    const readings = known.flatMap((reader) => reader(text, zone) ?? []);
    const [first, ...others] = new Set(readings.map(take));
    if (first === undefined) return refused('not a date', `expected ${formats.join(' or ')}`);
    return others.length === 0 ? value(first) : refused('ambiguous date', `could be ${[first, ...others].join(' or ')}`);
  };
}

function readerOf(format: InstantFormat): Reader {
  if (Object.hasOwn(readers, format)) return readers[format]!;
  const parse = date([format]);
  return (text, zone) => {
    const cell = parse(text);
    return cell.state === 'value' ? startOf(cell.value, zone) : null;
  };
}

function startOf(day: DateOnly, zone: string): Reading {
  return { date: day, instant: zonedInstant(day, '00:00:00', zone) };
}

function readIso(text: string, zone: string): Reading | null {
  if (isDateOnly(text)) return startOf(text, zone);
  const [, day = '', minutes = '', seconds = '00', offset] = ISO.exec(text) ?? [];
  if (!isDateOnly(day)) return null;
  const time = `${minutes}:${seconds}`;
  if (offset === undefined) return { date: day, instant: zonedInstant(day, time, zone) };
  const written = `${day}T${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`;
  return isInstant(written) ? { date: day, instant: written } : null;
}

function isInstant(text: string): boolean {
  try {
    parseInstant(text);
    return true;
  } catch {
    return false;
  }
}

function fromMillis(text: string | undefined, zone: string): Reading | null {
  const millis = Number(text ?? Number.NaN);
  // The years before 1 and after 9999 are slips, and no date of ours.
  if (!(millis > -62_135_000_000_000 && millis <= LAST_MILLIS)) return null;
  const at = new Date(millis);
  const day = localDate(at, zone);
  return isDateOnly(day) ? { date: day, instant: at.toISOString() } : null;
}
