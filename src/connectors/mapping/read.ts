/** Reads the values that compiled rules point at out of one record. */
import type { Unmapped } from '../../domain/facts.js';
import type { CompiledRule, Place } from './rules.js';
import type { FactValues } from './kinds.js';
import type { Member, Members } from './members.js';
import { valueAt } from './paths.js';

/** What a rule reads from: a record, or one of its lines with the record around it. */
export interface Scope {
  readonly value: unknown;
  /** The record that a line belongs to; null for the record itself. */
  readonly record: unknown;
  /** Where the value stands in the message: empty, or `lines[2].`. */
  readonly at: string;
  /** Where the record stands in the message. */
  readonly recordAt: string;
}

/** What could not be taken over. */
export interface Findings {
  /** Values that are there and mean nothing to us. */
  readonly unmapped: Unmapped[];
  /** Places of values that must be there and are not. */
  readonly missing: string[];
}

type Found =
  | { readonly state: 'value'; readonly value: unknown }
  /** `silent`: nothing stands there; `none`: null or an empty text does. */
  | { readonly state: 'silent' | 'none'; readonly at: string }
  | { readonly state: 'unknown'; readonly at: string; readonly text: string };

export interface CompiledMember {
  readonly name: string;
  readonly member: Member;
  readonly rule: CompiledRule;
}

/** The values of all members, and whether every one that is needed is among them. */
export function readMembers(compiled: readonly CompiledMember[], scope: Scope, findings: Findings): { values: FactValues; isWhole: boolean } {
  const values: Record<string, unknown> = {};
  let isWhole = true;
  for (const { name, member, rule } of compiled) {
    const found = readRule(rule, scope);
    if (found.state === 'value') {
      values[name] = found.value;
      continue;
    }
    if (found.state === 'unknown') noteUnknown(found, findings);
    else if (member.absent === 'needed') findings.missing.push(`${name} (${found.at})`);
    if (member.absent === 'needed') isWhole = false;
    else if (member.absent === 'orNull' || (member.absent === 'null' && found.state === 'none')) values[name] = null;
    else if (member.absent === 'false') values[name] = false;
  }
  return { values, isWhole };
}

/** A value as text, where it is there and can be read; what cannot is noted. */
export function readText(rule: CompiledRule, scope: Scope, findings: Findings): string | null {
  const found = readRule(rule, scope);
  if (found.state === 'unknown') noteUnknown(found, findings);
  return found.state === 'value' ? String(found.value) : null;
}

/** Members that the profile does not mention, where the fact wants a word all the same. */
export function unmentioned(members: Members, compiled: readonly { readonly name: string }[]): FactValues {
  const mentioned = new Set(compiled.map(({ name }) => name));
  const silent = Object.entries(members).filter(([name, { absent }]) => !mentioned.has(name) && (absent === 'orNull' || absent === 'false'));
  return Object.fromEntries(silent.map(([name, { absent }]) => [name, absent === 'false' ? false : null]));
}

function noteUnknown({ at, text }: Found & { readonly state: 'unknown' }, { unmapped }: Findings): void {
  unmapped.push({ path: at, value: text.slice(0, 200).toWellFormed() });
}

function readRule(rule: CompiledRule, scope: Scope): Found {
  if (rule.constant !== undefined) return { state: 'value', value: rule.constant };
  return rule.template ? readTemplate(rule, rule.template, scope) : readFirst(rule, scope);
}

function readFirst({ places, parse, parseNumber }: CompiledRule, scope: Scope): Found {
  const raws = places.map((place) => ({ place, raw: rawAt(place, scope) }));
  const filled = raws.find(({ raw }) => raw !== undefined && raw !== null && !(typeof raw === 'string' && raw.trim() === ''));
  if (!filled) {
    const at = raws.map(({ place }) => fullPath(place, scope)).join(' or ');
    return { state: raws.some(({ raw }) => raw !== undefined) ? 'none' : 'silent', at };
  }
  const at = fullPath(filled.place, scope);
  const text = textOf(filled.raw);
  if (text === null) return { state: 'unknown', at, text: 'neither a text nor a number' };
  const cell = (typeof filled.raw === 'number' ? parseNumber : parse)(text);
  return cell.state === 'value' ? { state: 'value', value: cell.value } : { state: 'unknown', at, text };
}

function readTemplate({ places, parse }: CompiledRule, around: readonly string[], scope: Scope): Found {
  const parts = places.map((place) => ({ place, text: textOf(rawAt(place, scope)) }));
  const lacking = parts.find(({ text }) => text === null || text === '');
  if (lacking) return { state: 'silent', at: fullPath(lacking.place, scope) };
  const text = around.map((piece, index) => piece + (parts[index]?.text ?? '')).join('');
  const cell = parse(text);
  const at = places.map((place) => fullPath(place, scope)).join(' and ');
  return cell.state === 'value' ? { state: 'value', value: cell.value } : { state: 'unknown', at, text };
}

function rawAt({ up, path }: Place, { value, record }: Scope): unknown {
  return valueAt(up ? record : value, path);
}

function fullPath({ up, text }: Place, { at, recordAt }: Scope): string {
  return up ? recordAt + text.slice(2) : at + text;
}

function textOf(raw: unknown): string | null {
  if (typeof raw === 'string') return raw.trim();
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : null;
}
