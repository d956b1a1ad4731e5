/** How a mapping profile says where a value stands and how it is read. Rules are checked and compiled in one go. */
import { z } from 'zod';
import { refused, value, type CellParser } from '../../tables/cell.js';
import { country } from '../../tables/countries.js';
import { calendarDate, instant, isInstantFormat } from '../../tables/instants.js';
import { decimal, integer, text } from '../../tables/parsers.js';
import type { MemberType } from './members.js';
import { clockTime, isClockFormat } from './clock.js';
import { compilePath, type Path } from './paths.js';

/** Values of theirs → ours. */
export const valueTable = z.record(z.string().min(1), z.string());

/** How a text becomes a value; what a rule does not say is as the profile has it. */
export const reading = {
  /** A table of the profile by its name, or one that stands here. */
  table: z.union([z.string().min(1), valueTable]).optional(),
  formats: z.array(z.string().min(1)).min(1).optional(),
  zone: z.string().min(1).optional(),
  point: z.enum(['.', ',']).optional(),
  group: z.enum([',', '.', ' ', "'"]).optional(),
};

export type ReadingOptions = z.infer<z.ZodObject<typeof reading>>;

export const valueRule = z.union([
  z.string(),
  z.array(z.string()).min(1),
  z.strictObject({ path: z.union([z.string(), z.array(z.string()).min(1)]), ...reading }),
  z.strictObject({ template: z.string().min(1), ...reading }),
  z.strictObject({ constant: z.string().min(1) }),
]);
export type ValueRule = z.infer<typeof valueRule>;

/** What holds for the whole profile, unless a rule says otherwise. */
export const conventions = {
  zone: z.string().min(1).default('UTC'),
  formats: z.array(z.string().min(1)).min(1).default(['iso']),
  decimals: z.strictObject({ point: reading.point, group: reading.group }).default({}),
  tables: z.record(z.string().min(1), valueTable).default({}),
};
export type Conventions = z.infer<z.ZodObject<typeof conventions>>;

/** Where a value may stand; `up` leads from a line to its record. */
export interface Place {
  readonly up: boolean;
  readonly path: Path;
  readonly text: string;
}

export interface CompiledRule {
  /** The first of these at which something stands. */
  readonly places: readonly Place[];
  /** Text around and between the places, where all of them make one text; null otherwise. */
  readonly template: readonly string[] | null;
  readonly constant: unknown;
  readonly parse: CellParser<unknown>;
  /** For numbers of JSON, whose point is one everywhere. */
  readonly parseNumber: CellParser<unknown>;
}

export type Complain = (at: string, what: string) => void;

/** Says through `complain` what is wrong with the rule, by its place in the profile. */
export function compileRule(rule: ValueRule, type: MemberType, shared: Conventions, at: string, complain: Complain): CompiledRule {
  const options: ReadingOptions = typeof rule === 'string' || Array.isArray(rule) || 'constant' in rule ? {} : rule;
  const parse = compileParser(options, type, shared, at, complain);
  const parseNumber = type === 'decimal' && options.table === undefined ? decimal({ digits: 40, scale: 40 }) : parse;
  const compiled = { places: [], template: null, constant: undefined, parse, parseNumber };
  if (typeof rule === 'object' && 'constant' in rule) {
    const cell = parse(rule.constant);
    if (cell.state !== 'value') complain(`${at}.constant`, `${JSON.stringify(rule.constant)} is no value of this member`);
    return { ...compiled, constant: cell.state === 'value' ? cell.value : undefined };
  }
  if (typeof rule === 'object' && 'template' in rule) {
    const parts = rule.template.split(/\{([^{}]*)\}/);
    const places = parts.filter((_, index) => index % 2 === 1).map((text) => placeOf(text, `${at}.template`, complain));
    return { ...compiled, places, template: parts.filter((_, index) => index % 2 === 0) };
  }
  const paths = typeof rule === 'string' || Array.isArray(rule) ? [rule].flat() : [rule.path].flat();
  return { ...compiled, places: paths.map((text) => placeOf(text, at, complain)) };
}

function placeOf(text: string, at: string, complain: Complain): Place {
  const up = text.startsWith('^.');
  return { up, path: compilePath(up ? text.slice(2) : text, at, complain), text };
}

function tableOf(table: string | Readonly<Record<string, string>> | undefined, shared: Conventions, at: string, complain: Complain): Readonly<Record<string, string>> | undefined {
  if (typeof table !== 'string') return table;
  if (Object.hasOwn(shared.tables, table)) return shared.tables[table];
  complain(`${at}.table`, `there is no table ${table} in this profile`);
  return undefined;
}

/** The parser of a member's values. */
export function compileParser(options: ReadingOptions, type: MemberType, shared: Conventions, at: string, complain: Complain): CellParser<unknown> {
  const table = tableOf(options.table, shared, at, complain);
  const own = plainParser(type, options, shared, at, complain);
  if (!table) return own;
  for (const [theirs, ours] of Object.entries(table)) {
    if (own(ours).state !== 'value') complain(`${at}.table`, `${theirs} → ${JSON.stringify(ours)} is no value of this member`);
  }
  return (cell) => (Object.hasOwn(table, cell) ? own(table[cell]!) : refused('unknown code'));
}

function plainParser(type: MemberType, options: ReadingOptions, shared: Conventions, at: string, complain: Complain): CellParser<unknown> {
  if (typeof type === 'object') return words(type);
  switch (type) {
    case 'text':
      return text({ maxLength: 20_000 });
    case 'country':
      return (cell) => {
        const found = country()(cell);
        return found.state === 'value' ? value(found.value.code) : found;
      };
    case 'decimal':
      return decimal({ digits: 40, scale: 40, point: options.point ?? shared.decimals.point, group: options.group ?? shared.decimals.group });
    case 'integer':
      return integer();
    case 'boolean':
      return words({ true: true, false: false });
    case 'clock': {
      checkTimes(options, at, complain, true);
      return clockTime((options.formats ?? shared.formats).filter(isClockFormat), options.zone ?? shared.zone);
    }
    case 'date':
    case 'instant': {
      checkTimes(options, at, complain);
      const formats = (options.formats ?? shared.formats).filter(isInstantFormat);
      const zone = options.zone ?? shared.zone;
      return (type === 'date' ? calendarDate : instant)(formats, isZone(zone) ? zone : 'UTC');
    }
  }
}

/** Codes are compared as they stand: `a` and `A` may be two of them. */
function words<T>(known: Readonly<Record<string, T>>): CellParser<T> {
  return (cell) => (Object.hasOwn(known, cell) ? value(known[cell]!) : refused('unknown code'));
}

/**
 * Complains about zones that there are not and formats that would read nothing; of the whole profile or of one rule. `clocks`:
 * times of day are read, whose formats have hours and minutes.
 */
export function checkTimes({ zone, formats = [] }: Pick<ReadingOptions, 'zone' | 'formats'>, at: string, complain: Complain, clocks = false): void {
  const below = (name: string): string => (at === '' ? name : `${at}.${name}`);
  if (zone !== undefined && !isZone(zone)) complain(below('zone'), `there is no zone ${zone}`);
  for (const format of formats) {
    if (!(clocks ? isClockFormat : isInstantFormat)(format)) complain(below('formats'), `${JSON.stringify(format)} is no format, such as iso, odata or DD.MM.YYYY${clocks ? ' HH:mm' : ''}`);
  }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
