/**
 * From a selection to SQL: an object is JSON text put together from a row's columns, a relation is a subquery that is correlated with
 * its parent, so one statement answers a whole tree.
 */
import { listOf, objectOf, textSql, word } from '../entities/json-text.js';
import type { Piece } from '../entities/json-text.js';
import type { Catalogue, PlannedField, PlannedType } from './catalogue.js';
import { rowNames } from './names.js';
import type { Naming } from './names.js';
import { pageJson } from './page.js';
import { scopeCondition } from './scope.js';
import type { Audience } from './scope.js';
import { selectBelow } from './selection.js';
import type { Request, Selected } from './selection.js';
import type { Binding, StatementBuilder } from './statement.js';

/** A selection that one statement cannot answer; the resolvers do. */
export class NotCovered extends Error {}

/** All that compiling needs to know; the same for every part of one statement. */
export interface Compilation {
  readonly catalogue: Catalogue;
  readonly request: Request;
  readonly audience: Audience;
  readonly naming: Naming;
  readonly builder: StatementBuilder;
  /** The request at hand, whose shape (which arguments are given) decides the text. */
  readonly sample: Binding;
}

/** The object of the selected fields of the row under `alias`, in the order selected. */
export function objectJson(c: Compilation, type: PlannedType, selection: readonly Selected[], alias: string): Piece[] {
  return objectOf(selection.map((selected) => [c.naming(selected.key), fieldJson(c, type, selected, alias)]));
}

/** The row of `type` for which `condition` holds; null where there is none or it is out of scope. */
export function oneJson(
  c: Compilation,
  type: PlannedType,
  selected: Selected,
  condition: (alias: string) => string,
  reached: 'root' | 'nested',
): Piece[] {
  const alias = c.builder.alias();
  const row = textSql(objectJson(c, type, selectBelow(c.request, selected), alias));
  const where = and(condition(alias), scopeCondition(c.catalogue, type, alias, c.audience, reached, c.builder));
  return [{ sql: `coalesce((select ${row} from ${type.table} as ${alias} where ${where}), 'null')` }];
}

export function typeNameJson(name: string): Piece[] {
  return [`"${name}"`];
}

/** Conditions joined; what is null falls away. */
export function and(...conditions: readonly (string | null)[]): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? 'true' : given.join(' and ');
}

/** The type of a mapping that the catalogue has checked at start. */
export function plannedType(c: Compilation, typeName: string): PlannedType {
  const type = c.catalogue.type(typeName);
  if (!type) throw new Error(`${typeName} has no mapping.`);
  return type;
}

function fieldJson(c: Compilation, type: PlannedType, selected: Selected, alias: string): readonly Piece[] {
  if (selected.name === '__typename') return typeNameJson(type.name);
  const field = type.fields.get(selected.name);
  if (!field) throw new Error(`${type.name}.${selected.name} is not in the catalogue.`);
  switch (field.kind) {
    case 'value':
      return underAlias(field.json, alias);
    case 'embedded':
      return embeddedJson(c, field, selected, alias);
    case 'one':
      return oneJson(c, plannedType(c, field.target), selected, (target) => `${target}.id = ${alias}.${field.column}`, 'nested');
    case 'list':
      return listJson(c, field, selected, alias);
    case 'connection':
      return pageJson(c, plannedType(c, field.target), selected, { link: field.link, alias });
    case 'resolved':
      // An answer that is passed through has nobody to resolve it; a row that resolvers read brings the id by which it is.
      if (c.naming !== rowNames) throw new NotCovered(`${type.name}.${selected.name}`);
      return word(`${alias}.id`);
  }
}

function embeddedJson(c: Compilation, field: PlannedField & { kind: 'embedded' }, selected: Selected, alias: string): Piece[] {
  const json = objectOf(
    selectBelow(c.request, selected).map((member) => {
      const value = member.name === '__typename' ? typeNameJson(member.parent.name) : field.members.get(member.name);
      if (value === undefined) throw new Error(`${member.parent.name}.${member.name} is not in the catalogue.`);
      return [c.naming(member.key), underAlias(value, alias)];
    }),
  );
  if (field.nullWhen.length === 0) return json;
  return [{ sql: `case when ${and(...field.nullWhen.map((column) => `${alias}.${column} is not null`))} then ${textSql(json)} else 'null' end` }];
}

function listJson(c: Compilation, field: PlannedField & { kind: 'list' }, selected: Selected, parent: string): Piece[] {
  const type = plannedType(c, field.target);
  const alias = c.builder.alias();
  const row = c.builder.alias();
  const item = textSql(objectJson(c, type, selectBelow(c.request, selected), alias));
  const where = and(`${alias}.${field.by} = ${parent}.id`, scopeCondition(c.catalogue, type, alias, c.audience, 'nested', c.builder));
  const order = field.orderBy.map((column) => `${alias}.${column}`).join(', ');
  return listOf([{ sql: `${row}.item` }], `(select ${item} as item from ${type.table} as ${alias} where ${where} order by ${order}) as ${row}`);
}

function underAlias(pieces: readonly Piece[], alias: string): Piece[] {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : { sql: piece.sql.replaceAll('{}', alias) }));
}
