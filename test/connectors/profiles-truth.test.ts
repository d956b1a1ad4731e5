/** Published answers of carriers that have no connector of their own, read by mapping profiles of `carrier-rest`. */
import fc from 'fast-check';
import type { Normalised } from '../../src/connectors/contract.js';
import type { TrackingFact, Unmapped } from '../../src/domain/facts.js';
import { endState } from '../support/carrier.js';
import { milestoneOf, type Parsed, type StatusMaps, tableOf } from '../support/karrio.js';
import { describeRecorded } from '../support/recorded.js';
import { carriers } from '../fixtures/carrier-rest/carriers.js';
import { connectBy, message } from '../fixtures/carrier-rest/shared.js';

interface Expected {
  /** Below the folder of the carrier, whose profile has the folder's name. */
  readonly answer: string;
  readonly expected: string;
  /** Where ours is another than theirs, with the reason. */
  readonly status?: readonly [ours: string, why: string];
  readonly events?: readonly [ours: number, why: string];
  /** Statuses of single events, by code. */
  readonly codes?: Readonly<Record<string, readonly [ours: string | null, why: string]>>;
  /** Their times of day of the second half of the day are told as those of the first. */
  readonly losesHalfDays?: true;
}

const again = 'a scan told twice, in every word, is one';
const compared: readonly (readonly [carrier: string, Expected])[] = [
  ['sendle', { answer: 'TrackingResponse.json', expected: 'ParsedTrackingResponse.expected.json', codes: { Pickup: ['PICKED_UP', 'it was picked up'] } }],
  ['seko', { answer: 'TrackingResponse.json', expected: 'ParsedTrackingResponse.expected.json' }],
  ['smartkargo', { answer: 'TrackingResponse.json', expected: 'ParsedTrackingResponse.expected.json' }],
  [
    'landmark',
    { answer: 'IN_TRANSIT_TRACKING_RESPONSE_XML.xml', expected: 'PARSED_IN_TRANSIT_RESPONSE.expected.json', codes: { 250: ['CUSTOMS', 'clearance is told apart'] } },
  ],
  [
    'landmark',
    {
      answer: 'TRACKING_RESPONSE_XML.xml',
      expected: 'PARSED_TRACKING_RESPONSE.expected.json',
      codes: { 250: ['CUSTOMS', 'clearance is told apart'] },
      status: ['CUSTOMS', 'its newest event is clearance'],
    },
  ],
  [
    'purolator',
    {
      answer: 'TRACKING_RESPONSE_XML.xml',
      expected: 'PARSED_TRACKING_RESPONSE.expected.json',
      events: [1, again],
      status: ['UNKNOWN', 'theirs takes in transit for what no table knows'],
    },
  ],
  [
    'canadapost',
    {
      answer: 'TrackingResponseXml.xml',
      expected: 'ParsedTrackingResponse.expected.json',
      codes: {
        20: [null, 'a picture of the signature is no movement'],
        '0174': ['OUT_FOR_DELIVERY', 'their table lists it without its zero, and misses it'],
        '0100': ['IN_TRANSIT', 'their table lists it without its zero, and misses it'],
        '0173': ['IN_TRANSIT', 'their table lists it without its zero, and misses it'],
      },
      status: ['OUT_FOR_DELIVERY', 'its newest event that says so is code 0174'],
    },
  ],
  [
    'dhl_express',
    {
      answer: 'TrackingResponseXML.xml',
      expected: 'ParsedTrackingResponse.expected.json',
      codes: { PL: ['IN_TRANSIT', 'processed at a location, which can be any'], PO: ['IN_TRANSIT', 'departing origin, which their table lacks'] },
    },
  ],
  [
    'dpd',
    {
      answer: 'TrackingResponse.xml',
      expected: 'ParsedTrackingResponse.expected.json',
      codes: {
        ReturningFromDelivery: ['IN_TRANSIT', 'it is back at the depot after an attempt'],
        BetweenDepots: ['IN_TRANSIT', 'their table lacks it'],
        Depot: ['IN_TRANSIT', 'their table lacks it'],
        PickedUp: ['PICKED_UP', 'their table lacks it'],
      },
      status: ['IN_TRANSIT', 'its newest event is the return to the depot'],
      losesHalfDays: true,
    },
  ],
];

interface Sample {
  readonly answer: string;
  readonly status: string;
  readonly events: number;
  /** UTC time of its newest event. */
  readonly newest: string;
  readonly zoneAssumed?: true;
}

