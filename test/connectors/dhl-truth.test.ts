import { mergeTracking, untracked } from '../../src/domain/tracking-rules.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { connect, message } from '../fixtures/dhl/shared.js';
import { tableOf } from '../support/karrio.js';
import { describeRecorded } from '../support/recorded.js';

interface Sample {
  readonly trackingResponse: { readonly shipments: readonly { readonly id: number; readonly events: readonly unknown[] }[] };
}

describeRecorded('dhl', 'the sample answer', ({ json }) => {
  it('says one event, told twice, by the clocks of its country', () => {
    const { trackingResponse } = json<Sample>('carriers/karrio/dhl_parcel_de/schema_sample_tracking_response.json');
    const trackingNumber = String(trackingResponse.shipments[0]!.id);
    const { facts, unmapped } = connect().normalise(message({ trackingNumber, shipments: trackingResponse.shipments }));
    const fact = facts[0] as TrackingFact;
    const { state } = mergeTracking(mergeTracking(untracked('IN_TRANSIT'), fact, new Date('2026-11-01T00:00:00Z')).state, fact, new Date('2026-11-01T00:00:00Z'));
    expect([facts.length, unmapped, fact.trackingNumber]).toEqual([1, [], trackingNumber]);
    // Its code is "pre-transit", whatever its text says.
    expect([state.status, state.events.length]).toEqual(['CREATED', trackingResponse.shipments[0]!.events.length]);
    expect(fact.events.map(({ occurredAt }) => new Date(occurredAt).toISOString())).toEqual(['2018-03-02T06:53:47.000Z']);
  });

  it('has codes that mean what the tables of others say, but for what is named', () => {
    const differences: Readonly<Record<string, string>> = {
      failure: 'any problem under way, of which a delivery that failed is one: EXCEPTION',
      unknown: 'nothing is known, which is no delay: UNKNOWN',
    };
    for (const carrier of ['dhl_universal', 'dhl_parcel_de']) {
      const listed = tableOf(json('carriers/karrio/status-maps.json'), carrier);
      for (const [statusCode, wanted] of listed) {
        const content = { trackingNumber: 'T', shipments: [{ id: 'T', status: { timestamp: '2026-01-01T00:00:00+01:00', statusCode } }] };
        const { facts, unmapped } = connect().normalise(message(content));
        const milestone = (facts[0] as TrackingFact).snapshotStatus;
        // Codes of events stand in another member, of which the unified answer makes no status.
        if (unmapped.length > 0) expect(statusCode).toMatch(/^[a-z]{5}$/);
        else if (Object.hasOwn(differences, statusCode)) expect(differences[statusCode]).toMatch(new RegExp(`: ${milestone}$`));
        else expect([statusCode, milestone]).toEqual([statusCode, wanted]);
      }
    }
  });
});
