/**
 * What can be read: the GraphQL types, their mappings and the entities' metadata brought together once, at start.
 * A mapping that names what does not exist, a field without a source, or what `check-mappings.ts` finds stops the start.
 */
import type { EntityMetadata, EntityProperty, MetadataStorage } from '@mikro-orm/core';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { json, jsonOrNull, plain, plainOrNull, word, wordOrNull } from '../entities/json-text.js';
import type { Piece } from '../entities/json-text.js';
import type { FieldMapping, FilterMapping, Link, Scope, TypeMapping } from '../schema/mapping.js';
import { assertMappings } from './check-mappings.js';
import { computed } from './computed.js';
import { identifier } from './names.js';

export interface Column {
  /** As an SQL identifier. */
  readonly name: string;
  /** PostgreSQL type without length or precision, as parameters are cast to it; all kinds of text are `text`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** How a field is read. In the JSON of a value `{}` stands for the table's alias. */
export type PlannedField =
  | { readonly kind: 'value'; readonly json: readonly Piece[] }
  | { readonly kind: 'embedded'; readonly nullWhen: readonly string[]; readonly members: ReadonlyMap<string, readonly Piece[]> }
  | { readonly kind: 'one'; readonly column: string; readonly target: string }
  /** `orderBy` leaves no two rows of one parent in doubt. */
  | { readonly kind: 'list'; readonly target: string; readonly by: string; readonly orderBy: readonly string[] }
  | { readonly kind: 'connection'; readonly target: string; readonly link: PlannedLink }
  | { readonly kind: 'resolved' };

/** Columns that join a target's rows to this row's id. */
export type PlannedLink =
  | { readonly by: string }
  | { readonly table: string; readonly from: string; readonly to: string };

export interface PlannedType extends PlannedTable {
  readonly name: string;
  readonly entity: string;
  readonly fields: ReadonlyMap<string, PlannedField>;
  /** The mapping of each field, declared or by its name. */
  readonly declared: ReadonlyMap<string, FieldMapping>;
  readonly filters: Readonly<Record<string, FilterMapping>>;
  readonly orderings: ReadonlyMap<string, Column>;
  readonly scope: { readonly supplier?: Scope; readonly carrier?: Scope };
}

/** A table as filters and scopes walk through it. */
export interface PlannedTable {
  readonly table: string;
  /** Whether the table has words of its own to search (`entities/columns.ts`). */
  readonly isSearched: boolean;
  column(property: string): Column;
  /** Whether no two rows have the same in all of these, so that nothing else is needed to tell them apart. */
  isUnique(properties: readonly string[]): boolean;
  /** The table that a relation leads to. */
  targetOf(property: string): PlannedTable;
}

export interface Catalogue {
  type(name: string): PlannedType | undefined;
  /** The table of an entity by the entity's name. */
  table(entity: string): PlannedTable;
  link(link: Link, target: string): PlannedLink;
  /** Names of the object types that show members of a planned row: Money, Source, Place … */
  readonly embeddedTypes: ReadonlySet<string>;
}

export function createCatalogue(schema: GraphQLSchema, mappings: readonly TypeMapping[], metadata: MetadataStorage): Catalogue {
  const byEntityName = new Map([...metadata.getAll().values()].map((meta) => [meta.className, meta]));
  const tables = new Map<string, PlannedTable>();
  const types = new Map<string, PlannedType>();
  const embeddedTypes = new Set<string>();

  const table = (entity: string): PlannedTable => {
    const meta = byEntityName.get(entity);
    if (!meta) throw new Error(`A mapping names the entity ${entity}, which does not exist.`);
    const known = tables.get(entity);
    if (known) return known;
    const made: PlannedTable = {
      table: identifier(meta.tableName),
      isSearched: propertyOf(meta, 'search') !== undefined,
      column: (property) => columnOf(meta, property),
      isUnique: (properties) => uniquesOf(meta).some((unique) => unique.every((property) => properties.includes(property))),
      targetOf: (property) => table(relationOf(meta, property)),
    };
    tables.set(entity, made);
    return made;
  };

  const link = (declared: Link, target: string): PlannedLink => {
    if ('by' in declared) return { by: table(target).column(declared.by).name };
    const through = table(declared.through);
    return { table: through.table, from: through.column(declared.from).name, to: through.column(declared.to).name };
  };

  const catalogue: Catalogue = { type: (name) => types.get(name), table, link, embeddedTypes };

  for (const mapping of mappings) {
    const objectType = schema.getType(mapping.type);
    if (!isObjectType(objectType)) throw new Error(`A mapping names the type ${mapping.type}, which the schema does not have.`);
    const meta = byEntityName.get(mapping.entity);
    if (!meta) throw new Error(`The mapping of ${mapping.type} names the entity ${mapping.entity}, which does not exist.`);
    const entityOf = (type: string): string => {
      const found = mappings.find((other) => other.type === type);
      if (!found) throw new Error(`The mapping of ${mapping.type} leads to ${type}, which has no mapping.`);
      return found.entity;
    };
    types.set(mapping.type, {
      ...table(mapping.entity),
      name: mapping.type,
      entity: mapping.entity,
      ...fieldsOf(objectType, mapping, meta, { link, entityOf, embeddedTypes, table }),
      filters: mapping.filters ?? {},
      orderings: new Map(Object.entries(mapping.orderings ?? {}).map(([value, property]) => [value, columnOf(meta, property)])),
      scope: mapping.scope,
    });
  }
  assertMappings(schema, mappings, catalogue);
  return catalogue;
}

interface FieldTools {
  link(link: Link, target: string): PlannedLink;
  entityOf(type: string): string;
  table(entity: string): PlannedTable;
  readonly embeddedTypes: Set<string>;
}

function fieldsOf(
  type: GraphQLObjectType,
  mapping: TypeMapping,
  meta: EntityMetadata,
  tools: FieldTools,
): Pick<PlannedType, 'fields' | 'declared'> {
  const fields = new Map<string, PlannedField>();
  const all = new Map<string, FieldMapping>();
  for (const field of Object.values(type.getFields())) {
    const named = getNamedType(field.type);
    const declared = mapping.fields?.[field.name] ?? derive(field.name, meta);
    if (!declared) throw new Error(`${type.name}.${field.name} has neither a property of its name in ${meta.className} nor a mapping.`);
    all.set(field.name, declared);
    fields.set(field.name, resolveField(declared, named.name, meta, tools));
    if (declared.kind === 'embedded') tools.embeddedTypes.add(named.name);
  }
  return { fields, declared: all };
}

/** What has the same name in type and entity needs no declaration. */
function derive(name: string, meta: EntityMetadata): FieldMapping | null {
  const property = propertyOf(meta, name);
  if (!property) return null;
  return property.targetMeta ? { kind: 'one', property: name } : { kind: 'column', property: name };
}

function resolveField(declared: FieldMapping, typeName: string, meta: EntityMetadata, tools: FieldTools): PlannedField {
  switch (declared.kind) {
    case 'column':
      return { kind: 'value', json: valueJson(meta, declared.property, typeName) };
    case 'one':
      return { kind: 'one', column: columnOf(meta, declared.property).name, target: typeName };
    case 'embedded': {
      const members = new Map(Object.entries(declared.fields).map(([member, property]) => [member, memberJson(meta, property)]));
      return { kind: 'embedded', nullWhen: declared.nullWhen.map((property) => columnOf(meta, property).name), members };
    }
    case 'list': {
      const target = tools.table(tools.entityOf(declared.target));
      return {
        kind: 'list',
        target: declared.target,
        by: target.column(declared.by).name,
        orderBy: [
          ...declared.orderBy.map((property) => target.column(property).name),
          // Left out where it decides nothing: the index that keeps the rows apart then gives them in order.
          ...(target.isUnique([declared.by, ...declared.orderBy]) ? [] : ['id']),
        ],
      };
    }
    case 'connection':
      return { kind: 'connection', target: declared.target, link: tools.link(declared.link, tools.entityOf(declared.target)) };
    case 'resolved':
      return declared;
  }
}

function memberJson(meta: EntityMetadata, property: string): Piece[] {
  if (!property.startsWith('@')) return valueJson(meta, property, null);
  const sql = computed[property.slice(1)];
  if (!sql) throw new Error(`Nothing computes ${property}.`);
  return jsonOrNull(sql);
}

/** Numbers and truth values are written in JSON as PostgreSQL writes them anywhere. */
const plainTypes = ['smallint', 'int', 'integer', 'bigint', 'boolean'];

/** The one JSON form of each kind of value, `{}` for the alias. Sessions run in UTC, so instants print as RFC 3339. */
function valueJson(meta: EntityMetadata, property: string, typeName: string | null): Piece[] {
  const { name, type, nullable } = columnOf(meta, property);
  const sql = `{}.${name}`;
  const asWord = nullable ? wordOrNull : word;
  const offset = type === 'timestamptz' && propertyOf(meta, `${property}Offset`);
  if (offset) return asWord(`rfc3339(${sql}, {}.${identifier(offset.fieldNames[0] ?? '')})`);
  const isOneOfOurWords = type === 'text' && propertyOf(meta, property)?.enum;
  if (isOneOfOurWords) return asWord(sql);
  if (type === 'uuid' || type === 'date' || (typeName === 'String' && type === 'bigint')) return asWord(`${sql}::text`);
  if (type === 'numeric') return asWord(`trim_scale(${sql})::text`);
  if (plainTypes.includes(type)) return (nullable ? plainOrNull : plain)(sql);
  return (nullable ? jsonOrNull : json)(type === 'jsonb' ? `${sql}::text` : sql);
}

function columnOf(meta: EntityMetadata, property: string): Column {
  const found = propertyOf(meta, property);
  const name = found?.fieldNames?.[0];
  if (!found || !name) throw new Error(`${meta.className} has no property ${property}.`);
  const type = (found.columnTypes?.[0] ?? 'text').replace(/\(.*\)/, '').replace(/^varchar$/, 'text');
  return { name: identifier(name), type, nullable: Boolean(found.nullable) };
}

function relationOf(meta: EntityMetadata, property: string): string {
  const target = propertyOf(meta, property)?.targetMeta;
  if (!target) throw new Error(`${meta.className}.${property} is no relation.`);
  return target.className;
}

/** Lists of properties of which no two rows have the same: nulls differ from one another. */
function uniquesOf(meta: EntityMetadata): string[][] {
  return meta.uniques.map(({ properties = [] }) => [properties].flat() as string[]).filter((unique) => unique.every((property) => !columnOf(meta, property).nullable));
}

function propertyOf(meta: EntityMetadata, name: string): EntityProperty | undefined {
  return Object.hasOwn(meta.properties, name) ? (meta.properties as Record<string, EntityProperty>)[name] : undefined;
}
