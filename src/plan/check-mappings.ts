/**
 * Holds the mappings to the schema and to the tables before anybody asks: what is wrong with one would otherwise answer
 * wrongly, or fail, at the first request that meets it.
 */
import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { TypeMapping } from '../schema/mapping.js';
import type { Catalogue, PlannedTable, PlannedType } from './catalogue.js';
import { checkFields } from './check-fields.js';
import { checkLists } from './check-lists.js';
import { Problems } from './problems.js';

/** Throws an error that names every problem of every mapping. */
export function assertMappings(schema: GraphQLSchema, mappings: readonly TypeMapping[], catalogue: Catalogue): void {
  const problems = new Problems();
  for (const mapping of mappings) {
    const objectType = schema.getType(mapping.type);
    const type = catalogue.type(mapping.type);
    if (!isObjectType(objectType) || !type) continue;
    checkFields(objectType, type, mapping, catalogue, problems);
    checkScope(type, catalogue, problems);
  }
  checkLists(schema, mappings, catalogue, problems);
  problems.throwIfAny();
}

/** The entity of each kind of partner, to which his scopes lead. */
const partners = { supplier: 'Supplier', carrier: 'Carrier' } as const;

function checkScope(type: PlannedType, catalogue: Catalogue, problems: Problems): void {
  for (const kind of ['supplier', 'carrier'] as const) {
    const scope = type.scope[kind];
    if (scope === undefined || scope === 'parent') continue;
    const where = `The scope of ${type.name} for a ${kind}, "${scope}"`;
    const end = scope === 'self' ? catalogue.table(type.entity) : problems.tryTo(where, () => along(catalogue.table(type.entity), scope.split('.')));
    if (end && end !== catalogue.table(partners[kind])) {
      problems.add(`${where}, ends elsewhere than at the ${kind}: end the path with a relation to ${partners[kind]}.`);
    }
  }
}

/** The table at the end of a path of relations. */
function along(table: PlannedTable, path: readonly string[]): PlannedTable {
  return path.reduce((reached, property) => {
    reached.column(property);
    return reached.targetOf(property);
  }, table);
}
