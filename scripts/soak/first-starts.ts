import { firstStarts } from '../../test/hard/first-start.js';
import { freshPlace } from '../../test/hard/place.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const killAt = [0, 30, 60, 90];

/** A first start may be killed at any moment of its loading: the next one has the whole demo company. */
export const firstStartsSoak: Soak = {
  name: 'first-starts',
  about: `kill -9 of a first start that loads the demo company, ${killAt.length} times in a row, against one that is let be`,
  run: async ({ server, say }) => {
    const whole = await freshPlace(server ?? undefined);
    const broken = await freshPlace(server ?? undefined);
    try {
      const { company } = await firstStarts(whole, []);
      say('one was let be');
      const { killedAt, company: found } = await firstStarts(broken, killAt);
      const differences = Object.entries(company).flatMap(([table, rows]) => (found[table] === rows ? [] : [`${table}: ${found[table]} rows, not ${rows}`]));
      const killedInTheMiddle = killedAt.filter((percent) => percent < 100).length;
      return { kills: killedAt.length, orders: found['orders'] ?? 0, differences, tooLittle: atLeast('were killed in the middle', killedInTheMiddle, killAt.length) };
    } finally {
      await whole.remove();
      await broken.remove();
    }
  },
};
