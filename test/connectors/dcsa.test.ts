import { dcsa } from '../../src/connectors/carriers/dcsa/index.js';
import type { Env, WatchedShipment } from '../../src/connectors/contract.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked } from '../../src/domain/tracking-rules.js';
import { connect, message, readFixture, RECEIVED_AT, SECRET, sign, webhook } from '../fixtures/dcsa/shared.js';
import { refusalOf } from '../support/carrier.js';
import { withoutHashes } from '../support/fact-pairs.js';
import { pullAll, startUpstream, type Upstream, type UpstreamAnswer, type UpstreamRequest } from '../support/upstream.js';

const base = {
  eventID: 'e1',
  eventType: 'EQUIPMENT',
  eventCreatedDateTime: '2026-02-10T09:30:00Z',
  eventClassifierCode: 'ACT',
  eventDateTime: '2026-02-10T16:05:00+08:00',
  equipmentEventTypeCode: 'LOAD',
  equipmentReference: 'MSCU1234566',
};
const arrival = { ...base, eventType: 'TRANSPORT', equipmentEventTypeCode: undefined, transportEventTypeCode: 'ARRI', transportCall: { UNLocationCode: 'DEHAM' } };
const takenBack = (id: string, retractedEventID: string): object => ({ metadata: { eventID: id, eventCreatedDateTime: '2026-02-12T09:30:00Z', eventType: 'EQUIPMENT', retractedEventID } });
const normalise = (content: unknown, env: Env = {}) => connect(env).normalise(message(JSON.stringify(content)));
const factsOf = (content: unknown, env: Env = {}): TrackingFact[] => normalise(content, env).facts as TrackingFact[];
const eventOf = (change: object): TrackingFact['events'][number] => factsOf({ ...base, ...change })[0]!.events[0]!;

describe('settings', () => {
  const URL = 'https://api.carrier.example/tnt/';

  it('need the address only', () => {
    expect(dcsa.parseConfig({ URL })).toEqual({
      url: 'https://api.carrier.example/tnt',
      version: '2',
      access: { by: 'nothing' },
      webhookSecret: null,
      webhookUrl: null,
      poll: 'all',
      trackBy: ['TRD', 'BKG', 'EQ'],
      destinations: [],
      carrier: null,
    });
    expect(connect({ WEBHOOK_SECRET: undefined }).webhook).toBeUndefined();
    expect(connect().commands).toBeUndefined();
  });

  it('name every variable that is wrong at once, and no value', () => {
    const wrong = { API_VERSION: '4', POLL: 'some', WEBHOOK_SECRET: 'hidden!', WEBHOOK_URL: 'http://hidden.example', TRACK_BY: 'BOL', DESTINATIONS: 'Hamburg', CLIENT_ID: 'x', API_KEY: 'a b', API_KEY_HEADER: 'a:b' };
    const error = refusalOf(() => dcsa.parseConfig(wrong));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/URL.*API_VERSION.*POLL.*WEBHOOK_SECRET.*WEBHOOK_URL.*TRACK_BY.*DESTINATIONS.*TOKEN_URL.*API_KEY.*API_KEY_HEADER/);
    expect(error.message).not.toMatch(/hidden|Hamburg/);
    expect(refusalOf(() => dcsa.parseConfig({ URL, WEBHOOK_URL: 'https://gateway.example/' })).message).toContain('WEBHOOK_SECRET');
  });
});

describe('recorded shapes', () => {
  it.each(['v2-list', 'v3-list'])('%s becomes the facts beside it', (name) => {
    const { plain, hashes } = withoutHashes(connect().normalise(message(readFixture(`${name}.json`))));
    expect(plain).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
    expect(hashes.length).toBeGreaterThan(0);
  });
});

describe('codes', () => {
  it.each([
    ['LOAD', 'IN_TRANSIT'],
    ['GTOT', 'PICKED_UP'],
    ['STUF', 'CREATED'],
    ['INSP', 'CUSTOMS'],
    ['AVPU', 'AVAILABLE_FOR_PICKUP'],
    ['AVDO', null],
    ['DROP', 'DELIVERED'],
  ])('of equipment: %s is %p; of an empty container it says nothing', (equipmentEventTypeCode, milestone) => {
    expect(eventOf({ equipmentEventTypeCode })).toMatchObject({ milestone, carrierCode: equipmentEventTypeCode });
    expect(eventOf({ equipmentEventTypeCode, emptyIndicatorCode: 'EMPTY' }).milestone).toBeNull();
  });

  it('between two ships are a part of the way', () => {
    expect(eventOf({ equipmentEventTypeCode: 'DROP', isTransshipmentMove: true }).milestone).toBe('IN_TRANSIT');
  });

  it.each(['QQQQ', '__proto__', 'constructor', 'load'])('%s is none: kept, counted, never a default', (code) => {
    const { facts, unmapped } = normalise([{ ...base, equipmentEventTypeCode: code }]);
    expect(facts).toMatchObject([{ events: [{ milestone: null, carrierCode: code, classifier: 'ACTUAL' }] }]);
    expect(unmapped).toEqual([{ path: '[0].equipmentEventTypeCode', value: code }]);
  });

  it.each(['REQ', '__proto__', '', null])('the classifier %p makes no fact', (eventClassifierCode) => {
    const { facts, unmapped } = normalise({ ...base, eventClassifierCode });
    expect(facts).toMatchObject([{ events: [{ milestone: null, classifier: 'PLANNED' }] }]);
    expect(unmapped).toEqual([{ path: 'eventClassifierCode', value: eventClassifierCode || 'null' }]);
  });
});

