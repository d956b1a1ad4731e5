import { queriesNow } from '../../test/plan/filled.js';
import { compareQueries } from '../../test/plan/random-queries.js';
import { freshDatabase } from '../../test/support/database.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const count = 10_000;

/** The plan and the resolvers give the same JSON. */
export const queries: Soak = {
  name: 'queries',
  about: `random queries of every role, until ${count} were answered by the plan and by the resolvers`,
  run: async ({ server, random, say }) => {
    const test = await freshDatabase(queriesNow, server);
    try {
      const { traits, viewers, neverAsked, differences, ...figures } = await compareQueries(test, random, count, {
        onAsked: (asked) => {
          if (asked % 1_000 === 0) say(`${asked} asked`);
        },
      });
      const tooLittle = [
        ...atLeast('queries were compared', figures.compared, count),
        ...atLeast('answers had rows', figures.withRows, 0.3 * count),
        ...Object.entries(traits).flatMap(([trait, found]) => atLeast(`queries with: ${trait}`, found, 0.02 * count)),
        ...Object.entries(viewers).flatMap(([viewer, found]) => (viewer === 'nobody' ? [] : atLeast(`queries compared of ${viewer}`, found, 0.02 * count))),
      ];
      return { ...figures, ...traits, ...viewers, neverAsked, differences, tooLittle };
    } finally {
      await test.close();
    }
  },
};
