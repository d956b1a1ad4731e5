import { freshPlace } from '../../test/hard/place.js';
import { restart } from '../../test/hard/restart.js';
import type { Soak } from './soak.js';

const times = 10;

/** The subscriptions resume exactly. */
export const restarts: Soak = {
  name: 'restarts',
  about: `a gateway with a subscriber of each kind is stopped and started, ${times} times on a new database`,
  run: async ({ server, random, say }) => {
    const [missedOrRepeated, badExits]: [string[], string[]] = [[], []];
    let told = 0;
    for (let time = 1; time <= times; time += 1) {
      const place = await freshPlace(server ?? undefined);
      try {
        const figures = await restart(place, random);
        told += Object.values(figures.told).reduce((sum, count) => sum + count, 0);
        missedOrRepeated.push(...figures.missedOrRepeated.map((name) => `${name}, time ${time}`));
        if (figures.exitCode !== 0) badExits.push(`${figures.exitCode}, time ${time}`);
      } finally {
        await place.remove();
      }
      say(`${time} of ${times}`);
    }
    return { restarts: times, told, missedOrRepeated, badExits };
  },
};
