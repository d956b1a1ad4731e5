import { freshPlace, recentCompany, tellAt } from '../../test/hard/place.js';
import type { Place } from '../../test/hard/place.js';
import type { Random } from '../../test/hard/random.js';
import { easypostEnv } from '../../test/hard/scans.js';
import type { TwoProcessesFigures } from '../../test/hard/two-processes.js';
import { twoProcesses } from '../../test/hard/two-processes.js';
import type { GatewayProcess } from '../../test/support/process.js';
import { startProcess } from '../../test/support/process.js';
import type { Soak } from './soak.js';

const [times, shipments, scans] = [10, 6, 300];

/** A subscriber goes on at another gateway, also where its own was killed. */
export const processes: Soak = {
  name: 'processes',
  about: `two gateways on one server, ${scans} scans, one of them killed, ${times} times on a new database`,
  serverOnly: true,
  run: async ({ server, random, say }) => {
    const all: TwoProcessesFigures[] = [];
    for (let time = 1; time <= times; time += 1) {
      const place = await freshPlace(server ?? undefined);
      try {
        all.push(await once(place, random));
      } finally {
        await place.remove();
      }
      say(`${time} of ${times}`);
    }
    const listed = (of: (figures: TwoProcessesFigures) => readonly string[]): string[] => all.flatMap((figures, index) => of(figures).map((text) => `${text}, time ${index + 1}`));
    return {
      kills: times,
      told: all.reduce((sum, { told }) => sum + told, 0),
      missedOrRepeated: listed((figures) => figures.missedOrRepeated),
      unexpectedAnswers: listed((figures) => figures.unexpectedAnswers),
      chainBreaks: listed((figures) => figures.chainBreaks),
    };
  },
};

async function once(place: Place, random: Random): Promise<TwoProcessesFigures> {
  await tellAt(place, recentCompany(shipments));
  const gateways: GatewayProcess[] = [];
  const start = async (): Promise<GatewayProcess> => {
    const gateway = await startProcess({ ...place.env, ...easypostEnv });
    gateways.push(gateway);
    return gateway;
  };
  try {
    const [a, b] = await Promise.all([start(), start()]);
    return await twoProcesses(place, [a, b], { random, shipments, scans });
  } finally {
    for (const gateway of gateways) await gateway.kill();
  }
}
