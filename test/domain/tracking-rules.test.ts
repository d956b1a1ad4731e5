import fc from 'fast-check';
import { EventClassifier, ShipmentStatus } from '../../src/entities/enums.js';
import type { TrackingEventFact, TrackingFact } from '../../src/domain/facts.js';
import {
  mergeTracking,
  type StatusChange,
  terminalShipmentStatuses,
  type TrackingState,
  untracked,
} from '../../src/domain/tracking-rules.js';

const receivedAt = new Date('2026-03-10T12:00:00Z');

/** An instant on the given hour of March 2026. */
const hour = (n: number): string => new Date(Date.UTC(2026, 2, 1, n)).toISOString();

function event(eventKey: string, at: string, milestone: ShipmentStatus | null, more: Partial<TrackingEventFact> = {}): TrackingEventFact {
  return {
    eventKey,
    occurredAt: at,
    zoneAssumed: false,
    classifier: EventClassifier.ACTUAL,
    milestone,
    carrierCode: null,
    description: null,
    ...more,
  };
}

function fact(events: TrackingEventFact[], more: Partial<TrackingFact> = {}): TrackingFact {
  return {
    kind: 'tracking',
    source: { externalId: 'trk', version: null, updatedAt: null },
    trackingNumber: 'T1',
    carrier: null,
    snapshotAt: null,
    events,
    ...more,
  };
}

/** Merges messages in order and returns the end state with the changes on the way. */
function run(facts: readonly TrackingFact[], start: TrackingState = untracked()): { state: TrackingState; changes: StatusChange[]; added: string[] } {
  let state = start;
  const changes: StatusChange[] = [];
  const added: string[] = [];
  for (const one of facts) {
    const merge = mergeTracking(state, one, receivedAt);
    if (merge.statusChange) changes.push(merge.statusChange);
    added.push(...merge.added.map(({ stored }) => stored.eventKey));
    state = merge.state;
  }
  return { state, changes, added };
}

const status = (...facts: TrackingFact[]): ShipmentStatus => run(facts).state.status;

