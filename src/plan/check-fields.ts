/** Checks that each field of a planned type can be shown from what it is mapped to, and is null only where the schema says so. */
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType } from 'graphql';
import { getNamedType, getNullableType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { FieldMapping, Link, TypeMapping } from '../schema/mapping.js';
import type { Catalogue, PlannedTable, PlannedType } from './catalogue.js';
import { canBeShown } from './column-fits.js';
import type { Problems } from './problems.js';

interface Parts {
  readonly where: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** The field's type without lists and non-null. */
  readonly named: GraphQLNamedType;
  readonly table: PlannedTable;
  readonly catalogue: Catalogue;
  readonly problems: Problems;
}

export function checkFields(objectType: GraphQLObjectType, type: PlannedType, mapping: TypeMapping, catalogue: Catalogue, problems: Problems): void {
  const table = catalogue.table(type.entity);
  const fields = objectType.getFields();
  for (const field of Object.values(fields)) {
    const declared = type.declared.get(field.name);
    if (!declared) continue;
    const parts: Parts = { where: `${type.name}.${field.name}`, field, named: getNamedType(field.type), table, catalogue, problems };
    if (doesFit(parts, declared)) checkSource(parts, declared);
    else problems.add(`${parts.where} is mapped as ${declared.kind}, which does not fit its type: map it by another word of mapping.ts.`);
    checkNullability(parts, declared);
  }
  for (const name of Object.keys(mapping.fields ?? {})) {
    if (!Object.hasOwn(fields, name)) problems.add(`The mapping of ${type.name} tells of "${name}", which is no field of it: declare the field, or take the line out.`);
  }
}

/** Whether a field of this type can be what the mapping makes of it. */
function doesFit({ field, named, catalogue }: Parts, declared: FieldMapping): boolean {
  const isList = isListType(getNullableType(field.type));
  switch (declared.kind) {
    case 'column':
      return !isObjectType(named) && !isList;
    case 'embedded':
      return isObjectType(named) && !catalogue.type(named.name) && !isList;
    case 'one':
      return catalogue.type(named.name) !== undefined && !isList;
    case 'list':
      return named.name === declared.target && isList;
    case 'connection':
      return named.name === `${declared.target}Connection` && !isList;
    case 'resolved':
      return true;
  }
}

/** Whether the values, or the rows, are those that the field speaks of. */
function checkSource(parts: Parts, declared: FieldMapping): void {
  const { where, field, named, table, catalogue, problems } = parts;
  switch (declared.kind) {
    case 'column':
      checkColumn(parts, where, field.type, declared.property);
      return;
    case 'embedded':
      checkMembers(parts, declared);
      return;
    case 'one': {
      const target = catalogue.type(named.name);
      if (target && table.targetOf(declared.property) !== catalogue.table(target.entity)) {
        problems.add(`${where} shows ${named.name}, but "${declared.property}" leads elsewhere: map it to a relation to ${target.entity}.`);
      }
      return;
    }
    case 'list':
      checkLink(parts, { by: declared.by }, declared.target);
      return;
    case 'connection':
      checkLink(parts, declared.link, declared.target);
  }
}

function checkMembers(parts: Parts, declared: FieldMapping & { kind: 'embedded' }): void {
  const { where, named, problems } = parts;
  const members = isObjectType(named) ? named.getFields() : {};
  for (const member of Object.values(members)) {
    const property = declared.fields[member.name];
    const here = `${where}.${member.name}`;
    if (property === undefined) problems.add(`${here} has no source, and would always be null: add it to the members of ${where}.`);
    else if (!property.startsWith('@')) {
      checkColumn(parts, here, member.type, property);
      if (isNonNullType(member.type) && parts.table.column(property).nullable && !declared.nullWhen.includes(property)) {
        problems.add(`${here} is non-null in the schema, but "${property}" may be null: let ${where} be null when it is (nullWhen of embedded), or the member be nullable.`);
      }
    }
  }
  for (const name of Object.keys(declared.fields)) {
    if (!Object.hasOwn(members, name)) problems.add(`The mapping of ${where} tells of "${name}", which is no member of ${named.name}: take it out.`);
  }
}

function checkColumn({ table, problems }: Parts, where: string, type: GraphQLField<unknown, unknown>['type'], property: string): void {
  const column = table.column(property);
  if (!canBeShown(type, column)) {
    problems.add(`${where} is of the type ${String(type)}, which "${property}" of the type ${column.type} is not shown as: see column-fits.ts for what fits.`);
  }
}

function checkLink({ where, table, catalogue, problems }: Parts, link: Link, target: string): void {
  const targetType = catalogue.type(target);
  if (!targetType) return;
  const targetTable = catalogue.table(targetType.entity);
  const leads = problems.tryTo(where, () =>
    'by' in link
      ? targetTable.targetOf(link.by) === table
      : catalogue.table(link.through).targetOf(link.from) === table && catalogue.table(link.through).targetOf(link.to) === targetTable,
  );
  if (leads === false) problems.add(`${where} goes over ${JSON.stringify(link)}, which does not join its rows to those of ${target}: name the relations between them.`);
}

/** Text that is passed through is not checked again: what the schema promises must come from a column that cannot be null. */
function checkNullability({ where, field, table, problems }: Parts, declared: FieldMapping): void {
  if (!isNonNullType(field.type)) return;
  for (const property of deciding(declared)) {
    if (table.column(property).nullable) problems.add(`${where} is non-null in the schema, but "${property}" may be null: let one of them follow the other.`);
  }
}

/** Properties that make a field null when they are. */
function deciding(declared: FieldMapping): readonly string[] {
  if (declared.kind === 'embedded') return declared.nullWhen;
  return declared.kind === 'column' || declared.kind === 'one' ? [declared.property] : [];
}
