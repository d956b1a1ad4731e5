import { epcis } from '../../src/connectors/carriers/epcis/index.js';
import { readGs1Key } from '../../src/connectors/carriers/epcis/keys.js';
import type { Env } from '../../src/connectors/contract.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked } from '../../src/domain/tracking-rules.js';
import { connect, message, readFixture, RECEIVED_AT, SECRET, shown, webhook } from '../fixtures/epcis/shared.js';
import { refusalOf } from '../support/carrier.js';
import { withoutHashes } from '../support/fact-pairs.js';
import { pullAll, startUpstream, type Upstream, type UpstreamAnswer, type UpstreamRequest } from '../support/upstream.js';

const SSCC = 'urn:epc:id:sscc:9512345.3000004711';
const base = { type: 'ObjectEvent', eventID: 'urn:uuid:1', eventTime: '2026-02-11T17:20:00+01:00', eventTimeZoneOffset: '+01:00', epcList: [SSCC], bizStep: 'shipping', disposition: 'in_transit' };
const normalise = (content: unknown, env: Env = {}) => connect(env).normalise(message(JSON.stringify(content)));
const documentOf = (...eventList: unknown[]): object => ({ type: 'EPCISDocument', epcisBody: { eventList } });
const factsOf = (content: unknown, env: Env = {}): TrackingFact[] => normalise(content, env).facts as TrackingFact[];
const eventOf = (change: object): TrackingFact['events'][number] => factsOf({ ...base, ...change })[0]!.events[0]!;
const withdrawn = { declarationTime: '2026-02-14T08:00:00+01:00', reason: 'did_not_occur' };

describe('settings', () => {
  it('need the secret only', () => {
    expect(epcis.parseConfig({ WEBHOOK_SECRET: SECRET })).toEqual({ webhookSecret: SECRET, repository: null, trackBy: ['sscc', 'gsin', 'ginc', 'bol', 'desadv'], carrier: null });
    expect(connect().pull).toBeUndefined();
  });

  it('name every variable that is wrong at once, and no value', () => {
    const error = refusalOf(() => epcis.parseConfig({ WEBHOOK_SECRET: 'hidden', URL: 'http://hidden.example', API_KEY: 'kéy', API_KEY_HEADER: 'a b', TRACK_BY: 'sscc,hidden' }));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/WEBHOOK_SECRET.*URL.*API_KEY.*API_KEY_HEADER.*TRACK_BY/);
    expect(error.message).not.toContain('hidden');
    expect(refusalOf(() => epcis.parseConfig({ WEBHOOK_SECRET: SECRET, API_KEY: 'key' })).message).toContain('URL');
  });

  it('warn that nothing is signed', () => {
    const seen: string[] = [];
    connect({}, { log: { info: () => undefined, error: () => undefined, warn: (details, text) => void seen.push(JSON.stringify(details) + text) } });
    expect(seen).toEqual([expect.stringContaining('not signed')]);
    expect(seen.join()).not.toContain(SECRET);
  });
});

describe('recorded shapes', () => {
  it.each(['capture', 'query-withdrawn'])('%s becomes the facts beside it', (name) => {
    const { plain } = withoutHashes(connect().normalise(message(readFixture(`${name}.json`))));
    expect(plain).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
  });
});