describe('status by events', () => {
  it('is that of the newest actual event, whatever came last', () => {
    expect(status(fact([event('b', hour(5), 'DELIVERED')]), fact([event('a', hour(1), 'IN_TRANSIT')]))).toBe('DELIVERED');
    expect(status(fact([event('a', hour(1), 'IN_TRANSIT')]), fact([event('b', hour(5), 'DELIVERED')]))).toBe('DELIVERED');
  });

  it('leaves a terminal state for a newer event', () => {
    expect(status(fact([event('a', hour(5), 'DELIVERED')]), fact([event('b', hour(6), 'RETURNING')]))).toBe('RETURNING');
  });

  it('compares instants, not texts', () => {
    const late = event('late', '2026-03-02T01:00:00+08:00', 'OUT_FOR_DELIVERY');
    const later = event('later', '2026-03-01T18:00:00Z', 'DELIVERED');
    expect(status(fact([late, later]))).toBe('DELIVERED');
  });

  it('decides the same instant by milestone, then by key', () => {
    expect(status(fact([event('z', hour(1), 'IN_TRANSIT'), event('a', hour(1), 'DELIVERED')]))).toBe('DELIVERED');
    expect(status(fact([event('z', hour(1), 'DELIVERED'), event('a', hour(1), 'RETURNED')]))).toBe('RETURNED');
    const { state } = run([
      fact([event('b', hour(1), 'EXCEPTION', { reason: 'second' }), event('a', hour(1), 'EXCEPTION', { reason: 'first' })]),
    ]);
    expect(state.reason).toBe('second');
  });

  it('keeps an event without a known milestone, and sets nothing by it', () => {
    const { state, added } = run([fact([event('a', hour(1), 'IN_TRANSIT')]), fact([event('b', hour(2), null), event('c', hour(3), 'UNKNOWN')])]);
    expect(state.status).toBe('IN_TRANSIT');
    expect(added).toEqual(['a', 'b', 'c']);
  });

  it('never lets plans and estimates move the status', () => {
    const estimate = event('e', hour(400), 'DELIVERED', { classifier: EventClassifier.ESTIMATED });
    const plan = event('p', hour(9), 'DELIVERED', { classifier: EventClassifier.PLANNED });
    const { state, changes } = run([fact([estimate, plan])]);
    expect(state.status).toBe('CREATED');
    expect(changes).toEqual([]);
    expect(state.estimatedDelivery.value?.at.toISOString()).toBe(hour(400));
    expect(state.events.map((each) => each.inFuture)).toEqual([false, false]);
  });

  it('flags an event from the future, and believes it once it is told in its time', () => {
    const tomorrow = new Date(receivedAt.getTime() + 24 * 3_600_000);
    const onTheEdge = mergeTracking(untracked(), fact([event('edge', tomorrow.toISOString(), 'DELIVERED')]), receivedAt);
    expect(onTheEdge.flagged).toEqual([]);
    const beyond = fact([event('x', new Date(tomorrow.getTime() + 1).toISOString(), 'DELIVERED')]);
    const early = mergeTracking(untracked(), beyond, receivedAt);
    expect(early.flagged).toEqual(['x']);
    expect(early.statusChange).toBeNull();
    const again = mergeTracking(early.state, beyond, new Date(receivedAt.getTime() + 1));
    expect(again.added).toEqual([]);
    expect(again.changed.map(({ eventKey, inFuture }) => [eventKey, inFuture])).toEqual([['x', false]]);
    expect(again.statusChange?.to).toBe('DELIVERED');
  });

  it('takes back a retracted event, even one that comes later than its retraction', () => {
    const wrong = fact([event('d', hour(5), 'DELIVERED')]);
    const correction = fact([event('r', hour(6), null, { retracts: 'd' })]);
    const before = fact([event('a', hour(1), 'IN_TRANSIT')]);
    expect(status(before, wrong, correction)).toBe('IN_TRANSIT');
    expect(status(correction, wrong, before)).toBe('IN_TRANSIT');
    const { state } = run([before, wrong]);
    const merge = mergeTracking(state, correction, receivedAt);
    expect(merge.statusChange).toMatchObject({ from: 'DELIVERED', to: 'IN_TRANSIT' });
    expect(merge.changed.map(({ eventKey, retracted }) => [eventKey, retracted])).toEqual([['d', true]]);
  });

  it('lets no event take itself back, nor one from the future take back another', () => {
    expect(status(fact([event('d', hour(5), 'DELIVERED', { retracts: 'd' })]))).toBe('DELIVERED');
    const beyond = event('r', '2027-01-01T00:00:00Z', null, { retracts: 'd' });
    expect(status(fact([event('d', hour(5), 'DELIVERED'), beyond]))).toBe('DELIVERED');
  });

  it('returns to what the record says when everything is taken back', () => {
    const { state } = run([fact([event('d', hour(5), 'DELIVERED')]), fact([event('r', hour(6), null, { retracts: 'd' })])], untracked('UNKNOWN'));
    expect(state.status).toBe('UNKNOWN');
    expect(state.deliveredAt).toBeNull();
  });

  it('carries the reason and who is responsible', () => {
    const { state, changes } = run([fact([event('x', hour(3), 'EXCEPTION', { reason: 'CUSTOMS_HOLD', responsible: 'AUTHORITY' })])]);
    expect(state).toMatchObject({ status: 'EXCEPTION', reason: 'CUSTOMS_HOLD', responsible: 'AUTHORITY' });
    expect(changes).toEqual([
      {
        from: 'CREATED',
        to: 'EXCEPTION',
        occurredAt: { at: new Date(hour(3)), offsetMinutes: null },
        reason: 'CUSTOMS_HOLD',
        responsible: 'AUTHORITY',
      },
    ]);
  });

  it('dates a delivery by the first event of its last run', () => {
    const events = [
      event('1', hour(1), 'DELIVERED'),
      event('2', hour(2), 'EXCEPTION'),
      event('3', '2026-03-01T11:00:00+08:00', 'DELIVERED'),
      event('4', hour(4), 'DELIVERED'),
    ];
    expect(run([fact(events)]).state.deliveredAt).toEqual({ at: new Date(hour(3)), offsetMinutes: 480 });
  });

  it('refuses an instant that cannot be, and merges nothing', () => {
    expect(() => mergeTracking(untracked(), fact([event('a', '2023-02-29T10:00:00Z', 'DELIVERED')]), receivedAt)).toThrow('INSTANT_INVALID');
  });
});

