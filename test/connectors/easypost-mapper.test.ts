import fc from 'fast-check';
import type { TrackingFact } from '../../src/domain/facts.js';
import { ConnectorError, type Normalised } from '../../src/connectors/contract.js';
import { connect, message, readFixture } from '../fixtures/easypost/shared.js';

const normalise = (content: unknown): Normalised => connect().normalise(message(typeof content === 'string' ? content : JSON.stringify(content)));

function trackingOf({ facts }: Normalised): TrackingFact {
  expect(facts).toHaveLength(1);
  return facts[0] as TrackingFact;
}

const base = { id: 'trk_1', object: 'Tracker', tracking_code: 'T1', status: 'in_transit', updated_at: '2026-01-02T03:04:05Z' };
const detail = {
  status: 'in_transit',
  status_detail: 'departed_facility',
  datetime: '2026-01-01T08:00:00+01:00',
  message: 'Departed',
  tracking_location: { city: 'Linz', state: null, country: 'AT', zip: '4020' },
};
const eventsOf = (...details: unknown[]): TrackingFact['events'] => trackingOf(normalise({ ...base, tracking_details: details })).events;
const keyOf = (one: unknown): string => eventsOf(one)[0]!.eventKey;

describe('recorded shapes', () => {
  it.each(['tracker-updated', 'tracker-polled', 'report-available'])('%s becomes the facts beside it', (name) => {
    const { facts, unmapped } = normalise(readFixture(`${name}.json`));
    const hashes: string[] = [];
    // Keys and versions are hashes: what they must do is tested below, not how they look.
    const plain = JSON.stringify({ facts, unmapped }, (key, value: unknown) => {
      if (key !== 'eventKey' && key !== 'version') return value;
      hashes.push(String(value));
      return undefined;
    });
    expect(JSON.parse(plain)).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('statuses', () => {
  it.each(['teleported', '__proto__', 'constructor', 'toString', 'DELIVERED'])('%s is no status: kept, counted, never a default', (status) => {
    const { facts, unmapped } = normalise({ ...base, status, tracking_details: [{ ...detail, status }] });
    const fact = facts[0] as TrackingFact;
    expect(fact.snapshotStatus).toBeNull();
    expect(fact.events).toEqual([expect.objectContaining({ milestone: null, description: 'Departed' })]);
    expect(unmapped).toEqual([
      { path: 'tracking_details[0].status', value: status },
      { path: 'status', value: status },
    ]);
  });

  it.each(['__proto__', 'constructor'])('%s is no reason', (code) => {
    expect(eventsOf({ ...detail, status_detail: code })[0]).toMatchObject({ reason: null, responsible: null });
  });

  it('leaves failed look-ups out of the events of the parcel', () => {
    expect(eventsOf({ ...detail, status: 'error' }, detail)).toHaveLength(1);
  });
});

describe('event keys', () => {
  it('stay the same over snapshots, whatever stands around the event', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), (hours) => {
        const details = hours.map((hour) => ({ ...detail, datetime: `2026-01-01T0${hour}:00:00Z` }));
        const keys = eventsOf(...details).map(({ eventKey }) => eventKey);
        expect(keys).toEqual([...hours].sort().map((hour) => keyOf({ ...detail, datetime: `2026-01-01T0${hour}:00:00Z` })));
      }),
    );
  });

  it('collapse what is listed twice to the same event, in whatever order it is listed', () => {
    const told = [detail, { ...detail, carrier_code: 'X' }, { ...detail, datetime: '2026-01-01T07:00:00Z' }, { ...detail, message: 'Arrived' }];
    const expected = eventsOf(...told);
    expect(expected).toHaveLength(2);
    fc.assert(
      fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (shuffled) => {
        expect(eventsOf(...shuffled)).toEqual(expected);
      }),
    );
  });

  it('do not depend on what carriers fill in or leave out without meaning', () => {
    const key = keyOf(detail);
    expect(keyOf({ ...detail, datetime: '2026-01-01T07:00:00.000Z' })).toBe(key);
    expect(keyOf({ ...detail, description: 'later added', carrier_code: 'X1', source: 'UPS', object: 'TrackingDetail' })).toBe(key);
    expect(keyOf({ ...detail, tracking_location: { ...detail.tracking_location, state: '', country: 'at' } })).toBe(key);
    expect(eventsOf(detail, { ...detail })).toHaveLength(1);
  });

  it.each([
    ['time', { datetime: '2026-01-01T08:00:01+01:00' }],
    ['status', { status: 'out_for_delivery' }],
    ['status detail', { status_detail: 'arrived_at_facility' }],
    ['message', { message: 'Departed again' }],
    ['place', { tracking_location: { ...detail.tracking_location, city: 'Wels' } }],
    ['postal code', { tracking_location: { ...detail.tracking_location, zip: '4021' } }],
  ])('differ by %s', (_, change) => {
    expect(keyOf({ ...detail, ...change })).not.toBe(keyOf(detail));
    expect(eventsOf(detail, { ...detail, ...change })).toHaveLength(2);
  });
});