describe('plans and estimates', () => {
  const stateAfter = (...contents: object[]) =>
    contents.flatMap((content) => factsOf(content)).reduce((state, fact) => mergeTracking(state, fact, RECEIVED_AT).state, untracked('CREATED'));

  it('never move the status; an estimated arrival moves the estimate, a planned one does not', () => {
    const planned = { ...arrival, eventID: 'p', eventClassifierCode: 'PLN', eventDateTime: '2026-03-10T00:00:00Z' };
    const estimated = { ...arrival, eventID: 'e', eventClassifierCode: 'EST', eventDateTime: '2026-03-14T00:00:00Z' };
    expect(stateAfter(planned)).toMatchObject({ status: 'CREATED', estimatedDelivery: { value: null } });
    expect(stateAfter(planned, estimated)).toMatchObject({ status: 'CREATED', estimatedDelivery: { value: { at: new Date('2026-03-14T00:00:00Z') } } });
    const later = { ...estimated, eventID: 'f', eventCreatedDateTime: '2026-02-11T00:00:00Z', eventDateTime: '2026-03-12T00:00:00Z' };
    const expected = { status: 'CREATED', estimatedDelivery: { value: { at: new Date('2026-03-12T00:00:00Z') } } };
    expect(stateAfter(estimated, later)).toMatchObject(expected);
    expect(stateAfter(later, estimated)).toMatchObject(expected);
  });

  it('of arrivals elsewhere than at a destination move nothing', () => {
    const estimated = { ...arrival, eventClassifierCode: 'EST' };
    expect(factsOf(estimated, { DESTINATIONS: 'NLRTM, DEHAM' })[0]!.estimatedDelivery).toBe('2026-02-10T16:05:00+08:00');
    expect(factsOf(estimated, { DESTINATIONS: 'NLRTM' })[0]!.estimatedDelivery).toBeUndefined();
    expect(factsOf({ ...base, eventClassifierCode: 'EST' })[0]!.estimatedDelivery).toBeUndefined();
  });
});

describe('which shipment', () => {
  const references = {
    documentReferences: [
      { documentReferenceType: 'BKG', documentReferenceValue: 'B1' },
      { documentReferenceType: 'TRD', documentReferenceValue: 'D1' },
      { documentReferenceType: 'TRD', documentReferenceValue: 'D2' },
      { documentReferenceType: 'TRD', documentReferenceValue: 'D1' },
    ],
  };
  it.each([
    [undefined, references, ['D1', 'D2']],
    ['bkg', references, ['B1']],
    ['EQ,TRD', references, ['MSCU1234566']],
    [undefined, {}, ['MSCU1234566']],
    ['BKG', {}, []],
    [undefined, { eventType: 'SHIPMENT', documentTypeCode: 'BKG', documentReference: 'B7' }, ['B7']],
  ])('tracked by %p, %j belongs to %j', (TRACK_BY, change, expected) => {
    const { facts, unmapped } = normalise({ ...base, ...change }, { TRACK_BY });
    expect((facts as TrackingFact[]).map(({ trackingNumber }) => trackingNumber)).toEqual(expected);
    expect(unmapped).toHaveLength(expected.length > 0 ? 0 : 1);
  });
});

