import { createHash } from 'node:crypto';
import { seventeentrack } from '../../src/connectors/carriers/seventeentrack/index.js';
import type { Connection, Env, Normalised } from '../../src/connectors/contract.js';
import { depsWith, messageOf, readFixture, RECEIVED_AT, refusalOf, requestOf, trackingOf, withoutHashes } from '../support/carrier.js';

const KEY = 'A1B2C3D4E5F6';
const connect = (env: Env = {}): Connection =>
  seventeentrack.connect(
    seventeentrack.parseConfig({ API_KEY: KEY, CARRIERS: 'Post of China=3011', TIME_ZONE: 'America/Sao_Paulo', ...env }),
    depsWith(),
  );
const normalise = (content: unknown, env: Env = {}): Normalised =>
  connect(env).normalise(messageOf(typeof content === 'string' ? content : JSON.stringify(content)));

const told = {
  time_iso: '2026-01-01T08:00:00+01:00',
  time_utc: '2026-01-01T07:00:00Z',
  time_raw: { date: '2026-01-01', time: '08:00:00', timezone: null },
  description: 'Departed',
  sub_status: 'InTransit_Departure',
  address: { country: 'AT', city: 'Linz' },
};
const parcel = (info: object): object => ({ number: 'N1', carrier: 100002, track_info: info });
const withEvents = (...events: unknown[]): object => parcel({ tracking: { providers: [{ latest_sync_time: '2026-01-02T00:00:00Z', events }] } });
const eventsOf = (...events: unknown[]) => trackingOf(normalise(withEvents(...events))).events;

describe('settings', () => {
  it('need the access key only', () => {
    const { carriers, ...rest } = seventeentrack.parseConfig({ API_KEY: ' k ' });
    expect(rest).toEqual({ apiKey: 'k', baseUrl: 'https://api.17track.net', timeZone: 'UTC' });
    expect(carriers.names).toEqual([]);
  });

  it.each(['UPS', 'UPS=ups', 'UPS=1=2', 'UPS=1, ups=2', '=1'])('refuse the carriers %s', (CARRIERS) => {
    expect(refusalOf(() => seventeentrack.parseConfig({ API_KEY: 'k', CARRIERS }))).toMatchObject({ kind: 'config', message: expect.stringContaining('CARRIERS') as unknown });
  });

  it('name every variable that is wrong at once, and no value', () => {
    const error = refusalOf(() => seventeentrack.parseConfig({ API_KEY: 'kéy', BASE_URL: 'http://hidden.example', CARRIERS: 'x', TIME_ZONE: 'Moon' }));
    expect(error.message).toMatch(/API_KEY.*BASE_URL.*CARRIERS.*TIME_ZONE/);
    expect(error.message).not.toMatch(/hidden|kéy|Moon/);
  });
});

describe('webhook', () => {
  const body = readFixture('seventeentrack', 'push-updated.json');
  const sign = (content: string, key = KEY): string => createHash('sha256').update(`${content}/${key}`).digest('hex');
  const verify = (content: string, headers: Record<string, string>) => connect().webhook!.verify(requestOf(content, headers));

  it('hands on topic and the very bytes, under an id made of number and content', () => {
    const message = verify(body, { sign: sign(body).toUpperCase() });
    expect(message).toMatchObject({ topic: 'TRACKING_UPDATED', body: Buffer.from(body), contentType: 'application/json', receivedAt: RECEIVED_AT });
    expect(message.messageId).toMatch(/^TRACKING_UPDATED\/3011\/LX402817365CN\/[0-9a-f]{32}$/);
    const changed = body.replace('Nobody at home', 'Nobody there');
    expect(verify(changed, { sign: sign(changed) }).messageId).not.toBe(message.messageId);
  });

  it.each([
    ['no signature', {}],
    ['another key', { sign: sign(body, 'other') }],
    ['another body', { sign: sign(`${body} `) }],
    ['a hash without the key', { sign: createHash('sha256').update(body).digest('hex') }],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(body, headers)).kind).toBe('auth');
  });

  it.each(['{"event":', '[]', 'null', '{"data":{}}'])('refuses %s although it is signed', (content) => {
    expect(refusalOf(() => verify(content, { sign: sign(content) })).kind).toBe('contract');
  });
});

describe('recorded shapes', () => {
  it.each(['push-updated', 'parcel-polled', 'push-stopped'])('%s becomes the facts beside it', (name) => {
    const facts = JSON.parse(readFixture('seventeentrack', `${name}.facts.json`)) as unknown;
    expect(withoutHashes(normalise(readFixture('seventeentrack', `${name}.json`)))).toEqual(facts);
  });
});

