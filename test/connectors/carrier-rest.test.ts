/** A carrier by a mapping profile: what its answers become, what it is asked, and what is wrong with a profile. */
import { carrierRest } from '../../src/connectors/carriers/carrier-rest/index.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { connect, connectBy, message, readFixture, readParcel, settings } from '../fixtures/carrier-rest/shared.js';
import { endState, outsideSystem, pulled, refusalOf } from '../support/carrier.js';

const { signal } = new AbortController();
const profile = (): Record<string, Record<string, unknown>> => JSON.parse(readFixture('profile.json')) as Record<string, Record<string, unknown>>;

describe('an answer', () => {
  it('keeps each event with the carrier\'s own code, its time by its place, and no status for a code that is not known', () => {
    const { facts, unmapped } = connect().normalise(message('BP-1', readParcel()));
    const [fact] = facts as TrackingFact[];
    expect(fact).toMatchObject({ trackingNumber: 'BP-1', carrier: 'Bright Parcel', snapshotAt: '2026-03-04T08:00:00Z', snapshotStatus: 'OUT_FOR_DELIVERY', source: { externalId: 'BP-1' } });
    expect(fact!.events.map(({ occurredAt, zoneAssumed, carrierCode, milestone, city }) => [occurredAt, zoneAssumed, carrierCode, milestone, city])).toEqual([
      ['2026-03-01T09:00:00Z', false, 'note', null, null],
      ['2026-03-02T18:05:00+01:00', true, 'hub', 'IN_TRANSIT', 'Zwolle'],
      ['2026-03-03T01:00:00-05:00', false, 'teleported', null, null],
      ['2026-03-04T07:30:00-08:00', true, 'van', 'OUT_FOR_DELIVERY', 'Reno'],
    ]);
    // The end of the day, by the clocks of the profile: the country of the destination has several.
    expect(fact!.estimatedDelivery).toBe('2026-03-04T23:59:59+01:00');
    expect(unmapped).toEqual([
      { path: 'parcels[0].scans[2].code', value: 'teleported' },
      { path: 'parcels[0].scans[3].at', value: '2026-02-30T01:00:00' },
      { path: 'parcels[0].scans[4]', value: 'missing occurredAt (parcels[0].scans[4].at)' },
    ]);
    expect(endState([fact!, fact!])).toMatchObject({ status: 'OUT_FOR_DELIVERY', events: { length: 4 } });
  });

  it.each(['__proto__', 'constructor', 'DELIVERED', 'HOME'])('the code %s is in no table', (code) => {
    const { facts, unmapped } = connect().normalise(message('BP-1', { parcels: [{ no: 'BP-1', state: code, scans: [{ at: '2026-03-01T09:00:00Z', code }] }] }));
    expect(facts).toEqual([expect.objectContaining({ snapshotStatus: undefined, events: [expect.objectContaining({ milestone: null, carrierCode: code })] })]);
    expect(unmapped).toHaveLength(2);
  });

  it('about another parcel, or several, is taken for none', () => {
    expect(connect().normalise(message('BP-2', readParcel()))).toMatchObject({ facts: [], unmapped: expect.arrayContaining([{ path: 'trackingNumber', value: 'BP-1' }]) as unknown });
    const [one] = (readParcel() as { parcels: unknown[] }).parcels;
    expect(connect().normalise(message('BP-1', { parcels: [one, one] })).facts).toEqual([]);
  });

  it('of which nothing happened yet says nothing, and one without its list is refused', () => {
    expect(connect().normalise(message('BP-1', { parcels: [{ no: 'BP-1', scans: [] }, { no: 'BP-1' }] }))).toEqual({ facts: [], unmapped: [] });
    expect(refusalOf(() => connect().normalise(message('BP-1', {}))).kind).toBe('contract');
  });

  it('in XML is read by the same paths: one element of a list, attributes, the twelfth hour', () => {
    const event = { occurredAt: { path: 'at', formats: ['MM/DD/YYYY hh:mm A'] }, carrierCode: '@code', milestone: { path: '@code', table: 'states' }, city: 'place' };
    const parcel = { list: 'answer.parcel', fact: { trackingNumber: '@no' }, events: { list: 'scan', fact: event } };
    const connection = connectBy({ ...profile(), ask: { path: '/{trackingNumber}', format: 'xml', lists: ['parcel', 'scan'] }, parcel });
    const { facts, unmapped } = connection.normalise(message('BP-1', readFixture('parcel.xml')));
    expect(unmapped).toEqual([]);
    expect((facts[0] as TrackingFact).events).toEqual([expect.objectContaining({ occurredAt: '2026-03-04T00:05:00+01:00', carrierCode: 'van', milestone: 'OUT_FOR_DELIVERY', city: 'Zwolle' })]);
    expect(refusalOf(() => connection.normalise(message('BP-1', '<answer>'))).kind).toBe('contract');
  });
});

it('asks about each parcel at its address, and passes over one that is not known', async () => {
  const system = await outsideSystem(({ url }) => (url.pathname.endsWith('BP%201') ? [200, readParcel()] : url.pathname.endsWith('BP-8') ? [200, { error: 'no such parcel' }] : [404, {}]));
  try {
    const watched = ['BP 1', 'BP-8', 'BP-9'].map((trackingNumber) => ({ trackingNumber, carrier: 'Bright Parcel' }));
    const connection = connect(settings(system.url), { http: system.http, watched: () => Promise.resolve(watched as never) });
    const { messages } = await pulled(connection.pull!(null, signal));
    expect(system.calls.map(({ url, headers }) => [url.pathname + url.search, headers['x-api-key']])).toEqual([
      ['/parcels/BP%201?lang=en', 'a key for tests'],
      ['/parcels/BP-8?lang=en', 'a key for tests'],
      ['/parcels/BP-9?lang=en', 'a key for tests'],
    ]);
    expect(messages).toHaveLength(1);
    expect(await connection.check(signal)).toMatchObject({ ok: true });
  } finally {
    await system.close();
  }
});

it('a profile names every problem at once, by its place in the file', () => {
  const broken = profile();
  broken['ask'] = { path: '/parcels' };
  expect(refusalOf(() => connectBy(broken)).message).toMatch(/at ask: must say \{trackingNumber\}/);
  const other = profile();
  other['tables'] = { states: { hub: 'MOVING' } };
  (other['parcel']!['events'] as { fact: object }).fact = { milestone: { path: 'code', table: 'states' }, colour: 'c', carrierCode: { path: 'x', formats: ['DD'] } };
  const { message: problems } = refusalOf(() => connectBy({ ...other, formats: ['DD.MM HH:mm'] }));
  for (const problem of ['"DD.MM HH:mm" is no format', 'at parcel.events.fact.occurredAt: is missing', 'colour: is no member', 'hub → "MOVING"']) expect(problems).toContain(problem);
  expect(refusalOf(() => carrierRest.parseConfig({})).message).toMatch(/PROFILE.*URL.*CARRIERS/);
});
