/**
 * Random queries, asked both ways: a sample with a fixed seed. RANDOM_QUERIES sets how many, RANDOM_SEED where to begin;
 * `npm run soak` asks until 10,000 were compared.
 */
import { seeded } from '../hard/random.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { compareQueries, queriesNow } from './random-queries.js';

const count = Number(process.env['RANDOM_QUERIES'] ?? 150);
const seed = Number(process.env['RANDOM_SEED'] ?? 1);

const state: { test?: TestDatabase } = {};
afterAll(() => state.test?.close());

it(`answers ${count} random queries the same both ways`, async () => {
  state.test = await freshDatabase(queriesNow);
  const { compared, withRows, differences, traits } = await compareQueries(state.test, seeded(seed), count);
  expect(differences.slice(0, 3)).toEqual([]);
  expect(compared).toBe(count);
  expect(withRows).toBeGreaterThan(count * 0.3);
  expect(Object.entries(traits).filter(([, found]) => found === 0)).toEqual([]);
}, 3_600_000);