describe('GS1 keys', () => {
  // Check digits were computed apart from this code.
  it.each([
    ['urn:epc:id:sscc:0614141.1234567890', { kind: 'sscc', number: '106141412345678908' }],
    ['urn:epc:id:sscc:4012345.0000000012', { kind: 'sscc', number: '040123450000000122' }],
    ['https://id.gs1.org/00/040123450000000122', { kind: 'sscc', number: '040123450000000122' }],
    ['https://shop.example/some/path/00/040123450000000122?linkType=all', { kind: 'sscc', number: '040123450000000122' }],
    ['urn:epc:id:gsin:9512345.000004711', { kind: 'gsin', number: '95123450000047110' }],
    ['https://id.gs1.org/402/95123450000047110', { kind: 'gsin', number: '95123450000047110' }],
    ['urn:epc:id:ginc:9512345.AB-12', { kind: 'ginc', number: '9512345AB-12' }],
    ['https://id.gs1.org/401/9512345AB%2F12', { kind: 'ginc', number: '9512345AB/12' }],
    ['https://id.gs1.org/00/040123450000000123', null],
    ['https://id.gs1.org/00/123', null],
    ['https://id.gs1.org/401/%E0%A4', null],
    ['urn:epc:id:sscc:4012345.12', null],
    ['urn:epc:id:sgtin:4012345.012345.1', null],
    ['__proto__', null],
  ])('%s is %j', (text, key) => {
    expect(readGs1Key(text)).toEqual(key);
  });
});

