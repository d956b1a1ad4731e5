/** Whatever valid query is asked, by whomever: the text passed through and the resolvers' answer must be the same JSON. */
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getNamedType, getVariableValues, parse, print, validate } from 'graphql';
import type { Graph } from '../../src/app/graph.js';
import { createGraph } from '../../src/app/graph.js';
import { loadDemo } from '../../src/demo/index.js';
import { refreshRollups } from '../../src/domain/figures/rollup/refresh.js';
import type { StaffRole } from '../../src/domain/credentials.js';
import type { Viewer } from '../../src/domain/viewer.js';
import type { Reader } from '../../src/entities/database.js';
import { Role } from '../../src/entities/enums.js';
import { mayAsk } from '../../src/schema/access.js';
import { mappings } from '../../src/schema/mappings.js';
import { post, bodyOf, easypostEnv, makeScans } from '../hard/scans.js';
import type { Random } from '../hard/random.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Trait } from '../support/query-traits.js';
import { traits, traitsOf } from '../support/query-traits.js';
import type { Words } from '../support/random-arguments.js';
import type { RandomQuery } from '../support/random-query.js';
import { randomQuery } from '../support/random-query.js';
import { addAsked, askable } from '../support/schema-coverage.js';

/** The day on which the company of the queries lives: the database must be opened with this clock. */
export const queriesNow = (): Date => new Date('2026-03-15T08:00:00Z');

export interface QueryFigures {
  readonly asked: number;
  /** Answered whole by the plan, and the same by the resolvers; one in five once more past Apollo. */
  readonly compared: number;
  /** Of those compared: with objects in a list, so that the answer speaks of records and not only of their absence. */
  readonly withRows: number;
  /** The same both ways, with parts that code computes. */
  readonly computed: number;
  /** The same errors both ways, about arguments that make no sense. */
  readonly mistaken: number;
  /** Refused in the same words both ways: fields that this viewer may not ask for, or nobody who asks. */
  readonly refused: number;
  /** Beyond the limits of a document, and so not run. */
  readonly tooLarge: number;
  /** Queries whose answers differ, or that should not have failed, with their variables. */
  readonly differences: readonly string[];
  /** How many of all that were not too large used each. */
  readonly traits: Readonly<Record<Trait, number>>;
  /** How many each viewer asked that were compared. */
  readonly viewers: Readonly<Record<string, number>>;
  /** Fields, filters and orderings that none of the queries compared named. */
  readonly neverAsked: readonly string[];
}

/** One who asks. */
interface Asker {
  readonly name: string;
  readonly token: string | null;
  readonly viewer: Viewer;
  readonly path: string;
  readonly schema: GraphQLSchema;
}

type Outcome = 'compared' | 'computed' | 'mistaken' | 'refused' | 'tooLarge' | 'different';

/** Moves with every transaction on the server, those of other databases included, and so between any two questions. */
export const moves: ReadonlySet<string> = new Set(['LogPage.endCursor']);

export interface Comparing {
  readonly onAsked?: (asked: number) => void;
  /** Fields that the queries are made of; all that there are unless something is said. */
  readonly about?: (type: string, field: string) => boolean;
}

/** Asks until `count` queries were answered by the plan and compared. */
export async function compareQueries(test: TestDatabase, random: Random, count: number, { onAsked = () => {}, about = () => true }: Comparing = {}): Promise<QueryFigures> {
  const { database } = test;
  await loadDemo(database, { now: queriesNow, scale: 0.02 });
  await tell(database, companyFacts(15), queriesNow());
  await refreshRollups(database, new AbortController().signal);
  const gateway = await startGateway({ test, now: queriesNow, env: { ...easypostEnv, MAX_QUERY_COST: '100000000', MAX_QUERY_DEPTH: '100' } });
  try {
    for (const scan of makeScans(random, ['TRK1001', 'TRK1002', 'NOBODY'], 12)) await post(gateway.url, bodyOf(scan));
    const mute: Reader = { ...database.reader, bytes: () => Promise.resolve(Buffer.from('{}')) };
    const graph = createGraph({ em: database.em, reader: mute }, { database, now: queriesNow, understandingOf: () => null, connectors: [] });
    const askers = await askersOf(gateway, graph);
    return await compareAll({ gateway, graph, askers: askers.filter(({ viewer, schema }) => hasRoot(schema, viewer, about)), words: await wordsOf(gateway, graph), random, count, onAsked, about });
  } finally {
    await gateway.close();
  }
}

/** Whether this viewer may ask for any of it. */
function hasRoot(schema: GraphQLSchema, { roles }: Viewer, about: Comparison['about']): boolean {
  return Object.keys(schema.getQueryType()?.getFields() ?? {}).some((field) => about('Query', field) && mayAsk(roles, 'Query', field));
}

