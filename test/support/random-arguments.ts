/** Random arguments: literals and variables, with and without defaults, left out, null, lists with and without brackets. */
import type { GraphQLArgument, GraphQLField, GraphQLInputObjectType, GraphQLInputType } from 'graphql';
import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Random } from '../hard/random.js';

/** Values that mean something to the database that is asked. */
export interface Words {
  /** Texts by the name of the argument or input field; `*` for all others. */
  readonly strings: Readonly<Record<string, readonly string[]>>;
  /** Ids of records, by the name of their type. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** Page cursors, by the name of the connection's type. */
  readonly cursors: Readonly<Record<string, readonly OrderedCursors[]>>;
}

/** Page cursors of one ordering. */
export interface OrderedCursors {
  /** Null: the usual one. */
  readonly orderBy: Readonly<Record<string, string>> | null;
  readonly cursors: readonly string[];
}

/** How often what may be left out is said: arguments, and members of input objects. */
export interface Saying {
  readonly arguments: number;
  readonly members: number;
}

export const seldom: Saying = { arguments: 0.2, members: 0.12 };
export const often: Saying = { arguments: 0.6, members: 0.3 };

/** Chances and choices out of random numbers. */
export class Dice {
  constructor(private readonly random: Random) {}

  chance(probability: number): boolean {
    return this.random.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)] as T;
  }

  /** A name that no other part of the query has. */
  name(prefix: string): string {
    return `${prefix}${this.random.below(1e9)}`;
  }
}

interface Value {
  readonly given: unknown;
  /** Another value for the same place. */
  readonly another: () => unknown;
}

/** A value and how it was drawn. */
const drawn = (draw: () => unknown): Value => ({ given: draw(), another: draw });

/** The arguments of one query, and the variables that they declare. */
export class RandomArguments {
  readonly declarations: string[] = [];
  readonly variables: Record<string, unknown> = {};
  private readonly reusable = new Map<string, string[]>();
  private readonly declared: { readonly name: string; readonly isNeeded: boolean; readonly another: () => unknown }[] = [];

  constructor(
    private readonly dice: Dice,
    private readonly words: Words,
    private readonly saying: Saying = seldom,
  ) {}

  /** Other values for the variables that were declared; now and then one is left out. */
  otherVariables(): Record<string, unknown> {
    const given = this.declared.filter(({ isNeeded }) => isNeeded || this.dice.chance(0.8));
    return Object.fromEntries(given.map(({ name, another }) => [name, another()]));
  }

  /** ` @skip(if: …)`, or nothing. */
  directive(): string {
    const { dice } = this;
    if (!dice.chance(0.1)) return '';
    const condition = dice.chance(0.5);
    const name = dice.pick(['skip', 'include']);
    if (dice.chance(0.5)) return ` @${name}(if: ${String(condition)})`;
    const variable = this.declare(dice.chance(0.3) ? `Boolean = ${String(!condition)}` : 'Boolean!', () => dice.chance(0.5));
    this.variables[variable] = condition;
    return ` @${name}(if: $${variable})`;
  }

  /** `(a: 1, b: $v0)`, or nothing. */
  of(field: GraphQLField<unknown, unknown>): string {
    const values = this.valuesFor(field);
    const parts = field.args.flatMap((arg) => {
      const value = values.get(arg.name);
      return value ? [`${arg.name}: ${this.argument(arg, value)}`] : [];
    });
    return parts.length > 0 ? `(${parts.join(', ')})` : '';
  }

  private valuesFor(field: GraphQLField<unknown, unknown>): Map<string, Value> {
    const { dice } = this;
    const named = getNamedType(field.type).name;
    const values = new Map<string, Value>();
    const names = new Set(field.args.map(({ name }) => name));
    const chosen = new Map<string, Value>([...(names.has('before') ? this.page(named) : []), ...(names.has('number') && names.has('id') ? this.lookup(named) : [])]);
    const special = chosen.size > 0 || (names.has('number') && names.has('id'));
    for (const arg of field.args) {
      const value = chosen.get(arg.name);
      if (value) values.set(arg.name, value);
      else if (['first', 'last', 'after', 'before'].includes(arg.name) && names.has('before')) continue;
      else if (special && (arg.name === 'id' || arg.name === 'number')) continue;
      // A cursor belongs to the ordering that was chosen with it.
      else if (arg.name === 'orderBy' && (chosen.has('after') || chosen.has('before'))) continue;
      else if (isNonNullType(arg.type) ? arg.defaultValue === undefined || dice.chance(0.4) : dice.chance(this.saying.arguments)) {
        const value = drawn(() => this.valueFor(arg.name, arg.type, named));
        values.set(arg.name, !isNonNullType(arg.type) && dice.chance(0.08) ? { ...value, given: null } : value);
      }
    }
    return values;
  }

  /** Mostly sense; now and then arguments that contradict each other. */
  private page(connection: string): [string, Value][] {
    const { dice } = this;
    const size = (): Value => drawn(() => dice.pick([0, 1, 2, 3, 7]));
    const known = this.words.cursors[connection] ?? [];
    const { orderBy, cursors } = known.length === 0 ? { orderBy: null, cursors: [] } : dice.pick(known);
    const cursor = (): Value => drawn(() => (cursors.length === 0 ? null : dice.pick(cursors)));
    const ordered: [string, Value][] = orderBy ? [['orderBy', drawn(() => orderBy)]] : [];
    return dice.pick<() => [string, Value][]>([
      () => [],
      () => [],
      () => [],
      () => [['first', size()]],
      () => [['first', size()]],
      () => [['last', size()]],
      () => [['first', size()], ['after', cursor()], ...ordered],
      () => [['last', size()], ['before', cursor()], ...ordered],
      () => [['after', cursor()], ...ordered],
      () => (dice.chance(0.3) ? [['last', size()], ['after', cursor()], ...ordered] : []),
      () => (dice.chance(0.3) ? [['first', size()], ['before', cursor()], ['after', cursor()], ...ordered] : []),
      () => (dice.chance(0.1) ? [['first', size()], ['last', size()]] : [['first', { ...size(), given: null }]]),
      () => (dice.chance(0.1) ? [['after', drawn(() => dice.pick(this.words.strings['*'] ?? ['x']))]] : []),
    ])();
  }

