/** Of a shipment's stored events only some are read. What tracking makes of a message must be what it makes of it with all of them. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { findTracked, toldOf } from '../../../src/domain/apply/tracked.js';
import type { TrackingEventFact, TrackingFact } from '../../../src/domain/facts.js';
import type { StoredTrackingEvent, TrackingState } from '../../../src/domain/tracking-rules.js';
import { mergeTracking, untracked } from '../../../src/domain/tracking-rules.js';
import type { Database } from '../../../src/entities/database.js';
import { type EventClassifier, ShipmentStatus } from '../../../src/entities/enums.js';
import { freshDatabase } from '../../support/database.js';
import type { TestDatabase } from '../../support/database.js';

const receivedAt = new Date('2026-03-10T12:00:00Z');
const trackingNumber = 'T1';

let test: TestDatabase;
let database: Database;
const shipment = randomUUID();

beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
  await database.em.fork().execute(
    `insert into shipment (id, number, direction, tracking_number, status, created_at) values (?, 'S1', 'OUTBOUND', ?, 'CREATED', ?)`,
    [shipment, trackingNumber, receivedAt],
  );
});
afterAll(() => test.close());

const milestone = fc.option(fc.constantFrom(...Object.values(ShipmentStatus), 'DELIVERED' as const, 'DELIVERED' as const), { nil: null, freq: 8 });
/** Few hours, so that events share them; one that lies in the future of every receipt. */
const instant = fc.integer({ min: 0, max: 9 }).map((n) => (n === 9 ? '2027-01-01T00:00:00.000Z' : new Date(Date.UTC(2026, 2, 1, n)).toISOString()));

/** What is told of one of ten events; takings back are rare, for with them everything is read. */
const told = (takesBack: boolean) =>
  fc.record({
    eventKey: fc.integer({ min: 0, max: 9 }).map((n) => `k${n}`),
    occurredAt: instant,
    classifier: fc.constantFrom<EventClassifier>('ACTUAL', 'ACTUAL', 'ACTUAL', 'ACTUAL', 'ESTIMATED', 'PLANNED'),
    milestone,
    reason: fc.option(fc.constantFrom('R1', 'R2'), { nil: null }),
    retracts: takesBack ? fc.option(fc.integer({ min: 0, max: 9 }).map((n) => `k${n}`), { nil: null }) : fc.constant(null),
  }).map((event): TrackingEventFact => ({ ...event, zoneAssumed: false, carrierCode: null, description: null }));

const message = (takesBack: boolean) =>
  fc.uniqueArray(told(takesBack), { selector: ({ eventKey }) => eventKey, minLength: 0, maxLength: 4 }).map(
    (events): TrackingFact => ({ kind: 'tracking', source: { externalId: 'trk', version: null, updatedAt: null }, trackingNumber, carrier: null, snapshotAt: null, events }),
  );

const history = fc.boolean().chain((before) => fc.record({ before: fc.array(message(before), { maxLength: 6 }), next: fc.oneof(message(false), message(true)) }));

/** Everything but the events that only one of the two knows. */
function outcome(before: TrackingState, fact: TrackingFact): unknown {
  const { state, added, changed, statusChange, flagged } = mergeTracking(before, fact, receivedAt);
  const sorted = <T>(list: readonly T[], keyOf: (one: T) => string): T[] => list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return {
    state: { ...state, events: null },
    added: sorted(added, ({ stored }) => stored.eventKey),
    changed: sorted(changed, ({ eventKey }) => eventKey),
    statusChange,
    flagged: flagged.toSorted(),
  };
}

async function eventsRead(stored: readonly StoredTrackingEvent[], fact: TrackingFact): Promise<readonly StoredTrackingEvent[]> {
  return database.em.fork().transactional(async (em) => {
    await em.execute('delete from tracking_event');
    for (const { eventKey, occurredAt, classifier, milestone: reached, reason, retracts, retracted, inFuture } of stored) {
      await em.execute(
        `insert into tracking_event (id, recorded_at, shipment_id, event_key, occurred_at, occurred_at_offset, classifier, milestone, reason, retracts, retracted, in_future)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [randomUUID(), receivedAt, shipment, eventKey, occurredAt.at, occurredAt.offsetMinutes, classifier, reached, reason, retracts, retracted, inFuture],
      );
    }
    const [found] = await findTracked(em, await toldOf(em, [fact]));
    return found?.events ?? [];
  });
}

it('says the same as all of them', async () => {
  const read = { some: 0, all: 0 };
  await fc.assert(
    fc.asyncProperty(history, async ({ before, next }) => {
      const state = before.reduce((held, fact) => mergeTracking(held, fact, receivedAt).state, untracked());
      const events = await eventsRead(state.events, next);
      read[events.length < state.events.length ? 'some' : 'all'] += 1;
      expect(outcome({ ...state, events }, next)).toEqual(outcome(state, next));
    }),
    { numRuns: 300 },
  );
  // Otherwise nothing would have been compared.
  expect(read.some).toBeGreaterThan(30);
});
