/** Statements for the ways into records: the fields of `Query` that lead to them, and ids that resolvers refer to. */
import { objectOf, textSql, word } from '../entities/json-text.js';
import type { Piece } from '../entities/json-text.js';
import { badArgument } from '../schema/errors.js';
import type { PlannedType } from './catalogue.js';
import { and, NotCovered, objectJson, oneJson, typeNameJson } from './compile.js';
import type { Compilation } from './compile.js';
import { pageJson } from './page.js';
import { scopeCondition } from './scope.js';
import { selectBelow } from './selection.js';
import type { Selected } from './selection.js';
import { arrayLiteral, uuidOrNothing } from './statement.js';
import { targetOf } from './target.js';

/** One row with the text of an object of all root fields. Throws NotCovered where one leads to no records. */
export function rootsSql(c: Compilation, roots: readonly Selected[]): string {
  return `select ${textSql(objectOf(roots.map((selected) => [c.naming(selected.key), rootJson(c, selected)])))}`;
}

/** One row with the text of the value of one root field. Throws NotCovered where it leads to no records. */
export function rootSql(c: Compilation, selected: Selected): string {
  return `select ${textSql(rootJson(c, selected))}`;
}

/** One row with the text of an object of all rows that the request's ids name, by their ids. */
export function referredSql(c: Compilation, selected: Selected): string {
  const target = selected.field && targetOf(c.catalogue, selected.field.type);
  if (!target || target.connection) throw new Error(`${selected.parent.name}.${selected.name} does not refer to a planned type.`);
  const alias = c.builder.alias();
  const row = objectJson(c, target.type, selectBelow(c.request, selected), alias);
  const ids = c.builder.param((binding) => arrayLiteral(binding.ids.map(uuidOrNothing)), 'uuid[]');
  // What a resolver refers to was reached through an object that the viewer may see, so it is checked as a root is.
  const scope = scopeCondition(c.catalogue, target.type, alias, c.audience, 'root', c.builder);
  const members = textSql([...word(`${alias}.id`), ':', ...row]);
  return (
    `select '{' || coalesce(string_agg(${members}, ','), '') || '}' ` +
    `from ${target.type.table} as ${alias} where ${and(`${alias}.id = any(${ids})`, scope)}`
  );
}

function rootJson(c: Compilation, selected: Selected): readonly Piece[] {
  if (selected.name === '__typename') return typeNameJson(selected.parent.name);
  const target = selected.field && targetOf(c.catalogue, selected.field.type);
  if (!target) throw new NotCovered(`${selected.parent.name}.${selected.name}`);
  if (target.connection) return pageJson(c, target.type, selected, null);
  return oneJson(c, target.type, selected, (alias) => isNamed(c, target.type, selected, alias), 'root');
}

/** A single root record is named by its id or by its business number. */
function isNamed(c: Compilation, type: PlannedType, selected: Selected, alias: string): string {
  const given = c.sample.args(selected);
  const byId = given['id'] != null;
  const byNumber = given['number'] != null;
  if (byId === byNumber) throw badArgument(`Give "${selected.name}" either an "id" or a "number".`);
  if (byId) return `${alias}.id = ${c.builder.param((binding) => uuidOrNothing(binding.args(selected)['id']), 'uuid')}`;
  const number = c.builder.param((binding) => String(binding.args(selected)['number']).replaceAll('\0', ''), 'text');
  // Two sources may use the same number: the record made last is meant.
  const newest = c.builder.alias();
  return `${alias}.id = (select max(${newest}.id::text)::uuid from ${type.table} as ${newest} where ${newest}.number = ${number})`;
}
