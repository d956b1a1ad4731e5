import { fedex } from '../../src/connectors/carriers/fedex/index.js';
import type { WatchedShipment } from '../../src/connectors/contract.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { connect, message, readFixture, SECRET, sign, webhook } from '../fixtures/fedex/shared.js';
import { refusalOf, withoutHashes } from '../support/carrier.js';
import { pullAll, startUpstream, type Upstream, type UpstreamAnswer, type UpstreamRequest } from '../support/upstream.js';

const answerOf = (...results: unknown[]): string => JSON.stringify({ output: { completeTrackResults: results } });
const scan = { date: '2026-02-12T15:05:00-05:00', eventType: 'AR', eventDescription: 'At local FedEx facility', locationId: 'ALBA' };
const resultOf = (change: object = {}): object => ({ trackingNumber: 'T1', trackResults: [{ scanEvents: [scan], ...change }] });
const factOf = (content: string, receivedAt?: Date): TrackingFact => connect().normalise(message(content, receivedAt)).facts[0] as TrackingFact;
const eventOf = (change: object): TrackingFact['events'][number] => factOf(answerOf(resultOf({ scanEvents: [{ ...scan, ...change }] }))).events[0]!;

describe('settings', () => {
  const needed = { CLIENT_ID: 'id', CLIENT_SECRET: 'secret' };

  it('need the client only; without a security token no webhook is taken', () => {
    expect(fedex.parseConfig(needed)).toEqual({
      client: { clientId: 'id', clientSecret: 'secret' },
      shipping: null,
      webhookSecret: null,
      carriers: ['FedEx'],
      baseUrl: 'https://apis.fedex.com',
    });
    expect(connect({ WEBHOOK_SECRET: undefined }).webhook).toBeUndefined();
  });

  it('name every variable that is wrong at once, and no value', () => {
    const error = refusalOf(() => fedex.parseConfig({ CLIENT_SECRET: ' ', WEBHOOK_SECRET: '', CARRIERS: ' , ', BASE_URL: 'ftp://hidden.example' }));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/CLIENT_ID.*CLIENT_SECRET.*WEBHOOK_SECRET.*CARRIERS.*BASE_URL/);
    expect(error.message).not.toContain('hidden');
  });
});

describe('recorded shapes', () => {
  it.each(['track-answer', 'webhook'])('%s becomes the facts beside it', (name) => {
    expect(withoutHashes(connect().normalise(message(readFixture(`${name}.json`))))).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
  });
});

describe('codes', () => {
  it.each([
    ['OC', 'CREATED'],
    ['PU', 'PICKED_UP'],
    ['IT', 'IN_TRANSIT'],
    ['AE', 'IN_TRANSIT'],
    ['CD', 'CUSTOMS'],
    ['OD', 'OUT_FOR_DELIVERY'],
    ['HL', 'AVAILABLE_FOR_PICKUP'],
    ['DE', 'ATTEMPT_FAILED'],
    ['SE', 'EXCEPTION'],
    ['RS', 'RETURNING'],
    ['DL', 'DELIVERED'],
    ['CA', 'CANCELLED'],
    ['od', 'OUT_FOR_DELIVERY'],
  ])('%s is %s', (eventType, milestone) => {
    expect(eventOf({ eventType }).milestone).toBe(milestone);
  });

  it('say nothing about the status where they are wishes of the recipient, and are no riddle either', () => {
    const { facts, unmapped } = connect().normalise(message(answerOf(resultOf({ scanEvents: [{ ...scan, eventType: 'RR', derivedStatusCode: 'DL' }] }))));
    expect((facts[0] as TrackingFact).events[0]!.milestone).toBeNull();
    expect(unmapped).toEqual([]);
  });

  it.each(['QQ', '__proto__', 'constructor', 'Delivered'])('%s is no status: kept, counted, never a default', (eventType) => {
    const content = answerOf(resultOf({ scanEvents: [{ ...scan, eventType }], latestStatusDetail: { code: eventType } }));
    const { facts, unmapped } = connect().normalise(message(content));
    expect(facts[0]).toMatchObject({ snapshotStatus: null, events: [{ milestone: null, carrierCode: eventType, description: 'At local FedEx facility' }] });
    const path = 'output.completeTrackResults[0].trackResults[0].';
    expect(unmapped.map((one) => one.path).sort()).toEqual([`${path}latestStatusDetail.code`, `${path}scanEvents[0].eventType`]);
  });

  it.each([
    [{ exceptionCode: '07' }, 'refused', 'CUSTOMER'],
    [{ exceptionCode: '55' }, 'customs_delay', 'AUTHORITY'],
    [{ delayDetail: { type: 'OPERATIONAL', status: 'DELAYED' } }, 'operational', 'CARRIER'],
    [{ delayDetail: { type: 'OPERATIONAL', status: 'ON_TIME' } }, null, null],
    [{ exceptionCode: 'toString' }, null, null],
  ])('%j gives the reason %p, for which %p answers', (change, reason, responsible) => {
    expect(eventOf(change)).toMatchObject({ reason, responsible });
  });
});

