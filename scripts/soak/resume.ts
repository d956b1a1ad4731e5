import { freshPlace } from '../../test/hard/place.js';
import type { GoesOn } from '../../test/hard/resume.js';
import { resume } from '../../test/hard/resume.js';
import type { Soak } from './soak.js';

const times = 10;

/** The subscriptions resume exactly. */
export const resumeSoak: Soak = {
  name: 'resume',
  about: `a gateway with a subscriber of each kind is stopped and started, or killed beside another on the same server, ${times} times on a new database`,
  run: async ({ server, random, say }) => {
    const [missedOrRepeated, badEndings]: [string[], string[]] = [[], []];
    const ways: readonly GoesOn[] = server ? ['after a restart', 'at another process'] : ['after a restart'];
    let told = 0;
    for (let time = 1; time <= times; time += 1) {
      for (const goesOn of ways) {
        const place = await freshPlace(server ?? undefined);
        try {
          const figures = await resume(place, random, goesOn);
          told += Object.values(figures.told).reduce((sum, count) => sum + count, 0);
          missedOrRepeated.push(...figures.missedOrRepeated.map((name) => `${name} ${goesOn}, time ${time}`));
          if (figures.ending !== (goesOn === 'after a restart' ? 0 : 'SIGKILL')) badEndings.push(`${figures.ending} ${goesOn}, time ${time}`);
        } finally {
          await place.remove();
        }
      }
      say(`${time} of ${times}`);
    }
    return { resumed: times * ways.length, told, missedOrRepeated, badEndings };
  },
};
