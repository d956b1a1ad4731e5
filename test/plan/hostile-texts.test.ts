/** Whatever texts a client sends, and wherever: none becomes part of a statement, and both ways give the same answer. */
import fc from 'fast-check';
import { Role } from '../../src/entities/enums.js';
import { resolverClasses } from '../../src/resolvers/index.js';
import { mayAsk } from '../../src/schema/access.js';
import { buildGraph } from '../../src/schema/build.js';
import { companyFacts, tell } from '../support/company.js';
import { seeded } from '../hard/random.js';
import { freshDatabase } from '../support/database.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Words } from '../support/random-arguments.js';
import { randomQuery } from '../support/random-query.js';
import type { RecordedDatabase } from '../support/recorded-database.js';
import { recorded } from '../support/recorded-database.js';
import { moves } from './words.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const schema = buildGraph(resolverClasses, () => ({}));

/** In every hostile text, and in no statement. */
const mark = 'zqmark';

const state: { test?: RecordedDatabase; gateway?: TestGateway; token?: string; supplier?: string } = {};
beforeAll(async () => {
  state.test = recorded(await freshDatabase(now));
  state.gateway = await startGateway({ now, test: state.test, env: { MAX_QUERY_COST: '100000000', MAX_QUERY_DEPTH: '100' } });
  await tell(state.test.database, companyFacts(6), now());
  state.token = await state.gateway.staff('ADMIN');
  state.supplier = await state.gateway.partner('SUPPLIER', 'S-1');
});
afterAll(async () => {
  await state.gateway?.close();
  await state.test?.close();
});

const pieces = ["'", "''", '"', '""', '\\', "\\'", '\0', '$1', '$$', '$zq$', '--', '/*', '*/', ';', '{}', '{', '}', '%', '_', '?', '??', ':a', '@@', '&|!:*', '\n', '\u2028', '’', '＇', '晨光', '😀', '\ud800', '\u202e', "E'\\047", 'drop table orders', ' or 1=1 ', 'NULL', '__proto__', 'x'.repeat(150)];
const hostile = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((parts) => `${parts.slice(0, 2).join('')}${mark}${parts.slice(2).join('')}`);

/** Asks both ways and gives what went to the driver meanwhile. */
async function ask(query: string, variables: Record<string, unknown> = {}, token = state.token): Promise<{ agree: boolean; statements: string[] }> {
  state.test?.take();
  const answers = await state.gateway?.bothWays({ token: token ?? null, query, variables, recurs: true });
  expect(answers?.passed).toEqual(answers?.resolved);
  for (const { extensions } of answers?.passed.errors ?? []) expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'QUERY_TOO_COSTLY']).toContain(extensions?.['code']);
  return { agree: answers?.agree ?? false, statements: state.test?.take() ?? [] };
}

const cursor = (...parts: string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64');
const someId = '0198c0de-0000-7000-8000-000000000000';

/** Each puts the text in as a variable; `cursors` are page cursors that hold it. */
const queries: readonly (readonly [string, string])[] = [
  ['search and lists', 'query ($t: String!) { orders(filter: {search: $t, number: [$t, "O-1003"], country: [$t]}) { totalCount nodes { id } } }'],
  ['numbers and ids', 'query ($t: String!, $i: ID!) { a: order(number: $t) { id } b: order(id: $i) { id } c: performanceReview(id: $i) { id } }'],
  ['ids of others', 'query ($i: ID!) { orders(filter: {id: [$i], customerId: [$i], supplierId: [$i, $i]}) { totalCount } }'],
  ['search through relations', 'query ($t: String!) { purchaseOrders(filter: {search: $t}) { totalCount } shipments(filter: {search: $t, trackingNumber: [$t]}) { totalCount } afterSalesCases(filter: {search: $t}) { totalCount } }'],
  ['cursors', 'query ($c: String!) { orders(after: $c) { nodes { id } } }'],
  ['cursors of a text', 'query ($c: String!) { orders(after: $c, orderBy: {field: NUMBER, direction: DESC}) { nodes { number } } }'],
  ['cursors below', 'query ($c: String!, $t: String!) { customers { nodes { orders(before: $c, last: 2, filter: {number: [$t]}) { edges { cursor } } } } }'],
  ['filters of figures', 'query ($t: String!, $i: ID!) { deliveryPerformance(subject: ORDER, groupBy: [MONTH, SUPPLIER], filter: {supplierId: [$i], country: [$t], customerId: [$i, $i]}) { totals { numerator } } }'],
  // Each by itself: of two that fail, the answer names the one that failed first.
  ['evidence of deliveries', 'query ($c: String!) { deliveryPerformance(subject: ORDER) { totals { evidence(first: 1, after: $c) { nodes { unitId } } } } }'],
  ['evidence of KPIs', 'query ($c: String!) { kpis(from: "2026-01-01", to: "2026-03-01") { evidence(first: 1, after: $c) { nodes { objectId } } } }'],
  ['the log', 'query ($c: Cursor!) { events(after: $c) { hasMore } }'],
  ['the inbox and policies', 'query ($t: String!) { messages(filter: {connectorId: [$t], topic: [$t]}) { totalCount } policies(filter: {key: [$t]}) { nodes { id } } outgoingCommands(filter: {connectorId: [$t], objectId: [$t]}) { totalCount } }'],
];

/** Only the variables that a query declares: others would be ignored. */
const given = (query: string, values: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([name]) => query.includes(`$${name}:`)));

