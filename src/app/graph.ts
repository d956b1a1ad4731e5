/** Schema, plan and resolvers brought together: the staff's graph and the partners' part of it. */
import type { GraphQLSchema } from 'graphql';
import type { Database } from '../entities/database.js';
import type { Catalogue, Planner } from '../plan/index.js';
import { attachPlan, createCatalogue, createPlanner } from '../plan/index.js';
import { resolverClasses, resolverInstances, figureRoots } from '../resolvers/index.js';
import type { ResolverServices } from '../resolvers/index.js';
import { buildGraph, cutForPartners } from '../schema/build.js';
import { mappings } from '../schema/mappings.js';

export interface Graph {
  readonly staff: GraphQLSchema;
  readonly partners: GraphQLSchema;
  readonly catalogue: Catalogue;
  readonly planner: Planner;
}

export function createGraph(database: Pick<Database, 'em' | 'reader'>, services: ResolverServices): Graph {
  const instances = resolverInstances(services);
  const staff = buildGraph(resolverClasses, (resolver) => instances.get(resolver) as object);
  const catalogue = createCatalogue(staff, mappings, database.em.getMetadata());
  const planner = createPlanner(catalogue, database.reader, figureRoots(services.now));
  attachPlan(staff, catalogue, planner);
  return { staff, partners: cutForPartners(staff), catalogue, planner };
}
