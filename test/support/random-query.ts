/** Random valid queries from a schema: aliases, fragments, merged fields, directives, variables with and without defaults, nulls, nesting. */
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isScalarType } from 'graphql';
import type { Random } from '../hard/random.js';

export interface RandomQuery {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

export interface Words {
  /** Values for strings of a kind, by the name of the argument or input field. */
  readonly strings: Readonly<Record<string, readonly string[]>>;
}

/** `may` tells which fields may be asked for. */
export function randomQuery(schema: GraphQLSchema, random: Random, may: (type: string, field: string) => boolean, words: Words): RandomQuery {
  const declarations: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  const chance = (p: number): boolean => random.next() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;

  const literal = (value: unknown, type: GraphQLInputType): string => {
    if (value === null) return 'null';
    if (Array.isArray(value)) return `[${value.map((item) => literal(item, getNamedType(type))).join(', ')}]`;
    const named = getNamedType(type);
    if (isEnumType(named)) return String(value);
    if (isInputObjectType(named)) {
      const fields = named.getFields();
      return `{${Object.entries(value as object).map(([key, member]) => `${key}: ${literal(member, fields[key]?.type as GraphQLInputType)}`).join(', ')}}`;
    }
    return JSON.stringify(value);
  };

  const valueFor = (name: string, type: GraphQLInputType, depth: number): unknown => {
    if (isNonNullType(type)) return valueFor(name, type.ofType, depth);
    if (isListType(type)) return Array.from({ length: pick([0, 1, 1, 2, 3]) }, () => valueFor(name, isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType, depth));
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const entries = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || chance(0.12));
      return Object.fromEntries(entries.map((field) => [field.name, !isNonNullType(field.type) && chance(0.1) ? null : valueFor(field.name, field.type, depth + 1)]));
    }
    switch (type.name) {
      case 'Int':
        return pick([0, 1, 2, 3, 7]);
      case 'Boolean':
        return chance(0.5);
      case 'Float':
        return 1.5;
      case 'Date':
        return pick(['2026-01-05', '2026-02-11', '2026-03-20']);
      case 'DateTime':
        return pick(['2026-01-05T00:00:00Z', '2026-01-12T10:00:00+08:00', '2026-03-15T08:00:00Z']);
      default:
        return pick(words.strings[name] ?? words.strings['*'] ?? ['x']);
    }
  };

  const argument = (arg: GraphQLArgument): string | null => {
    if (!isNonNullType(arg.type) && chance(arg.name === 'number' ? 0.2 : 0.8)) return null;
    const value = !isNonNullType(arg.type) && chance(0.08) ? null : valueFor(arg.name, arg.type, 0);
    if (chance(0.5)) return `${arg.name}: ${literal(value, arg.type)}`;
    const variable = `v${declarations.length}`;
    const bare = String(arg.type).replace(/!$/, '');
    const form = random.next();
    if (form < 0.3 && value !== null) declarations.push(`$${variable}: ${bare} = ${literal(value, arg.type)}`);
    else {
      declarations.push(`$${variable}: ${String(arg.type)}`);
      if (form < 0.9 || isNonNullType(arg.type)) variables[variable] = value;
    }
    return `${arg.name}: $${variable}`;
  };

  const directive = (): string => {
    if (!chance(0.1)) return '';
    const condition = chance(0.5);
    if (chance(0.5)) return ` @${pick(['skip', 'include'])}(if: ${String(condition)})`;
    const variable = `v${declarations.length}`;
    declarations.push(`$${variable}: Boolean!`);
    variables[variable] = condition;
    return ` @${pick(['skip', 'include'])}(if: $${variable})`;
  };

  const fieldText = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const alias = chance(0.2) || field.args.length > 0 ? `a${Math.floor(random.next() * 1e9)}: ` : '';
    // One page's arguments must not contradict each other; that is tested elsewhere.
    const args = field.args.filter(({ name }) => !['after', 'before', 'last'].includes(name)).map(argument).filter((text) => text !== null);
    const named = getNamedType(field.type);
    const below = isObjectType(named) ? ` ${selection(named, depth + 1)}` : '';
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive()}${below}`;
  };

  const selection = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields()).filter((field) => may(type.name, field.name));
    const leaves = fields.filter((field) => !isObjectType(getNamedType(field.type)));
    const branches = fields.filter((field) => isObjectType(getNamedType(field.type)));
    const chosen = [
      ...leaves.filter(() => chance(0.4)),
      ...(depth < 6 ? branches.filter(() => chance(depth < 2 ? 0.5 : 0.25)) : branches.filter((field) => isScalarType(getNamedType(field.type)))),
    ];
    const parts = chosen.map((field) => fieldText(field, depth));
    if (chance(0.2) || parts.length === 0) parts.push('__typename');
    if (chance(0.1) && leaves.length > 0) parts.push(`... on ${type.name}${directive()} { ${pick(leaves).name} }`);
    if (chance(0.08) && leaves.length > 0) {
      const name = `F${fragments.length}`;
      fragments.push(`fragment ${name} on ${type.name} { ${pick(leaves).name} __typename }`);
      parts.push(`...${name}`);
    }
    return `{ ${parts.join(' ')} }`;
  };

  const query = schema.getQueryType() as GraphQLObjectType;
  const roots = Object.values(query.getFields()).filter((field) => may('Query', field.name));
  const body = `{ ${Array.from({ length: pick([1, 1, 2]) }, () => fieldText(pick(roots), 0).replace(/^(\w+: )?/, `r${Math.floor(random.next() * 1e9)}: `)).join(' ')} }`;
  const head = declarations.length > 0 ? `query Random(${declarations.join(', ')})` : 'query Random';
  return { text: `${head} ${body}\n${fragments.join('\n')}`, variables };
}
