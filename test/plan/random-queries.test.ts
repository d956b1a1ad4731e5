/**
 * Random queries, asked both ways: a sample with a fixed seed. RANDOM_QUERIES sets how many, RANDOM_SEED where to begin;
 * each is asked again with other values and by others. `npm run soak` asks thousands.
 */
import { seeded } from '../hard/random.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { queriesNow } from './filled.js';
import { compareQueries } from './random-queries.js';

const count = Number(process.env['RANDOM_QUERIES'] ?? 50);
const seed = Number(process.env['RANDOM_SEED'] ?? 1);

const opened: TestDatabase[] = [];
afterAll(() => Promise.all(opened.map((test) => test.close())));

async function fresh(): Promise<TestDatabase> {
  const test = await freshDatabase(queriesNow);
  opened.push(test);
  return test;
}

it(`answers ${count} random queries the same both ways`, async () => {
  const { compared, withRows, withOtherValues, byOthers, differences, traits } = await compareQueries(await fresh(), seeded(seed), count);
  expect(differences.slice(0, 3)).toEqual([]);
  expect(compared).toBe(count);
  expect(withRows).toBeGreaterThan(count * 0.3);
  expect(Math.min(withOtherValues, byOthers)).toBeGreaterThan(count * 0.3);
  expect(Object.entries(traits).filter(([, found]) => found === 0)).toEqual([]);
}, 3_600_000);

it(`answers ${count / 2} random queries of figures as text, the same as by resolvers`, async () => {
  const about = (type: string, field: string): boolean => field !== 'evidence' && (type !== 'Query' || field === 'deliveryPerformance');
  const { compared, withRows, differences } = await compareQueries(await fresh(), seeded(seed), count / 2, { about });
  expect(differences.slice(0, 3)).toEqual([]);
  expect(compared).toBe(count / 2);
  expect(withRows).toBeGreaterThan(count * 0.1);
}, 3_600_000);
