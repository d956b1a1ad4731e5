/**
 * kill -9 in the middle of acknowledged webhooks: what was acknowledged is there afterwards, applied once. A sample with
 * a fixed seed; `npm run soak` runs the full numbers.
 */
import { serverUrl } from '../support/database.js';
import { killRounds } from './kill.js';
import { freshPlace } from './place.js';
import type { Place } from './place.js';
import { seeded } from './random.js';

const state: { place?: Place } = {};
afterEach(() => state.place?.remove());

it(`loses no acknowledged webhook to kill -9 and applies none twice (${serverUrl ? 'PostgreSQL' : 'embedded'})`, async () => {
  state.place = await freshPlace(serverUrl);
  const figures = await killRounds(state.place, { random: seeded(20_261), shipments: 10, messages: 200, kills: 1, connections: 32 });
  expect(figures).toEqual({
    kills: 1,
    sent: 200,
    acknowledged: expect.any(Number) as number,
    storedUnanswered: expect.any(Number) as number,
    lost: [],
    appliedTwice: [],
    torn: [],
    wrongAnswers: [],
    wrongEndStates: [],
    chainBreaks: [],
    events: expect.any(Number) as number,
    eventsAddedByRepeats: 0,
  });
  expect(figures.acknowledged).toBeGreaterThan(30);
  expect(figures.acknowledged).toBeLessThan(200);
  expect(figures.events).toBeGreaterThan(40);
}, 300_000);
