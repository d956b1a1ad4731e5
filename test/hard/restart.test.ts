/** The subscriptions miss and repeat nothing across a restart of the gateway. `npm run soak` does it again and again. */
import { serverUrl } from '../support/database.js';
import type { Place } from './place.js';
import { freshPlace } from './place.js';
import { seeded } from './random.js';
import { restart, rounds } from './restart.js';

const state: { place?: Place } = {};
afterAll(() => state.place?.remove());

it(`the subscriptions miss and repeat nothing across a restart (${serverUrl ? 'PostgreSQL' : 'embedded'})`, async () => {
  state.place = await freshPlace(serverUrl);
  const { told, missedOrRepeated, exitCode } = await restart(state.place, seeded(5));
  expect([missedOrRepeated, exitCode]).toEqual([[], 0]);
  expect(Object.keys(told)).toHaveLength(6);
  for (const [name, count] of Object.entries(told)) expect([name, count >= rounds]).toEqual([name, true]);
}, 300_000);
