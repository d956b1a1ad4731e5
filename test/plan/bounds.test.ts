/** What clients can fill with documents of their own making is bounded. `npm run soak -- --only documents` watches the memory itself. */
import { parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { createGraph } from '../../src/app/graph.js';
import type { Viewer } from '../../src/domain/viewer.js';
import type { Reader } from '../../src/entities/database.js';
import { PreparedTexts } from '../../src/plan/prepared.js';
import { createDocumentStore } from '../../src/server/graphql/document-store.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const state: { test?: TestDatabase } = {};
afterAll(() => state.test?.close());

const viewer: Viewer = { kind: 'staff', roles: ['ADMIN'], subject: 'many', name: 'Many', supplierId: null, carrierId: null };

it.each([
  ['records', (n: number) => `{ a${n}: orders(first: ${n % 50}) { nodes { number } } }`],
  ['figures', (n: number) => `{ deliveryPerformance(subject: ORDER, groupBy: [MONTH]) { a${n}: notYetDue } }`],
])('prepares 500 of 2,000 documents that recur, and goes on preparing those: %s', async (_what, source) => {
  const prepared = new Set<string>();
  state.test ??= await freshDatabase();
  const reader: Reader = {
    ...state.test.database.reader,
    bytes: (name, sql) => {
      if (name !== null) prepared.add(sql);
      return Promise.resolve({ pieces: [Buffer.from('{}')], giveBack: () => {} });
    },
  };
  const { em } = state.test.database;
  const { planner, staff } = createGraph({ em, reader }, { database: { ...state.test.database, reader }, now: () => new Date(), understandingOf: () => null, connectors: [] });
  const ask = async (n: number): Promise<void> => {
    const document = parse(source(n));
    const [operation] = document.definitions as [OperationDefinitionNode];
    for (let time = 0; time < 2; time += 1) await planner.whole(document, operation, { schema: staff, fragments: {}, variables: {} }, viewer);
  };
  for (let n = 0; n < 2_000; n += 1) await ask(n);
  expect(prepared.size).toBe(500);
  prepared.clear();
  await ask(7);
  await ask(1_999);
  expect(prepared.size).toBe(1);
});

it('looks anew, after an hour, at what is worth preparing', () => {
  const clock = { now: 0 };
  const texts = new PreparedTexts(() => clock.now);
  for (let n = 0; n < 600; n += 1) texts.admit(`old ${n}`);
  expect([texts.admit('old 1'), texts.admit('new')]).toEqual([true, false]);
  clock.now = 3_600_000;
  expect([texts.admit('new'), texts.admit('old 1')]).toEqual([true, true]);
});

it('keeps the documents that were used last, up to a number of characters', async () => {
  const store = createDocumentStore(1_000);
  const source = (n: number): string => `{ orders(first: ${n}) { nodes { number status channel country placedAt } } }`;
  for (let n = 100; n < 400; n += 1) {
    await store.set(String(n), parse(source(n)));
    await store.get('100');
  }
  const kept = await Promise.all(Array.from({ length: 300 }, (_, n) => store.get(String(n + 100))));
  const found = kept.filter((document) => document !== undefined);
  expect(found.length).toBe(Math.floor(1_000 / source(100).length));
  expect(kept[0]).toBeDefined();
  expect(kept.at(-1)).toBeDefined();
  await store.delete('100');
  expect(await store.get('100')).toBeUndefined();
});
