import fc from 'fast-check';
import { shippo } from '../../src/connectors/carriers/shippo/index.js';
import { depsWith, endState, messageOf, trackingOf } from '../support/carrier.js';
import { describeRecorded } from '../support/recorded.js';

const connection = shippo.connect(shippo.parseConfig({ WEBHOOK_TOKEN: 'a-token-of-some-length' }), depsWith());
const normalise = (content: unknown) => connection.normalise(messageOf(JSON.stringify(content)));

interface Recorded {
  readonly tracking_number: string;
  readonly tracking_status: { readonly status: string; readonly status_date: string };
  readonly tracking_history: readonly { readonly status: string; readonly status_date: string }[];
}

describeRecorded('shippo', 'recorded', ({ json }) => {
  const recorded = json<Recorded>('carriers/shippo/test_get_status.0.200.json');
  const map = json<Record<string, Record<string, string>>>('carriers/STATUS_MAP.json')['shippo']!;

  it('statuses are those of the status map', () => {
    expect(Object.keys(map)).toHaveLength(6);
    for (const [status, canonical] of Object.entries(map)) {
      const { facts, unmapped } = normalise({ tracking_number: 'T', tracking_status: { status, status_date: '2026-01-01T00:00:00Z' } });
      expect([status, unmapped, facts]).toEqual([status, [], [expect.objectContaining({ snapshotStatus: canonical.toUpperCase() })]]);
    }
  });

  it('events are all there, at their times', () => {
    const { unmapped } = normalise(recorded);
    const { events } = trackingOf(normalise(recorded));
    expect(unmapped).toEqual([]);
    const told = recorded.tracking_history.map(({ status, status_date: date }) => [Date.parse(date), map[status]!.toUpperCase()] as const);
    expect(events.map(({ occurredAt, milestone }) => [Date.parse(occurredAt), milestone])).toEqual(told.toSorted((a, b) => a[0] - b[0]));
  });

  it('the track ends delivered, in any order and doubled, whole or in parts', () => {
    const count = recorded.tracking_history.length;
    expect(count).toBeGreaterThan(5);
    const parts = recorded.tracking_history.map((status) => trackingOf(normalise({ ...recorded, tracking_status: null, tracking_history: [status] })));
    const facts = [trackingOf(normalise(recorded)), ...parts];
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        const state = endState(shuffled);
        expect([state.status, state.events.length]).toEqual(['DELIVERED', count]);
        expect(state.deliveredAt?.at.getTime()).toBe(Date.parse(recorded.tracking_status.status_date));
      }),
      { numRuns: 50 },
    );
  });
});
