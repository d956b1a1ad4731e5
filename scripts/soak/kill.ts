import { killRounds } from '../../test/hard/kill.js';
import { freshPlace } from '../../test/hard/place.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const [kills, messages] = [5, 1_000];

/** What was acknowledged is there after kill -9, applied once. */
export const kill: Soak = {
  name: 'kill',
  about: `kill -9 under webhooks, ${kills} times in ${messages} each, over 32 connections; each sent again afterwards, and all in the end`,
  run: async ({ server, random }) => {
    const place = await freshPlace(server ?? undefined);
    try {
      const figures = await killRounds(place, { random, shipments: 10, messages, kills, connections: 32 });
      const repeats = figures.eventsAddedByRepeats === 0 ? [] : [`${figures.eventsAddedByRepeats} events`];
      return { ...figures, addedByRepeats: repeats, tooLittle: atLeast('webhooks were acknowledged before a kill', figures.acknowledged, messages) };
    } finally {
      await place.remove();
    }
  },
};
