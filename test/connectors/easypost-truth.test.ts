import fc from 'fast-check';
import { readTrackerPage } from '../../src/connectors/carriers/easypost/wire.js';
import { ConnectorError, type Normalised } from '../../src/connectors/contract.js';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { easypostFolder, readRecorded } from '../conformance/easypost-truth.js';
import type { ParcelEnd } from '../conformance/parcel-ends.js';
import { utcSeconds } from '../conformance/parcel-ends.js';
import { connect, message } from '../fixtures/easypost/shared.js';
import { describeRecorded } from '../support/recorded.js';

/** Null: refused as not being what EasyPost sends. */
function normalise(content: unknown): Normalised | null {
  try {
    return connect().normalise(message(JSON.stringify(content)));
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'contract') return null;
    throw error;
  }
}

describeRecorded('easypost', 'recorded trackers', ({ path, text, json }) => {
  const lines = (name: string): string[] => text(`${easypostFolder}/${name}`).split('\n').filter((line) => line.trim() !== '');
  const { trackers, snapshots, ends } = readRecorded(path);
  const results = trackers.map((tracker) => ({ tracker, normalised: normalise(tracker) }));
  const facts = results.flatMap(({ normalised }) => (normalised?.facts ?? []) as TrackingFact[]);

  it('are all understood but the one that a client library had rewritten', () => {
    expect(trackers).toHaveLength(snapshots);
    const refused = results.filter(({ normalised }) => normalised === null).map(({ tracker }) => Object.hasOwn(tracker, 'tracking_code'));
    expect(refused).toEqual([false]);
    expect(results.flatMap(({ normalised }) => normalised?.unmapped ?? [])).toEqual([]);
  });

  it('end where the newest snapshot says, in any order and doubled', () => {
    expect(ends.size).toBeGreaterThan(70);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        const states = new Map<string, TrackingState>();
        for (const fact of shuffled) {
          const number = fact.trackingNumber ?? '';
          const before = states.get(number) ?? untracked('UNKNOWN');
          states.set(number, mergeTracking(before, fact, new Date('2026-11-01T00:00:00Z')).state);
        }
        const found = [...ends.keys()].map((code): [string, ParcelEnd] => {
          const { status, events, signedBy, estimatedDelivery, deliveredAt } = states.get(code) ?? untracked('UNKNOWN');
          const [estimate, delivered] = [utcSeconds(estimatedDelivery.value?.at), utcSeconds(deliveredAt?.at)];
          return [code, { status, events: events.length, signedBy: signedBy.value, estimatedDelivery: estimate, deliveredAt: delivered }];
        });
        expect(new Map(found)).toEqual(ends);
      }),
      { numRuns: 20 },
    );
  });

  it('documented samples are understood', () => {
    const sample = json<{ result: { tracking_details: unknown[] } }>(`${easypostFolder}/tracking-webhook_doc.json`);
    const { facts: found, unmapped } = normalise(sample)!;
    expect(found).toEqual([expect.objectContaining({ kind: 'tracking', snapshotStatus: 'DELIVERED', events: expect.any(Array) as unknown })]);
    expect((found[0] as TrackingFact).events).toHaveLength(sample.result.tracking_details.length);
    expect(unmapped).toEqual([]);
    expect(normalise(json(`${easypostFolder}/batch-created_doc.json`))).toEqual({ facts: [], unmapped: [] });
  });

  it('a listed page is read to its trackers, which end as they say, in any order and doubled', () => {
    interface Listed {
      readonly tracking_details: readonly { readonly datetime: string }[];
    }
    const page = readTrackerPage(json(`${easypostFolder}/trackers-list_doc.json`));
    expect([page.trackers.length, page.hasMore]).toEqual([1, true]);
    const [tracker] = page.trackers as Listed[];
    const { facts: found, unmapped } = normalise(tracker)!;
    expect(unmapped).toEqual([]);
    const [fact] = found as TrackingFact[];
    const utc = tracker!.tracking_details.map(({ datetime }) => Date.parse(datetime));
    expect(fact!.events.map(({ occurredAt }) => Date.parse(occurredAt))).toEqual(utc);
    const singles = [fact!, ...fact!.events.map((event) => ({ ...fact!, snapshotAt: null, events: [event] }))];
    fc.assert(
      fc.property(fc.shuffledSubarray([...singles, ...singles], { minLength: singles.length * 2 }), (shuffled) => {
        const state = shuffled.reduce((before, one) => mergeTracking(before, one, new Date('2026-11-01T00:00:00Z')).state, untracked('UNKNOWN'));
        expect([state.status, state.events.length]).toEqual(['CREATED', utc.length]);
      }),
    );
  });

  it('listed events carry no object: those about trackers are refused, others say nothing', () => {
    for (const line of lines('events.ndjson')) {
      const event = JSON.parse(line) as { description: string };
      expect(normalise(event)).toEqual(event.description.startsWith('tracker.') ? null : { facts: [], unmapped: [] });
    }
    for (const line of lines('claims_refunds.ndjson')) expect(normalise(JSON.parse(line))).toBeNull();
  });

  it('have statuses that are all known, and mean what the status map says', () => {
    const { easypost: map } = json<{ easypost: Record<string, string> }>('carriers/STATUS_MAP.json');
    const { status: documented } = json<{ status: string[] }>(`${easypostFolder}/STATUSES.json`);
    expect([...documented].sort()).toEqual(Object.keys(map).sort());
    for (const status of documented) {
      const { facts: found, unmapped } = normalise({ id: 'trk_1', object: 'Tracker', tracking_code: 'T1', status, updated_at: '2026-01-02T03:04:05Z' })!;
      const wanted = map[status]!.split(' ')[0]!.toUpperCase();
      expect([status, (found[0] as TrackingFact).snapshotStatus, unmapped]).toEqual([status, wanted, []]);
    }
  });
});