describe('snapshots', () => {
  const snapshot = (at: string, snapshotStatus: ShipmentStatus | null, more: Partial<TrackingFact> = {}): TrackingFact =>
    fact([], { snapshotAt: at, snapshotStatus, ...more });

  it('decide the status where no event speaks; the newest that knows one counts', () => {
    expect(status(snapshot(hour(2), 'IN_TRANSIT'), snapshot(hour(1), 'CREATED'))).toBe('IN_TRANSIT');
    expect(status(snapshot(hour(1), 'IN_TRANSIT'), snapshot(hour(2), 'UNKNOWN'))).toBe('IN_TRANSIT');
    expect(status(snapshot(hour(3), 'UNKNOWN'), snapshot(hour(2), 'IN_TRANSIT'), snapshot(hour(1), 'CREATED'))).toBe('IN_TRANSIT');
    expect(status(snapshot(hour(9), 'IN_TRANSIT'), fact([event('a', hour(1), 'CUSTOMS')]))).toBe('CUSTOMS');
  });

  it('of the same time, the one that knows more counts', () => {
    expect(status(snapshot(hour(1), 'UNKNOWN'), snapshot(hour(1), 'CREATED'))).toBe('CREATED');
    expect(status(snapshot(hour(1), 'DELIVERED'), snapshot(hour(1), 'CREATED'))).toBe('DELIVERED');
  });

  it('close a parcel whose closing event was never told, until a newer event', () => {
    const closed = snapshot(hour(5), 'DELIVERED');
    expect(status(closed, fact([event('a', hour(4), 'OUT_FOR_DELIVERY')]))).toBe('DELIVERED');
    expect(status(fact([event('a', hour(6), 'RETURNING')]), closed)).toBe('RETURNING');
    expect(run([closed]).state.deliveredAt).toBeNull();
  });

  it('leave when and why to the event that says the same', () => {
    const told = event('a', hour(4), 'EXPIRED', { reason: 'NO_SCAN' });
    const { state, changes } = run([fact([told], { snapshotAt: hour(5), snapshotStatus: 'EXPIRED' })]);
    expect(state.reason).toBe('NO_SCAN');
    expect(changes.map(({ occurredAt }) => occurredAt.at.toISOString())).toEqual([hour(4)]);
  });

  it('are known by their time: a status without one says nothing', () => {
    expect(status(fact([], { snapshotStatus: 'DELIVERED', source: { externalId: 'trk', version: null, updatedAt: hour(3) } }))).toBe('CREATED');
  });

  it('take the estimate of a delivery, not that of a stage on the way', () => {
    const estimated = (key: string, at: string, milestone: ShipmentStatus) => event(key, at, milestone, { classifier: EventClassifier.ESTIMATED });
    const { state } = run([fact([estimated('a', hour(40), 'DELIVERED'), estimated('b', hour(50), 'CUSTOMS')])]);
    expect(state.estimatedDelivery.value?.at.toISOString()).toBe(hour(40));
  });

  it('are dated by their newest believable event where they say no time', () => {
    const first = fact([event('a', hour(2), 'IN_TRANSIT'), event('f', '2027-01-01T00:00:00Z', 'CUSTOMS')], { estimatedDelivery: hour(40) });
    const second = fact([event('b', hour(3), 'IN_TRANSIT')], { estimatedDelivery: hour(30) });
    expect(run([second, first]).state.estimatedDelivery).toEqual({ value: { at: new Date(hour(30)), offsetMinutes: null }, asOf: new Date(hour(3)) });
    expect(run([first]).state.estimatedDelivery.asOf?.toISOString()).toBe(hour(2));
  });

  it('tell estimate and signer by the newest; what a newer one leaves out stays, what it denies goes', () => {
    const first = snapshot(hour(1), 'IN_TRANSIT', { estimatedDelivery: hour(50), signedBy: null });
    const silent = snapshot(hour(2), 'IN_TRANSIT');
    const lost = snapshot(hour(3), 'UNKNOWN', { estimatedDelivery: null });
    expect(run([first, silent, lost]).state.estimatedDelivery.value?.at.toISOString()).toBe(hour(50));
    const denied = snapshot(hour(4), 'IN_TRANSIT', { estimatedDelivery: null });
    expect(run([denied, lost, silent, first]).state.estimatedDelivery.value).toBeNull();
    const signed = snapshot(hour(5), 'DELIVERED', { signedBy: 'A. Receiver' });
    expect(run([signed, first]).state.signedBy.value).toBe('A. Receiver');
  });

  it('from the future set nothing', () => {
    const state = run([snapshot('2026-03-12T12:00:00Z', 'DELIVERED', { signedBy: 'X', estimatedDelivery: hour(1) })]).state;
    expect(state).toEqual(untracked());
  });
});

