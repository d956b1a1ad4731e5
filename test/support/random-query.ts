/** Random valid queries from a schema: aliases, fragments, merged fields, directives, variables, nesting. */
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import type { Random } from '../hard/random.js';
import type { Saying, Words } from './random-arguments.js';
import { Dice, RandomArguments } from './random-arguments.js';

export interface RandomQuery {
  readonly text: string;
  readonly variables: Record<string, unknown>;
  /** Other values for its variables. */
  readonly otherVariables: () => Record<string, unknown>;
}

/** Fields at this depth are followed no further, unless nothing else could be selected. */
const deepest = 6;

/** How often a field that leads to an object is followed. */
const usually = (depth: number): number => (depth < 2 ? 0.4 : 0.2);

export interface RandomQueryOptions {
  /** The operation's. */
  readonly name?: string;
  readonly follow?: (depth: number) => number;
  readonly saying?: Saying;
}

/** `may` tells which fields may be asked for. */
export function randomQuery(
  schema: GraphQLSchema,
  random: Random,
  may: (type: string, field: string) => boolean,
  words: Words,
  { name = 'Random', follow = usually, saying }: RandomQueryOptions = {},
): RandomQuery {
  const dice = new Dice(random);
  const args = new RandomArguments(dice, words, saying);
  const fragments: string[] = [];
  /** Names of finished fragments by their type: one that is being written must not hold itself. */
  const finished = new Map<string, string[]>();

  const fieldText = (field: GraphQLField<unknown, unknown>, depth: number, alias: string): string[] => {
    const head = `${alias}${field.name}${args.of(field)}`;
    const named = getNamedType(field.type);
    if (!isObjectType(named)) return [`${head}${args.directive()}`];
    const once = (): string => `${head}${args.directive()} ${selection(named, depth + 1)}`;
    // Twice under one key: graphql merges what is selected below.
    return dice.chance(0.08) ? [once(), once()] : [once()];
  };

  const member = (field: GraphQLField<unknown, unknown>, depth: number): string[] =>
    // What has arguments gets a name of its own, since two fields of one name must have the same ones.
    fieldText(field, depth, dice.chance(0.2) || field.args.length > 0 ? `${dice.name('a')}: ` : '');

  const fragmentOf = (type: GraphQLObjectType, depth: number): string => {
    const known = finished.get(type.name) ?? [];
    if (known.length > 0 && dice.chance(0.4)) return dice.pick(known);
    const fragment = dice.name('F');
    fragments.push(`fragment ${fragment} on ${type.name} ${selection(type, depth + 1)}`);
    finished.set(type.name, [...known, fragment]);
    return fragment;
  };

  const selection = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields()).filter((field) => may(type.name, field.name));
    const isBranch = (field: GraphQLField<unknown, unknown>): boolean => isObjectType(getNamedType(field.type));
    const leaves = fields.filter((field) => !isBranch(field));
    const branches = depth < deepest ? fields.filter(isBranch) : [];
    const followed = branches.filter(() => dice.chance(follow(depth)));
    const chosen = [...leaves.filter(() => dice.chance(0.4)), ...followed];
    // A page without its rows says little.
    if (branches.length > 0 && followed.length === 0 && type.name.endsWith('Connection')) chosen.push(dice.pick(branches));
    const parts = chosen.flatMap((field) => member(field, depth));
    if (dice.chance(0.2) || parts.length === 0) parts.push('__typename');
    if (dice.chance(0.1) && leaves.length > 0) parts.push(`... on ${type.name}${args.directive()} { ${dice.pick(leaves).name} }`);
    if (dice.chance(0.05)) parts.push(`...${args.directive()} ${selection(type, Math.max(depth + 1, deepest))}`);
    if (dice.chance(0.08)) parts.push(`...${fragmentOf(type, depth)}${args.directive()}`);
    return `{ ${parts.join(' ')} }`;
  };

  const query = schema.getQueryType() as GraphQLObjectType;
  const roots = Object.values(query.getFields()).filter((field) => may('Query', field.name));
  const chosen = Array.from({ length: dice.pick([1, 1, 2]) }, () => fieldText(dice.pick(roots), 0, `${dice.name('r')}: `));
  const head = args.declarations.length > 0 ? `query ${name}(${args.declarations.join(', ')})` : `query ${name}`;
  return { text: `${head} { ${chosen.flat().join(' ')} }\n${fragments.join('\n')}`, variables: args.variables, otherVariables: () => args.otherVariables() };
}
