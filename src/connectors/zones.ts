/** Local times that were written without an offset: which zone a place is in, as far as country and region tell. */
import { readInstant, type ReadInstant } from './instant.js';

export interface ZonedPlace {
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** State or province as the postal service of the country abbreviates it. */
  readonly region: string | null;
}

/** Regions of countries with several zones, under the zone that most of the region keeps. */
const REGIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    'America/New_York': 'CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV',
    'America/Chicago': 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI',
    'America/Denver': 'CO ID MT NM UT WY',
    'America/Phoenix': 'AZ',
    'America/Los_Angeles': 'CA NV OR WA',
    'America/Anchorage': 'AK',
    'Pacific/Honolulu': 'HI',
  },
  CA: {
    'America/St_Johns': 'NL',
    'America/Halifax': 'NB NS PE',
    'America/Toronto': 'ON QC PQ',
    'America/Winnipeg': 'MB',
    'America/Regina': 'SK',
    'America/Edmonton': 'AB NT',
    'America/Vancouver': 'BC',
    'America/Whitehorse': 'YT',
  },
  AU: {
    'Australia/Sydney': 'NSW ACT',
    'Australia/Melbourne': 'VIC',
    'Australia/Hobart': 'TAS',
    'Australia/Brisbane': 'QLD',
    'Australia/Adelaide': 'SA',
    'Australia/Darwin': 'NT',
    'Australia/Perth': 'WA',
  },
};

/** Countries whose whole territory officially keeps one time, although the zone database knows another in use. */
const ONE_TIME: Readonly<Record<string, string>> = { CN: 'Asia/Shanghai' };

/**
 * Reads a local date and time (`2026-03-01T12:00:00`) in the zone of a place; where the place does not tell one zone, in
 * `otherwise`, an IANA name. An offset that the text has is kept. Null for no time.
 */
export function readLocalTime(text: string, place: ZonedPlace, otherwise: string): ReadInstant | null {
  const read = readInstant(text);
  if (!read || read.hasOffset) return read;
  const minutes = offsetOfPlace(place, read.epochMs) ?? offsetOf(otherwise, read.epochMs);
  return { instant: read.instant.replace('Z', offsetText(minutes)), hasOffset: false, epochMs: read.epochMs - minutes * 60_000 };
}

/** The same instant as a clock with this offset (`+02:00`) shows it; `Z` for an offset that is none. */
export function atOffset(epochMs: number, offset: string | null): string {
  const match = /^([+-])(0\d|1[0-4]):?([0-5]\d)$/.exec(offset ?? '');
  const minutes = match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : null;
  const shown = new Date(epochMs + (minutes ?? 0) * 60_000).toISOString().replace('.000', '');
  return minutes === null ? shown : shown.replace('Z', offsetText(minutes));
}

/** True for a name that the zone database knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Minutes east of UTC at a local time; null where the country has clocks that differ and the region does not decide. */
function offsetOfPlace({ country, region }: ZonedPlace, localMs: number): number | null {
  const zones = zonesOf(country?.toUpperCase() ?? '', region?.toUpperCase() ?? '');
  const offsets = new Set(zones.map((zone) => offsetOf(zone, localMs)));
  const [only = null] = offsets;
  return offsets.size === 1 ? only : null;
}

function zonesOf(country: string, region: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  const regions = Object.hasOwn(REGIONS, country) ? REGIONS[country]! : {};
  const byRegion = Object.entries(regions).find(([, names]) => names.split(' ').includes(region));
  if (byRegion) return [byRegion[0]];
  if (Object.hasOwn(ONE_TIME, country)) return [ONE_TIME[country]!];
  // TypeScript knows neither the method nor the getter that it was in Node 20.
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?(): string[] | undefined; timeZones?: string[] };
  return (locale.getTimeZones ? locale.getTimeZones() : locale.timeZones) ?? [];
}

/** Minutes east of UTC that a zone's clocks are off when they show this time, given as if it were UTC. */
function offsetOf(zone: string, localMs: number): number {
  // The offset in force is that of the result, not of the first guess: a second pass settles days with a clock change.
  return offsetAt(zone, localMs - offsetAt(zone, localMs) * 60_000);
}

// Building a formatter costs far more than using it; the zones in use are few.
const formatters = new Map<string, Intl.DateTimeFormat>();

function offsetAt(zone: string, epochMs: number): number {
  const formatter = formatters.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, formatter);
  const name = formatter.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(name);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

/** Minutes east of UTC as an offset is written: `+05:30`. */
export function offsetText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
