import { createHmac } from 'node:crypto';
import { aftership } from '../../src/connectors/carriers/aftership/index.js';
import type { Connection, Env, Normalised } from '../../src/connectors/contract.js';
import { depsWith, messageOf, readFixture, RECEIVED_AT, refusalOf, requestOf, trackingOf, withoutHashes } from '../support/carrier.js';

const SECRET = 'a-webhook-secret-ö';
const connect = (env: Env = {}): Connection =>
  aftership.connect(aftership.parseConfig({ WEBHOOK_SECRET: SECRET, CARRIERS: 'US Post=usps', TIME_ZONE: 'America/New_York', ...env }), depsWith());
const normalise = (content: unknown, env: Env = {}): Normalised =>
  connect(env).normalise(messageOf(typeof content === 'string' ? content : JSON.stringify(content)));

const base = { id: 't1', tracking_number: 'T1', slug: 'ups', tag: 'InTransit', updated_at: '2026-01-02T03:04:05Z' };
const checkpoint = {
  checkpoint_time: '2026-01-01T08:00:00+01:00',
  city: 'Linz',
  country_region: 'AUT',
  message: 'Departed',
  tag: 'InTransit',
  subtag: 'InTransit_007',
};
const eventsOf = (...checkpoints: unknown[]) => trackingOf(normalise({ ...base, checkpoints })).events;

describe('settings', () => {
  it('need the webhook secret only', () => {
    const { carriers, ...rest } = aftership.parseConfig({ WEBHOOK_SECRET: 'x' });
    expect(rest).toEqual({ webhookSecret: 'x', apiKey: null, baseUrl: 'https://api.aftership.com', timeZone: 'UTC' });
    expect(carriers.names).toEqual([]);
  });

  it('name every variable that is wrong at once, and no value', () => {
    const env = { WEBHOOK_SECRET: ' ', API_KEY: 'kéy', BASE_URL: 'ftp://hidden.example', CARRIERS: 'UPS=', TIME_ZONE: 'Moon/Tycho' };
    const error = refusalOf(() => aftership.parseConfig(env));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/WEBHOOK_SECRET.*API_KEY.*BASE_URL.*CARRIERS.*TIME_ZONE/);
    expect(error.message).not.toMatch(/hidden|Tycho|kéy/);
  });

  it('offer nothing that needs a key where there is none', async () => {
    expect([connect().pull, connect().commands]).toEqual([undefined, undefined]);
    expect(await connect().check(new AbortController().signal)).toMatchObject({ ok: true });
  });
});

