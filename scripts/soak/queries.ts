import fc from 'fast-check';
import type { Random } from '../../test/hard/random.js';
import { queriesNow, withFilled } from '../../test/plan/filled.js';
import { oracleCheck } from '../../test/plan/oracle/check.js';
import { compareQueries } from '../../test/plan/random-queries.js';
import { freshDatabase } from '../../test/support/database.js';
import type { Figures, Soak, SoakStage } from './soak.js';
import { atLeast } from './soak.js';

const [count, walks, filters, lookups] = [10_000, 2_000, 5_000, 1_000];

/** The plan and the resolvers give the same JSON, and both what an oracle says. */
export const queries: Soak = {
  name: 'queries',
  about: `random queries of every role, until ${count} were answered by the plan and by the resolvers, each again with other values and by others; ${walks} lists walked, ${filters} filtered and compared with an oracle`,
  run: async (stage) => ({ ...(await bothWays(stage)), ...(await byOracle(stage)) }),
};

async function bothWays({ server, random, say }: SoakStage): Promise<Figures> {
  const test = await freshDatabase(queriesNow, server);
  try {
    const { traits, viewers, neverAsked, differences, ...figures } = await compareQueries(test, random, count, {
      onAsked: (asked) => {
        if (asked % 1_000 === 0) say(`${asked} asked`);
      },
    });
    const tooLittle = [
      ...atLeast('queries were compared', figures.compared, count),
      ...atLeast('were answered with other values', figures.withOtherValues, 0.5 * count),
      ...atLeast('were answered to others', figures.byOthers, 0.3 * count),
      ...atLeast('answers had rows', figures.withRows, 0.3 * count),
      ...Object.entries(traits).flatMap(([trait, found]) => atLeast(`queries with: ${trait}`, found, 0.02 * count)),
      ...Object.entries(viewers).flatMap(([viewer, found]) => (viewer === 'nobody' ? [] : atLeast(`queries compared of ${viewer}`, found, 0.02 * count))),
    ];
    return { ...figures, ...traits, ...viewers, neverAsked, differences, tooLittle };
  } finally {
    await test.close();
  }
}

async function byOracle({ server, random, say }: SoakStage): Promise<Figures> {
  const test = await freshDatabase(queriesNow, server);
  try {
    return await withFilled(test, random, async (filled) => {
      const check = await oracleCheck(filled);
      const disagreements = [...(await failures(check.record, lookups, random)), ...(await failures(check.filter, filters, random)), ...(await failures(check.list, walks, random))];
      say(`${walks} lists walked`);
      const { withRows, refused, filtered, single } = check.figures;
      return { ...withRows, 'lists refused': refused, 'filters with rows': filtered.found, 'records found': single.found, 'records hidden': single.hidden, disagreements };
    });
  } finally {
    await test.close();
  }
}

async function failures(check: (draw: fc.GeneratorValue) => Promise<void>, numRuns: number, random: Random): Promise<string[]> {
  const { failed, errorInstance } = await fc.check(fc.asyncProperty(fc.gen(), check), { numRuns, seed: random.below(2 ** 31), endOnFailure: true });
  return failed ? [String(errorInstance)] : [];
}
