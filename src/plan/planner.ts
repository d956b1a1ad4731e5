/**
 * The read plan's entrance. A request that the plan covers whole is answered by one statement, or one for each figure asked
 * for, whose JSON text goes into the response as it is (`whole`). Where it does not, ordinary resolvers run, and each field
 * that leads from their objects to planned types is one statement (`root`, `referred`); the answers are the same.
 */
import type { DocumentNode, FieldNode, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import { GraphQLError } from 'graphql';
import { DomainError } from '../domain/errors.js';
import type { Viewer } from '../domain/viewer.js';
import type { Reader } from '../entities/database.js';
import type { LentText } from '../entities/reading/lent-memory.js';
import type { Catalogue } from './catalogue.js';
import { NotCovered } from './compile.js';
import type { Compilation } from './compile.js';
import { figurePlan } from './figure-roots.js';
import type { FigureRoots } from './figure-roots.js';
import { responseNames, rowNames } from './names.js';
import type { Naming } from './names.js';
import type { Plan } from './plan-cache.js';
import { PlanCache } from './plan-cache.js';
import { referredSql, rootSql, rootsSql } from './records.js';
import { planRunner } from './run-plan.js';
import { responsePath, selectRoot } from './selection.js';
import type { Request, Selected } from './selection.js';
import { shapeOf } from './shape.js';
import { Binding, StatementBuilder } from './statement.js';
import { targetOf } from './target.js';

export interface Planner {
  /** The JSON text of `data` for a query that the plan covers whole, to be given back; null where resolvers must run. */
  whole(document: DocumentNode, operation: OperationDefinitionNode, request: Request, viewer: Viewer): Promise<LentText | null>;
  /** The value of a root field that leads to planned types. */
  root(info: GraphQLResolveInfo, viewer: Viewer): Promise<unknown>;
  /** The rows that resolvers refer to by id, for one field of their objects, in the order of the ids. */
  referred(info: GraphQLResolveInfo, viewer: Viewer, ids: readonly string[]): Promise<unknown[]>;
  /** Whether the plan reads this root field of `Query`. */
  covers(field: { readonly type: unknown }): boolean;
}

export function createPlanner(catalogue: Catalogue, reader: Reader, figureRoots: FigureRoots = new Map()): Planner {
  const plans = new PlanCache();
  const run = planRunner(reader);

  const recordPlan = (request: Request, sample: Binding, naming: Naming, sqlOf: (c: Compilation) => string): Plan => {
    const builder = new StatementBuilder();
    const sql = sqlOf({ catalogue, request, audience: sample.viewer.kind, naming, builder, sample });
    return { sql, values: (binding) => builder.getters.map((get) => get(binding)), isQuick: true, lane: 'quick', otherwise: null, uses: 0 };
  };

  /** The answer where every root is a figure; null where one has none. */
  const wholeFigures = async (document: DocumentNode, shape: string, request: Request, roots: readonly Selected[], binding: Binding): Promise<LentText | null> => {
    const planOf = (selected: Selected): Plan => {
      const root = figureRoots.get(selected.name);
      if (!root || !selected.field) throw new NotCovered(selected.name);
      const ownShape = `${shape} ${selected.key} ${root.shape(binding.args(selected))}`;
      return plans.get(document, ownShape, () => figurePlan(root, request, selected, binding));
    };
    const made = roots.map(planOf);
    const texts = await Promise.all(made.map((plan) => run.bytes(plan, binding)));
    return texts.every((text) => text !== null) ? objectOf(roots, texts) : null;
  };

  const whole: Planner['whole'] = async (document, operation, request, viewer) => {
    const query = request.schema.getQueryType();
    if (!query || operation.operation !== 'query') return null;
    const binding = new Binding(request.variables, viewer);
    const shape = `whole ${operation.name?.value ?? ''} ${viewer.kind} ${shapeOf(request, operation)}`;
    try {
      const roots = selectRoot(request, operation, query);
      if (roots.every((selected) => figureRoots.has(selected.name))) return await wholeFigures(document, shape, request, roots, binding);
      const plan = plans.get(document, shape, () => recordPlan(request, binding, responseNames, (c) => rootsSql(c, roots)));
      return await run.bytes(plan, binding);
    } catch (error) {
      // The resolvers meet the same mistake of the client and report it in its place in the answer.
      if (error instanceof NotCovered || error instanceof GraphQLError || error instanceof DomainError) return null;
      throw error;
    }
  };

  const root: Planner['root'] = async (info, viewer) => {
    const request = requestOf(info);
    const binding = new Binding(request.variables, viewer);
    const selected = selectedOf(info);
    const shape = `root ${selected.key} ${viewer.kind} ${shapeOf(request, info.operation)}`;
    const plan = plans.get(info.operation, shape, () => recordPlan(request, binding, rowNames, (c) => rootSql(c, selected)));
    return parse(await run.text(plan, binding));
  };

  const referred: Planner['referred'] = async (info, viewer, ids) => {
    const request = requestOf(info);
    const binding = new Binding(request.variables, viewer, ids);
    const selected = selectedOf(info);
    const shape = `ref ${responsePath(info.path)} ${viewer.kind} ${shapeOf(request, info.operation)}`;
    const plan = plans.get(info.operation, shape, () => recordPlan(request, binding, rowNames, (c) => referredSql(c, selected)));
    const rows = (parse(await run.text(plan, binding)) ?? {}) as Record<string, unknown>;
    return ids.map((id) => (Object.hasOwn(rows, id) ? rows[id] : null));
  };

  return { whole, root, referred, covers: (field) => targetOf(catalogue, field.type) !== null };
}

/** An object of the texts of its members. */
function objectOf(roots: readonly Selected[], texts: readonly LentText[]): LentText {
  const members = texts.flatMap(({ pieces }, place) => [Buffer.from(`${place === 0 ? '{' : ','}"${roots[place]?.key}":`), ...pieces]);
  return { pieces: [...members, Buffer.from(members.length === 0 ? '{}' : '}')], giveBack: () => texts.forEach(({ giveBack }) => giveBack()) };
}

function requestOf(info: GraphQLResolveInfo): Request {
  return { schema: info.schema, fragments: info.fragments, variables: info.variableValues };
}

function selectedOf(info: GraphQLResolveInfo): Selected {
  return {
    key: String(info.path.key),
    name: info.fieldName,
    field: info.parentType.getFields()[info.fieldName],
    nodes: info.fieldNodes as readonly FieldNode[],
    parent: info.parentType,
  };
}

function parse(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