describe('versions', () => {
  const versionOf = (content: object): string | null => trackingOf(normalise({ ...base, ...content })).source.version;

  it('tell snapshots of the same second apart by what they say', () => {
    const version = versionOf({ tracking_details: [detail] });
    expect(versionOf({ tracking_details: [detail, detail], fees: [1] })).toBe(version);
    const others = [{}, { status: 'unknown', tracking_details: [detail] }, { tracking_details: [detail], signed_by: 'A' }, { tracking_details: [detail], est_delivery_date: null }];
    for (const other of others) expect(versionOf(other)).not.toBe(version);
  });
});

describe('times', () => {
  it.each([
    ['2026-01-01T08:00:00-05:00', '2026-01-01T08:00:00-05:00', false],
    ['2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z', false],
    ['2026-01-01T08:00:00', '2026-01-01T08:00:00Z', true],
    ['2024-02-29 23:59:59.123', '2024-02-29T23:59:59.123Z', true],
  ])('%s is kept as %s (zone assumed: %p)', (datetime, occurredAt, zoneAssumed) => {
    expect(eventsOf({ ...detail, datetime })[0]).toMatchObject({ occurredAt, zoneAssumed });
  });

  it('are taken for assumed where no place could have given the zone', () => {
    expect(eventsOf({ ...detail, datetime: '2026-01-01T08:00:00Z', tracking_location: null })[0]!.zoneAssumed).toBe(true);
    expect(eventsOf({ ...detail, datetime: '2026-01-01T08:00:00+02:00', tracking_location: null })[0]!.zoneAssumed).toBe(false);
  });

  it.each(['2023-02-29T08:00:00Z', '2026-13-01T08:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T08:00:00+15:00', '2026-01-01', 'yesterday', '', null, '0000-01-01T00:00:00Z'])(
    '%p is no time: the event is left out and named',
    (datetime) => {
      const { facts, unmapped } = normalise({ ...base, tracking_details: [{ ...detail, datetime }, detail] });
      expect((facts[0] as TrackingFact).events).toHaveLength(1);
      expect(unmapped).toEqual([{ path: 'tracking_details[0].datetime', value: datetime ?? 'null' }]);
    },
  );

  it('of an estimate are named where they cannot be read, and null is not the same as nothing said', () => {
    const estimateOf = (content: object) => trackingOf(normalise({ ...base, ...content })).estimatedDelivery;
    expect(estimateOf({ est_delivery_date: '2026-01-05T00:00:00Z' })).toBe('2026-01-05T00:00:00Z');
    expect(estimateOf({ est_delivery_date: null })).toBeNull();
    expect(estimateOf({})).toBeUndefined();
    expect(normalise({ ...base, est_delivery_date: 'soon' }).unmapped).toEqual([{ path: 'est_delivery_date', value: 'soon' }]);
  });
});

describe('what is missing or strange', () => {
  it.each([
    ['details', { tracking_details: null }],
    ['a status', { status: null }],
    ['a carrier', { carrier: null }],
  ])('is taken without %s', (_, change) => {
    expect(normalise({ ...base, ...change }).unmapped).toEqual([]);
  });

  it('may be null in every member of a detail but its time', () => {
    const empty = Object.fromEntries(Object.keys(detail).map((key) => [key, null]));
    expect(eventsOf({ ...empty, datetime: detail.datetime })).toEqual([
      expect.objectContaining({ milestone: null, carrierCode: null, description: null, city: null }),
    ]);
  });

  it.each([
    ['no tracking number', { tracking_code: null }],
    ['no id', { id: undefined }],
    ['no change time', { updated_at: undefined }],
    ['a change time in words', { updated_at: 'Aug 15, 2025, 6:00:00 PM' }],
    ['details that are no list', { tracking_details: {} }],
    ['a message that is a number', { tracking_details: [{ ...detail, message: 7 }] }],
    ['a country of 70 letters', { tracking_details: [{ ...detail, tracking_location: { country: 'x'.repeat(70) } }] }],
  ])('is refused with %s', (_, change) => {
    expect(() => normalise({ ...base, ...change })).toThrow(ConnectorError);
  });

  it('names what is wrong in an event without its tracker', () => {
    const event = { id: 'evt_1', object: 'Event', description: 'tracker.updated' };
    expect(() => normalise(event)).toThrow(expect.objectContaining({ kind: 'contract', message: expect.stringContaining('result') as unknown }) as Error);
    expect(() => normalise({ ...event, result: { ...base, tracking_code: 5 } })).toThrow('result.tracking_code');
  });

  it.each(['batch.created', 'insurance.cancelled', 'report.empty', 'refund.successful', 'something.new'])('%s says nothing about a parcel', (description) => {
    expect(normalise({ id: 'evt_1', object: 'Event', description, result: { object: 'Batch' } })).toEqual({ facts: [], unmapped: [] });
    expect(normalise({ id: 'evt_1', object: 'Event', description })).toEqual({ facts: [], unmapped: [] });
  });
});
