import { createHmac } from 'node:crypto';
import { shippo } from '../../src/connectors/carriers/shippo/index.js';
import type { Connection, Env, Normalised } from '../../src/connectors/contract.js';
import { createLog } from '../../src/server/log.js';
import { createMetrics } from '../../src/server/metrics.js';
import { createWebhookRoute } from '../../src/server/webhooks.js';
import { startServer } from '../server/support.js';
import { depsWith, messageOf, readFixture, RECEIVED_AT, refusalOf, requestOf, trackingOf, withoutHashes } from '../support/carrier.js';

const TOKEN = 'a9-token-of-some-length';
const connect = (env: Env = {}, warnings: string[] = []): Connection => {
  const log = { info: () => undefined, error: () => undefined, warn: (details: object, text: string) => void warnings.push(JSON.stringify(details) + text) };
  return shippo.connect(shippo.parseConfig({ WEBHOOK_TOKEN: TOKEN, CARRIERS: 'US Post=usps', ...env }), depsWith({ log }));
};
const normalise = (content: unknown): Normalised => connect().normalise(messageOf(typeof content === 'string' ? content : JSON.stringify(content)));

const status = { status: 'TRANSIT', status_details: 'Departed', status_date: '2026-01-01T08:00:00Z', object_updated: '2026-01-02T00:00:00Z' };
const base = { tracking_number: 'T1', carrier: 'ups', tracking_status: status };
const eventsOf = (...history: unknown[]) => trackingOf(normalise({ ...base, tracking_history: history })).events;

describe('settings', () => {
  it('need the token of the address, or the secret where Shippo signs', () => {
    const { carriers, ...rest } = shippo.parseConfig({ WEBHOOK_TOKEN: TOKEN });
    expect(rest).toEqual({ pickupPlace: 'Front Door', webhookToken: TOKEN, webhookSecret: null, apiKey: null, baseUrl: 'https://api.goshippo.com' });
    expect(carriers.names).toEqual([]);
    expect(shippo.parseConfig({ WEBHOOK_SECRET: 's' })).toMatchObject({ webhookToken: null, webhookSecret: 's' });
    expect(refusalOf(() => shippo.parseConfig({})).message).toMatch(/WEBHOOK_TOKEN.*WEBHOOK_SECRET/);
  });

  it('name every variable that is wrong at once, and no value', () => {
    const error = refusalOf(() => shippo.parseConfig({ WEBHOOK_TOKEN: 'x7-Qq', API_KEY: 'kéy', BASE_URL: 'http://hidden.example', CARRIERS: 'UPS' }));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/WEBHOOK_TOKEN.*API_KEY.*BASE_URL.*CARRIERS/);
    expect(error.message).not.toMatch(/x7-Qq|kéy|hidden/);
  });

  it('warn at start where nothing is signed, without the token', () => {
    const warnings: string[] = [];
    connect({ WEBHOOK_SECRET: 'secret' }, warnings);
    expect(warnings).toEqual([]);
    connect({}, warnings);
    expect(warnings).toEqual([expect.stringContaining('not signed')]);
    expect(warnings.join()).not.toContain(TOKEN);
  });

  it('offer nothing that needs a key where there is none, and no polling without carriers', async () => {
    expect([connect().pull, connect().commands]).toEqual([undefined, undefined]);
    expect(await connect().check(new AbortController().signal)).toMatchObject({ ok: true });
    const keyed = connect({ API_KEY: 'k', CARRIERS: '' });
    expect(keyed.pull).toBeUndefined();
    expect(keyed.commands?.bookShipment).toBeDefined();
  });
});

describe('webhook', () => {
  const body = readFixture('shippo', 'track-updated.json');
  const seconds = RECEIVED_AT.getTime() / 1000;
  const hmac = (content: string, at: number, secret = 'secret'): string => createHmac('sha256', secret).update(`${at}.${content}`).digest('hex');
  const signed = (content: string, at = seconds, secret?: string) => ({ 'shippo-auth-signature': `t=${at},v1=${hmac(content, at, secret)}` });

  it('hands on topic and the very bytes under an id made of content, where the address has the token', () => {
    const message = connect().webhook!.verify(requestOf(body, {}, `?token=${TOKEN}`));
    expect(message).toMatchObject({ topic: 'track_updated', body: Buffer.from(body), contentType: 'application/json', receivedAt: RECEIVED_AT });
    expect(message.messageId).toMatch(/^track_updated\/usps\/9200190000123412341234\/[0-9a-f]{32}$/);
  });

  it.each(['', '?', '?token=', '?token=other', `?Token=${TOKEN}`, `?x=${TOKEN}`, `?token=${TOKEN}0`])('refuses the address %p', (url) => {
    expect(refusalOf(() => connect().webhook!.verify(requestOf(body, {}, url))).kind).toBe('auth');
  });

  it('is reached at the address that the gateway serves', async () => {
    const route = createWebhookRoute({
      connections: new Map([['parcels', connect()]]),
      receive: () => Promise.resolve({ result: 'applied', reason: null }),
      maxBodyBytes: 100_000,
      metrics: createMetrics(),
      log: createLog({ level: 'silent' }),
    });
    const server = await startServer({ routes: [route] });
    const post = async (search: string): Promise<number> => (await fetch(`${server.url}/webhooks/parcels${search}`, { method: 'POST', body })).status;
    try {
      expect([await post(`?token=${TOKEN}`), await post('?token=other'), await post('')]).toEqual([200, 401, 401]);
    } finally {
      await server.stop();
    }
  });

  it('takes what is signed where a secret is set', () => {
    const connection = connect({ WEBHOOK_TOKEN: undefined, WEBHOOK_SECRET: 'secret' });
    expect(connection.webhook!.verify(requestOf(body, signed(body))).topic).toBe('track_updated');
  });

  it.each([
    ['nothing', {}],
    ['another body', signed(`${body} `)],
    ['another secret', signed(body, seconds, 'other')],
    ['long ago', signed(body, seconds - 301)],
  ])('refuses what is signed with %s, although the address has the token', (_, headers) => {
    const connection = connect({ WEBHOOK_SECRET: 'secret' });
    expect(refusalOf(() => connection.webhook!.verify(requestOf(body, headers, `?token=${TOKEN}`))).kind).toBe('auth');
  });

  it('asks for both where both are set', () => {
    const connection = connect({ WEBHOOK_SECRET: 'secret' });
    expect(refusalOf(() => connection.webhook!.verify(requestOf(body, signed(body)))).kind).toBe('auth');
    expect(connection.webhook!.verify(requestOf(body, signed(body), `?token=${TOKEN}`)).topic).toBe('track_updated');
  });
});

