import type { RequestListener } from 'node:http';
import type { Connection, Env, Message, WatchedShipment } from '../../src/connectors/contract.js';
import { dhl } from '../../src/connectors/carriers/dhl/index.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { createHttpClient } from '../../src/http/client.js';
import { connect, message, readFixture, RECEIVED_AT } from '../fixtures/dhl/shared.js';
import { serve } from '../http/server.js';
import { refusalOf, trackingOf, withoutHashes } from '../support/carrier.js';

const { signal } = new AbortController();

const at = (countryCode: string) => ({ address: { countryCode } });
const event = { timestamp: '2026-02-10T09:30:00', location: at('DE'), statusCode: 'transit', status: 'On its way', description: 'Sorted' };
const normalise = (shipment: object) => connect().normalise(message({ trackingNumber: 'T1', shipments: [{ id: 'T1', service: 'express', ...shipment }] }));
const eventsOf = (...events: object[]) => trackingOf(normalise({ events })).events;

describe('settings', () => {
  it('need key and carriers', () => {
    expect(dhl.parseConfig({ API_KEY: ' k ', CARRIERS: 'DHL,, DHL Express ' })).toEqual({
      apiKey: 'k',
      carriers: ['DHL', 'DHL Express'],
      service: null,
      callIntervalMs: 5000,
      restMs: 3_600_000,
      baseUrl: 'https://api-eu.dhl.com',
    });
  });

  it('name all that is wrong at once, and no value', () => {
    const error = refusalOf(() => dhl.parseConfig({ API_KEY: 'a hidden key', CARRIERS: ' , ', SERVICE: 'Hidden!', POLL_REST_MINUTES: 'hidden', BASE_URL: 'http://hidden.example' }));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/API_KEY.*CARRIERS.*SERVICE.*POLL_REST_MINUTES.*BASE_URL/);
    expect(error.message).not.toMatch(/hidden/i);
  });
});

describe('recorded shapes', () => {
  it.each(['delivered', 'status-only'])('%s becomes the facts beside it', (name) => {
    expect(withoutHashes(connect().normalise(message(readFixture(`${name}.json`))))).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
  });
});

