/** How many statements an operation takes: held for every one that the guides show, the tests use and the benchmarks measure. */
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { execute, getVariableValues, Kind, parse, print } from 'graphql';
import { readFileSync, readdirSync } from 'node:fs';
import { createGraph } from '../../src/app/graph.js';
import type { Graph } from '../../src/app/graph.js';
import { prepare } from '../../src/app/services.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { allPages, operationsOf, root } from '../docs/markdown.js';
import { companyFacts, tell } from '../support/company.js';
import { freshDatabase } from '../support/database.js';
import type { RecordedDatabase } from '../support/recorded-database.js';
import { recorded } from '../support/recorded-database.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const viewer: Viewer = { kind: 'staff', roles: ['ADMIN'], subject: 'counter', name: 'Counter', supplierId: null, carrierId: null };

/** Values for the variables that a query cannot do without, or that make it answer with something. */
const variables: Readonly<Record<string, unknown>> = {
  number: 'O-1003',
  subject: 'ORDER',
  id: '0198c0de-0000-7000-8000-000000000000',
  status: 'SHIPPED',
  country: 'CN',
  from: '2026-01-01',
  to: '2026-04-01',
  asOf: '2026-03-15',
};

interface Shown {
  readonly where: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly partner: boolean;
}

/** The queries of a document, each by itself. */
function queriesOf(where: string, source: string, partner = false): Shown[] {
  const { definitions } = parse(source);
  const fragments = definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION);
  return definitions
    .filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION && each.operation === 'query')
    .map((operation) => ({ where: `${where} ${operation.name?.value ?? ''}`.trim(), document: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }, operation, partner }));
}

const filesBelow = (folder: string): string[] =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`);
const files = [...filesBelow('test/operations'), ...filesBelow('bench/operations')].filter((file) => file.endsWith('.graphql') && !file.endsWith('postgraphile.graphql'));
const shown = [
  ...allPages().flatMap((page) => operationsOf(page).flatMap(({ source, audience }, at) => queriesOf(`${page.path} ${at + 1}`, source, audience === 'partner'))),
  ...files.flatMap((file) => queriesOf(file, readFileSync(`${root}/${file}`, 'utf8'), file.includes('/partner/'))),
];

const state: { test?: RecordedDatabase; graph?: Graph } = {};
beforeAll(async () => {
  const test = recorded(await freshDatabase(now));
  await prepare(test.database, now);
  await tell(test.database, companyFacts(5), now());
  state.test = test;
  state.graph = createGraph(test.database, { database: test.database, now, understandingOf: () => null, connectors: [] });
});
afterAll(() => state.test?.close());

/** Statements of an operation, passed through (null: it is not) and by resolvers. */
async function count({ document, operation, partner }: Shown): Promise<{ passed: number | null; resolved: number }> {
  const { test, graph } = state;
  if (!test || !graph) throw new Error('There is no graph.');
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const given = Object.fromEntries(names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]));
  const schema = partner ? graph.partners : graph.staff;
  const fragments = Object.fromEntries(document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  test.take();
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  const text = coerced ? await graph.planner.whole(document, operation, { schema, fragments, variables: coerced }, viewer) : null;
  const taken = test.take().length;
  const passed = text === null ? null : taken;
  const { errors } = await execute({ schema, document, variableValues: given, contextValue: { viewer, references: new Map(), language: 'en' } });
  expect(errors).toBeUndefined();
  return { passed, resolved: test.take().length };
}

/**
 * What takes more than one statement for each of its root fields, and how many: pages of evidence of figures. The first pages of
 * a list's figures go in one statement, of the KPIs in one for all that is measured and two for each on-time rate; with one more for
 * all records of a kind on them. Lower these, do not raise them.
 */
const more: Readonly<Record<string, number>> = {
  'rows totals excluded with their evidence': 4,
  'kpis with their evidence': 11,
};

/** What an operation may take. */
function allowed({ operation, document }: Shown): number {
  const roots = operation.selectionSet.selections.length;
  if (!/\bevidence\b/.test(print(document))) return roots;
  const named = /\bkpis\b/.test(print(document)) ? 'kpis with their evidence' : 'rows totals excluded with their evidence';
  return more[named] ?? roots;
}

const rootsOf = ({ operation }: Shown): string[] => operation.selectionSet.selections.map((node) => (node.kind === Kind.FIELD ? node.name.value : ''));
const isByCode = (each: Shown): boolean => rootsOf(each).some((root) => ['viewer', 'events', 'kpis'].includes(root)) || /\bevidence\b/.test(print(each.document));
const isFigures = (each: Shown): boolean => rootsOf(each).every((root) => root === 'deliveryPerformance');

it('knows the queries of the guides, of the tests and of the benchmarks', () => {
  expect(shown.length).toBeGreaterThan(30);
  expect(new Set(shown.map(({ where }) => where.split(/[ /]/)[0]))).toEqual(new Set(['README.md', 'docs', 'test', 'bench']));
});

it.each(shown.map((each) => [each.where, each] as const))('%s', async (_where, each) => {
  const { passed, resolved } = await count(each);
  expect(resolved).toBeLessThanOrEqual(allowed(each));
  if (passed !== null || !isByCode(each)) expect(passed).toBe(isFigures(each) ? rootsOf(each).length : 1);
});
