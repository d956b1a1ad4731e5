/** The guide to the read plan shows statements as they are, and knows every file of its room. */
import type { OperationDefinitionNode } from 'graphql';
import { parse } from 'graphql';
import { readdirSync } from 'node:fs';
import { createGraph } from '../../src/app/graph.js';
import type { Viewer } from '../../src/domain/viewer.js';
import type { Reader } from '../../src/entities/database.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { linksOf, readPage, root } from './markdown.js';

const viewer: Viewer = { kind: 'staff', roles: ['ADMIN'], subject: 'reader', name: 'Reader', supplierId: null, carrierId: null };
const guide = readPage('docs/plan.md');

const state: { test?: TestDatabase } = {};
beforeAll(async () => {
  state.test = await freshDatabase(undefined, null);
});
afterAll(() => state.test?.close());

/** The statement of a query. */
async function statementOf(source: string): Promise<string> {
  if (!state.test) throw new Error('There is no database.');
  const { database } = state.test;
  const sent: string[] = [];
  const reader: Reader = {
    ...database.reader,
    bytes: async (_name, sql) => {
      sent.push(sql);
      return null;
    },
  };
  const { planner, staff } = createGraph({ em: database.em, reader }, { database, now: () => new Date(), understandingOf: () => null, connectors: [] });
  const document = parse(source);
  await planner.whole(document, document.definitions[0] as OperationDefinitionNode, { schema: staff, fragments: {}, variables: {} }, viewer);
  return sent.join(';');
}

/** Without spaces that separate nothing. */
const plain = (sql: string): string => sql.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').trim();

const examples = guide.fences.flatMap(({ language, text }, place) => (language === 'sql' ? [[guide.fences[place - 1]?.text ?? '', text] as const] : []));

it('shows a list and a page', () => {
  expect(examples.map(([query]) => /\b(nodes|edges)\b/.exec(query)?.[1])).toEqual(['nodes', 'edges']);
});

it.each(examples)('shows the statement of %s', async (query, sql) => {
  expect(plain(await statementOf(query))).toContain(plain(sql));
});

it('names every file of the room', () => {
  const named = new Set(linksOf(guide).map(({ file }) => file));
  expect(readdirSync(`${root}/src/plan`).filter((file) => !named.has(`src/plan/${file}`))).toEqual([]);
});
