/**
 * Filters, orderings, links, pages and row scopes against an oracle that knows nothing of the plan: it has read every row once, and
 * says in plain JavaScript what the schema's descriptions promise. Both ways of answering share what makes the conditions, so
 * that comparing them shows nothing of these.
 */
import fc from 'fast-check';
import { seeded } from '../../hard/random.js';
import { freshDatabase } from '../../support/database.js';
import { queriesNow, withFilled } from '../filled.js';
import { oracleCheck } from './check.js';

it('answers every list as the oracle does, page by page from both ends, to every audience', async () => {
  const test = await freshDatabase(queriesNow);
  try {
    const figures = await withFilled(test, seeded(1), async (filled) => {
      const check = await oracleCheck(filled);
      for (const [property, numRuns] of [[check.record, 30], [check.filter, 150], [check.list, 35]] as const) {
        // What fails says what was asked: making it smaller would take minutes.
        await fc.assert(fc.asyncProperty(fc.gen(), property), { numRuns, endOnFailure: true });
      }
      return check.figures;
    });
    expect(Object.keys(figures.withRows)).toHaveLength(9);
    expect(figures.filtered.found).toBeGreaterThan(75);
    expect(Math.min(figures.refused, figures.single.found, figures.single.hidden)).toBeGreaterThan(0);
  } finally {
    await test.close();
  }
}, 600_000);