describe('which shipment', () => {
  const transactions = [
    { type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:9512345000016:PO-7' },
    { type: 'https://ref.gs1.org/cbv/BTT-desadv', bizTransaction: 'https://shop.example/despatch/DA-2210' },
    { type: 'bol', bizTransaction: 'BL9' },
    { bizTransaction: 'urn:epc:id:gsin:9512345.000004711' },
  ];
  const [sgtin, other] = ['urn:epc:id:sgtin:9512345.012345.1', 'urn:epc:id:sscc:4012345.0000000012'];
  it.each([
    [undefined, { epcList: [SSCC, other, SSCC, sgtin] }, ['395123450000047111', '040123450000000122']],
    [undefined, { parentID: SSCC, epcList: null, childEPCs: [other] }, ['395123450000047111']],
    [undefined, { parentID: sgtin, epcList: null, childEPCs: [other] }, ['040123450000000122']],
    [undefined, { epcList: [sgtin], bizTransactionList: transactions }, ['95123450000047110']],
    ['desadv', { bizTransactionList: transactions }, ['DA-2210']],
    ['ginc, bol', { bizTransactionList: transactions }, ['BL9']],
    ['po', { bizTransactionList: transactions }, ['PO-7']],
    [undefined, { epcList: [sgtin], bizTransactionList: transactions.slice(0, 1) }, []],
  ])('tracked by %p, %j belongs to %j', (TRACK_BY, change, expected) => {
    const { facts, unmapped } = normalise({ ...base, ...change }, { TRACK_BY });
    expect((facts as TrackingFact[]).map(({ trackingNumber }) => trackingNumber)).toEqual(expected);
    expect(unmapped).toHaveLength(expected.length > 0 ? 0 : 1);
  });
});

describe('steps and dispositions', () => {
  it.each([
    ['packing', undefined, 'CREATED', null],
    ['loading', undefined, 'PICKED_UP', null],
    ['urn:epcglobal:cbv:bizstep:departing', 'urn:epcglobal:cbv:disp:in_transit', 'IN_TRANSIT', null],
    ['https://ref.gs1.org/cbv/BizStep-receiving', 'https://ref.gs1.org/cbv/Disp-in_progress', 'DELIVERED', null],
    ['void_shipping', undefined, 'CREATED', null],
    ['stocking', 'sellable_accessible', null, null],
    ['receiving', 'damaged', 'EXCEPTION', 'damaged'],
    ['shipping', 'returned', 'RETURNING', null],
    ['receiving', 'returned', 'RETURNED', null],
    [undefined, 'stolen', 'EXCEPTION', 'stolen'],
    [undefined, undefined, null, null],
  ])('%s, %s is %p for the reason %p', (bizStep, disposition, milestone, reason) => {
    const { facts, unmapped } = normalise({ ...base, bizStep, disposition });
    expect(facts).toMatchObject([{ events: [{ milestone, reason, classifier: 'ACTUAL' }] }]);
    expect(unmapped).toEqual([]);
  });

  it.each(['juggling', '__proto__', 'constructor', 'SHIPPING'])('%s is neither: kept, counted, never a default', (code) => {
    const { facts, unmapped } = normalise(documentOf({ ...base, bizStep: code, disposition: code }));
    expect(facts).toMatchObject([{ events: [{ milestone: null, carrierCode: `${code}/${code}` }] }]);
    expect(unmapped).toEqual([
      { path: 'epcisBody.eventList[0].bizStep', value: code },
      { path: 'epcisBody.eventList[0].disposition', value: code },
    ]);
  });
});

describe('what was declared erroneous', () => {
  const received = { ...base, eventID: 'urn:uuid:2', bizStep: 'receiving', eventTime: '2026-02-12T09:00:00+01:00' };
  const stateAfter = (...contents: object[]) =>
    contents.flatMap((content) => factsOf(content)).reduce((state, fact) => mergeTracking(state, fact, RECEIVED_AT).state, untracked('CREATED'));

  it.each([
    ['after its event', [base, received, { ...received, errorDeclaration: withdrawn }]],
    ['before its event, and twice', [{ ...received, errorDeclaration: withdrawn }, received, base, { ...received, errorDeclaration: withdrawn }]],
  ])('counts no more: %s', (_, contents) => {
    expect(stateAfter(received)).toMatchObject({ status: 'DELIVERED' });
    expect(stateAfter(...contents)).toMatchObject({ status: 'IN_TRANSIT', deliveredAt: null, events: { length: 3 } });
  });

  it('is found without an id by what it says, whatever the order of its members', () => {
    const { eventID: _, ...nameless } = received;
    const again = Object.fromEntries(Object.entries({ ...nameless, recordTime: '2026-02-15T00:00:00Z', errorDeclaration: withdrawn }).reverse());
    expect(stateAfter(base, nameless, again)).toMatchObject({ status: 'IN_TRANSIT' });
    expect(eventOf({ eventID: null, bizStep: 'arriving' }).eventKey).not.toBe(eventOf({ eventID: null }).eventKey);
  });

  it('is left out and named without a time', () => {
    const { facts, unmapped } = normalise({ ...received, errorDeclaration: { ...withdrawn, declarationTime: '2023-02-29T00:00:00Z' } });
    expect([facts, unmapped]).toEqual([[], [{ path: 'errorDeclaration.declarationTime', value: '2023-02-29T00:00:00Z' }]]);
  });
});

describe('events', () => {
  it.each([
    ['2026-02-11T16:20:00.250Z', '+01:00', '2026-02-11T17:20:00.250+01:00', false],
    ['2026-02-11T17:20:00-06:00', '-06:00', '2026-02-11T17:20:00-06:00', false],
    ['2026-02-11T17:20:00.116000-06:00', null, '2026-02-11T17:20:00.116000-06:00', false],
    ['2026-02-11T17:20:00', null, '2026-02-11T17:20:00Z', true],
    ['2026-02-11T17:20:00Z', 'nonsense', '2026-02-11T17:20:00Z', false],
  ])('of %s at %s are kept as %s', (eventTime, eventTimeZoneOffset, occurredAt, zoneAssumed) => {
    expect(eventOf({ eventTime, eventTimeZoneOffset })).toMatchObject({ occurredAt, zoneAssumed });
  });

  it.each(['2023-02-29T10:00:00Z', '', null, 'today'])('at %p are left out and named', (eventTime) => {
    expect(normalise(documentOf({ ...base, eventTime }, base))).toMatchObject({ facts: [{}], unmapped: [{ path: 'epcisBody.eventList[0].eventTime', value: eventTime ?? 'null' }] });
  });

  it('keep a key that fits however long their id is', () => {
    const event = eventOf({ eventID: `ni:///sha-256;${'a'.repeat(900)}`, errorDeclaration: withdrawn });
    expect(event.eventKey.length).toBeLessThan(255);
    expect(event.retracts!.length).toBeLessThan(255);
  });

  it.each([
    ['another document', { type: 'EPCISMasterDataDocument', epcisBody: {} }],
    ['no list', { type: 'EPCISDocument', epcisBody: {} }],
    ['no type', documentOf({ ...base, type: null })],
    ['keys that are no list', documentOf({ ...base, epcList: SSCC })],
    ['a list', [base]],
  ])('are refused with %s', (_, content) => {
    expect(refusalOf(() => normalise(content)).kind).toBe('contract');
  });
});

describe('capture', () => {
  const body = readFixture('capture.json');
  const { verify, acknowledge } = connect().webhook!;

  it('hands on the very bytes, and answers 202', () => {
    const first = verify(webhook(body));
    expect(first).toMatchObject({ topic: 'capture', body: Buffer.from(body), contentType: 'application/ld+json', messageId: expect.stringMatching(/^capture\/[0-9a-f]{32}$/) as unknown });
    expect(verify(webhook(body, { 'x-api-key': SECRET })).messageId).toBe(first.messageId);
    expect(acknowledge!({ result: 'parked', reason: 'x' })).toEqual({ status: 202, contentType: 'application/json', body: '{"result":"parked"}' });
  });

  it.each([
    ['no secret', {}],
    ['another one', shown(`${SECRET}!`)],
    ['another scheme', { authorization: `Basic ${SECRET}` }],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(webhook(body, headers))).kind).toBe('auth');
  });

  it('refuses what is no document', () => {
    expect(refusalOf(() => verify(webhook('{}'))).kind).toBe('contract');
  });
});