describe('answers', () => {
  it.each([
    ['pre-transit', 'CREATED'],
    ['transit', 'IN_TRANSIT'],
    ['delivered', 'DELIVERED'],
    ['failure', 'EXCEPTION'],
    ['unknown', 'UNKNOWN'],
  ])('%s is %s', (statusCode, milestone) => {
    const { facts, unmapped } = normalise({ status: { ...event, statusCode }, events: [{ ...event, statusCode }] });
    expect([(facts[0] as TrackingFact).snapshotStatus, (facts[0] as TrackingFact).events.map((one) => one.milestone), unmapped]).toEqual([milestone, [milestone], []]);
  });

  it.each(['teleported', '__proto__', 'constructor', 'DELIVERED'])('keep %s without a status', (statusCode) => {
    const { facts, unmapped } = normalise({ status: { ...event, statusCode } });
    expect((facts[0] as TrackingFact).snapshotStatus).toBeNull();
    expect((facts[0] as TrackingFact).events).toEqual([expect.objectContaining({ milestone: null, carrierCode: statusCode })]);
    expect(unmapped).toEqual([{ path: 'shipments[0].status.statusCode', value: statusCode }]);
  });

  it.each([
    ['2026-07-10T09:30:00', 'DE', '2026-07-10T09:30:00+02:00', true],
    ['2026-07-10T09:30:00', 'CN', '2026-07-10T09:30:00+08:00', true],
    ['2026-07-10T09:30:00', 'US', '2026-07-10T09:30:00+00:00', true],
    ['2026-07-10T09:30:00-04:00', 'US', '2026-07-10T09:30:00-04:00', false],
    ['2026-07-10T09:30:00Z', 'DE', '2026-07-10T09:30:00Z', false],
  ])('%s in %s happened at %s', (timestamp, country, occurredAt, zoneAssumed) => {
    expect(eventsOf({ ...event, timestamp, location: at(country) })[0]).toMatchObject({ occurredAt, zoneAssumed });
  });

  it('tell the status once, with the time that its event has', () => {
    const told = { ...event, timestamp: '2026-02-10T09:30:00' };
    expect(trackingOf(normalise({ status: { ...told, timestamp: '2026-02-10T09:30:00Z' }, events: [told] })).events).toHaveLength(1);
    expect(trackingOf(normalise({ status: { ...told, timestamp: '2026-02-10T09:31:00' }, events: [told] })).events).toHaveLength(2);
  });

  it('about a number of several parcels are believed only where the number is that of one', () => {
    const answer = (...shipments: object[]) => connect().normalise(message({ trackingNumber: 'T1', shipments }));
    expect(trackingOf(answer({ id: 'OTHER', events: [event] })).trackingNumber).toBe('T1');
    expect(trackingOf(answer({ id: 'T2', events: [event] }, { id: 'T1', service: 'parcel-de', events: [event] })).source.externalId).toBe('parcel-de/T1');
    expect(answer({ id: 'T1', service: 'express', events: [event] }, { id: 'T1', service: 'parcel-nl', events: [event] })).toEqual({
      facts: [],
      unmapped: [{ path: 'shipments', value: 'express T1, parcel-nl T1' }],
    });
    expect(answer()).toEqual({ facts: [], unmapped: [] });
  });

  it.each([{}, { status: null, events: [] }, { status: {}, events: null }])('say nothing without a time: %p', (shipment) => {
    expect(normalise(shipment).facts).toEqual([]);
  });

  it('know an event again, and have another version only when they say something else', () => {
    const key = (change: object): string => eventsOf({ ...event, ...change })[0]!.eventKey;
    expect(key({ timestamp: '2026-02-10T08:30:00Z', remark: 'x' })).toBe(key({}));
    for (const change of [{ timestamp: '2026-02-10T09:30:01' }, { statusCode: 'failure' }, { status: 'x' }, { description: 'x' }, { location: at('AT') }]) expect(key(change)).not.toBe(key({}));
    const version = (shipment: object): string | null => trackingOf(normalise({ events: [event], ...shipment })).source.version;
    expect(version({ serviceUrl: 'https://x.example' })).toBe(version({}));
    expect(version({ estimatedTimeOfDelivery: '2026-02-12T09:00:00' })).not.toBe(version({}));
  });

  it('note an estimate that is no time, and leave it unsaid', () => {
    const { facts, unmapped } = normalise({ events: [event], estimatedTimeOfDelivery: 'tomorrow' });
    expect([(facts[0] as TrackingFact).estimatedDelivery, unmapped]).toEqual([undefined, [{ path: 'shipments[0].estimatedTimeOfDelivery', value: 'tomorrow' }]]);
  });

  it.each(['', '[]', '{}', '{"trackingNumber":"T1"}', '{"trackingNumber":"T1","shipments":[{}]}', '{"trackingNumber":"","shipments":[]}'])('are refused as %p', (text) => {
    expect(refusalOf(() => connect().normalise(message(text))).kind).toBe('contract');
  });
});

interface Asked {
  readonly query: URLSearchParams;
  readonly key: string | undefined;
}

/** DHL, answering by `answer`; what was asked is noted. */
async function withService(answer: (trackingNumber: string) => RequestListener, env: Env, act: (connection: Connection, asked: Asked[], clock: { now: number }) => Promise<void>): Promise<void> {
  const asked: Asked[] = [];
  const server = await serve((request, response) => {
    const url = new URL(request.url!, 'http://here');
    asked.push({ query: url.searchParams, key: request.headers['dhl-api-key'] as string | undefined });
    if (url.pathname !== '/track/shipments') return void response.writeHead(404).end();
    answer(url.searchParams.get('trackingNumber')!)(request, response);
  });
  const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
  const clock = { now: RECEIVED_AT.getTime() };
  const shipment = (trackingNumber: string): WatchedShipment => ({ trackingNumber, carrier: 'DHL', country: 'DE', createdAt: '2026-03-01T00:00:00Z' });
  const watched = (names: readonly string[] | null) => Promise.resolve(names?.join() === 'DHL,DHL Express' ? ['T2', 'T1', 'T3'].map(shipment) : []);
  try {
    await act(connect({ BASE_URL: server.url, ...env }, { http, watched, now: () => new Date(clock.now) }), asked, clock);
  } finally {
    http.close();
    await server.close();
  }
}

