import { ups } from '../../src/connectors/carriers/ups/index.js';
import type { WatchedShipment } from '../../src/connectors/contract.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked } from '../../src/domain/tracking-rules.js';
import { connect, CREDENTIAL, message, readFixture, shown, webhook } from '../fixtures/ups/shared.js';
import { refusalOf, withoutHashes } from '../support/carrier.js';
import { pullAll, startUpstream, type Upstream, type UpstreamAnswer, type UpstreamRequest } from '../support/upstream.js';

const scan = {
  date: '20260212',
  time: '150500',
  gmtDate: '20260212',
  gmtTime: '200500',
  gmtOffset: '-05:00',
  location: { address: { city: 'ALBANY', stateProvince: 'NY', countryCode: 'US' } },
  status: { type: 'I', code: 'AR', description: 'Arrived at Facility' },
};
const detailsOf = (change: object = {}): string =>
  JSON.stringify({ trackResponse: { shipment: [{ inquiryNumber: 'T1', package: [{ trackingNumber: 'T1', activity: [scan], ...change }] }] } });
const factOf = (content: string): TrackingFact => connect().normalise(message(content)).facts[0] as TrackingFact;
const eventOf = (change: object): TrackingFact['events'][number] => factOf(detailsOf({ activity: [{ ...scan, ...change }] })).events[0]!;
const alertOf = (change: object = {}): string =>
  JSON.stringify({ trackingNumber: 'T1', localActivityDate: '20260212', localActivityTime: '150500', gmtOffset: '-05.00', activityStatus: { type: 'I', code: 'AR' }, ...change });

describe('settings', () => {
  const needed = { CLIENT_ID: 'id', CLIENT_SECRET: 'secret' };

  it('need the client only; without a credential no alert is taken and none asked for', () => {
    expect(ups.parseConfig(needed)).toEqual({ clientId: 'id', clientSecret: 'secret', alert: null, accountNumber: null, carriers: ['UPS'], timeZone: 'America/New_York', baseUrl: 'https://onlinetools.ups.com' });
    const connection = connect({ WEBHOOK_CREDENTIAL: undefined });
    expect([connection.webhook, connection.commands]).toEqual([undefined, undefined]);
    expect(connect().webhook).toBeDefined();
    expect(connect().commands).toBeUndefined();
  });

  it('name every variable that is wrong at once, and no value', () => {
    const env = { WEBHOOK_CREDENTIAL: 'too short', WEBHOOK_URL: 'http://hidden.example', CARRIERS: ',', TIME_ZONE: 'Mars/Olympus', BASE_URL: 'ftp://hidden.example' };
    const error = refusalOf(() => ups.parseConfig(env));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/CLIENT_ID.*CLIENT_SECRET.*WEBHOOK_CREDENTIAL.*WEBHOOK_URL.*CARRIERS.*TIME_ZONE.*BASE_URL/);
    expect(error.message).not.toMatch(/hidden|too short|Mars/);
    expect(refusalOf(() => ups.parseConfig({ ...needed, WEBHOOK_URL: 'https://gateway.example/' })).message).toContain('WEBHOOK_CREDENTIAL');
  });

  it('warn that nothing is signed', () => {
    const seen: string[] = [];
    connect({}, { log: { info: () => undefined, error: () => undefined, warn: (details, text) => void seen.push(JSON.stringify(details) + text) } });
    expect(seen).toEqual([expect.stringContaining('signs nothing')]);
    expect(seen.join()).not.toContain(CREDENTIAL);
  });
});

describe('recorded shapes', () => {
  it.each(['details', 'alert'])('%s becomes the facts beside it', (name) => {
    expect(withoutHashes(connect().normalise(message(readFixture(`${name}.json`))))).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
  });
});

describe('statuses', () => {
  it.each([
    [{ type: 'I', statusCode: '012' }, 'CUSTOMS', null],
    [{ type: 'D', statusCode: '040' }, 'AVAILABLE_FOR_PICKUP', null],
    [{ type: 'X', statusCode: '035' }, 'RETURNING', null],
    [{ type: 'RS', statusCode: '034' }, 'RETURNED', null],
    [{ type: 'X', statusCode: '052' }, 'EXCEPTION', 'weather'],
    [{ type: 'M', statusCode: '018' }, null, null],
    [{ type: 'D' }, 'DELIVERED', null],
    [{ type: 'MV' }, 'CANCELLED', null],
    [{ type: 'O' }, 'OUT_FOR_DELIVERY', null],
    [{ type: 'P', statusCode: '' }, 'PICKED_UP', null],
    [{ type: 'U' }, null, null],
  ])('%j is %s', (status, milestone, reason) => {
    const { facts, unmapped } = connect().normalise(message(detailsOf({ activity: [{ ...scan, status }], currentStatus: status })));
    expect(facts[0]).toMatchObject({ snapshotStatus: milestone, events: [{ milestone, reason }] });
    expect(unmapped).toEqual([]);
  });

  it.each(['QQ', '__proto__', 'constructor', 'Delivered'])('%s is no status: kept, counted, never a default', (type) => {
    const status = { type, statusCode: type };
    const { facts, unmapped } = connect().normalise(message(detailsOf({ activity: [{ ...scan, status }], currentStatus: status })));
    expect(facts[0]).toMatchObject({ snapshotStatus: null, events: [{ milestone: null, carrierCode: type }] });
    expect(unmapped.map(({ value }) => value)).toEqual([`${type}/${type}`, `${type}/${type}`]);
  });

  it('of an alert is a delivery only where it says when', () => {
    const alert = (change: object) => connect().normalise(message(alertOf({ activityStatus: { type: 'D', code: 'LV' }, ...change })));
    expect(alert({ actualDeliveryDate: '20260212' })).toMatchObject({ facts: [{ events: [{ milestone: 'DELIVERED' }] }], unmapped: [] });
    expect(alert({})).toMatchObject({ facts: [{ events: [{ milestone: null, carrierCode: 'LV' }] }], unmapped: [{ path: 'activityStatus.statusCode', value: 'LV' }] });
  });
});

