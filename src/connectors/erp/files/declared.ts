/** A profile for one kind of table file, declared in JSON → the profile that the table readers take. */
import { z } from 'zod';
import type { Fact } from '../../../domain/facts.js';
import type { Columns } from '../../../tables/cell.js';
import type { Group, PartialValues, Profile, RecordRule, Row, Unsourced } from '../../../tables/profile.js';
import { recordKinds, type FactKind, type FactValues } from '../../mapping/kinds.js';
import type { Member, Members } from '../../mapping/members.js';
import { unmentioned } from '../../mapping/read.js';
import { matchKind, matchMembers } from '../../mapping/record.js';
import type { Complain, Conventions } from '../../mapping/rules.js';
import { ColumnSet, columnRule, type CompiledColumnRule } from './columns.js';

const rules = z.record(z.string().min(1), columnRule);

export const declaredTable = {
  /** How reports call it. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and hyphens'),
  format: z.strictObject({ encoding: z.string().optional(), delimiter: z.enum([',', ';', '\t', '|']).optional(), quoted: z.boolean().optional() }).optional(),
  /** Columns that together tell a row from every other. */
  row: z.array(z.string().min(1)).min(1),
  /** In the order of application: what is referred to comes first. */
  records: z.array(z.strictObject({ kind: z.string(), key: columnRule, fact: rules, lines: rules.optional() })).min(1),
};
export type DeclaredTable = z.infer<z.ZodObject<typeof declaredTable>>;

interface CompiledMember {
  readonly name: string;
  readonly member: Member;
  readonly rule: CompiledColumnRule;
}

const needed: Member = { type: 'text', absent: 'needed' };

export function compileTable(table: DeclaredTable, shared: Conventions, at: string, complain: Complain): Profile {
  const columns = new ColumnSet(shared, complain);
  const row = table.row.map((header, index) => columns.compile(header, needed, `${at}.row[${index}]`));
  const records = table.records.flatMap((record, index): RecordRule<Columns>[] => {
    const place = `${at}.records[${index}]`;
    const kind = matchKind(record, recordKinds, place, complain);
    if (!kind) return [];
    const key = columns.compile(record.key, needed, `${place}.key`);
    const head = compileMembers(record.fact, kind.members, columns, `${place}.fact`, complain);
    const { externalId, ...ofLines } = kind.lines ?? {};
    // Without a word about it, a line's id is that of its row.
    const own = externalId && record.lines && Object.hasOwn(record.lines, 'externalId') ? kind.lines! : ofLines;
    const lines = compileMembers(record.lines ?? {}, own, columns, `${place}.lines`, complain);
    return [{ name: record.kind, key: ({ values }) => textOf(key.read(values)), build: (group) => build(kind, head, kind.lines ? lines : null, group) }];
  });
  // What a row is a line of says more than what it mentions beside it.
  const main = table.records.find(({ lines }) => lines) ?? table.records[0]!;
  const mainKey = columns.compile(main.key, needed, `${at}.records[${table.records.indexOf(main)}].key`);
  return {
    name: table.name,
    title: table.name,
    ...(table.format ? { format: table.format } : {}),
    assumptions: columns.assumptions(),
    columns: columns.all,
    rowId: (values) => row.map((rule) => textOf(rule.read(values)) ?? '').join('/'),
    belongsTo: (values: PartialValues<Columns>) => {
      const key = textOf(mainKey.read(values));
      return key === null ? null : `${main.kind} ${key}`;
    },
    compare: (a, b) => a.rowNumber - b.rowNumber,
    checks: [],
    records,
  };
}

function compileMembers(rules: DeclaredTable['records'][number]['fact'], members: Members, columns: ColumnSet, at: string, complain: Complain): CompiledMember[] {
  return matchMembers(rules, members, at, complain).map(({ name, member, rule }) => ({ name, member, rule: columns.compile(rule, member, `${at}.${name}`) }));
}

function build(kind: FactKind, head: readonly CompiledMember[], lines: readonly CompiledMember[] | null, group: Group<Columns>): Unsourced<Fact> {
  const values = { ...unmentioned(kind.members, head), ...valuesOf(head, (rule) => rule.readGroup(group)) };
  const told = lines ? group.rows.map((row) => lineOf(kind.lines ?? {}, lines, row)) : [];
  const { source: _source, ...fact } = kind.build({ externalId: group.key, version: null, updatedAt: null }, values, told);
  return fact;
}

function lineOf(members: Members, lines: readonly CompiledMember[], row: Row<Columns>): FactValues {
  return { externalId: row.id, ...unmentioned(members, lines), ...valuesOf(lines, (rule) => rule.read(row.values)) };
}

function valuesOf(members: readonly CompiledMember[], read: (rule: CompiledColumnRule) => unknown): FactValues {
  const values: Record<string, unknown> = {};
  for (const { name, member, rule } of members) {
    const value = read(rule);
    if (value !== null) values[name] = value;
    // A cell that is blank says that there is no value; a member that cannot hold that was not said.
    else if (member.absent === 'null' || member.absent === 'orNull') values[name] = null;
    else if (member.absent === 'false') values[name] = false;
  }
  return values;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