describe('an event', () => {
  it('has the same key in every later answer, and another one where it is another', () => {
    const key = eventOf({}).eventKey;
    expect(eventOf({ date: '2026-02-12T20:05:00Z', eventDescription: 'Im Paketzentrum' }).eventKey).toBe(key);
    const others = [{ date: '2026-02-12T15:06:00-05:00' }, { eventType: 'DP' }, { exceptionCode: '08' }, { locationId: 'ALBB' }, { scanLocation: { city: 'ALBANY' } }];
    for (const change of others) expect(eventOf(change).eventKey).not.toBe(key);
  });

  it.each(['2023-02-29T08:00:00-05:00', 'yesterday', '', null, '2026-02-12'])('without a time that can be read (%p) is left out and named', (date) => {
    const { facts, unmapped } = connect().normalise(message(answerOf(resultOf({ scanEvents: [scan, { ...scan, date }] }))));
    expect((facts[0] as TrackingFact).events).toHaveLength(1);
    expect(unmapped).toEqual([{ path: 'output.completeTrackResults[0].trackResults[0].scanEvents[1].date', value: date ?? 'null' }]);
  });
});

describe('an answer', () => {
  it('has a version that follows its content, not the time of asking', () => {
    const version = factOf(answerOf(resultOf()), new Date('2026-03-01T00:00:00Z')).source.version;
    expect(factOf(answerOf(resultOf()), new Date('2026-03-02T00:00:00Z')).source.version).toBe(version);
    expect(factOf(answerOf(resultOf({ deliveryDetails: { signedByName: 'A' } }))).source.version).not.toBe(version);
  });

  it('tells nothing of numbers that FedEx does not know', () => {
    const content = answerOf({ trackingNumber: 'T1', trackResults: [{ error: { code: 'TRACKING.TRACKINGNUMBER.NOTFOUND' } }] }, { trackingNumber: 'T2' });
    expect(connect().normalise(message(content))).toEqual({ facts: [], unmapped: [] });
  });

  it.each([
    ['no results', {}],
    ['a number that is none', { output: { completeTrackResults: [{ trackingNumber: 7 }] } }],
    ['scans that are no list', { output: { completeTrackResults: [resultOf({ scanEvents: {} })] } }],
  ])('is refused with %s', (_, content) => {
    expect(refusalOf(() => connect().normalise(message(JSON.stringify(content)))).kind).toBe('contract');
  });
});

describe('webhook', () => {
  const body = readFixture('webhook.json');
  const verify = (request = webhook(body)) => connect().webhook!.verify(request);

  it('hands on the very bytes, under an id that is made of what they say', () => {
    const first = verify();
    expect(first.body).toEqual(Buffer.from(body));
    expect(first.messageId).toMatch(/^612900004321\/[0-9a-f]{32}$/);
    expect(verify(webhook(body.replace('R.ECEPTION', 'R.OTHER'))).messageId).not.toBe(first.messageId);
  });

  it.each([
    ['no signature', {}],
    ['another token', sign(body, `${SECRET}!`)],
    ['another body', sign(`${body} `)],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(webhook(body, headers))).kind).toBe('auth');
  });

  it('refuses what is no tracking although it is signed', () => {
    expect(refusalOf(() => verify(webhook('{"hello":"world"}'))).kind).toBe('contract');
  });
});

