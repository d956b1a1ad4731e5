/** Values of every type are compared as what they are, and an object is null where a member that must be there is missing. */
import type { OperationDefinitionNode } from 'graphql';
import { execute, parse } from 'graphql';
import { createGraph } from '../../src/app/graph.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import type { LineGraph } from '../support/line-graph.js';
import { lineGraph, lineQuery } from '../support/line-graph.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const unpriced: Fact = {
  kind: 'product',
  source: { externalId: 'product,P-9', version: '1', updatedAt: null },
  number: 'P-9',
  name: 'Priced in no currency',
  unit: 'pc',
  listPrice: '5',
};

const state: { test?: TestDatabase; graph?: LineGraph } = {};
beforeAll(async () => {
  state.test = await freshDatabase(now);
  await tell(state.test.database, [...companyFacts(5), unpriced], now());
  state.graph = lineGraph(state.test);
});
afterAll(() => state.test?.close());

const count = async (filter: string): Promise<number | undefined> => (await state.graph?.ask(lineQuery(`filter: {${filter}}`)))?.data.lines.totalCount;

it.each([
  ['lineNo: [1]', 5],
  ['lineNo: [1, 2]', 10],
  ['lineNo: []', 0],
  ['lineNo: [2147483647]', 0],
  ['cancelled: [false]', 10],
  ['cancelled: [true, false]', 10],
  ['cancelled: [true]', 0],
  ['quantity: ["2.0"]', 2],
  ['quantity: ["99999999999999.999999"]', 0],
  ['firstPromise: ["2026-02-01"]', 0],
  ['zone: [480]', 10],
  ['zone: [480, 2147483647]', 10],
  ['zone: [-2147483648]', 0],
])('finds lines by %s', async (filter, found) => {
  expect(await count(filter)).toBe(found);
});

it('shows no price without its currency, whichever way the answer takes', async () => {
  if (!state.test) throw new Error('There is no database.');
  const { database } = state.test;
  const { planner, staff } = createGraph(database, { database, now, understandingOf: () => null, connectors: [] });
  const viewer: Viewer = { kind: 'staff', roles: ['ADMIN'], subject: 'prices', name: 'Prices', supplierId: null, carrierId: null };
  const document = parse('{ product(number: "P-9") { number listPrice { amount currency } } }');
  const expected = { product: { number: 'P-9', listPrice: null } };
  const text = await planner.whole(document, document.definitions[0] as OperationDefinitionNode, { schema: staff, fragments: {}, variables: {} }, viewer);
  expect(JSON.parse(Buffer.concat(text?.pieces ?? []).toString())).toEqual(expected);
  const resolved = await execute({ schema: staff, document, contextValue: { viewer, references: new Map(), language: 'en' } });
  expect(JSON.parse(JSON.stringify(resolved))).toEqual({ data: expected });
});
