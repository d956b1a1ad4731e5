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
  /** Page cursors of the usual ordering, by the name of the connection's type. */
  readonly cursors: Readonly<Record<string, readonly string[]>>;
}

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
}

/** The arguments of one query, and the variables that they declare. */
export class RandomArguments {
  readonly declarations: string[] = [];
  readonly variables: Record<string, unknown> = {};
  private readonly reusable = new Map<string, string[]>();

  constructor(
    private readonly dice: Dice,
    private readonly words: Words,
  ) {}

  /** ` @skip(if: …)`, or nothing. */
  directive(): string {
    const { dice } = this;
    if (!dice.chance(0.1)) return '';
    const condition = dice.chance(0.5);
    const name = dice.pick(['skip', 'include']);
    if (dice.chance(0.5)) return ` @${name}(if: ${String(condition)})`;
    const variable = this.declare(dice.chance(0.3) ? `Boolean = ${String(!condition)}` : 'Boolean!');
    this.variables[variable] = condition;
    return ` @${name}(if: $${variable})`;
  }

  /** `(a: 1, b: $v0)`, or nothing. */
  of(field: GraphQLField<unknown, unknown>): string {
    const values = this.valuesFor(field);
    const parts = field.args.flatMap((arg) => {
      const value = values.get(arg.name);
      return value ? [`${arg.name}: ${this.argument(arg, value.given)}`] : [];
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
      // A cursor belongs to the usual ordering.
      else if (arg.name === 'orderBy' && (chosen.has('after') || chosen.has('before'))) continue;
      else if (isNonNullType(arg.type) ? arg.defaultValue === undefined || dice.chance(0.4) : dice.chance(0.2)) {
        values.set(arg.name, { given: !isNonNullType(arg.type) && dice.chance(0.08) ? null : this.valueFor(arg.name, arg.type, named) });
      }
    }
    return values;
  }

  /** Mostly sense; now and then arguments that contradict each other. */
  private page(connection: string): [string, Value][] {
    const { dice } = this;
    const size = (): Value => ({ given: dice.pick([0, 1, 2, 3, 7]) });
    const cursors = this.words.cursors[connection] ?? [];
    const cursor = (): Value => ({ given: cursors.length === 0 ? null : dice.pick(cursors) });
    return dice.pick<() => [string, Value][]>([
      () => [],
      () => [],
      () => [],
      () => [['first', size()]],
      () => [['first', size()]],
      () => [['last', size()]],
      () => [['first', size()], ['after', cursor()]],
      () => [['last', size()], ['before', cursor()]],
      () => [['after', cursor()]],
      () => (dice.chance(0.3) ? [['last', size()], ['after', cursor()]] : []),
      () => (dice.chance(0.3) ? [['first', size()], ['before', cursor()], ['after', cursor()]] : []),
      () => (dice.chance(0.1) ? [['first', size()], ['last', size()]] : [['first', { given: null }]]),
      () => (dice.chance(0.1) ? [['after', { given: dice.pick(this.words.strings['*'] ?? ['x']) }]] : []),
    ])();
  }

  private lookup(type: string): [string, Value][] {
    const { dice } = this;
    const id = { given: dice.pick([...(this.words.ids[type] ?? []), 'unknown']) };
    const number = { given: dice.pick(this.words.strings['number'] ?? ['x']) };
    if (dice.chance(0.48)) return [['id', id]];
    if (dice.chance(0.92)) return [['number', number]];
    return dice.pick<[string, Value][]>([[], [['id', id], ['number', number]], [['id', id], ['number', { given: null }]]]);
  }

  private argument(arg: GraphQLArgument, value: unknown): string {
    const { dice } = this;
    if (dice.chance(0.5)) return this.literal(value, arg.type, false);
    // With a default of its own an argument takes a variable that may be missing.
    if (isNonNullType(arg.type) && arg.defaultValue !== undefined && dice.chance(0.3)) return `$${this.declare(bare(arg.type))}`;
    return `$${this.variable(arg.name, arg.type, value)}`;
  }

  private variable(name: string, type: GraphQLInputType, value: unknown): string {
    const { dice } = this;
    const known = this.reusable.get(String(type));
    if (known && dice.chance(0.3)) return dice.pick(known);
    const form = dice.pick(['default', 'default and value', 'value', 'value', 'value', 'value', 'left out']);
    if (form === 'default' && value !== null) return this.declare(`${bare(type)} = ${this.literal(value, type, true)}`);
    if (form === 'default and value') {
      const variable = this.declare(`${bare(type)} = ${this.literal(this.valueFor(name, type, ''), type, true)}`);
      this.variables[variable] = value;
      return variable;
    }
    const variable = this.declare(String(type));
    if (form !== 'left out' || isNonNullType(type)) this.variables[variable] = single(value) && dice.chance(0.3) ? value[0] : value;
    this.reusable.set(String(type), [...(known ?? []), variable]);
    return variable;
  }

  private declare(type: string): string {
    const variable = `v${this.declarations.length}`;
    this.declarations.push(`$${variable}: ${type}`);
    return variable;
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
      return `${key}: ${!isConstant && this.dice.chance(0.2) ? `$${this.variable(key, of, member)}` : this.literal(member, of, isConstant)}`;
    });
    return `{${members.join(', ')}}`;
  }

  /** `about` is the type that the argument's field leads to. */
  private valueFor(name: string, type: GraphQLInputType, about: string): unknown {
    const { dice, words } = this;
    const open = getNullableType(type);
    if (isListType(open)) return Array.from({ length: dice.pick([0, 1, 1, 2, 3]) }, () => this.valueFor(name, open.ofType, about));
    if (isEnumType(open)) return dice.pick(open.getValues()).name;
    if (isInputObjectType(open)) {
      const members = Object.values(open.getFields()).filter((field) => isNonNullType(field.type) || dice.chance(0.12));
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
