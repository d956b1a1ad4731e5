/** Calendar dates in the spellings that tables use. A date here has no time and no zone. */
import { isDateOnly } from '../domain/dates.js';
import type { DateOnly, Instant } from '../domain/facts.js';
import { refused, value, type CellParser } from './cell.js';

/**
 * Parts: `D` and `M` one or two digits, `DD` and `MM` two, `Mon` an English month name or its first three letters,
 * `YY` and `YYYY`. Anything else stands for itself: `D-Mon-YY`, `M/D/YYYY`, `DD.MM.YYYY`, `YYYY年M月D日`.
 */
export type DateFormat = string;

interface CompiledFormat {
  readonly pattern: RegExp;
  readonly parts: readonly string[];
}

const PART = /YYYY|YY|Mon|MM|M|DD|D/g;
const PART_PATTERNS: Readonly<Record<string, string>> = {
  YYYY: '(\\d{4})',
  YY: '(\\d{2})',
  Mon: '([A-Za-z]{3,9})',
  MM: '(\\d{2})',
  M: '(\\d{1,2})',
  DD: '(\\d{2})',
  D: '(\\d{1,2})',
};
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Accepts the listed formats and no other. `twoDigitYearsFrom` is the first of the hundred years that two digits can
 * mean: from 1970, `69` is 2069 and `70` is 1970. A text that two formats read as different dates is refused, and so
 * is a day that no calendar has (2023-02-29).
 */
export function date(
  formats: readonly DateFormat[],
  options: { twoDigitYearsFrom?: number } = {},
): CellParser<DateOnly> {
  const compiled = formats.map(compile);
  if (options.twoDigitYearsFrom === undefined && compiled.some(({ parts }) => parts.includes('YY'))) {
    throw new Error(`a date format with YY needs twoDigitYearsFrom: ${formats.join(', ')}`);
  }
  return (text) => {
    const readings = compiled.flatMap((format) => read(format, text, options.twoDigitYearsFrom ?? 0) ?? []);
    const dates = [...new Set(readings.filter((reading) => reading !== null))];
    if (dates.length === 1) return value(dates[0]!);
    if (dates.length > 1) return refused('ambiguous date', `could be ${dates.join(' or ')}`);
    if (readings.length > 0) return refused('no such calendar date');
    return refused('not a date', `expected ${formats.join(' or ')}`);
  };
}

function compile(format: DateFormat): CompiledFormat {
  const parts: string[] = [];
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let pattern = '';
  let end = 0;
  for (const match of format.matchAll(PART)) {
    parts.push(match[0]);
    pattern += literal(format.slice(end, match.index)) + PART_PATTERNS[match[0]]!;
    end = match.index + match[0].length;
  }
  return { pattern: new RegExp(`^${pattern}${literal(format.slice(end))}$`), parts };
}

/** A list of one: the date, or null where it does not exist. Undefined: the text has another form. */
function read(format: CompiledFormat, text: string, twoDigitYearsFrom: number): [DateOnly | null] | undefined {
  const match = format.pattern.exec(text);
  if (!match) return undefined;
  const date = { year: 0, month: 0, day: 0 };
  format.parts.forEach((part, index) => {
    const found = match[index + 1]!;
    if (part === 'YYYY') date.year = Number(found);
    else if (part === 'YY') date.year = yearFrom(Number(found), twoDigitYearsFrom);
    else if (part === 'Mon') date.month = monthFrom(found);
    else if (part.startsWith('M')) date.month = Number(found);
    else date.day = Number(found);
  });
  return [dateOnly(date.year, date.month, date.day)];
}

function yearFrom(twoDigits: number, first: number): number {
  return first + ((twoDigits - (first % 100) + 100) % 100);
}

function monthFrom(name: string): number {
  const wanted = name.toLowerCase();
  return MONTHS.findIndex((month) => month === wanted || month.slice(0, 3) === wanted) + 1;
}

function dateOnly(year: number, month: number, day: number): DateOnly | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDateOnly(text) && year >= 1900 && year < 2200 ? text : null;
}

/** The instant that stands for a date where a table knows no time: midnight UTC, so that the date stays readable. */
export function midnightUtc(date: DateOnly): Instant {
  return `${date}T00:00:00Z`;
}