describe('times', () => {
  it.each([
    ['as stated', {}, '2026-02-12T15:05:00-05:00', false],
    ['as stated in alerts', { gmtOffset: '-05.00' }, '2026-02-12T15:05:00-05:00', false],
    ['by the distance to GMT', { gmtOffset: null, gmtDate: '20260213', gmtTime: '13500', date: '20260212', time: '203500' }, '2026-02-12T20:35:00-05:00', false],
    ['GMT alone', { gmtOffset: null, date: null, time: null }, '2026-02-12T20:05:00Z', false],
    ['GMT where the distance is no offset', { gmtOffset: null, date: '20260220' }, '2026-02-12T20:05:00Z', false],
    ['by the place', { gmtOffset: null, gmtDate: null }, '2026-02-12T15:05:00-05:00', true],
    ['by the place elsewhere', { gmtOffset: null, gmtDate: null, location: { address: { countryCode: 'JP' } } }, '2026-02-12T15:05:00+09:00', true],
    ['by the setting where there is no place', { gmtOffset: null, gmtDate: null, location: null }, '2026-02-12T15:05:00-05:00', true],
  ])('are read %s', (_, change, occurredAt, zoneAssumed) => {
    expect(eventOf(change)).toMatchObject({ occurredAt, zoneAssumed });
  });

  it('without a place are in the zone that is set', () => {
    const connection = connect({ TIME_ZONE: 'Europe/Berlin' });
    const told = connection.normalise(message(detailsOf({ activity: [{ date: '20260212', time: '150500' }] })));
    expect(told.facts[0]).toMatchObject({ events: [{ occurredAt: '2026-02-12T15:05:00+01:00', zoneAssumed: true }] });
  });

  it.each([
    ['20230229', '080000'],
    ['20260212', '250000'],
    ['20260212', ''],
    ['', '080000'],
    ['tomorrow', null],
  ])('that cannot be read (%p %p) leave the event out and name it', (date, time) => {
    const { facts, unmapped } = connect().normalise(message(detailsOf({ activity: [{ date, time, status: scan.status }] })));
    expect((facts[0] as TrackingFact).events).toEqual([]);
    expect(unmapped).toEqual([{ path: 'trackResponse.shipment[0].package[0].activity[0].date', value: [date, time].filter((part) => part).join(' ') }]);
  });
});

describe('the day of delivery', () => {
  const to = (country: string) => [{ type: 'DESTINATION', address: { countryCode: country } }];
  it.each([
    [{ deliveryDate: [{ type: 'SDD', date: '20260212' }], packageAddress: to('JP') }, '2026-02-12T23:59:59+09:00'],
    [{ deliveryDate: [{ type: 'SDD', date: '20260212' }, { type: 'RDD', date: '20260213' }], packageAddress: to('AT') }, '2026-02-13T23:59:59+01:00'],
    [{ deliveryDate: [{ type: 'SDD', date: '20260212' }], deliveryTime: { type: 'CMT', endTime: '103000' }, packageAddress: to('AT') }, '2026-02-12T10:30:00+01:00'],
    [{ deliveryDate: [{ type: 'SDD', date: '20260212' }], deliveryTime: { type: 'EOD', endTime: '' }, packageAddress: to('AT') }, '2026-02-12T23:59:59+01:00'],
    [{ deliveryDate: [{ type: 'SDD', date: '20260212' }, { type: 'DEL', date: '20260212' }] }, undefined],
    [{ deliveryDate: [{ type: 'SDD', date: '20260230' }] }, undefined],
    [{}, undefined],
  ])('%j is %p', (change, estimate) => {
    expect(factOf(detailsOf(change)).estimatedDelivery).toBe(estimate);
  });
});

