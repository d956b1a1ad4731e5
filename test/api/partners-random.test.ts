/**
 * Random queries of partners: a sample with a fixed seed. RANDOM_QUERIES sets how many, RANDOM_SEED where to begin;
 * `npm run soak` asks thousands.
 */
import { askAsPartners, partnersNow } from '../hard/partners.js';
import { seeded } from '../hard/random.js';
import { freshDatabase } from '../support/database.js';

const count = Number(process.env['RANDOM_QUERIES'] ?? 160);
const seed = Number(process.env['RANDOM_SEED'] ?? 1);

it(`tells partners nothing of one another in ${count} random queries`, async () => {
  const test = await freshDatabase(partnersNow);
  try {
    const { asked, withOwn, namedForeign, leaks } = await askAsPartners(test, seeded(seed), count);
    expect(leaks.slice(0, 3)).toEqual([]);
    expect(asked).toBe(count);
    expect(withOwn).toBeGreaterThan(count * 0.05);
    expect(namedForeign).toBeGreaterThan(count * 0.1);
  } finally {
    await test.close();
  }
}, 3_600_000);
