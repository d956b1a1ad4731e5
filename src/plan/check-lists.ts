/** Checks what can be asked of planned types: arguments that the plan reads, filters and orderings that do what they say. */
import type { GraphQLArgument, GraphQLField, GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNullableType, isEnumType, isInputObjectType, isListType, isObjectType } from 'graphql';
import type { TypeMapping } from '../schema/mapping.js';
import type { Catalogue, Column, PlannedType } from './catalogue.js';
import { checkFilter } from './check-filter.js';
import { cursorTypes, hasInfinity } from './cursor.js';
import type { Problems } from './problems.js';
import { targetOf } from './target.js';

const pageArguments = ['first', 'after', 'last', 'before', 'filter', 'orderBy'];
const recordArguments = ['id', 'number'];

export function checkLists(schema: GraphQLSchema, mappings: readonly TypeMapping[], catalogue: Catalogue, problems: Problems): void {
  const query = schema.getQueryType();
  /** Types with a list that takes a filter, or an ordering. */
  const filtered = new Set<string>();
  const ordered = new Set<string>();
  for (const parent of Object.values(schema.getTypeMap())) {
    if (!isObjectType(parent) || parent.name.startsWith('__') || isPartOfPage(parent, catalogue)) continue;
    for (const field of Object.values(parent.getFields())) {
      const target = targetOf(catalogue, field.type);
      if (!target) continue;
      const where = `${parent.name}.${field.name}`;
      const { type, connection } = target;
      checkArguments(where, field, connection ? pageArguments : parent === query ? recordArguments : [], problems);
      if (!connection) {
        if (parent === query) checkRecord(where, field, type, catalogue, problems);
        continue;
      }
      if (parent !== query && !catalogue.type(parent.name)) {
        problems.add(`${where} is a page on an object that no table has: let the object refer to a planned type, or Query have the page.`);
      }
      const filter = inputOf(field, 'filter');
      if (filter) checkFilter(filter, type, catalogue, problems);
      if (filter) filtered.add(type.name);
      checkOrderBy(where, inputOf(field, 'orderBy'), type, problems);
      ordered.add(type.name);
    }
  }
  for (const { type, filters = {}, orderings = {} } of mappings) {
    const planned = catalogue.type(type);
    if (Object.keys(filters).length > 0 && !filtered.has(type)) problems.add(`No list of ${type} takes its filters: give one a filter input, or take them out.`);
    if (ordered.has(type) && Object.keys(orderings).length === 0) problems.add(`Lists of ${type} have no order: give its mapping orderings.`);
    for (const [value, column] of planned?.orderings ?? []) checkOrdering(`The ordering ${value} of ${type}`, column, problems);
  }
}

/** Connections and edges are read by page.ts, not by a mapping. */
function isPartOfPage({ name }: GraphQLObjectType, catalogue: Catalogue): boolean {
  const node = /^(\w+?)(Connection|Edge)$/.exec(name)?.[1];
  return node !== undefined && catalogue.type(node) !== undefined;
}

function checkArguments(where: string, { args }: { args: readonly GraphQLArgument[] }, known: readonly string[], problems: Problems): void {
  for (const { name } of args) {
    if (!known.includes(name)) problems.add(`${where} takes the argument "${name}", which the plan would ignore: take it out, or make it part of the filter.`);
  }
}

function checkRecord(where: string, field: GraphQLField<unknown, unknown>, type: PlannedType, catalogue: Catalogue, problems: Problems): void {
  if (isListType(getNullableType(field.type))) problems.add(`${where} is a list without pages: make it a connection.`);
  if (field.args.some(({ name }) => name === 'number')) problems.tryTo(`${where}(number:)`, () => catalogue.table(type.entity).column('number'));
}

function inputOf({ args }: { args: readonly GraphQLArgument[] }, name: string): GraphQLInputObjectType | null {
  const type = args.find((arg) => arg.name === name)?.type;
  const plain = type && getNullableType(type);
  return isInputObjectType(plain) ? plain : null;
}

function checkOrderBy(where: string, input: GraphQLInputObjectType | null, type: PlannedType, problems: Problems): void {
  if (!input) return;
  const { field, direction } = input.getFields();
  const names = field && getNullableType(field.type);
  const directions = direction && getNullableType(direction.type);
  if (!isEnumType(names) || !isEnumType(directions)) {
    problems.add(`${where}(orderBy:) takes ${input.name}, which lacks an enum "field" or an enum "direction": give it both.`);
    return;
  }
  const values = names.getValues().map(({ value }) => String(value));
  for (const value of values) {
    if (!type.orderings.has(value)) problems.add(`${names.name}.${value} orders by nothing: add it to the orderings of ${type.name}.`);
  }
  for (const value of type.orderings.keys()) {
    if (!values.includes(value)) problems.add(`The ordering ${value} of ${type.name} is no value of ${names.name}: add it there, or take it out.`);
  }
}

/** Pages go by a cursor's key, and rows without a value must come last. */
function checkOrdering(where: string, column: Column, problems: Problems): void {
  if (!cursorTypes.includes(column.type)) {
    problems.add(`${where} goes by a column of the type ${column.type}, whose keys in page cursors are not checked: order by one of ${cursorTypes.join(', ')}, or teach cursor.ts the type.`);
  } else if (column.nullable && !hasInfinity(column.type)) {
    problems.add(`${where} goes by a column of the type ${column.type} that may be null, and the type has nothing behind all values: order by a column that cannot be null.`);
  }
}
