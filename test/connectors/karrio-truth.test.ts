import fc from 'fast-check';
import { MILESTONES } from '../../src/connectors/carriers/fedex/statuses.js';
import { STATUS_TYPES } from '../../src/connectors/carriers/ups/statuses.js';
import type { Milestone } from '../../src/connectors/tracking-events.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import * as fedex from '../fixtures/fedex/shared.js';
import * as ups from '../fixtures/ups/shared.js';
import { milestoneOf, type Parsed, type StatusMaps, tableOf } from '../support/karrio.js';
import { describeRecorded } from '../support/recorded.js';

const now = new Date('2026-11-01T00:00:00Z');

interface Truth {
  readonly tracking_number: string;
  readonly scan_events: number;
  readonly delivered: boolean;
  readonly events_utc: readonly (readonly [string, string, string])[];
  readonly estimated: { readonly ends: string } | null;
}

interface UpsActivity {
  readonly date: string;
  readonly time: string;
  readonly location: { readonly address: { readonly stateProvince?: string } };
}

interface UpsAnswer {
  readonly trackResponse: { readonly shipment: readonly { readonly inquiryNumber: string; readonly package: readonly { readonly activity: readonly UpsActivity[] }[] }[] };
}

function merged(facts: readonly TrackingFact[]): TrackingState {
  return facts.reduce((state, fact) => mergeTracking(state, fact, now).state, untracked('CREATED'));
}

describeRecorded('karrio', 'recorded answers', ({ text, json }) => {
  const read = (name: string): string => text(`carriers/karrio/${name}`);

  it('of FedEx give the status, the events and their true UTC times, in any order and doubled', () => {
    const { facts } = fedex.connect().normalise(fedex.message(read('fedex/TrackingResponse.json')));
    const truth = json<Record<string, Truth[]>>('carriers/karrio/fedex/TRUE_UTC.json')['TrackingResponse.json']!;
    const [parsed, errors] = json<Parsed>('carriers/karrio/fedex/ParsedTrackingResponse.expected.json');
    const told = new Map((facts as TrackingFact[]).map((fact) => [fact.trackingNumber, fact]));
    expect([...told.keys()]).toEqual(parsed.map(({ tracking_number: number }) => number));
    for (const { details } of errors) expect(told.has(details.tracking_number!)).toBe(false);
    expect(truth.length).toBeGreaterThan(1);
    for (const expected of truth) {
      const fact = told.get(expected.tracking_number);
      expect(fact?.events.length ?? 0).toBe(expected.scan_events);
      if (!fact) continue;
      const events = fact.events.map(({ occurredAt, carrierCode, description }) => [new Date(occurredAt).toISOString().replace('.000', ''), carrierCode, description]);
      expect(events).toEqual(expected.events_utc.toReversed());
      const { status, events: counted } = parsed.find(({ tracking_number: number }) => number === fact.trackingNumber)!;
      // Local times, whatever their Z says.
      expect(counted.map(({ code, timestamp }) => [code, timestamp?.slice(0, 19)])).toEqual(fact.events.toReversed().map(({ carrierCode, occurredAt }) => [carrierCode, occurredAt.slice(0, 19)]));
      expect(fact.estimatedDelivery).toBe(expected.estimated?.ends);
      fc.assert(
        fc.property(fc.shuffledSubarray([fact, fact, { ...fact, events: fact.events.toReversed() }], { minLength: 3 }), (shuffled) => {
          const state = merged(shuffled);
          expect({ status: state.status, events: state.events.length, delivered: state.deliveredAt !== null }).toEqual({ status: milestoneOf(status), events: expected.scan_events, delivered: expected.delivered });
        }),
      );
    }
  });

  it('of FedEx that are an error are refused', () => {
    const [none, errors] = json<Parsed>('carriers/karrio/fedex/ParsedErrorResponse.expected.json');
    expect([none.length, errors.length]).toEqual([0, 1]);
    expect(() => fedex.connect().normalise(fedex.message(read('fedex/ErrorResponse.json')))).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it('of UPS give the status and every activity', () => {
    const content = read('ups/schema_sample_tracking_response.json');
    const { facts, unmapped } = ups.connect().normalise(ups.message(content));
    const [shipment] = (JSON.parse(content) as UpsAnswer).trackResponse.shipment;
    const fact = facts[0] as TrackingFact;
    expect([facts.length, fact.trackingNumber, unmapped]).toEqual([1, shipment!.inquiryNumber, []]);
    expect(merged([fact, fact])).toMatchObject({ status: 'DELIVERED', events: { length: shipment!.package[0]!.activity.length } });
  });

  it.each([
    [{}, '-05:00'],
    [{ TIME_ZONE: 'America/Chicago' }, '-06:00'],
  ])('of UPS have every time in the zone of its place, and where the place tells none in that of the settings: %j', (settings, otherwise) => {
    const content = read('ups/schema_sample_tracking_response.json');
    const { activity } = (JSON.parse(content) as UpsAnswer).trackResponse.shipment[0]!.package[0]!;
    const fact = ups.connect(settings).normalise(ups.message(content)).facts[0] as TrackingFact;
    const wanted = activity.map(({ date, time, location }) => [date + time, location.address.stateProvince === 'NJ' ? '-05:00' : otherwise, true]);
    const found = fact.events.map(({ occurredAt, zoneAssumed }) => [occurredAt.slice(0, 19).replace(/\D/g, ''), occurredAt.slice(19), zoneAssumed]);
    expect(found).toEqual(wanted.toReversed());
  });

  it('have codes that mean what the tables of others say, but for what is named', () => {
    const maps = json<StatusMaps>('carriers/karrio/status-maps.json');
    compareTable(tableOf(maps, 'fedex'), (code) => MILESTONES[code.toUpperCase()], fedexDifferences);
    compareTable(tableOf(maps, 'ups'), (code) => STATUS_TYPES[code], upsDifferences);
  });
});

/** By code: what ours is, and why. */
type Differences = Readonly<Record<string, readonly [ours: Milestone | null | undefined, why: string]>>;

const fedexDifferences: Differences = {
  CD: ['CUSTOMS', 'a delay in clearance is told apart from other problems'],
  HA: [null, 'a wish to have it held was taken: it says nothing of where the parcel stands'],
  RD: [undefined, 'its documents list no such status of a parcel: shown as unknown'],
};

const upsDifferences: Differences = {
  MV: ['CANCELLED', 'the shipper voided the label'],
  RS: ['RETURNED', 'the type for what came back to its shipper; under way to him are status codes 035 to 037'],
  // Codes of activities, of which UPS publishes no list: type and status code, which stand beside them, decide.
  ...Object.fromEntries(
    'MP XD OA DD OR PU OC OG FS KB F4 DP AA AR AF AL DS IH AP OT OD OF DL EX HX HD HI HS HU NH RF UR UF CC VD CA CN CV RP UU AC WC DY DE SD RT RH RU'
      .split(' ')
      .map((code) => [code, [undefined, 'a code of activities']] as const),
  ),
};

function compareTable(listed: ReturnType<typeof tableOf>, ours: (code: string) => Milestone | null | undefined, differences: Differences): void {
  expect(Object.keys(differences).filter((code) => !listed.some(([known]) => known === code))).toEqual([]);
  for (const [code, theirs] of listed) {
    const named = differences[code];
    expect([code, ours(code)]).toEqual([code, named ? named[0] : theirs]);
    if (named) expect(named[0]).not.toBe(theirs);
  }
}
