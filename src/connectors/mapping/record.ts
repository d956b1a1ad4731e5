/** How a record of theirs becomes a fact: declared in a mapping profile, checked and compiled when it is loaded. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FactSource, Unmapped } from '../../domain/facts.js';
import { ConnectorError, type Normalised } from '../contract.js';
import type { FactKind } from './kinds.js';
import type { Member, Members } from './members.js';
import { compilePath, valueAt, type Path } from './paths.js';
import { readMembers, readText, unmentioned, type CompiledMember, type Findings, type Scope } from './read.js';
import { compileRule, valueRule, type Complain, type CompiledRule, type Conventions, type ValueRule } from './rules.js';

const factRules = z.record(z.string().min(1), valueRule);

/** The part of a profile that says how one kind of record is read. */
export const recordMapping = {
  /** The topic of its messages. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and hyphens'),
  kind: z.string(),
  /** Their id of the record. */
  id: valueRule,
  /** When it was last changed there. */
  updatedAt: valueRule.optional(),
  fact: factRules,
  lines: z.strictObject({ list: z.string(), fact: factRules }).optional(),
};
export type RecordMapping = z.infer<z.ZodObject<typeof recordMapping>>;

export interface CompiledRecord {
  readonly name: string;
  readonly kind: FactKind;
  readonly id: CompiledRule;
  readonly updatedAt: CompiledRule | null;
  readonly members: readonly CompiledMember[];
  readonly lines: { readonly list: Path; readonly listText: string; readonly members: readonly CompiledMember[] } | null;
}

/** Null where the record is of no kind; everything that is wrong goes to `complain`, by its place in the profile. */
export function compileRecord(
  mapping: RecordMapping,
  kinds: Readonly<Record<string, FactKind>>,
  shared: Conventions,
  at: string,
  complain: Complain,
): CompiledRecord | null {
  const kind = matchKind(mapping, kinds, at, complain);
  if (!kind) return null;
  const rule = (from: ValueRule, name: 'id' | 'updatedAt'): CompiledRule =>
    compileRule(from, name === 'id' ? 'text' : 'instant', shared, `${at}.${name}`, complain);
  return {
    name: mapping.name,
    kind,
    id: rule(mapping.id, 'id'),
    updatedAt: mapping.updatedAt === undefined ? null : rule(mapping.updatedAt, 'updatedAt'),
    members: compileMembers(mapping.fact, kind.members, shared, `${at}.fact`, complain),
    lines: compileLines(mapping, kind, shared, at, complain),
  };
}

function compileLines({ lines }: RecordMapping, kind: FactKind, shared: Conventions, at: string, complain: Complain): CompiledRecord['lines'] {
  if (!lines || !kind.lines) return null;
  return { list: compilePath(lines.list, `${at}.lines.list`, complain), listText: lines.list, members: compileMembers(lines.fact, kind.lines, shared, `${at}.lines.fact`, complain) };
}

function compileMembers(rules: Readonly<Record<string, ValueRule>>, members: Members, shared: Conventions, at: string, complain: Complain): CompiledMember[] {
  return matchMembers(rules, members, at, complain).map(({ name, member, rule }) => {
    return { name, member, rule: compileRule(rule, member.type, shared, `${at}.${name}`, complain) };
  });
}

/** The member that each rule fills; complains about rules of no member, and needed members without a rule. */
export function matchMembers<Rule>(
  rules: Readonly<Record<string, Rule>>,
  members: Members,
  at: string,
  complain: Complain,
): { readonly name: string; readonly member: Member; readonly rule: Rule }[] {
  for (const [name, { absent }] of Object.entries(members)) {
    if (absent === 'needed' && !Object.hasOwn(rules, name)) complain(`${at}.${name}`, 'is missing, and no fact of this kind is without');
  }
  return Object.entries(rules).flatMap(([name, rule]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member) return [{ name, member, rule }];
    complain(`${at}.${name}`, `is no member of this kind; there are ${Object.keys(members).join(', ')}`);
    return [];
  });
}

/** The kind that a profile names; complains where there is none, and where it should have lines and has none, or the other way round. */
export function matchKind(
  { kind: name, lines }: { readonly kind: string; readonly lines?: unknown },
  kinds: Readonly<Record<string, FactKind>>,
  at: string,
  complain: Complain,
): FactKind | null {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) complain(`${at}.kind`, `must be one of ${Object.keys(kinds).join(', ')}`);
  else if (!lines !== !kind.lines) complain(`${at}.lines`, kind.lines ? 'is missing: this kind has lines' : 'must not stand here: this kind has no lines');
  return kind ?? null;
}

/**
 * Pure. What no table knows and no format reads is unmapped; where the fact cannot be without it, there is no fact. Throws
 * ConnectorError('contract') naming everything that must be there and is not. `at` says where the record stands in its message.
 */
export function mapRecord(compiled: CompiledRecord, record: unknown, at = ''): Normalised {
  const findings = { unmapped: [] as Unmapped[], missing: [] as string[] };
  const scope: Scope = { value: record, record, at, recordAt: at };
  const externalId = readText(compiled.id, scope, findings);
  if (externalId === null) findings.missing.push(`id (${compiled.id.places.map(({ text }) => at + text).join(' or ')})`);
  const updatedAt = compiled.updatedAt && readText(compiled.updatedAt, scope, findings);
  const head = readMembers(compiled.members, scope, findings);
  const lines = compiled.lines ? readLines(compiled.lines, scope, findings, compiled.kind.keepsWholeLines ?? false) : [];
  if (findings.missing.length > 0) throw new ConnectorError('contract', `${compiled.name}: missing ${findings.missing.slice(0, 10).join(', ')}`);
  const { unmapped } = findings;
  if (externalId === null || !head.isWhole || lines.some(({ isWhole }) => !isWhole)) return { facts: [], unmapped };

  const { members, lines: lineMembers } = compiled.kind;
  const values = { ...unmentioned(members, compiled.members), ...head.values };
  const silent = unmentioned(lineMembers ?? {}, compiled.lines?.members ?? []);
  const told = lines.map((line) => ({ ...silent, ...line.values }));
  const source: FactSource = { externalId, version: versionOf(updatedAt, values, told), updatedAt };
  return { facts: [compiled.kind.build(source, values, told)], unmapped };
}

type ReadLine = ReturnType<typeof readMembers>;

function readLines({ list, listText, members }: NonNullable<CompiledRecord['lines']>, { value, at }: Scope, findings: Findings, keepsWhole: boolean): ReadLine[] {
  const found = valueAt(value, list);
  if (keepsWhole && (found === undefined || found === null || found === '')) return [];
  if (!Array.isArray(found)) {
    findings.missing.push(`lines (${at}${listText})`);
    return [];
  }
  return found.flatMap((line: unknown, index) => {
    const scope = { value: line, record: value, at: `${at}${listText}[${index}].`, recordAt: at };
    if (!keepsWhole) return [readMembers(members, scope, findings)];
    const missing: string[] = [];
    const read = readMembers(members, scope, { unmapped: findings.unmapped, missing });
    if (missing.length > 0) findings.unmapped.push({ path: `${at}${listText}[${index}]`, value: `missing ${missing.join(', ')}`.slice(0, 200).toWellFormed() });
    return read.isWhole ? [read] : [];
  });
}

/** Change times are coarse, and a corrected profile reads the same record otherwise: the version needs the content as well. */
function versionOf(updatedAt: string | null, ...content: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  return updatedAt === null ? hash : `${updatedAt} ${hash}`;
}