interface Comparison extends Required<Comparing> {
  readonly gateway: TestGateway;
  readonly graph: Graph;
  readonly askers: readonly Asker[];
  readonly words: Words;
  readonly random: Random;
  readonly count: number;
}

async function compareAll({ gateway, graph, askers, words, random, count, onAsked, about }: Comparison): Promise<QueryFigures> {
  const outcomes: Record<Outcome, number> = { compared: 0, computed: 0, mistaken: 0, refused: 0, tooLarge: 0, different: 0 };
  const counted = Object.fromEntries(traits.map((trait) => [trait, 0])) as Record<Trait, number>;
  const viewers = Object.fromEntries(askers.map(({ name }) => [name, 0]));
  const differences: string[] = [];
  const named = new Set<string>();
  const state = { asked: 0, withRows: 0 };
  while (outcomes.compared < count && state.asked < 3 * count) {
    const asker = askers[state.asked % askers.length] as Asker;
    // Now and then without regard for what this viewer may ask.
    const isBold = random.next() < 0.03;
    const query = randomQuery(asker.schema, random, (type, field) => !moves.has(`${type}.${field}`) && about(type, field) && (isBold || mayAsk(asker.viewer.roles, type, field)), words);
    const document = parse(query.text);
    const { outcome, how, rows } = await compare(gateway, graph, asker, query, random.next() < 0.2);
    outcomes[outcome] += 1;
    state.asked += 1;
    if (outcome === 'different') differences.push(`${asker.name}, ${how}: ${query.text} ${JSON.stringify(query.variables)}`);
    if (outcome !== 'tooLarge') for (const trait of traitsOf(document, query.variables)) counted[trait] += 1;
    if (outcome === 'compared' || outcome === 'computed') {
      state.withRows += rows ? 1 : 0;
      viewers[asker.name] = (viewers[asker.name] ?? 0) + 1;
      addAsked(asker.schema, document, named);
    }
    onAsked(state.asked);
  }
  const { different: _, ...figures } = outcomes;
  const neverAsked = [...askable(graph.staff)].filter((member) => !named.has(member) && !moves.has(member));
  return { ...state, ...figures, differences, traits: counted, viewers, neverAsked };
}

interface Compared {
  readonly outcome: Outcome;
  /** How the answers differ. */
  readonly how?: string;
  readonly rows?: boolean;
}

const refusals: Readonly<Record<string, Outcome>> = {
  BAD_USER_INPUT: 'mistaken',
  FORBIDDEN: 'refused',
  UNAUTHENTICATED: 'refused',
  GRAPHQL_VALIDATION_FAILED: 'tooLarge',
  GRAPHQL_PARSE_FAILED: 'tooLarge',
  QUERY_TOO_COSTLY: 'tooLarge',
};

async function compare(gateway: TestGateway, graph: Graph, { token, path, viewer, schema }: Asker, query: RandomQuery, recurs: boolean): Promise<Compared> {
  const different = (how: string, what: unknown): Compared => ({ outcome: 'different', how: `${how} ${JSON.stringify(what)}` });
  const document = parse(query.text);
  const invalid = validate(schema, document);
  if (invalid.length > 0) return different('not valid', invalid);
  const { passed, resolved, agree } = await gateway.bothWays({ token, path, query: query.text, variables: query.variables, recurs });
  if (!agree) return different('answers differ', { passed, resolved });
  if (passed.errors) {
    const found = new Set(passed.errors.map(({ extensions }) => refusals[String(extensions?.['code'])]));
    const [outcome] = found;
    return found.size === 1 && outcome ? { outcome } : different('refused', passed.errors);
  }
  const rows = /\[\{/.test(JSON.stringify(passed.data));
  if (asksCode(document)) return { outcome: 'computed', rows };
  return (await isPlanned(graph, schema, viewer, document, query.variables)) ? { outcome: 'compared', rows } : different('not planned, and not mistaken', passed);
}

/** Whether the plan answers the query whole; `graph` is one that reads nothing. */
async function isPlanned({ planner }: Graph, schema: GraphQLSchema, viewer: Viewer, document: DocumentNode, given: RandomQuery['variables']): Promise<boolean> {
  const operation = document.definitions[0] as OperationDefinitionNode;
  const fragments = Object.fromEntries(
    document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]),
  );
  const { coerced: variables } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  return variables !== undefined && (await planner.whole(document, operation, { schema, fragments, variables }, viewer)) !== null;
}