describe('recorded shapes', () => {
  it.each(['track-updated', 'track-polled', 'transaction-updated'])('%s becomes the facts beside it', (name) => {
    expect(withoutHashes(normalise(readFixture('shippo', `${name}.json`)))).toEqual(JSON.parse(readFixture('shippo', `${name}.facts.json`)));
  });
});

describe('statuses', () => {
  it.each(['Delivered', 'TELEPORTED', '__proto__', 'constructor'])('%s is no status: kept, counted, never a default', (code) => {
    const result = normalise({ ...base, tracking_status: { ...status, status: code } });
    expect(trackingOf(result)).toMatchObject({ snapshotStatus: null, events: [{ milestone: null, carrierCode: code, description: 'Departed' }] });
    expect(result.unmapped).toEqual([
      { path: 'tracking_status.status', value: code },
      { path: 'tracking_status.status', value: code },
    ]);
  });

  it.each([
    ['out_for_delivery', 'OUT_FOR_DELIVERY'],
    ['pickup_available', 'AVAILABLE_FOR_PICKUP'],
    ['notice_left', 'ATTEMPT_FAILED'],
    ['package_departed', 'IN_TRANSIT'],
    ['constructor', 'IN_TRANSIT'],
  ])('in transit with %s is %s', (code, milestone) => {
    expect(eventsOf({ ...status, substatus: { code } })[0]).toMatchObject({ milestone, carrierCode: `TRANSIT/${code}` });
  });
});

describe('events', () => {
  it('stay the same although their ids change', () => {
    const [first, ...more] = eventsOf({ ...status, object_id: 'a' }, { ...status, object_id: 'b', status_date: '2026-01-01T08:00:00.000Z' });
    expect(more).toEqual([]);
    expect(eventsOf({ ...status, object_id: 'c' })[0]?.eventKey).toBe(first?.eventKey);
  });

  it.each([
    ['time', { status_date: '2026-01-01T08:00:01Z' }],
    ['substatus', { substatus: { code: 'delayed' } }],
    ['words', { status_details: 'Departed again' }],
    ['place', { location: { city: 'Reno' } }],
  ])('differ by %s', (_, change) => {
    expect(eventsOf(status, { ...status, ...change })).toHaveLength(2);
  });

  it('keep their offset, are ordered by UTC, and are not trusted to be UTC', () => {
    const told = ['2026-01-01T10:00:00+08:00', '2026-01-01T05:00:00Z', '2026-01-01T01:00:00-05:00'];
    expect(eventsOf(...told.toReversed().map((time) => ({ ...status, status_date: time }))).map((event) => [event.occurredAt, event.zoneAssumed])).toEqual([
      [told[0], false],
      [told[1], true],
      [told[2], false],
    ]);
  });
});

describe('what is missing', () => {
  it('gives no fact where nothing is known of the number', () => {
    expect(normalise({ tracking_number: 'T1', carrier: 'ups', tracking_status: null, tracking_history: [] })).toEqual({ facts: [], unmapped: [] });
  });

  it('makes single events of a history without a status of its own', () => {
    const fact = trackingOf(normalise({ ...base, tracking_status: null, tracking_history: [status] }));
    expect(fact).toMatchObject({ snapshotAt: null, source: { updatedAt: null } });
    expect(fact.snapshotStatus).toBeUndefined();
  });

  it('of an estimate is not the same as nothing said', () => {
    const estimateOf = (change: object) => trackingOf(normalise({ ...base, ...change })).estimatedDelivery;
    expect([estimateOf({ eta: null }), estimateOf({})]).toEqual([null, undefined]);
    expect(normalise({ ...base, eta: '2026-02-30T00:00:00Z' }).unmapped).toEqual([{ path: 'eta', value: '2026-02-30T00:00:00Z' }]);
  });

  it.each([
    ['no track', { event: 'track_updated' }],
    ['a track without a number', { event: 'track_updated', data: { carrier: 'ups' } }],
    ['a status that is a text', { ...base, tracking_status: 'TRANSIT' }],
  ])('is refused with %s', (_, content) => {
    expect(refusalOf(() => normalise(content)).kind).toBe('contract');
  });
});
