import { askAsPartners, partnersNow } from '../../test/hard/partners.js';
import { freshDatabase } from '../../test/support/database.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const count = 4_000;

/** Partners never meet one another's records, whatever they ask. */
export const partners: Soak = {
  name: 'partners',
  about: `${count} random queries of suppliers and carriers: no answer may hold an id or a number of another one's records`,
  run: async ({ server, random, say }) => {
    const test = await freshDatabase(partnersNow, server);
    try {
      const { leaks, ...figures } = await askAsPartners(test, random, count, (asked) => {
        if (asked % 500 === 0) say(`${asked} asked`);
      });
      const tooLittle = [
        ...atLeast('answers held own records', figures.withOwn, 0.05 * count),
        ...atLeast('queries named foreign records', figures.namedForeign, 0.1 * count),
      ];
      return { ...figures, leaks, tooLittle };
    } finally {
      await test.close();
    }
  },
};
