/** The columns that a declared table reads, gathered from its rules. */
import { z } from 'zod';
import { optional, required, type CellParser, type Column, type Columns } from '../../../tables/cell.js';
import { words } from '../../../tables/parsers.js';
import type { Group } from '../../../tables/profile.js';
import type { Member } from '../../mapping/members.js';
import { compileParser, reading, type Complain, type Conventions, type ReadingOptions } from '../../mapping/rules.js';

export const columnRule = z.union([
  /** The column's header. */
  z.string().min(1),
  /** `none`: words that stand where there is no value. */
  z.strictObject({ column: z.string().min(1), none: z.array(z.string().min(1)).optional(), ...reading }),
  /** Headers in braces, and what stands between them: `{Order}/{Line}`. */
  z.strictObject({ template: z.string().min(1) }),
  z.strictObject({ constant: z.string().min(1) }),
]);
export type ColumnRule = z.infer<typeof columnRule>;

type CellValues = Readonly<Record<string, unknown>>;

export interface CompiledColumnRule {
  /** Of one row; null where it has none. */
  read(values: CellValues): unknown;
  /** What all rows of a record share; the report says where they differ. */
  readGroup(group: Group<Columns>): unknown;
}

export class ColumnSet {
  readonly #columns: Record<string, Column<unknown>> = {};
  readonly #assumptions: string[] = [];

  constructor(
    private readonly shared: Conventions,
    private readonly complain: Complain,
  ) {}

  get all(): Columns {
    return this.#columns;
  }

  /** What holds for all rows without standing in any. */
  assumptions(): readonly string[] {
    return this.#assumptions;
  }

  compile(rule: ColumnRule, member: Member, at: string): CompiledColumnRule {
    if (typeof rule === 'object' && 'constant' in rule) return this.#constant(rule.constant, member, at);
    if (typeof rule === 'object' && 'template' in rule) return this.#template(rule.template, member, at);
    const { column: header, none = [], ...options } = typeof rule === 'string' ? { column: rule } : rule;
    const parse = this.#parser(options, member, at);
    const reasons = Object.fromEntries(none.map((word) => [word, 'the table says that there is none']));
    const name = this.#add(header, none.length > 0 ? words(reasons, parse) : parse, member, JSON.stringify([header, none, options, member.type]));
    return { read: (values) => values[name] ?? null, readGroup: (group) => group.same(name) ?? null };
  }

  #constant(text: string, member: Member, at: string): CompiledColumnRule {
    const cell = this.#parser({}, member, at)(text);
    if (cell.state !== 'value') this.complain(`${at}.constant`, `${JSON.stringify(text)} is no value of this member`);
    else this.#assumptions.push(`${at.slice(at.lastIndexOf('.') + 1)} is ${text} in every row.`);
    const value = cell.state === 'value' ? cell.value : null;
    return { read: () => value, readGroup: () => value };
  }

  /** Made of texts alone: what is put together has no format. */
  #template(template: string, member: Member, at: string): CompiledColumnRule {
    if (member.type !== 'text') this.complain(`${at}.template`, 'only texts can be put together');
    const pieces = template.split(/\{([^{}]+)\}/);
    const parts = pieces.map((piece, index) => (index % 2 === 0 ? piece : this.compile(piece, { type: 'text', absent: member.absent }, at)));
    const join = (read: (part: CompiledColumnRule) => unknown): string | null => {
      const texts = parts.map((part) => (typeof part === 'string' ? part : (read(part) as string | null)));
      return texts.includes(null) ? null : texts.join('');
    };
    return { read: (values) => join((part) => part.read(values)), readGroup: (group) => join((part) => part.readGroup(group)) };
  }

  #parser(options: ReadingOptions, member: Member, at: string): CellParser<unknown> {
    return compileParser(options, member.type, this.shared, at, this.complain);
  }

  /** One column per header and way to read it: what two rules read alike is read once, and needed if one of them needs it. */
  #add(header: string, parse: CellParser<unknown>, member: Member, key: string): string {
    const isNeeded = member.absent === 'needed' || this.#columns[key]?.required === true;
    this.#columns[key] = isNeeded ? required(header, parse) : optional(header, parse);
    return key;
  }
}
