/**
 * The read plan's entrance. A request that the plan covers whole is answered by one statement, or one for each figure asked
 * for, whose JSON text goes into the response as it is (`whole`). Where it does not, ordinary resolvers run, and each field that leads from their
 * objects to planned types is one statement (`root`, `referred`); the answers are the same.
 */
import type { DocumentNode, FieldNode, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import { getNamedType, GraphQLError, isObjectType } from 'graphql';
import type { Lane, Reader, SqlValue } from '../entities/database.js';
import { DomainError } from '../domain/errors.js';
import type { Viewer } from '../domain/viewer.js';
import { badArgument } from '../schema/errors.js';
import type { Catalogue, PlannedType } from './catalogue.js';
import { and, columns, name, NotCovered, oneSql } from './compile.js';
import type { Compilation } from './compile.js';
import { responseNames, rowNames } from './names.js';
import type { Naming } from './names.js';
import { pageSql } from './page.js';
import { PreparedTexts } from './prepared.js';
import { scopeCondition } from './scope.js';
import { responsePath, selectBelow, selectRoot } from './selection.js';
import type { Request, Selected } from './selection.js';
import { shapeOf } from './shape.js';
import type { StatedRoots } from './stated-roots.js';
import { wantedBelow } from './stated-roots.js';
import { arrayLiteral, Binding, StatementBuilder, uuidOrNothing } from './statement.js';

/** A statement that serves every request of one shape. */
interface Plan {
  readonly sql: string;
  readonly values: (binding: Binding) => readonly SqlValue[];
  /** Whether planning it may cost more than running it. */
  readonly isQuick: boolean;
  /** Records are found by keys; figures may have to count lines, as those of days that were just imported. */
  readonly lane: Lane;
  /** What answers where this yields no row. */
  readonly otherwise: Plan | null;
  /** How often it was used; it is prepared once it has shown that it recurs. */
  uses: number;
}

export interface Planner {
  /** The JSON text of `data` for a query that the plan covers whole, in pieces of UTF-8; null where resolvers must run. */
  whole(document: DocumentNode, operation: OperationDefinitionNode, request: Request, viewer: Viewer): Promise<readonly Buffer[] | null>;
  /** The value of a root field that leads to planned types. */
  root(info: GraphQLResolveInfo, viewer: Viewer): Promise<unknown>;
  /** The rows that resolvers refer to by id, for one field of their objects, in the order of the ids. */
  referred(info: GraphQLResolveInfo, viewer: Viewer, ids: readonly string[]): Promise<unknown[]>;
  /** Whether the plan reads this root field of `Query`. */
  covers(field: { readonly type: unknown }): boolean;
}

const sightingsBeforePreparing = 2;
const shapesPerDocument = 50;
/** Characters of statements and shapes that are kept in all. */
const mostCharacters = 30_000_000;

export function createPlanner(catalogue: Catalogue, reader: Reader, stated: StatedRoots = new Map()): Planner {
  /** Null: this shape is not covered. */
  let plansOf = new WeakMap<object, Map<string, Plan | null>>();
  let characters = 0;
  const prepared = new PreparedTexts();

  /** The plan for this shape of this piece of a document, made at the first sighting. */
  const planFor = (owner: object, shape: string, make: () => Plan): Plan => {
    const plans = plansOf.get(owner) ?? new Map<string, Plan | null>();
    plansOf.set(owner, plans);
    const known = plans.get(shape);
    if (known) return known;
    if (known === null) throw new NotCovered(shape);
    if (plans.size >= shapesPerDocument) plans.clear();
    characters += shape.length;
    try {
      const plan = make();
      for (let each: Plan | null = plan; each; each = each.otherwise) characters += each.sql.length;
      plans.set(shape, plan);
      return plan;
    } catch (error) {
      if (error instanceof NotCovered) plans.set(shape, null);
      throw error;
    } finally {
      // What went with its document is counted still: all are made anew now and then, which is cheaper than keeping account.
      if (characters > mostCharacters) {
        plansOf = new WeakMap();
        characters = 0;
      }
    }
  };

  const run = async (plan: Plan, binding: Binding): Promise<Buffer | null> => {
    const values = plan.values(binding);
    plan.uses += 1;
    const isPrepared = plan.isQuick && plan.uses >= sightingsBeforePreparing && prepared.admit(plan.sql);
    const text = await reader.bytes(isPrepared ? 'prepared' : null, plan.sql, values, isPrepared ? plan.lane : 'dear');
    return text === null && plan.otherwise ? run(plan.otherwise, binding) : text;
  };

  const compile = (request: Request, viewer: Viewer, sample: Binding, naming: Naming, text: (c: Compilation) => string): Plan => {
    const builder = new StatementBuilder();
    const sql = text({ catalogue, request, audience: viewer.kind, naming, builder, sample });
    return { sql, values: (binding) => builder.getters.map((get) => get(binding)), isQuick: true, lane: 'quick', otherwise: null, uses: 0 };
  };

  /** The plan of a root field that brings its own statements. */
  const statedPlan = (document: DocumentNode, shape: string, request: Request, selected: Selected, sample: Binding): Plan => {
    const root = stated.get(selected.name);
    const { field, nodes: [node] } = selected;
    if (!root || !field || !node) throw new NotCovered(selected.name);
    const argsOf = (binding: Binding): Record<string, unknown> => binding.args(field, node);
    return planFor(document, `${shape} ${selected.key} ${root.shape(argsOf(sample))}`, () => {
      const statements = root.statements(argsOf(sample), sample.viewer, wantedBelow(request, selected, root.resolved));
      let plan: Plan | null = null;
      for (const { sql, values, isQuick } of [...statements].reverse()) {
        plan = { sql, values: (binding) => values(argsOf(binding), binding.viewer), isQuick, lane: 'dear', otherwise: plan, uses: 0 };
      }
      if (!plan) throw new NotCovered(selected.name);
      return plan;
    });
  };

  /** The answer where every root brings its own statements; null where one has no answer. */
  const wholeStated = async (document: DocumentNode, shape: string, request: Request, roots: readonly Selected[], binding: Binding): Promise<readonly Buffer[] | null> => {
    const plans = roots.map((selected) => statedPlan(document, shape, request, selected, binding));
    const texts = await Promise.all(plans.map((plan) => run(plan, binding)));
    if (texts.includes(null)) return null;
    const members = roots.flatMap(({ key }, place) => [Buffer.from(`${place === 0 ? '' : ','}"${key}":`), texts[place] ?? Buffer.from('null')]);
    return [Buffer.from('{'), ...members, Buffer.from('}')];
  };

  const whole: Planner['whole'] = async (document, operation, request, viewer) => {
    const query = request.schema.getQueryType();
    if (!query || operation.operation !== 'query') return null;
    const binding = new Binding(request.variables, viewer);
    const shape = `whole ${operation.name?.value ?? ''} ${viewer.kind} ${shapeOf(request, operation)}`;
    try {
      const roots = selectRoot(request, operation, query);
      if (roots.every((selected) => stated.has(selected.name))) return await wholeStated(document, shape, request, roots, binding);
      const plan = planFor(document, shape, () =>
        compile(request, viewer, binding, responseNames, (c) => {
          const parts = roots.map((selected) => `${rootSql(c, selected)} as ${name(c, selected.key)}`);
          const row = c.builder.alias();
          return `select row_to_json(${row})::text from (select ${parts.join(', ')}) as ${row}`;
        }),
      );
      const text = await run(plan, binding);
      return text && [text];
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
    const plan = planFor(info.operation, `root ${selected.key} ${viewer.kind} ${shapeOf(request, info.operation)}`, () =>
      compile(request, viewer, binding, rowNames, (c) => `select ${rootSql(c, selected)}::text`),
    );
    return parse(await run(plan, binding));
  };

  const referred: Planner['referred'] = async (info, viewer, ids) => {
    const request = requestOf(info);
    const binding = new Binding(request.variables, viewer, ids);
    const selected = selectedOf(info);
    const plan = planFor(info.operation, `ref ${responsePath(info.path)} ${viewer.kind} ${shapeOf(request, info.operation)}`, () =>
      compile(request, viewer, binding, rowNames, (c) => referredSql(c, selected)),
    );
    const rows = (parse(await run(plan, binding)) ?? {}) as Record<string, unknown>;
    return ids.map((id) => (Object.hasOwn(rows, id) ? rows[id] : null));
  };

  return { whole, root, referred, covers: (field) => targetOf(catalogue, field.type) !== null };
}

/** The planned type that a field leads to, by itself or as a connection; null where it leads to none. */
export function targetOf(catalogue: Catalogue, fieldType: unknown): { type: PlannedType; connection: boolean } | null {
  const named = getNamedType(fieldType as Parameters<typeof getNamedType>[0]);
  if (!isObjectType(named)) return null;
  const own = catalogue.type(named.name);
  if (own) return { type: own, connection: false };
  const node = named.name.endsWith('Connection') ? catalogue.type(named.name.slice(0, -'Connection'.length)) : undefined;
  return node ? { type: node, connection: true } : null;
}

function rootSql(c: Compilation, selected: Selected): string {
  if (selected.name === '__typename') return `'${selected.parent.name}'::text`;
  const target = selected.field && targetOf(c.catalogue, selected.field.type);
  if (!target) throw new NotCovered(`${selected.parent.name}.${selected.name}`);
  if (target.connection) return pageSql(c, target.type, selected, null);
  return oneSql(c, target.type, selected, (alias) => lookup(c, target.type, selected, alias), 'root');
}

/** A single root record is named by its id or by its business number. */
function lookup(c: Compilation, type: PlannedType, selected: Selected, alias: string): string {
  const argsOf = (binding: Binding): Record<string, unknown> => {
    const [node] = selected.nodes;
    return selected.field && node ? binding.args(selected.field, node) : {};
  };
  const given = argsOf(c.sample);
  const byId = given['id'] != null;
  const byNumber = given['number'] != null;
  if (byId === byNumber) throw badArgument(`Give "${selected.name}" either an "id" or a "number".`);
  if (byId) return `${alias}.id = ${c.builder.param((binding) => uuidOrNothing(argsOf(binding)['id']), 'uuid')}`;
  const number = c.builder.param((binding) => String(argsOf(binding)['number']).replaceAll('\0', ''), 'text');
  // Two sources may use the same number: the record made last is meant.
  const newest = c.builder.alias();
  return `${alias}.id = (select max(${newest}.id::text)::uuid from ${type.table} as ${newest} where ${newest}.number = ${number})`;
}

function referredSql(c: Compilation, selected: Selected): string {
  const target = selected.field && targetOf(c.catalogue, selected.field.type);
  if (!target || target.connection) throw new Error(`${selected.parent.name}.${selected.name} does not refer to a planned type.`);
  const alias = c.builder.alias();
  const row = c.builder.alias();
  const list = columns(c, target.type, selectBelow(c.request, selected), alias);
  const ids = c.builder.param((binding) => arrayLiteral(binding.ids.map(uuidOrNothing)), 'uuid[]');
  // What a resolver refers to was reached through an object that the viewer may see, so it is checked as a root is.
  const scope = scopeCondition(c.catalogue, target.type, alias, c.audience, 'root', c.builder);
  return (
    `select coalesce(json_object_agg(${alias}.id, (select row_to_json(${row}) from (select ${list}) as ${row})), '{}')::text ` +
    `from ${target.type.table} as ${alias} where ${and(`${alias}.id = any(${ids})`, scope)}`
  );
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

function parse(json: Buffer | null): unknown {
  return json === null ? null : JSON.parse(json.toString());
}