/** Whether the plan leaves the operation to the resolvers: for what code computes, for evidence, and for figures beside records. */
function asksCode(document: DocumentNode): boolean {
  const { selectionSet } = document.definitions[0] as OperationDefinitionNode;
  const roots = selectionSet.selections.map((node) => (node.kind === 'Field' ? node.name.value : ''));
  const figures = roots.filter((root) => root === 'deliveryPerformance').length;
  return roots.some((root) => ['viewer', 'events', 'kpis', 'connectors'].includes(root)) || (figures > 0 && figures < roots.length) || /\bevidence\b/.test(print(document));
}

/** Every role of our own people, two suppliers, two carriers, and somebody who does not say who he is. */
async function askersOf(gateway: TestGateway, graph: Graph): Promise<Asker[]> {
  const { reader } = gateway.test.database;
  const viewer = (kind: Viewer['kind'], roles: Role[], more: Partial<Viewer> = {}): Viewer => ({ kind, roles, subject: 'random', name: 'Random', supplierId: null, carrierId: null, ...more });
  const roles = Object.values(Role).filter((role): role is StaffRole => role !== Role.SUPPLIER && role !== Role.CARRIER);
  const staff = await Promise.all(
    roles.map(async (role) => ({ name: role, token: await gateway.staff(role), viewer: viewer('staff', [role]), path: '/graphql', schema: graph.staff })),
  );
  const partners: Asker[] = [];
  for (const [role, table, joined] of [['SUPPLIER', 'supplier', 'purchase_order'], ['CARRIER', 'carrier', 'shipment']] as const) {
    // Those with the most business: the demo's own, and one of the small company.
    const busiest = await reader.query(null, `select p.number from ${table} as p join ${joined} as j on j.${table}_id = p.id group by p.number order by count(*) desc, p.number limit 1`, []);
    for (const [number, path, schema] of [[busiest ?? '', '/partner/graphql', graph.partners], [role === 'SUPPLIER' ? 'S-1' : 'K-2', '/graphql', graph.staff]] as const) {
      const id = await reader.query(null, `select id::text from ${table} where number = $1::text`, [number]);
      const owner = role === 'SUPPLIER' ? viewer('supplier', [role], { supplierId: id }) : viewer('carrier', [role], { carrierId: id });
      partners.push({ name: `${role} at ${path}`, token: await gateway.partner(role, number), viewer: owner, path, schema });
    }
  }
  const nobody: Asker = { name: 'nobody', token: null, viewer: viewer('staff', ['ADMIN']), path: '/graphql', schema: graph.staff };
  return [...staff, ...partners, ...staff, ...partners, nobody];
}

/** Texts that try to be more than texts, and the ids, numbers and page cursors that there are. */
async function wordsOf(gateway: TestGateway, graph: Graph): Promise<Words> {
  const ids: Record<string, string[]> = {};
  const cursors: Record<string, string[]> = {};
  const numbers: string[] = [];
  const token = await gateway.staff('ADMIN');
  for (const field of Object.values(graph.staff.getQueryType()?.getFields() ?? {})) {
    const connection = getNamedType(field.type).name;
    const type = connection.replace(/Connection$/, '');
    if (type === connection) continue;
    const number = mappings.some((mapping) => mapping.type === type) && 'number' in ((graph.staff.getType(type) as { getFields?(): object } | undefined)?.getFields?.() ?? {}) ? 'number' : '';
    const { data } = await gateway.graphql<{ page: Page }>(token, `{ page: ${field.name}(first: 8) { edges { cursor node { id ${number} } } } }`);
    ids[type] = data?.page.edges.map(({ node }) => node.id) ?? [];
    cursors[connection] = data?.page.edges.map(({ cursor }) => cursor) ?? [];
    numbers.push(...(data?.page.edges.slice(0, 3).flatMap((edge) => edge.node.number ?? []) ?? []));
  }
  const { data } = await gateway.graphql<{ shipments: { nodes: { trackingEvents: Page }[] } }>(token, '{ shipments(first: 5) { nodes { trackingEvents(first: 3) { edges { cursor node { id } } } } } }');
  cursors['TrackingEventConnection'] = data?.shipments.nodes.flatMap(({ trackingEvents }) => trackingEvents.edges.map(({ cursor }) => cursor)) ?? [];
  return {
    ids,
    cursors,
    strings: {
      '*': ["x'; drop table orders; --", 'O-1003', '$1', '\\', '{"a":1}', '"'],
      number: [...numbers, 'O-1003', 'O-1004', 'PO-1002-1', 'S-1', 'K-2', 'C-1', 'SH-1001', 'P-1', "'", '{a,"b'],
      search: ['auro', '晨光', 'o 100', "');--", '*:&|!', '', 'co'],
      country: ['DE', 'CN', 'XX'],
      connectorId: ['easypost', 'nobody'],
    },
  };
}

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string; readonly number?: string } }[];
}
