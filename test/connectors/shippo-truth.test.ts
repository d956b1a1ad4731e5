import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { shippo } from '../../src/connectors/carriers/shippo/index.js';
import { depsWith, endState, messageOf, trackingOf } from '../support/carrier.js';

/** A recorded track, read where it lies: it is no part of this project. */
const folder = join(process.env.INTERLINE_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'carriers');
const present = existsSync(join(folder, 'shippo'));
if (!present) process.stderr.write(`the recorded Shippo track skipped: ${folder} is absent\n`);

const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const connection = shippo.connect(shippo.parseConfig({ WEBHOOK_TOKEN: 'a-token-of-some-length' }), depsWith());
const normalise = (content: unknown) => connection.normalise(messageOf(JSON.stringify(content)));

interface Recorded {
  readonly tracking_number: string;
  readonly tracking_status: { readonly status: string; readonly status_date: string };
  readonly tracking_history: readonly { readonly status: string; readonly status_date: string }[];
}

(present ? describe : describe.skip)('recorded', () => {
  const recorded = (present ? json('shippo/test_get_status.0.200.json') : {}) as Recorded;
  const map = present ? (json('STATUS_MAP.json') as Record<string, Record<string, string>>)['shippo']! : {};

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