/** Samples without an expectation of others: what they say by themselves. */
const samples: readonly (readonly [carrier: string, Sample])[] = [
  ['sendle', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 9, newest: '2023-04-05T18:56:00.000Z' }],
  ['seko', { answer: 'schema_sample_tracking_response.json', status: 'IN_TRANSIT', events: 3, newest: '2021-03-05T13:53:00.550Z', zoneAssumed: true }],
  ['smartkargo', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 2, newest: '2021-01-26T14:30:00.000Z', zoneAssumed: true }],
  ['smartkargo', { answer: 'schema_sample_partner_tracking_response.json', status: 'IN_TRANSIT', events: 1, newest: '2024-03-15T14:30:00.000Z', zoneAssumed: true }],
  // Seven are told, of which two are the same.
  ['australiapost', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 6, newest: '2014-05-30T04:43:09.000Z' }],
  ['gls', { answer: 'schema_sample_tracking_response.json', status: 'PICKED_UP', events: 2, newest: '2024-10-07T08:46:14.000Z' }],
  ['hermes', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 4, newest: '2020-12-04T06:58:24.000Z' }],
  ['laposte', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 9, newest: '2023-03-09T08:38:00.000Z' }],
  ['mydhl', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 3, newest: '2024-11-07T18:00:00.000Z' }],
  ['parcelone', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 3, newest: '2024-01-15T13:30:00.000Z', zoneAssumed: true }],
  ['spring', { answer: 'schema_sample_tracking_response.json', status: 'DELIVERED', events: 2, newest: '2024-01-07T15:19:48.000Z' }],
  ['teleship', { answer: 'schema_sample_tracking_response.json', status: 'IN_TRANSIT', events: 4, newest: '2025-11-05T14:00:00.000Z' }],
  ['usps', { answer: 'schema_sample_tracking_responses.json', status: 'DELIVERED', events: 12, newest: '2024-11-22T18:58:00.000Z' }],
];

describeRecorded('profiles', 'answers by mapping profiles', ({ text, json }) => {
  const ask = (carrier: string, file: string, parcel: string): Normalised => {
    const content = text(`carriers/karrio/${carrier}/${file}`);
    return connectBy(carriers[carrier]).normalise(message(parcel, file.endsWith('.xml') ? content : JSON.parse(content)));
  };
  // Asked about another parcel, an answer says which one it is about.
  const parcelOf = (carrier: string, file: string): string => ask(carrier, file, 'any').unmapped.find(({ path }) => path === 'trackingNumber')?.value ?? 'any';
  const read = (carrier: string, file: string, parcel = parcelOf(carrier, file)): { readonly fact: TrackingFact; readonly unmapped: readonly Unmapped[] } => {
    const { facts, unmapped } = ask(carrier, file, parcel);
    expect(facts).toEqual([expect.objectContaining({ kind: 'tracking', trackingNumber: parcel })]);
    return { fact: facts[0] as TrackingFact, unmapped };
  };

  it.each(compared)('%s: status, events and clocks as expected: %j', (carrier, { answer, expected, status, events, codes = {}, losesHalfDays }) => {
    const [[parsed]] = json<Parsed>(`carriers/karrio/${carrier}/${expected}`);
    const { fact, unmapped } = read(carrier, answer, parsed!.tracking_number);
    const wanted = parsed!.events.map(({ code, status: theirs, timestamp }) => {
      const minute = losesHalfDays ? halfDay(timestamp!.slice(0, 16)) : timestamp!.slice(0, 16);
      return [minute, code, Object.hasOwn(codes, code) ? codes[code]![0] : theirs === undefined ? null : milestoneOf(theirs)];
    });
    const found = fact.events.map(({ occurredAt, carrierCode, milestone }) => [losesHalfDays ? halfDay(occurredAt.slice(0, 16)) : occurredAt.slice(0, 16), carrierCode, milestone]);
    const distinct = new Map(wanted.map((one) => [JSON.stringify(one), one]));
    expect(found.toSorted(byText)).toEqual((events ? [...distinct.values()] : wanted).toSorted(byText));
    expect(found).toHaveLength(events?.[0] ?? parsed!.events.length);
    // What neither of the tables knows is told so, and is no status.
    const unknown = parsed!.events.filter(({ code, status: theirs }) => theirs === undefined && !Object.hasOwn(codes, code) && !Object.hasOwn(carriers[carrier]!.tables.codes, code));
    expect(unmapped.map(({ value }) => value).sort()).toEqual(unknown.map(({ code }) => code).sort());
    expectEnd(fact, status?.[0] ?? milestoneOf(parsed!.status), found.length);
  });

  it.each(samples)('%s: what a sample says: %j', (carrier, { answer, status, events, newest, zoneAssumed = false }) => {
    const { fact } = read(carrier, answer);
    expect(new Date(fact.events.at(-1)!.occurredAt).toISOString()).toBe(newest);
    expect(new Set(fact.events.map((event) => event.zoneAssumed))).toEqual(new Set([zoneAssumed]));
    expectEnd(fact, status, events);
  });

  it('of Sendle are at the UTC times that stand beside', () => {
    const { tracking_events: told } = json<{ tracking_events: { scan_time: string }[] }>('carriers/karrio/sendle/TrackingResponse.json');
    const { fact } = read('sendle', 'TrackingResponse.json');
    expect(fact.events.map(({ occurredAt }) => Date.parse(occurredAt))).toEqual(told.map(({ scan_time: utc }) => Date.parse(utc)).sort());
  });

  it('have codes that mean what the tables of others say, but for what is named', () => {
    const maps = json<StatusMaps>('carriers/karrio/status-maps.json');
    const differing = Object.keys(carriers).flatMap((carrier) =>
      tableOf(maps, carrier).flatMap(([code, theirs]) => {
        const ours = carriers[carrier]!.tables.codes[code];
        return ours === undefined || ours === theirs ? [] : [[`${carrier} ${code}`, ours] as const];
      }),
    );
    expect(Object.fromEntries(differing)).toEqual(Object.fromEntries(Object.entries(tableDifferences).map(([code, [ours]]) => [code, ours])));
    const known = new Set([...Object.keys(carriers), 'fedex', 'ups', 'dhl_parcel_de', 'dhl_universal', '_canonical']);
    // No answer of these is there to be read.
    expect(Object.keys(maps).filter((carrier) => !known.has(carrier)).sort()).toEqual(['asendia', 'bpost', 'dpd_meta', 'postat', 'usps_international']);
  });
});

