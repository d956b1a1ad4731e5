import fc from 'fast-check';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import * as fedex from '../fixtures/fedex/shared.js';
import * as ups from '../fixtures/ups/shared.js';
import { describeRecorded } from '../support/recorded.js';

const now = new Date('2026-11-01T00:00:00Z');

interface Truth {
  readonly tracking_number: string;
  readonly scan_events: number;
  readonly delivered: boolean;
  readonly events_utc: readonly (readonly [string, string, string])[];
  readonly estimated: { readonly ends: string } | null;
}

function merged(facts: readonly TrackingFact[]): TrackingState {
  return facts.reduce((state, fact) => mergeTracking(state, fact, now).state, untracked('CREATED'));
}

describeRecorded('karrio', 'recorded answers', ({ text, json }) => {
  const read = (name: string): string => text(`carriers/karrio/${name}`);

  it('of FedEx give the status, the events and their true UTC times, in any order and doubled', () => {
    const { facts } = fedex.connect().normalise(fedex.message(read('fedex/TrackingResponse.json')));
    const truth = json<Record<string, Truth[]>>('carriers/karrio/fedex/TRUE_UTC.json')['TrackingResponse.json']!;
    const told = new Map((facts as TrackingFact[]).map((fact) => [fact.trackingNumber, fact]));
    expect(truth.length).toBeGreaterThan(1);
    for (const expected of truth) {
      const fact = told.get(expected.tracking_number);
      expect(fact?.events.length ?? 0).toBe(expected.scan_events);
      if (!fact) continue;
      const events = fact.events.map(({ occurredAt, carrierCode, description }) => [new Date(occurredAt).toISOString().replace('.000', ''), carrierCode, description]);
      expect(events).toEqual(expected.events_utc.toReversed());
      expect(fact.estimatedDelivery).toBe(expected.estimated?.ends);
      fc.assert(
        fc.property(fc.shuffledSubarray([fact, fact, { ...fact, events: fact.events.toReversed() }], { minLength: 3 }), (shuffled) => {
          const state = merged(shuffled);
          expect({ status: state.status, events: state.events.length, delivered: state.deliveredAt !== null }).toEqual({ status: 'PICKED_UP', events: expected.scan_events, delivered: expected.delivered });
        }),
      );
    }
  });

  it('of FedEx that are an error are refused', () => {
    expect(() => fedex.connect().normalise(fedex.message(read('fedex/ErrorResponse.json')))).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it('of UPS give the status and every activity, in the zone of its place', () => {
    const content = read('ups/schema_sample_tracking_response.json');
    const { facts, unmapped } = ups.connect().normalise(ups.message(content));
    const [shipment] = (JSON.parse(content) as { trackResponse: { shipment: { inquiryNumber: string; package: { activity: { date: string; time: string }[] }[] }[] } }).trackResponse.shipment;
    const fact = facts[0] as TrackingFact;
    expect([facts.length, fact.trackingNumber, unmapped]).toEqual([1, shipment!.inquiryNumber, []]);
    expect(merged([fact, fact])).toMatchObject({ status: 'DELIVERED', events: { length: shipment!.package[0]!.activity.length } });
    const [latest] = shipment!.package[0]!.activity;
    const local = fact.events.at(-1)!.occurredAt.replace(/\D/g, '');
    expect(local.startsWith(latest!.date + latest!.time)).toBe(true);
    expect(fact.events.at(-1)).toMatchObject({ zoneAssumed: true, occurredAt: expect.stringMatching(/-05:00$/) as unknown });
  });
});