describe('alerts and answers together', () => {
  it('tell one happening once', () => {
    const [polled, pushed] = [factOf(detailsOf()), factOf(alertOf({ activityLocation: { city: 'Albany', stateProvince: 'NY', country: 'US', postalCode: '12207' } }))];
    const first = mergeTracking(untracked('CREATED'), pushed, new Date('2026-03-01T00:00:00Z')).state;
    const second = mergeTracking(first, polled, new Date('2026-03-01T00:00:00Z')).state;
    expect([second.status, second.events.length]).toEqual(['IN_TRANSIT', 1]);
  });

  it('differ by time and code', () => {
    const key = eventOf({}).eventKey;
    for (const change of [{ time: '150501' }, { status: { type: 'I', code: 'DP' } }]) expect(eventOf(change).eventKey).not.toBe(key);
  });
});

describe('webhook', () => {
  const body = readFixture('alert.json');
  const verify = (request = webhook(body)) => connect().webhook!.verify(request);

  it('hands on the very bytes under an id by what they say', () => {
    expect(verify()).toMatchObject({ topic: 'alert', body: Buffer.from(body), messageId: expect.stringMatching(/^1Z0F3V770390005678\/[0-9a-f]{32}$/) as unknown });
    expect(verify(webhook(body.replace('Graz', 'Linz'))).messageId).not.toBe(verify().messageId);
  });

  it.each([
    ['no credential', {}],
    ['an empty one', shown('')],
    ['another one', shown(`${CREDENTIAL}!`)],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(webhook(body, headers))).kind).toBe('auth');
  });

  it.each(['{}', '[]', readFixture('details.json')])('refuses what is no alert', (content) => {
    expect(refusalOf(() => verify(webhook(content))).kind).toBe('contract');
  });
});

describe('calls', () => {
  const shipment = (trackingNumber: string): WatchedShipment => ({ trackingNumber, carrier: 'UPS', country: 'AT', createdAt: '2026-01-01T00:00:00Z' });
  let upstream: Upstream;
  let answer: (request: UpstreamRequest) => UpstreamAnswer;

  beforeEach(async () => {
    upstream = await startUpstream((request) =>
      request.url.pathname === '/security/v1/oauth/token' ? { body: { access_token: 'token', expires_in: '14399' } } : answer(request),
    );
  });
  afterEach(() => upstream.close());
  const connection = (numbers: string[] = []) =>
    connect({ BASE_URL: upstream.url, WEBHOOK_URL: 'https://gateway.example/webhooks/ups' }, { http: upstream.http, watched: () => Promise.resolve(numbers.map(shipment)) });

  it('ask about each parcel, and pass over those that are not known', async () => {
    answer = ({ url }) => {
      if (url.pathname.endsWith('/T2')) return { status: 404, body: { response: { errors: [{ code: 'TW0001' }] } } };
      if (url.pathname.endsWith('/T%203')) return { body: { trackResponse: { shipment: [{ inquiryNumber: 'T 3', warnings: [{ code: 'TW0001' }] }] } } };
      return { body: JSON.parse(detailsOf()) as unknown };
    };
    const { messages, cursors } = await pullAll(connection(['T1', 'T2', 'T 3']));
    expect(messages.map(({ messageId }) => messageId.split('/')[0])).toEqual(['T1']);
    expect(cursors).toEqual(['T 3', 'T1', '']);
    expect(upstream.requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('id:secret').toString('base64')}`);
    expect(upstream.requests.slice(1).map(({ method, url, headers }) => [method, url.pathname, headers.authorization, headers.transactionsrc])).toEqual(
      ['T%203', 'T1', 'T2'].map((number) => ['GET', `/api/track/v1/details/${number}`, 'Bearer token', 'interline']),
    );
    expect(new Set(upstream.requests.slice(1).map(({ headers }) => headers.transid)).size).toBe(3);
    expect(connect().normalise(messages[0]!).facts).toMatchObject([{ trackingNumber: 'T1', events: [{ milestone: 'IN_TRANSIT' }] }]);
  });

  it('subscribe to a parcel with address and credential', async () => {
    answer = () => ({ body: { validTrackingNumbers: ['1Z1'] } });
    const follow = connection().commands!.followShipment!;
    await follow(shipment('1Z1'), new AbortController().signal);
    expect(upstream.requests[1]).toMatchObject({ method: 'POST' });
    expect(upstream.requests[1]!.url.pathname).toBe('/api/track/v1/subscription/standard/package');
    expect(JSON.parse(upstream.requests[1]!.body)).toEqual({
      locale: 'en_US',
      countryCode: 'US',
      trackingNumberList: ['1Z1'],
      destination: { url: 'https://gateway.example/webhooks/ups', credentialType: 'Bearer', credential: CREDENTIAL },
    });
  });

  it('say where a number is not taken, without the credential', async () => {
    answer = () => ({ body: { validTrackingNumbers: [], invalidTrackingNumbers: ['7'] } });
    const follow = connection().commands!.followShipment!;
    const refused = expect.objectContaining({ kind: 'rejected', message: expect.not.stringContaining(CREDENTIAL) as unknown }) as Error;
    await expect(follow(shipment('7'), new AbortController().signal)).rejects.toThrow(refused);
  });
});
