/** The rule by which random queries with two mistakes are compared: against a gateway, one answer made up. */
import { parse } from 'graphql';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import type { BothAnswers } from '../support/both-ways.js';
import type { GraphqlAnswer, TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { tellEitherMistake } from './either-mistake.js';

let test: TestDatabase;
let gateway: TestGateway;
let alone: (query: string) => Promise<BothAnswers>;
beforeAll(async () => {
  test = await freshDatabase();
  gateway = await startGateway({ test });
  const token = await gateway.staff('ANALYST');
  alone = (query) => gateway.bothWays({ token, query, variables: { yes: true } });
});
afterAll(async () => {
  await gateway.close();
  await test.close();
});

const text = 'query Both($yes: Boolean!) { one: kpis(from: "2026-02-01", to: "2026-01-01") { value } two: kpis(from: "2026-03-01", to: "2026-01-01") @skip(if: $yes) { ...F } three: kpis(from: "2026-03-01", to: "2026-01-01") { ...F } fine: kpis(from: "2026-01-01", to: "2026-03-01") { value } } fragment F on Kpi { value }';

async function blamed(root: string): Promise<GraphqlAnswer> {
  const { passed } = await alone(`{ ${root}: kpis(from: "2026-0${root === 'one' ? 2 : 3}-01", to: "2026-01-01") { value } }`);
  return passed;
}

it('takes either of two mistakes that are told for their roots alone', async () => {
  expect(await tellEitherMistake(parse(text), [await blamed('one'), await blamed('three')], alone)).toBe(true);
});

it('takes no answers that blame one root, nor one with data', async () => {
  expect(await tellEitherMistake(parse(text), [await blamed('one'), await blamed('one')], alone)).toBe(false);
  expect(await tellEitherMistake(parse(text), [await blamed('one'), { data: { one: [] } }], alone)).toBe(false);
});

it('takes no mistake that its root alone does not have', async () => {
  const made = JSON.parse(JSON.stringify(await blamed('three')).replaceAll('three', 'fine')) as GraphqlAnswer;
  expect(await tellEitherMistake(parse(text), [await blamed('one'), made], alone)).toBe(false);
});
