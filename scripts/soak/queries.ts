import { compareQueries, queriesNow } from '../../test/plan/random-queries.js';
import { freshDatabase } from '../../test/support/database.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const count = 10_000;

/** The plan and the resolvers give the same JSON. */
export const queries: Soak = {
  name: 'queries',
  about: `${count} random queries of four viewers, by the plan and by the resolvers`,
  run: async ({ server, random, say }) => {
    const test = await freshDatabase(queriesNow, server);
    try {
      const figures = await compareQueries(test, random, count, (asked) => {
        if (asked % 1_000 === 0) say(`${asked} asked`);
      });
      const tooLittle = [...atLeast('queries were compared', figures.compared, 0.6 * count), ...atLeast('answers had rows', figures.withRows, 0.1 * count)];
      return { ...figures, tooLittle };
    } finally {
      await test.close();
    }
  },
};
