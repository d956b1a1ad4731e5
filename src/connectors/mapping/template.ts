/**
 * Templates of bodies that we send: JSON in which `"{name}"` stands for a value of ours. `{ "$each": "lines", "$as": … }` is a
 * list with an entry per line, `{ "$value": "unit", "table": "units" }` a value in their words, `{ "$value": "quantity",
 * "as": "number" }` a number instead of a text.
 */
import { z } from 'zod';
import { decimal } from '../../tables/parsers.js';
import { ConnectorError } from '../contract.js';
import type { Complain, Conventions } from './rules.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Values by name; those of an `$each` are lists of values. */
export interface TemplateValues {
  readonly [name: string]: string | number | null | readonly TemplateValues[];
}

/** Names that a template may use; `each` has those of the entries of a list, beside the others. */
export interface TemplateNames {
  readonly own: readonly string[];
  readonly each: Readonly<Record<string, readonly string[]>>;
}

const eachShape = z.strictObject({ $each: z.string(), $as: z.unknown() });
const valueShape = z.strictObject({ $value: z.string(), table: z.string().optional(), as: z.enum(['text', 'number']).optional() });

const PLACEHOLDER = /\{([A-Za-z]+)\}/g;

/** Complains about names and tables that there are not, by their place in the profile. */
export function checkTemplate(template: Json, names: TemplateNames, shared: Conventions, at: string, complain: Complain): void {
  const checkName = (name: string): void => {
    if (!names.own.includes(name)) complain(at, `there is no value ${name}, only ${names.own.join(', ')}`);
  };
  if (typeof template === 'string') for (const [, name = ''] of template.matchAll(PLACEHOLDER)) checkName(name);
  if (typeof template !== 'object' || template === null) return;
  if ('$each' in template) {
    const shape = eachShape.safeParse(template);
    const inner = shape.success && Object.hasOwn(names.each, shape.data.$each) ? names.each[shape.data.$each] : undefined;
    if (!shape.success || !inner) return complain(at, `must have $each (one of ${Object.keys(names.each).join(', ')}) and $as, and nothing else`);
    return checkTemplate(shape.data.$as as Json, { own: [...names.own, ...inner], each: {} }, shared, `${at}.$as`, complain);
  }
  if ('$value' in template) {
    const shape = valueShape.safeParse(template);
    if (!shape.success) return complain(at, 'must have $value, and may have table and as (text or number)');
    checkName(shape.data.$value);
    const { table } = shape.data;
    if (table !== undefined && !Object.hasOwn(shared.tables, table)) complain(`${at}.table`, `there is no table ${table} in this profile`);
    return;
  }
  for (const [key, member] of Object.entries(template)) checkTemplate(member as Json, names, shared, Array.isArray(template) ? `${at}[${key}]` : `${at}.${key}`, complain);
}

/** The names of values that a template uses, those in lists too. */
export function namesIn(template: Json): ReadonlySet<string> {
  if (typeof template === 'string') return new Set([...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name));
  if (typeof template !== 'object' || template === null) return new Set();
  if ('$value' in template) return new Set([String(template.$value)]);
  return new Set(Object.values(template as Readonly<Record<string, Json>>).flatMap((member) => [...namesIn(member)]));
}

export interface Filling {
  /** Words of the profile's tables. */
  readonly tables: Conventions['tables'];
  /** True: a member of which there is no value is left out; otherwise it is null. */
  readonly leavesOut?: boolean;
}

/** Throws ConnectorError('rejected') where a table has no word for a value, or a number cannot be written exactly. */
export function fillTemplate(template: Json, values: TemplateValues, filling: Filling, at = ''): Json {
  if (typeof template === 'string') return fillText(template, values);
  if (typeof template !== 'object' || template === null) return template;
  if ('$each' in template) {
    const { $each, $as } = template as { $each: string; $as: Json };
    return (values[$each] as readonly TemplateValues[]).map((one, index) => fillTemplate($as, { ...values, ...one }, filling, `${at}[${index}]`));
  }
  if ('$value' in template) return fillValue(valueShape.parse(template), values, filling.tables, at);
  if (Array.isArray(template)) return template.map((member: Json, index) => fillTemplate(member, values, filling, `${at}[${index}]`));
  const filled = Object.entries(template).map(([name, member]) => [name, member as Json, fillTemplate(member as Json, values, filling, `${at}.${name}`)] as const);
  const kept = filled.filter(([, member, value]) => !filling.leavesOut || value !== null || member === null);
  return Object.fromEntries(kept.map(([name, , value]) => [name, value]));
}

/** A text that is one placeholder alone is the value itself: null stays null. */
export function fillText(template: string, values: TemplateValues): string | number | null {
  const alone = /^\{([A-Za-z]+)\}$/.exec(template)?.[1];
  if (alone !== undefined) return plain(values[alone]);
  return template.replace(PLACEHOLDER, (_, name: string) => String(plain(values[name]) ?? ''));
}

function fillValue({ $value, table, as }: z.infer<typeof valueShape>, values: TemplateValues, tables: Conventions['tables'], at: string): string | number | null {
  const value = plain(values[$value]);
  if (value === null) return null;
  const words = table === undefined ? null : tables[table];
  if (words && !Object.hasOwn(words, value)) {
    throw new ConnectorError('rejected', `${at.replace(/^\./, '')}: table ${table} has no word for ${JSON.stringify(value)}`);
  }
  const text = words ? (words[value] ?? '') : String(value);
  return as === 'number' ? exactNumber(text, at) : words ? text : value;
}

/** JSON's numbers are read as binary fractions by most: only what survives that is sent as one. */
function exactNumber(text: string, at: string): number {
  const read = decimal({ digits: 40, scale: 40 });
  const [wanted, sent] = [read(text), read(String(Number(text)))];
  if (wanted.state === 'value' && sent.state === 'value' && wanted.value === sent.value) return Number(text);
  throw new ConnectorError('rejected', `${at.replace(/^\./, '')}: ${JSON.stringify(text)} cannot be written exactly as a number`);
}

function plain(value: TemplateValues[string] | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