describe('what is taken back', () => {
  const delivered = { ...base, eventID: 'gone', equipmentEventTypeCode: 'DROP', eventDateTime: '2026-02-11T16:05:00+08:00' };

  it.each([
    ['in one list', [base, delivered, takenBack('r', 'gone')]],
    ['before its event', [takenBack('r', 'gone'), base, delivered]],
  ])('counts no more: %s', (_, events) => {
    const state = factsOf(events).reduce((before, fact) => mergeTracking(before, fact, RECEIVED_AT).state, untracked('CREATED'));
    expect(state).toMatchObject({ status: 'IN_TRANSIT', deliveredAt: null });
    expect(state.events.find(({ eventKey }) => eventKey === 'gone')).toMatchObject({ retracted: true });
  });

  it('is found by the shipment that was asked about', () => {
    expect(factsOf({ trackingNumber: 'D1', events: [takenBack('r', 'gone')] })).toMatchObject([{ trackingNumber: 'D1', events: [{ eventKey: 'r', retracts: 'gone', milestone: null }] }]);
  });

  it('alone names no shipment: it is told of whichever knows the event', () => {
    expect(normalise(takenBack('r', 'gone'))).toMatchObject({ facts: [{ trackingNumber: null, events: [{ eventKey: 'r', retracts: 'gone' }] }], unmapped: [] });
  });
});

describe('times and places', () => {
  it.each(['2023-02-29T08:00:00Z', '2026-02-10', 'soon', '', null])('an event at %p is left out and named', (eventDateTime) => {
    expect(normalise([base, { ...base, eventDateTime }])).toMatchObject({ facts: [{}], unmapped: [{ path: '[1].eventDateTime', value: eventDateTime ?? 'null' }] });
  });

  it('a local time is in the zone of the port', () => {
    expect(eventOf({ eventDateTime: '2026-02-10T16:05:00', transportCall: { location: { UNLocationCode: 'NLRTM' } } })).toMatchObject({ occurredAt: '2026-02-10T16:05:00+01:00', zoneAssumed: true, country: 'NL', city: 'NLRTM' });
    expect(eventOf({ eventDateTime: '2026-02-10T16:05:00' })).toMatchObject({ occurredAt: '2026-02-10T16:05:00+00:00', zoneAssumed: true });
  });

  it.each([['200', '10'], ['NaN', '1e3'], ['', null]])('degrees %p, %p are none', (latitude, longitude) => {
    const event = eventOf({ transportCall: { location: { latitude, longitude: longitude === '10' ? '10' : longitude } } });
    expect([event.latitude, event.longitude]).toEqual([null, longitude === '10' ? 10 : null]);
  });

  it.each([['no id', { ...base, eventID: null }], ['a list in a list', [[base]]], ['a word', '"event"'], ['no metadata', { metadata: {} }]])('is refused: %s', (_, content) => {
    expect(refusalOf(() => normalise(content)).kind).toBe('contract');
  });
});

describe('webhook', () => {
  const body = readFixture('v2-list.json');
  const { verify, acknowledge } = connect().webhook!;

  it('hands on the very bytes, and answers 204', () => {
    expect(verify(webhook(body))).toMatchObject({ topic: 'events', body: Buffer.from(body), messageId: expect.stringMatching(/^6f0f4f0e-55c1-4f0b-9b0f-0d7a6a1b0001\/[0-9a-f]{32}$/) as unknown });
    expect(acknowledge!({ result: 'applied', reason: null })).toEqual({ status: 204, contentType: 'application/json', body: '' });
  });

  it.each([
    ['no signature', {}],
    ['another secret', sign(body, 'YW5vdGhlciBzZWNyZXQgYWx0b2dldGhlcg==')],
    ['another body', sign(`${body} `)],
    ['another algorithm', { 'notification-signature': sign(body)['notification-signature']!.replace('sha256', 'sha512') }],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(webhook(body, headers))).kind).toBe('auth');
  });

  it('refuses a list of nothing', () => {
    expect(refusalOf(() => verify(webhook('[]'))).kind).toBe('contract');
  });
});

