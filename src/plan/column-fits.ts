/** Which columns a GraphQL type of plain values may stand on. */
import type { GraphQLType } from 'graphql';
import { getNullableType, isEnumType, isScalarType } from 'graphql';
import type { Column } from './catalogue.js';

const wholeNumbers = ['int', 'smallint', 'bigint'];

/** Scalars with the types of columns that each of their values can be compared with. Ids that are no UUID name nothing, see `uuidOrNothing`. */
const comparedWith: Readonly<Record<string, readonly string[]>> = {
  ID: ['uuid', 'text'],
  String: ['uuid', 'text'],
  Int: wholeNumbers,
  Float: ['double precision'],
  Decimal: ['numeric'],
  Boolean: ['boolean'],
  Date: ['date'],
  DateTime: ['timestamptz'],
};

/** Scalars with the types of columns whose form in JSON is theirs; `bigint` may be more than an Int can be. */
const shownFrom: Readonly<Record<string, readonly string[]>> = {
  ...comparedWith,
  String: ['uuid', 'text', 'bigint', 'jsonb'],
  Int: ['int', 'smallint'],
};

/** Whether a filter's value of this type can be compared with the column, whatever a client sends. */
export const canBeCompared = (type: GraphQLType, column: Column): boolean => fits(comparedWith, type, column);

/** Whether the column's values are such of this type. */
export const canBeShown = (type: GraphQLType, column: Column): boolean => fits(shownFrom, type, column);

function fits(table: typeof comparedWith, type: GraphQLType, column: Column): boolean {
  const plain = getNullableType(type);
  if (isEnumType(plain)) return column.type === 'text';
  return isScalarType(plain) && (table[plain.name] ?? []).includes(column.type);
}
