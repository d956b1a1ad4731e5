/**
 * Gives every field that leads to planned types its resolver: rows that the plan read are handed on member by member,
 * and a field of any other object is a way into the plan.
 */
import DataLoader from 'dataloader';
import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { Viewer } from '../domain/viewer.js';
import type { Catalogue } from './catalogue.js';
import { rowNames } from './names.js';
import { targetOf } from './target.js';
import type { Planner } from './planner.js';
import { responsePath } from './selection.js';

/** What the plan needs of the request's context. */
export interface PlanContext {
  readonly viewer: Viewer;
  /** References of one field that came up together are read together; kept for the length of the request. */
  readonly references: Map<string, DataLoader<string, unknown>>;
}

export function attachPlan(schema: GraphQLSchema, catalogue: Catalogue, planner: Planner): void {
  const readRoot: GraphQLFieldResolver<unknown, PlanContext> = (_parent, _args, { viewer }, info) => planner.root(info, viewer);

  const readReferred: GraphQLFieldResolver<unknown, PlanContext> = (parent, _args, context, info) => {
    const id = (parent as Record<string, unknown>)[info.fieldName];
    if (typeof id !== 'string') return null;
    return loaderFor(planner, context, info).load(id);
  };

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fromRow = isReadFromRows(type.name, catalogue);
    for (const field of Object.values(type.getFields())) {
      if (catalogue.type(type.name)?.fields.get(field.name)?.kind === 'resolved') field.resolve = byRowId(`${type.name}.${field.name}`, field.resolve);
      else if (fromRow) field.resolve = rowMember;
      else if (targetOf(catalogue, field.type)) field.resolve = type === schema.getQueryType() ? readRoot : readReferred;
    }
  }
}

/** A member of a planned row by its response key; of an object that a resolver made, by its name. */
const rowMember: GraphQLFieldResolver<unknown, unknown> = (parent, _args, _context, info) => {
  const object = parent as Record<string, unknown>;
  const key = rowNames(String(info.path.key));
  return Object.hasOwn(object, key) ? object[key] : object[info.fieldName];
};

/** What code computes for a planned row, from the row's id: that is what stands in the row under the field. */
function byRowId(field: string, resolve: GraphQLFieldResolver<unknown, PlanContext> | undefined): GraphQLFieldResolver<unknown, PlanContext> {
  if (!resolve) throw new Error(`${field} is mapped as resolved, but has no resolver.`);
  return (parent, args, context, info) => resolve({ id: rowMember(parent, {}, context, info) }, args, context, info);
}

function isReadFromRows(name: string, catalogue: Catalogue): boolean {
  const node = /^(\w+?)(Connection|Edge)$/.exec(name)?.[1];
  return (
    name === 'PageInfo' || catalogue.embeddedTypes.has(name) || Boolean(catalogue.type(name)) || Boolean(node && catalogue.type(node))
  );
}

function loaderFor(planner: Planner, context: PlanContext, info: GraphQLResolveInfo): DataLoader<string, unknown> {
  const key = responsePath(info.path);
  let loader = context.references.get(key);
  if (!loader) {
    loader = new DataLoader((ids) => planner.referred(info, context.viewer, ids), { maxBatchSize: 500 });
    context.references.set(key, loader);
  }
  return loader;
}
