import fc from 'fast-check';
import { aftership } from '../../src/connectors/carriers/aftership/index.js';
import { readTrackingPage } from '../../src/connectors/carriers/aftership/wire.js';
import { depsWith, endState, messageOf, refusalOf, trackingOf } from '../support/carrier.js';
import { describeRecorded } from '../support/recorded.js';

const folder = 'carriers/aftership';

interface Truth {
  readonly tracking_number: string;
  readonly slug: string;
  readonly tag: string;
  readonly checkpoints: number;
  readonly sorted_utc: readonly (readonly [utc: string, tag: string])[];
}

const connection = aftership.connect(aftership.parseConfig({ WEBHOOK_SECRET: 'x' }), depsWith());
const milestones: Readonly<Record<string, string>> = {
  InfoReceived: 'CREATED',
  InTransit: 'IN_TRANSIT',
  Exception: 'EXCEPTION',
  OutForDelivery: 'OUT_FOR_DELIVERY',
  Delivered: 'DELIVERED',
  Expired: 'EXPIRED',
};

describeRecorded('aftership', 'recorded trackings', ({ json }) => {
  const truth = json<{ GetTrackingsResult: Truth[] }>(`${folder}/truth.json`).GetTrackingsResult;
  // The recorded list is older than cursors, and names its pages by number.
  const { trackings } = withCursor(json(`${folder}/GetTrackingsResult.json`));
  const facts = trackings.map((tracking) => trackingOf(connection.normalise(messageOf(JSON.stringify(tracking)))));

  it('are all understood', () => {
    expect(trackings).toHaveLength(3);
    expect(trackings.flatMap((tracking) => connection.normalise(messageOf(JSON.stringify(tracking))).unmapped)).toEqual([]);
  });

  it('have their events at the true UTC times, with the offset that was stated', () => {
    for (const [index, expected] of truth.entries()) {
      const { trackingNumber, carrier, events } = facts[index]!;
      expect([trackingNumber, carrier, events.length]).toEqual([expected.tracking_number, expected.slug, expected.checkpoints]);
      const told = events.map(({ occurredAt, milestone }) => [Date.parse(occurredAt), milestone]);
      expect(told).toEqual(expected.sorted_utc.map(([utc, tag]) => [Date.parse(utc), milestones[tag]]));
      expect(events.filter(({ occurredAt, zoneAssumed }) => zoneAssumed || !/[+-]\d\d:\d\d$/.test(occurredAt))).toEqual([]);
    }
    expect(facts[0]?.events).toHaveLength(11);
  });

  it('end as they should, in any order and doubled', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        for (const expected of truth) {
          const state = endState(shuffled.filter(({ trackingNumber }) => trackingNumber === expected.tracking_number));
          const delivered = expected.sorted_utc.find(([, tag]) => tag === 'Delivered')?.[0];
          expect([state.status, state.events.length, state.deliveredAt?.at.getTime()]).toEqual([
            milestones[expected.tag],
            expected.checkpoints,
            delivered && Date.parse(delivered),
          ]);
        }
      }),
    );
  });

  it('end as they should when their events come one by one', () => {
    const singles = facts.flatMap((fact) => [fact, ...fact.events.map((event) => ({ ...fact, snapshotAt: null, events: [event] }))]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...singles, ...singles], { minLength: singles.length * 2 }), (shuffled) => {
        const state = endState(shuffled.filter(({ trackingNumber }) => trackingNumber === truth[0]!.tracking_number));
        expect([state.status, state.events.length]).toEqual(['DELIVERED', 11]);
      }),
      { numRuns: 30 },
    );
  });

  it('a created tracking says that nothing is known yet', () => {
    const { data } = json<{ data: { tracking: unknown } }>(`${folder}/CreateTrackingResult.json`);
    const { facts: found, unmapped } = connection.normalise(messageOf(JSON.stringify(data.tracking)));
    expect(found).toEqual([expect.objectContaining({ snapshotStatus: 'UNKNOWN', events: [] })]);
    expect(unmapped).toEqual([]);
  });

  it('the last checkpoint alone is the event of the list, and delivers, in any order and doubled', () => {
    const { data } = json<{ data: { id: string; checkpoint: { created_at: string; checkpoint_time: string } } }>(`${folder}/GetLastCheckpointResult.json`);
    // The answer about one checkpoint says nothing of when the tracking changed: it is as old as its checkpoint.
    const told = JSON.stringify({ ...data, checkpoints: [data.checkpoint], updated_at: data.checkpoint.created_at });
    expect(refusalOf(() => connection.normalise(messageOf(JSON.stringify(data)))).kind).toBe('contract');
    const { events, ...last } = trackingOf(connection.normalise(messageOf(told)));
    expect(events.map(({ occurredAt, milestone, zoneAssumed }) => [occurredAt, milestone, zoneAssumed])).toEqual([[data.checkpoint.checkpoint_time, 'DELIVERED', false]]);
    const [listed] = facts;
    expect(events[0]!.eventKey).toBe(listed!.events.at(-1)!.eventKey);
    fc.assert(
      fc.property(fc.shuffledSubarray([listed!, listed!, { ...last, events }, { ...last, events }], { minLength: 4 }), (shuffled) => {
        const state = endState(shuffled);
        expect([state.status, state.events.length]).toEqual(['DELIVERED', truth[0]!.checkpoints]);
      }),
    );
  });

  it('have tags that mean what the status map says', () => {
    const { aftership: map } = json<{ aftership: Record<string, string> }>('carriers/STATUS_MAP.json');
    const tags = Object.entries(map).filter(([tag]) => !tag.includes(' '));
    expect(tags).toHaveLength(9);
    for (const [tag, canonical] of tags) {
      const { facts: found, unmapped } = connection.normalise(messageOf(JSON.stringify({ id: 't1', tracking_number: 'T1', slug: 'ups', tag, updated_at: '2026-01-02T03:04:05Z' })));
      expect([tag, found, unmapped]).toEqual([tag, [expect.objectContaining({ snapshotStatus: canonical.toUpperCase() })], []]);
    }
  });
});

function withCursor(content: { data: object }): { readonly trackings: readonly unknown[] } {
  return readTrackingPage({ data: { ...content.data, pagination: { has_next_page: false } } });
}
