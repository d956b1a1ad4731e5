/** Times as carriers write them: what a clock showed, often without saying where it hung. */
import { refused, value, type CellParser } from '../../tables/cell.js';
import { instant } from '../../tables/instants.js';
import { readInstant } from '../instant.js';

export interface ClockTime {
  /** RFC 3339 with an offset where one was stated, without where none was; or a bare date. */
  readonly text: string;
  /** IANA zone for what has no offset, where the place does not tell one. */
  readonly otherwise: string;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/;
const COUNTED = ['odata', 'epochSeconds', 'epochMillis'];

/** Patterns of digits by their tokens. Of `h` and `A` the first is an hour up to 12, the other AM or PM. */
const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  A: '(?<half>AM|PM)',
};

/** Dates and times of day in the formats of `instant`, or in forms of the tokens above, as `MM/DD/YYYY hh:mm A`. */
export function clockTime(formats: readonly string[], otherwise: string): CellParser<ClockTime> {
  const readers = formats.map(readerOf);
  return (cell) => {
    const [first, ...others] = new Set(readers.flatMap((read) => read(cell) ?? []));
    if (first === undefined) return refused('not a time', `expected ${formats.join(' or ')}`);
    return others.length === 0 ? value({ text: first, otherwise }) : refused('ambiguous time', `could be ${[first, ...others].join(' or ')}`);
  };
}

/** True for `iso`, a count since 1970, or a form that names year, month and day once each. */
export function isClockFormat(format: string): boolean {
  return format === 'iso' || COUNTED.includes(format) || patternOf(format) !== null;
}

function readerOf(format: string): (text: string) => string | null {
  if (format === 'iso') return readIso;
  if (COUNTED.includes(format)) {
    const parse = instant([format], 'UTC');
    return (text) => {
      const cell = parse(text);
      return cell.state === 'value' ? cell.value : null;
    };
  }
  const pattern = patternOf(format);
  return (text) => (pattern ? readPattern(pattern, text) : null);
}

function readIso(text: string): string | null {
  const [, date, minutes, seconds = ':00', offset = ''] = ISO.exec(text) ?? [];
  if (date === undefined) return null;
  return existing(minutes === undefined ? date : `${date}T${minutes}${seconds}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
}

function patternOf(format: string): RegExp | null {
  const parts = format.split(/(YYYY|MM|M|DD|D|HH|H|hh|h|mm|ss|A)/);
  const source = parts.map((part, index) => (index % 2 === 1 ? TOKENS[part] : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('');
  const names = [...source.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name);
  const isWhole = ['year', 'month', 'day'].every((name) => names.includes(name)) && new Set(names).size === names.length;
  return isWhole ? new RegExp(`^${source}$`, 'i') : null;
}

function readPattern(pattern: RegExp, text: string): string | null {
  const { year, month, day, hour, minute = '00', second = '00', half } = pattern.exec(text)?.groups ?? {};
  if (year === undefined) return null;
  const two = (part: string | undefined): string => part!.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  if (hour === undefined) return existing(date);
  if (half !== undefined && !(Number(hour) >= 1 && Number(hour) <= 12)) return null;
  const hours = half === undefined ? hour : String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0));
  return existing(`${date}T${two(hours)}:${minute}:${second}`);
}

/** Null for a day or a time of day that there is not. */
function existing(text: string): string | null {
  return readInstant(text.includes('T') ? text : `${text}T00:00:00`) ? text : null;
}