describe('any order of arrival, doubled', () => {
  const milestone = fc.option(fc.constantFrom(...Object.values(ShipmentStatus)), { nil: null });
  const atHour = fc.integer({ min: 0, max: 12 }).map((n) => (n === 12 ? '2027-01-01T00:00:00Z' : hour(n)));

  /** Events with distinct keys; some share their instant, some retract others, some lie in the future. */
  const history = fc
    .array(
      fc.record({
        at: atHour,
        milestone,
        classifier: fc.constantFrom<EventClassifier>('ACTUAL', 'ACTUAL', 'ACTUAL', 'ESTIMATED', 'PLANNED'),
        retracts: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null, freq: 4 }),
        reason: fc.option(fc.constantFrom('R1', 'R2'), { nil: null }),
      }),
      { minLength: 1, maxLength: 10 },
    )
    .map((events) =>
      events.map(({ at, milestone: reached, classifier, retracts, reason }, index) =>
        event(`k${index}`, at, reached, { classifier, reason, retracts: retracts === null ? null : `k${retracts}` }),
      ),
    );

  /** The history cut into messages that overlap at will, some of them snapshots. */
  const messages = history.chain((events) =>
    fc.array(
      fc
        .record({
          events: fc.subarray(events),
          snapshotAt: fc.option(atHour, { nil: null }),
          snapshotStatus: milestone,
          updatedAt: fc.option(atHour, { nil: null }),
          estimatedDelivery: fc.option(fc.option(fc.constantFrom(hour(30), hour(40)), { nil: null }), { nil: undefined }),
          signedBy: fc.option(fc.option(fc.constantFrom('A', 'B'), { nil: null }), { nil: undefined }),
        })
        .map(({ events: told, updatedAt, ...more }) =>
          fact(told, { ...more, source: { externalId: 'trk', version: null, updatedAt } }),
        ),
      { minLength: 1, maxLength: 6 },
    ),
  );

  const shuffled = messages.chain((all) =>
    fc.record({
      all: fc.constant(all),
      other: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
    }),
  );

  /** The state without the accident of the events' order in it. */
  const essence = (state: TrackingState): TrackingState => ({
    ...state,
    events: [...state.events].sort((a, b) => (a.eventKey < b.eventKey ? -1 : 1)),
  });

  it('gives one end state', () => {
    fc.assert(
      fc.property(shuffled, ({ all, other }) => {
        expect(essence(run(other).state)).toEqual(essence(run(all).state));
      }),
      { numRuns: 1000 },
    );
  });

  it('stores no event twice and chains every change to the one before', () => {
    fc.assert(
      fc.property(shuffled, ({ other }) => {
        const { state, changes, added } = run(other);
        expect(new Set(added).size).toBe(added.length);
        expect(state.events.map(({ eventKey }) => eventKey).sort()).toEqual([...added].sort());
        let at: ShipmentStatus = 'CREATED';
        for (const { from, to } of changes) {
          expect(from).toBe(at);
          expect(to).not.toBe(from);
          at = to;
        }
        expect(state.status).toBe(at);
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing when the last message is told again', () => {
    fc.assert(
      fc.property(messages, (all) => {
        const { state } = run(all);
        for (const one of all) {
          const merge = mergeTracking(state, one, receivedAt);
          expect(merge).toMatchObject({ added: [], changed: [], statusChange: null, flagged: [] });
          expect(merge.state).toEqual(state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never replaces a known status by UNKNOWN, and leaves a terminal one only for something newer or a correction', () => {
    fc.assert(
      fc.property(shuffled, ({ other }) => {
        let state = untracked();
        for (const one of other) {
          const merge = mergeTracking(state, one, receivedAt);
          const retracting = one.events.some(({ retracts }) => retracts != null) || merge.changed.length > 0;
          const corrected = retracting || merge.state.snapshot !== state.snapshot;
          const { statusChange } = merge;
          if (statusChange) expect(statusChange.to).not.toBe('UNKNOWN');
          if (statusChange && terminalShipmentStatuses.has(statusChange.from) && !corrected) {
            expect(statusChange.occurredAt.at.getTime()).toBeGreaterThanOrEqual(decidedAt(state));
          }
          state = merge.state;
        }
      }),
      { numRuns: 1000 },
    );
  });

  /** The time of what decided the state: the newest event with its status, or the snapshot. */
  function decidedAt({ events, status: now, snapshot: { value, asOf } }: TrackingState): number {
    const times = events
      .filter((each) => each.milestone === now && each.classifier === 'ACTUAL' && !each.retracted && !each.inFuture)
      .map(({ occurredAt }) => occurredAt.at.getTime());
    if (times.length > 0) return Math.max(...times);
    return value === now && asOf ? asOf.getTime() : -Infinity;
  }
});