/** Ours, where it is another than theirs, and why. */
const tableDifferences: Readonly<Record<string, readonly [ours: string, why: string]>> = {
  'dhl_express PL': ['IN_TRANSIT', 'processed at a location, which can be any'],
  'dpd ReturningFromDelivery': ['IN_TRANSIT', 'it is back at the depot after an attempt'],
  'landmark 250': ['CUSTOMS', 'clearance is told apart'],
  'laposte ET1': ['IN_TRANSIT', 'its own words say: on its way'],
  'laposte MD2': ['IN_TRANSIT', 'its own words say: prepared for delivery, not yet out'],
  'mydhl PL': ['IN_TRANSIT', 'processed at a facility'],
  'mydhl PU': ['PICKED_UP', 'it was picked up'],
  'mydhl WC': ['OUT_FOR_DELIVERY', 'listed twice by theirs'],
  'purolator Undeliverable': ['EXCEPTION', 'no attempt is said to have been made'],
  'sendle Card Left': ['ATTEMPT_FAILED', 'a card is left where nobody was in'],
  'sendle Damaged': ['EXCEPTION', 'no attempt is said to have been made'],
  'sendle Delivery Attempted': ['ATTEMPT_FAILED', 'it was attempted'],
  'sendle Drop Off': ['PICKED_UP', 'the carrier has it'],
  'sendle Dropped Off': ['PICKED_UP', 'the carrier has it'],
  'sendle Pickup': ['PICKED_UP', 'it was picked up'],
  'teleship out_for_delivery': ['OUT_FOR_DELIVERY', 'listed twice by theirs'],
};

function expectEnd(fact: TrackingFact, status: string, events: number): void {
  const singles = [fact, ...fact.events.map((event) => ({ ...fact, snapshotAt: null, events: [event] }))];
  fc.assert(
    fc.property(fc.shuffledSubarray([...singles, ...singles], { minLength: singles.length * 2 }), (shuffled) => {
      const state = endState(shuffled);
      expect([state.status, state.events.length]).toEqual([status, events]);
    }),
    { numRuns: 20 },
  );
}

/** The same for both halves of a day. */
function halfDay(minute: string): string {
  return minute.replace(/T(\d\d)/, (_, hour: string) => `T${String(Number(hour) % 12).padStart(2, '0')}`);
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