const json = (status: number, content: object, headers: Record<string, string> = {}): RequestListener => (_, response) =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
const found = (id: string): RequestListener => json(200, { shipments: [{ id, service: 'express', events: [event] }] });
const unknown = json(404, { title: 'No result found', detail: 'No shipment with given tracking number found.', status: 404 });

async function all(pages: AsyncIterable<{ messages: Message[]; cursor: string }>): Promise<{ messages: Message[]; cursor: string | null }> {
  const messages: Message[] = [];
  let cursor: string | null = null;
  for await (const page of pages) {
    messages.push(...page.messages);
    cursor = page.cursor;
  }
  return { messages, cursor };
}

describe('pull', () => {
  it('asks about each parcel of the configured carriers with the key; one that DHL does not know is left out', async () => {
    await withService((number) => (number === 'T2' ? unknown : found(number)), { SERVICE: 'parcel-de' }, async (connection, asked) => {
      const { messages } = await all(connection.pull!(null, signal));
      expect(asked.map(({ query, key }) => [query.get('trackingNumber'), query.get('language'), query.get('service'), key])).toEqual([
        ['T1', 'en', 'parcel-de', 'the-key'],
        ['T2', 'en', 'parcel-de', 'the-key'],
        ['T3', 'en', 'parcel-de', 'the-key'],
      ]);
      expect(messages.map((one) => trackingOf(connection.normalise(one)).trackingNumber)).toEqual(['T1', 'T3']);
    });
  });

  it('breaks off where DHL has had enough, and goes on there', async () => {
    const limit = { calls: 2 };
    const answer = (number: string): RequestListener => (limit.calls-- > 0 ? found(number) : json(429, { title: 'Too many requests' }));
    await withService(answer, {}, async (connection, asked) => {
      let cursor: string | null = null;
      const first = async (): Promise<void> => {
        for await (const page of connection.pull!(null, signal)) cursor = page.cursor;
      };
      await expect(first()).rejects.toMatchObject({ kind: 'throttled' });
      limit.calls = 10;
      await all(connection.pull!(cursor, signal));
      expect(asked.map(({ query }) => query.get('trackingNumber'))).toEqual(['T1', 'T2', 'T3', 'T3']);
    });
  });

  it('rests as long as it was told to', async () => {
    await withService(found, { POLL_REST_MINUTES: '10' }, async (connection, asked, clock) => {
      const { cursor } = await all(connection.pull!(null, signal));
      clock.now += 9 * 60_000;
      await all(connection.pull!(cursor, signal));
      expect(asked).toHaveLength(3);
      clock.now += 60_000;
      const again = await all(connection.pull!(cursor, signal));
      // The same answer is the same message.
      expect([asked.length, new Set(again.messages.map(({ messageId }) => messageId)).size]).toEqual([6, 3]);
    });
  });
});

describe('check', () => {
  it.each<[string, RequestListener, boolean, string]>([
    ['that it knows no such parcel', unknown, true, 'knows the API key'],
    ['with the parcel', found('0000000000'), true, 'knows the API key'],
    ['that the key is wrong', json(401, { title: 'Unauthorized' }), false, 'API_KEY is refused'],
    ['with a 404 of somebody else', json(404, {}), false, 'answered 404'],
  ])('answered %s', async (_, listener, ok, detail) => {
    await withService(() => listener, {}, async (connection) => {
      expect(await connection.check(signal)).toEqual({ ok, detail: expect.stringContaining(detail) as unknown });
    });
  });
});