describe('webhook', () => {
  const body = readFixture('aftership', 'tracking-update.json');
  const sign = (content: string, secret = SECRET): string => createHmac('sha256', secret).update(content).digest('base64');
  const verify = (content: string, headers: Record<string, string>) => connect().webhook!.verify(requestOf(content, headers));

  it.each(['aftership-hmac-sha256', 'as-signature-hmac-sha256'])('hands on id, topic and the very bytes of what is signed in %s', (header) => {
    expect(verify(body, { [header]: sign(body), 'content-type': 'application/json' })).toEqual({
      messageId: '6d0c1f52-93a7-4a0e-8f5b-2b7d4c9e1a30',
      topic: 'tracking_update',
      body: Buffer.from(body),
      contentType: 'application/json',
      receivedAt: RECEIVED_AT,
    });
  });

  it.each([
    ['no signature', {}],
    ['another secret', { 'aftership-hmac-sha256': sign(body, 'other') }],
    ['another body', { 'aftership-hmac-sha256': sign(`${body} `) }],
    ['hex instead of base64', { 'aftership-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('hex') }],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(body, headers)).kind).toBe('auth');
  });

  it.each(['{"event":"tracking_update"', '{"event":"tracking_update"}', '[]', 'null', '{"event_id":"e\\u0000","event":"x"}'])('refuses %s although it is signed', (content) => {
    expect(refusalOf(() => verify(content, { 'aftership-hmac-sha256': sign(content) })).kind).toBe('contract');
  });
});

describe('recorded shapes', () => {
  it.each(['tracking-update', 'tracking-listed', 'other-event'])('%s becomes the facts beside it', (name) => {
    expect(withoutHashes(normalise(readFixture('aftership', `${name}.json`)))).toEqual(JSON.parse(readFixture('aftership', `${name}.facts.json`)));
  });
});

describe('statuses', () => {
  it.each([
    ['Exception_010', 'RETURNING'],
    ['Exception_011', 'RETURNED'],
    ['Exception_012', 'EXCEPTION'],
  ])('%s of an exception is %s', (subtag, milestone) => {
    expect(eventsOf({ ...checkpoint, tag: 'Exception', subtag })[0]).toMatchObject({ milestone });
    expect(trackingOf(normalise({ ...base, tag: 'Exception', subtag })).snapshotStatus).toBe(milestone);
  });

  it('say why and who answers for it', () => {
    expect(eventsOf({ ...checkpoint, tag: 'Exception', subtag: 'Exception_013' })[0]).toMatchObject({ reason: 'lost', responsible: 'CARRIER' });
    expect(eventsOf({ ...checkpoint, tag: 'Exception', subtag: 'Exception_018' })[0]).toMatchObject({ reason: 'documents_missing', responsible: null });
    expect(eventsOf(checkpoint)[0]).toMatchObject({ reason: null, responsible: null });
  });

  it.each(['Teleported', '__proto__', 'constructor', 'delivered'])('%s is no tag: kept, counted, never a default', (tag) => {
    const result = normalise({ ...base, tag, checkpoints: [{ ...checkpoint, tag, subtag: null }] });
    expect(trackingOf(result)).toMatchObject({ snapshotStatus: null, events: [{ milestone: null, description: 'Departed', carrierCode: tag }] });
    expect(result.unmapped).toEqual([
      { path: 'checkpoints[0].tag', value: tag },
      { path: 'tag', value: tag },
    ]);
  });

  it('keep the tag where the subtag is new, and name the subtag', () => {
    const result = normalise({ ...base, checkpoints: [{ ...checkpoint, subtag: 'InTransit_099' }] });
    expect(trackingOf(result).events[0]).toMatchObject({ milestone: 'IN_TRANSIT', carrierCode: 'InTransit_099' });
    expect(result.unmapped).toEqual([{ path: 'checkpoints[0].subtag', value: 'InTransit_099' }]);
  });
});

describe('times', () => {
  it.each([
    ['keep their offset', { checkpoint_time: '2026-07-01T08:00:00-04:00' }, '2026-07-01T08:00:00-04:00', false],
    ["take their country's zone where they have none", { checkpoint_time: '2026-07-01T08:00:00' }, '2026-07-01T08:00:00+02:00', true],
    ['take it as it was on that day', { checkpoint_time: '2026-01-01T08:00:00' }, '2026-01-01T08:00:00+01:00', true],
    ["take China's one zone", { checkpoint_time: '2026-01-01T08:00:00', country_region: 'CHN' }, '2026-01-01T08:00:00+08:00', true],
    ["take the connector's zone in a country of many", { checkpoint_time: '2026-01-01T08:00:00', country_region: 'USA' }, '2026-01-01T08:00:00-05:00', true],
    ["take the connector's zone without a country", { checkpoint_time: '2026-07-01T08:00:00', country_region: null }, '2026-07-01T08:00:00-04:00', true],
  ])('%s', (_, change, occurredAt, zoneAssumed) => {
    expect(eventsOf({ ...checkpoint, ...change })[0]).toMatchObject({ occurredAt, zoneAssumed });
  });

  it('are ordered by UTC, whatever order and offset they are told in', () => {
    const told = ['2026-01-01T10:00:00+08:00', '2026-01-01T01:00:00-05:00', '2026-01-01T03:30:00+01:00'];
    const ordered = ['2026-01-01T10:00:00+08:00', '2026-01-01T03:30:00+01:00', '2026-01-01T01:00:00-05:00'];
    expect(eventsOf(...told.map((time) => ({ ...checkpoint, checkpoint_time: time }))).map(({ occurredAt }) => occurredAt)).toEqual(ordered);
  });

  it('of a notice stand in where the tracking has no change time; without either it is refused', () => {
    const { updated_at: _, ...bare } = base;
    const notice = { event: 'tracking_update', event_id: 'e', msg: bare, ts: 1_770_000_000 };
    expect(trackingOf(normalise(notice)).snapshotAt).toBe('2026-02-02T02:40:00.000Z');
    expect(refusalOf(() => normalise(bare)).kind).toBe('contract');
    expect(refusalOf(() => normalise({ ...base, updated_at: '2023-02-29T00:00:00Z' })).kind).toBe('contract');
  });
});

describe('events', () => {
  it('stay the same when their zone is learned later, and collapse when listed twice', () => {
    const [known] = eventsOf({ ...checkpoint, checkpoint_time: '2026-01-01T08:00:00-02:00' });
    const [guessed] = eventsOf({ ...checkpoint, checkpoint_time: '2026-01-01T08:00:00' });
    expect(guessed?.occurredAt).not.toBe(known?.occurredAt);
    expect(guessed?.eventKey).toBe(known?.eventKey);
    expect(eventsOf(checkpoint, { ...checkpoint, raw_tag: 'X' })).toHaveLength(1);
  });

  it.each([
    ['time', { checkpoint_time: '2026-01-01T08:00:01+01:00' }],
    ['subtag', { subtag: 'InTransit_003' }],
    ['message', { message: 'Departed again' }],
    ['place', { city: 'Wels' }],
  ])('differ by %s', (_, change) => {
    expect(eventsOf(checkpoint, { ...checkpoint, ...change })).toHaveLength(2);
  });

  it('name the carrier as we do where a setting says how', () => {
    expect(trackingOf(normalise({ ...base, slug: 'usps' })).carrier).toBe('US Post');
    expect(trackingOf(normalise(base)).carrier).toBe('ups');
  });
});
