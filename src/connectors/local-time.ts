/** Times of day without an offset, made instants by the place where they were told. */
import { readInstant } from './instant.js';
import { lookUp } from './tracking-events.js';

export interface PlacedInstant {
  /** RFC 3339 with an offset: the one stated, or the place's. */
  readonly instant: string;
  /** True: no offset was stated. */
  readonly zoneAssumed: boolean;
  /** Date and time as they were written, without the offset: the same whether or not a sender learns the zone later. */
  readonly clock: string;
  /** Milliseconds since 1970, for comparing. */
  readonly epochMs: number;
}

/** Where an instant was told. */
export interface Place {
  /** ISO 3166-1 alpha-2; its zone is taken where it has only one at that time, or one in which nearly everybody lives. */
  readonly country: string | null;
  /** State or province as its country abbreviates it; decides in countries of several zones. */
  readonly region?: string | null;
  /** IANA zone for all other places. */
  readonly otherwise: string;
}

/** Countries of several zones in one of which nearly everybody lives: CLDR's primary zones. */
const PRIMARY_ZONES: Readonly<Record<string, string>> = {
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  UA: 'Europe/Kyiv',
  UZ: 'Asia/Tashkent',
};

/** Regions of countries of several zones, under the zone that most of the region keeps. */
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

/** Reads an instant with or without an offset; null where it is none. */
export function readPlacedInstant(text: string, place: Place): PlacedInstant | null {
  const read = readInstant(text);
  if (!read) return null;
  const clock = read.instant.replace(/(?:Z|[+-]\d{2}:\d{2})$/, '');
  const instant = read.hasOffset ? read.instant : clock + offsetAt(read.epochMs, place);
  return { instant, zoneAssumed: !read.hasOffset, clock, epochMs: Date.parse(instant) };
}

/** Reads an instant or a bare date, which lasts until the end of its day at the place; null where it is neither. */
export function readPlacedDeadline(text: string, place: Place): PlacedInstant | null {
  return readPlacedInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59` : text, place);
}

/** The same instant as a clock with this offset (`+02:00`) shows it; in UTC where the offset is none. */
export function atOffset(epochMs: number, offset: string | null): string {
  const isOffset = /^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(offset ?? '');
  const shown = new Date(epochMs + (isOffset ? offsetMs(offset!) : 0)).toISOString().replace('.000', '');
  return isOffset ? shown.replace('Z', offset!) : shown;
}

/** `+02:00`, for a time on the place's clocks, given as if it were UTC. */
function offsetAt(clockMs: number, { country, region, otherwise }: Place): string {
  const offsets = new Set(zonesOf(country, region?.toUpperCase() ?? '').map((zone) => offsetIn(zone, clockMs)));
  const [only] = offsets;
  return only !== undefined && offsets.size === 1 ? only : offsetIn(otherwise, clockMs);
}

function zonesOf(country: string | null, region: string): readonly string[] {
  if (country === null || !/^[A-Z]{2}$/.test(country)) return [];
  const byRegion = Object.entries(lookUp(REGIONS, country) ?? {}).find(([, names]) => names.split(' ').includes(region));
  if (byRegion) return [byRegion[0]];
  const primary = lookUp(PRIMARY_ZONES, country);
  if (primary !== undefined) return [primary];
  // Newer than the types; where the runtime lacks it, the zone for all other places holds.
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?: () => readonly string[] | undefined };
  return locale.getTimeZones?.() ?? [];
}

// Building a formatter costs far more than using it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function offsetIn(zone: string, clockMs: number): string {
  const formatter = formatters.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, formatter);
  const at = (ms: number): string => {
    const name = formatter.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return /[+-]\d{2}:\d{2}/.exec(name)?.[0] ?? '+00:00';
  };
  // The offset in force is that of the result, not of the first guess: a second look settles days with a clock change.
  return at(clockMs - offsetMs(at(clockMs)));
}

function offsetMs(offset: string): number {
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