describe('statuses', () => {
  it.each(['Teleported', '__proto__', 'constructor'])('%s is no status: kept, counted, never a default', (code) => {
    const result = normalise(parcel({ latest_status: { status: code, sub_status: code }, latest_event: { ...told, sub_status: code } }));
    expect(trackingOf(result)).toMatchObject({ snapshotStatus: null, events: [{ milestone: null, carrierCode: code, description: 'Departed' }] });
    expect(result.unmapped).toEqual([
      { path: 'track_info.latest_status.sub_status', value: code },
      { path: 'track_info.latest_status.status', value: code },
      { path: 'track_info.latest_event.sub_status', value: code },
    ]);
  });

  it.each(['Teleported', 'constructor'])('%s is no stage', (stage) => {
    const result = normalise(withEvents({ ...told, sub_status: null, stage }));
    expect(trackingOf(result).events[0]).toMatchObject({ milestone: null, carrierCode: stage });
    expect(result.unmapped).toEqual([{ path: 'track_info.tracking.providers[0].events[0].stage', value: stage }]);
  });

  it('of an event are unknown where nothing is said', () => {
    const result = normalise(withEvents({ ...told, sub_status: null }));
    expect([trackingOf(result).events[0]?.milestone, result.unmapped]).toEqual([null, []]);
  });
});

describe('times', () => {
  const raw = (timezone: string | null, country: string | null) => ({
    ...told,
    time_iso: null,
    time_utc: null,
    time_raw: { date: '2026-07-01', time: '08:00:00', timezone },
    address: { country },
  });
  it.each([
    ['keep their offset', told, '2026-01-01T08:00:00+01:00', false],
    ['are taken in UTC where that is all', { ...told, time_iso: null }, '2026-01-01T07:00:00Z', false],
    ["are the carrier's words with its offset", raw('-04:00', 'US'), '2026-07-01T08:00:00-04:00', false],
    ["take their country's zone", raw(null, 'AT'), '2026-07-01T08:00:00+02:00', true],
    ["take the connector's zone in a country of many", raw(null, 'BR'), '2026-07-01T08:00:00-03:00', true],
    ['begin the day where there is no time of day', { ...raw(null, 'AT'), time_raw: { date: '2026-07-01' } }, '2026-07-01T00:00:00+02:00', true],
  ])('%s', (_, event, occurredAt, zoneAssumed) => {
    expect(eventsOf(event)[0]).toMatchObject({ occurredAt, zoneAssumed });
  });

  it('are the same event before and after their zone is learned', () => {
    const [late] = eventsOf(told);
    const [early] = eventsOf({ ...told, time_iso: null, time_utc: null });
    expect(early?.eventKey).toBe(late?.eventKey);
    expect(eventsOf(told, { ...told, time_raw: { date: '2026-01-01', time: '08:00:01' } })).toHaveLength(2);
  });

  it('of the last look at any carrier date the whole', () => {
    const providers = [{ latest_sync_time: '2026-01-02T01:00:00+08:00' }, { latest_sync_time: '2026-01-01T20:00:00Z' }, { latest_sync_time: 'never' }];
    expect(trackingOf(normalise(parcel({ tracking: { providers } }))).snapshotAt).toBe('2026-01-01T20:00:00Z');
    expect(trackingOf(normalise(parcel({ latest_event: told }))).snapshotAt).toBeNull();
  });

  it('of an estimate are named where they cannot be read; none is not the same as nothing said', () => {
    const estimateOf = (range: unknown) => trackingOf(normalise(parcel({ time_metrics: { estimated_delivery_date: range } }))).estimatedDelivery;
    expect(estimateOf({ from: '2026-01-05T10:00:00+01:00', to: null })).toBe('2026-01-05T10:00:00+01:00');
    expect(estimateOf({ from: null, to: null })).toBeNull();
    expect(estimateOf(undefined)).toBeUndefined();
    expect(normalise(parcel({ time_metrics: { estimated_delivery_date: { to: 'soon' } } })).unmapped).toEqual([
      { path: 'track_info.time_metrics.estimated_delivery_date', value: 'soon' },
    ]);
  });
});

describe('what is missing', () => {
  it('gives no fact where nothing is known of the parcel', () => {
    expect(normalise({ number: 'N1', carrier: 0, track_info: null })).toEqual({ facts: [], unmapped: [] });
    expect(normalise({ event: 'TRACKING_UPDATED', data: { number: 'N1', carrier: 3011, tag: null } })).toEqual({ facts: [], unmapped: [] });
  });

  it.each([
    ['a number', { event: 'TRACKING_UPDATED', data: { carrier: 3011 } }],
    ['data', { event: 'TRACKING_UPDATED' }],
  ])('is refused without %s', (_, content) => {
    expect(refusalOf(() => normalise(content)).kind).toBe('contract');
  });
});