it.each(queries)('as variables: %s', async (_name, query) => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom('raw', 'key', 'ordering', 'id'), async (text, place) => {
      const c = { raw: text, key: cursor('NUMBER_DESC', text, someId), ordering: cursor(text, 'x', someId), id: cursor('NUMBER_DESC', 'x', text) }[place];
      const { agree, statements } = await ask(query, given(query, { t: text, i: text, c }));
      expect(agree).toBe(true);
      expect(statements.filter((sql) => sql.includes(mark))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

it('as literals and variables of any query, by our own people and by a supplier', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 3, maxLength: 3 }), fc.nat(1e9), fc.boolean(), async (texts, seed, isStaff) => {
      const words: Words = { strings: { '*': texts }, ids: {}, cursors: { OrderConnection: [{ orderBy: null, cursors: [cursor('PLACED_AT_DESC', texts[0] ?? '', someId), texts[1] ?? ''] }] } };
      const roles = [isStaff ? Role.ADMIN : Role.SUPPLIER];
      const { text, variables } = randomQuery(schema, seeded(seed), (type, field) => !moves.has(`${type}.${field}`) && mayAsk(roles, type, field), words);
      const { agree, statements } = await ask(text, variables, isStaff ? state.token : state.supplier);
      expect(agree).toBe(true);
      expect(statements.filter((sql) => sql.includes(mark))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

it('as aliases, which are names in double quotes and nothing else, however long', async () => {
  const words = ['select', 'from', 'order', 'user', 'drop_table_orders', '__proto', 'constructor', 'toString', 'member0', 't1', 'place', 'E', '_', 'A'.repeat(63), 'A'.repeat(64), 'A'.repeat(300)];
  await fc.assert(
    fc.asyncProperty(fc.subarray(words, { minLength: 1 }), async (aliases) => {
      const fields = aliases.map((alias) => `${alias}${mark}: number ${alias}: id`).join(' ');
      const [root = ''] = aliases;
      const { agree, statements } = await ask(`{ ${root}: orders(first: 2) { ${root}: edges { ${root}: node { ${fields} } } ${root}${mark}: pageInfo { ${root}: endCursor } } }`);
      expect(agree).toBe(true);
      for (const sql of statements) expect(sql.replace(/"@?\w+"/g, '')).not.toContain(mark);
    }),
    { numRuns: 40 },
  );
});

it('as names of what is shown of figures, which stand in a text as names and nothing else', async () => {
  const words = ['select', 'figures', 'key1', 'value1', 'total', '__proto', 'constructor', '_', 'A'.repeat(64), 'A'.repeat(300)];
  await fc.assert(
    fc.asyncProperty(fc.subarray(words, { minLength: 1 }), async (aliases) => {
      const fields = aliases.map((alias) => `${alias}${mark}: numerator ${alias}: rate`).join(' ');
      const [root = ''] = aliases;
      const { agree, statements } = await ask(`{ ${root}: deliveryPerformance(subject: ORDER, groupBy: [SUPPLIER]) { ${root}: rows { ${fields} ${root}${mark}keys: keys { ${root}: label } } } }`);
      expect(agree).toBe(true);
      for (const sql of statements) expect(sql.replace(/"\w+":/g, '')).not.toContain(mark);
    }),
    { numRuns: 20 },
  );
});

it('as aliases that the plan gives to rows itself', async () => {
  const fields = Array.from({ length: 12 }, (_, n) => `t${n}: number`).join(' ');
  for (const query of [`{ orders(first: 2) { nodes { ${fields} } } }`, '{ t1: __typename }', `{ t2: order(number: "O-1003") { ${fields} lines { t5: lineNo t6: lineNo t7: lineNo t8: lineNo } } }`]) {
    expect((await ask(query)).agree).toBe(true);
  }
});