describe('polling', () => {
  const shipments = (count: number): WatchedShipment[] =>
    Array.from({ length: count }, (_, index) => ({ trackingNumber: `T${String(index).padStart(3, '0')}`, carrier: 'FedEx', country: 'AT', createdAt: '2026-01-01T00:00:00Z' }));
  const numbersOf = ({ body }: UpstreamRequest): string[] =>
    (JSON.parse(body) as { trackingInfo: { trackingNumberInfo: { trackingNumber: string } }[] }).trackingInfo.map((one) => one.trackingNumberInfo.trackingNumber);
  let upstream: Upstream;
  let refusals: number;

  const answer = (request: UpstreamRequest): UpstreamAnswer => {
    if (request.url.pathname === '/oauth/token') return { body: { access_token: `token-${upstream.requests.length}`, expires_in: 3600 } };
    if (refusals > 0) {
      refusals -= 1;
      return { status: 401 };
    }
    const completeTrackResults = numbersOf(request).map((trackingNumber) =>
      trackingNumber === 'T001'
        ? { trackingNumber, trackResults: [{ error: { code: 'TRACKING.TRACKINGNUMBER.NOTFOUND' } }] }
        : { trackingNumber, trackResults: [{ scanEvents: [scan] }] },
    );
    return { body: { output: { completeTrackResults } } };
  };
  const polling = (count: number, seen: (readonly string[] | null)[] = []) =>
    connect({ BASE_URL: upstream.url, CARRIERS: 'FedEx, FDX' }, { http: upstream.http, watched: (carriers) => (seen.push(carriers), Promise.resolve(shipments(count))) });

  beforeEach(async () => {
    refusals = 0;
    upstream = await startUpstream(answer);
  });
  afterEach(() => upstream.close());

  it('asks about thirty at once with one token, and makes a message of each that is known', async () => {
    const seen: (readonly string[] | null)[] = [];
    const { messages, cursors } = await pullAll(polling(61, seen));
    expect(seen).toEqual([['FedEx', 'FDX']]);
    expect(upstream.requests.map(({ url }) => url.pathname)).toEqual(['/oauth/token', ...Array.from({ length: 3 }, () => '/track/v1/trackingnumbers')]);
    expect(upstream.requests[0]!.body).toBe('grant_type=client_credentials&client_id=id&client_secret=secret');
    expect(upstream.requests.slice(1).map((request) => [numbersOf(request).length, request.headers.authorization])).toEqual([[30, 'Bearer token-1'], [30, 'Bearer token-1'], [1, 'Bearer token-1']]);
    expect(messages).toHaveLength(60);
    expect(cursors).toEqual(['T029', 'T059', '']);
    expect(connect().normalise(messages[1]!).facts).toMatchObject([{ trackingNumber: 'T002', events: [{ milestone: 'IN_TRANSIT' }] }]);
  });

  it('gives an answer that says the same the same id', async () => {
    const [first, second] = [await pullAll(polling(3)), await pullAll(polling(3))];
    expect(first.messages.map(({ messageId }) => messageId)).toEqual(second.messages.map(({ messageId }) => messageId));
  });

  it('fetches a new token where the old one is no longer taken', async () => {
    const connection = polling(1);
    await pullAll(connection);
    refusals = 1;
    expect((await pullAll(connection)).messages).toHaveLength(1);
    expect(upstream.requests.map(({ url }) => url.pathname).filter((path) => path === '/oauth/token')).toHaveLength(2);
  });
});

describe('check', () => {
  it('says whether the client is known', async () => {
    const [good, bad] = [await startUpstream(() => ({ body: { access_token: 't', expires_in: 3600 } })), await startUpstream(() => ({ status: 401 }))];
    const check = ({ url, http }: Upstream) => connect({ BASE_URL: url }, { http }).check(new AbortController().signal);
    expect(await check(good)).toEqual({ ok: true, detail: expect.stringContaining('knows the client') as unknown });
    expect(await check(bad)).toEqual({ ok: false, detail: expect.stringContaining('CLIENT_SECRET) is refused') as unknown });
    await Promise.all([good.close(), bad.close()]);
  });
});