describe('queries', () => {
  let upstream: Upstream;
  let answer: (request: UpstreamRequest) => UpstreamAnswer;
  beforeEach(async () => {
    upstream = await startUpstream((request) => answer(request));
  });
  afterEach(() => upstream.close());
  const page = (...eventList: object[]): object => ({ type: 'EPCISQueryDocument', epcisBody: { queryResults: { resultsBody: { eventList } } } });
  const connected = () => connect({ URL: upstream.url, API_KEY: 'Bearer key' }, { http: upstream.http });
  const queries = () => upstream.requests.map(({ url }) => decodeURIComponent(url.search));

  it('bring what was recorded since the last time, page by page, a message per event', async () => {
    answer = ({ url }) =>
      url.searchParams.has('nextPageToken')
        ? { body: page({ ...base, eventID: 'urn:uuid:3' }) }
        : { body: page(base, { ...base, eventID: 'urn:uuid:2' }), headers: { link: '<https://elsewhere.example/x>; rel="first", <https://elsewhere.example/x?perPage=9&nextPageToken=t+2>; rel="next"', 'content-type': 'application/ld+json' } };
    const { messages, cursors } = await pullAll(connected());
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(3);
    expect(connect().normalise(messages[0]!).facts).toMatchObject([{ trackingNumber: '395123450000047111' }]);
    expect(upstream.requests[0]).toMatchObject({ headers: { authorization: 'Bearer key', 'gs1-epcis-version': '2.0.0' } });
    await pullAll(connected(), cursors.at(-1)!);
    expect(queries()).toEqual(['?perPage=100', '?perPage=100&nextPageToken=t+2', '?perPage=100&GE_recordTime=2026-03-05T11:45:00.000Z', '?perPage=100&GE_recordTime=2026-03-05T11:45:00.000Z&nextPageToken=t+2']);
  });

  it('check that the repository lists events', async () => {
    answer = () => ({ body: page() });
    const { signal } = new AbortController();
    expect(await connected().check(signal)).toMatchObject({ ok: true });
    answer = () => ({ status: 401 });
    expect(await connected().check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('API_KEY is refused') as unknown });
    expect(await connect().check(signal)).toMatchObject({ ok: true, detail: expect.stringContaining('no URL') as unknown });
  });
});