describe('calls', () => {
  let upstream: Upstream;
  let answer: (request: UpstreamRequest) => UpstreamAnswer;
  beforeEach(async () => {
    upstream = await startUpstream((request) => answer(request));
  });
  afterEach(() => upstream.close());
  const connected = (env: Env = {}, watched: WatchedShipment[] = []) => connect({ URL: upstream.url, API_KEY: 'key', ...env }, { http: upstream.http, watched: () => Promise.resolve(watched) });
  const shipment = (trackingNumber: string): WatchedShipment => ({ trackingNumber, carrier: null, country: 'DE', createdAt: '2026-01-01T00:00:00Z' });
  const queries = () => upstream.requests.map(({ url }) => `${url.pathname}?${decodeURIComponent(url.search.slice(1))}`);

  it('list what was recorded since the last time, page by page, a message per event', async () => {
    answer = ({ url }) =>
      url.searchParams.has('cursor')
        ? { body: [{ ...base, eventID: 'e3' }] }
        : { body: [base, { ...base, eventID: 'e2' }], headers: { 'Next-Page': `${upstream.url}/v2/events?limit=100&cursor=page-2` } };
    const { messages, cursors } = await pullAll(connected());
    expect(messages.map(({ messageId }) => messageId.split('/')[0])).toEqual(['e1', 'e2', 'e3']);
    expect(queries()).toEqual(['/v2/events?limit=100', '/v2/events?limit=100&cursor=page-2']);
    expect(upstream.requests[0]!.headers['x-api-key']).toBe('key');
    expect(normalise(JSON.parse(Buffer.from(messages[0]!.body).toString()))).toMatchObject({ facts: [{ trackingNumber: 'MSCU1234566' }] });
    await pullAll(connected(), cursors.at(-1)!);
    expect(queries()[2]).toBe('/v2/events?limit=100&eventCreatedDateTime:gte=2026-03-05T11:45:00.000Z');
  });

  it('never leave the address that is set, and take a bare cursor as well', async () => {
    answer = ({ url }) => (url.searchParams.has('cursor') ? { body: [] } : { body: [base], headers: { 'next-page': upstream.requests.length === 1 ? 'https://elsewhere.example/x?cursor=a' : 'abc' } });
    await pullAll(connected());
    expect(queries()).toEqual(['/v2/events?limit=100', '/v2/events?cursor=a']);
    await pullAll(connected());
    expect(queries().slice(2)).toEqual(['/v2/events?limit=100', '/v2/events?limit=100&cursor=abc']);
  });

  it('take up a walk that broke off at its next page, and begin anew where that page is forgotten', async () => {
    answer = ({ url }) => {
      if (url.searchParams.get('cursor') === 'old') return { status: 400 };
      return { body: [base] };
    };
    const cursor = JSON.stringify({ since: null, walk: { started: RECEIVED_AT.getTime() - 1000, place: 'limit=100&cursor=old' } });
    expect((await pullAll(connected(), cursor)).messages).toHaveLength(1);
    expect(queries()).toEqual(['/v2/events?limit=100&cursor=old', '/v2/events?limit=100']);
  });

  it.each([
    ['2', 'TRD', 'transportDocumentReference=D1'],
    ['2', 'BKG', 'carrierBookingReference=D1'],
    ['3', 'TRD', 'documentTypeCodes=TRD&documentReference=D1'],
    ['3', 'EQ', 'equipmentReference=D1'],
  ])('version %s asks shipment by shipment by %s, where that is wanted', async (API_VERSION, TRACK_BY, query) => {
    answer = ({ url }) => (url.search.includes('D2') ? { status: 404 } : { body: url.search.includes('D3') ? [] : [base, takenBack('r', 'e1')] });
    const { messages } = await pullAll(connected({ API_VERSION, TRACK_BY, POLL: 'shipments' }, ['D1', 'D2', 'D3'].map(shipment)));
    expect(queries()[0]).toBe(`/v${API_VERSION}/events?limit=100&${query}`);
    expect(messages).toHaveLength(1);
    expect(connect().normalise(messages[0]!)).toMatchObject({ facts: [{ trackingNumber: 'D1' }, { trackingNumber: 'D1', events: [{ retracts: 'e1' }] }], unmapped: [] });
  });

  it('use a token where that is how the carrier knows us', async () => {
    answer = ({ url }) => (url.pathname === '/token' ? { body: { access_token: 't', expires_in: 60 } } : { body: [] });
    await pullAll(connected({ API_KEY: undefined, TOKEN_URL: `${upstream.url}/token`, CLIENT_ID: 'id', CLIENT_SECRET: 'secret' }));
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer t']);
  });

  it('subscribe to a shipment once', async () => {
    const stored: object[] = [{ callbackUrl: 'https://another.example/', transportDocumentReference: 'D1' }];
    answer = ({ method, body }) => {
      if (method === 'GET') return { body: stored };
      stored.push(JSON.parse(body) as object);
      return { status: 201, body: { subscriptionID: 's' } };
    };
    const follow = connected({ WEBHOOK_URL: 'https://gateway.example/webhooks/ocean' }).commands!.followShipment!;
    const { signal } = new AbortController();
    await follow(shipment('D1'), signal);
    await follow(shipment('D1'), signal);
    expect(stored.slice(1)).toEqual([{ callbackUrl: 'https://gateway.example/webhooks/ocean', transportDocumentReference: 'D1', secret: SECRET }]);
    await follow(shipment('D2'), signal);
    expect(stored).toHaveLength(3);
  });

  it('check what can be reached in either way', async () => {
    answer = () => ({ status: 404 });
    const { signal } = new AbortController();
    expect(await connected().check(signal)).toMatchObject({ ok: false });
    expect(await connected({ POLL: 'shipments' }).check(signal)).toMatchObject({ ok: true });
    answer = () => ({ status: 401 });
    expect(await connected({ POLL: 'shipments' }).check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('the access is refused') as unknown });
  });
});
