/**
 * Many writers at a few shipments: one end state, whatever the order, with nothing lost, doubled or refused, and an
 * unbroken log. A sample with a fixed seed; `npm run soak` runs the full numbers.
 */
import { freshDatabase, serverUrl } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { seeded } from './random.js';
import type { CrowdFigures } from './writers.js';
import { crowd } from './writers.js';

const shipments = 10;
const scansPerShipment = serverUrl ? 20 : 10;
const state: { test?: TestDatabase; figures?: CrowdFigures } = {};

beforeAll(async () => {
  state.test = await freshDatabase();
  state.figures = await crowd(state.test, { random: seeded(64), connections: 64, shipments, scansPerShipment });
}, 300_000);
afterAll(() => state.test?.close());

it('comes to one end state, whatever the order, with nothing lost, doubled or refused, and no deadlock', () => {
  expect(state.figures).toMatchObject({ unexpectedAnswers: [], chainBreaks: [], wrongEnds: [], contradictions: [], wrongConfirmations: [], deadlocks: [] });
  expect(state.figures?.messages).toBe(2 * shipments * scansPerShipment + 6);
  expect(state.figures?.shipmentEvents).toBeGreaterThan(2 * shipments);
  expect(state.figures?.orderEvents).toBeGreaterThan(2 * shipments);
});

it('keeps every poisoned message that could be read, parked with its reason', () => {
  expect(state.figures?.parked).toEqual(['UNKNOWN_SHIPMENT', 'UNKNOWN_SHIPMENT', 'UNREADABLE']);
});