  private lookup(type: string): [string, Value][] {
    const { dice } = this;
    const id = drawn(() => dice.pick([...(this.words.ids[type] ?? []), 'unknown']));
    const number = drawn(() => dice.pick(this.words.strings['number'] ?? ['x']));
    if (dice.chance(0.48)) return [['id', id]];
    if (dice.chance(0.92)) return [['number', number]];
    return dice.pick<[string, Value][]>([[], [['id', id], ['number', number]], [['id', id], ['number', { ...number, given: null }]]]);
  }

  private argument(arg: GraphQLArgument, value: Value): string {
    const { dice } = this;
    if (dice.chance(0.5)) return this.literal(value.given, arg.type, false);
    // With a default of its own an argument takes a variable that may be missing.
    if (isNonNullType(arg.type) && arg.defaultValue !== undefined && dice.chance(0.3)) return `$${this.declare(bare(arg.type), value.another)}`;
    return `$${this.variable(arg.type, value)}`;
  }

  private variable(type: GraphQLInputType, { given, another }: Value): string {
    const { dice } = this;
    const known = this.reusable.get(String(type));
    if (known && dice.chance(0.3)) return dice.pick(known);
    const form = dice.pick(['default', 'default and value', 'value', 'value', 'value', 'value', 'left out']);
    if (form === 'default' && given !== null) return this.declare(`${bare(type)} = ${this.literal(given, type, true)}`, another);
    if (form === 'default and value') {
      const variable = this.declare(`${bare(type)} = ${this.literal(another(), type, true)}`, another);
      this.variables[variable] = given;
      return variable;
    }
    const variable = this.declare(String(type), another);
    if (form !== 'left out' || isNonNullType(type)) this.variables[variable] = single(given) && dice.chance(0.3) ? given[0] : given;
    this.reusable.set(String(type), [...(known ?? []), variable]);
    return variable;
  }

  /** `type` with what a declaration says behind it. */
  private declare(type: string, another: () => unknown): string {
    const name = `v${this.declarations.length}`;
    this.declarations.push(`$${name}: ${type}`);
    this.declared.push({ name, isNeeded: type.endsWith('!'), another });
    return name;
  }

  private literal(value: unknown, type: GraphQLInputType, isConstant: boolean): string {
    const { dice } = this;
    const open = getNullableType(type);
    if (value === null) return 'null';
    if (isListType(open) && Array.isArray(value)) {
      const items = value.map((item) => this.literal(item, open.ofType, isConstant));
      return items.length === 1 && dice.chance(0.3) ? (items[0] as string) : `[${items.join(', ')}]`;
    }
    if (isEnumType(open)) return String(value);
    if (isInputObjectType(open)) return this.object(value as Record<string, unknown>, open, isConstant);
    return JSON.stringify(value);
  }

  private object(value: Record<string, unknown>, type: GraphQLInputObjectType, isConstant: boolean): string {
    const fields = type.getFields();
    const members = Object.entries(value).map(([key, member]) => {
      const of = fields[key]?.type as GraphQLInputType;
      return `${key}: ${!isConstant && this.dice.chance(0.2) ? `$${this.variable(of, { given: member, another: () => this.valueFor(key, of, '') })}` : this.literal(member, of, isConstant)}`;
    });
    return `{${members.join(', ')}}`;
  }

  /** `about` is the type that the argument's field leads to. */
  private valueFor(name: string, type: GraphQLInputType, about: string): unknown {
    const { dice, words, saying } = this;
    const open = getNullableType(type);
    if (isListType(open)) return Array.from({ length: dice.pick([0, 1, 1, 2, 3]) }, () => this.valueFor(name, open.ofType, about));
    if (isEnumType(open)) return dice.pick(open.getValues()).name;
    if (isInputObjectType(open)) {
      const members = Object.values(open.getFields()).filter((field) => isNonNullType(field.type) || dice.chance(saying.members));
      const nullable = (field: (typeof members)[number]): boolean => !isNonNullType(field.type) && dice.chance(0.1);
      return Object.fromEntries(members.map((field) => [field.name, nullable(field) ? null : this.valueFor(field.name, field.type, about)]));
    }
    switch (getNamedType(open).name) {
      case 'Int':
        return dice.pick([0, 1, 2, 3, 7]);
      case 'Boolean':
        return dice.chance(0.5);
      case 'Float':
        return 1.5;
      case 'Date':
        return dice.pick(['2025-10-01', '2026-01-05', '2026-02-11', '2026-03-20']);
      case 'DateTime':
        return dice.pick(['2025-11-05T00:00:00Z', '2026-01-12T10:00:00+08:00', '2026-03-15T08:00:00Z']);
      case 'ID': {
        const of = name === 'id' ? about.replace(/Connection$/, '') : `${name[0]?.toUpperCase()}${name.slice(1, -2)}`;
        return dice.pick([...(words.ids[of] ?? []), ...(words.strings['*'] ?? [])]);
      }
      default:
        return dice.pick(words.strings[name] ?? words.strings['*'] ?? ['x']);
    }
  }
}

function bare(type: GraphQLInputType): string {
  return String(getNullableType(type));
}

function single(value: unknown): value is [unknown] {
  return Array.isArray(value) && value.length === 1;
}
