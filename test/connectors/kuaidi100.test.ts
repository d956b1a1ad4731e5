import fc from 'fast-check';
import { ConnectorError, type Env, type HttpRequest, type Message, type WatchedShipment } from '../../src/connectors/contract.js';
import { kuaidi100 } from '../../src/connectors/carriers/kuaidi100/index.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { createHttpClient } from '../../src/http/client.js';
import { answer, connect, form, md5, push, readFixture, RECEIVED_AT, SALT, webhook } from '../fixtures/kuaidi100/shared.js';
import { serve } from '../http/server.js';
import { refusalOf, trackingOf, withoutHashes } from '../support/carrier.js';

const { signal } = new AbortController();
const SETTINGS: Env = { KEY: 'the-key', CUSTOMER: 'THE-CUSTOMER', CARRIERS: 'ZTO Express=zhongtong, C-7=shunfeng', PHONE: '1234', CALLBACK_URL: 'https://gateway.example/webhooks/kuaidi100' };

const event = { time: '2026-03-01 10:00:00', ftime: '2026-03-01 10:00:00', context: '已揽收', statusCode: '1' };
const pushOf = (result: object, rest: object = {}) => connect().normalise(push({ status: 'polling', lastResult: { nu: 'N1', com: 'ems', ...result }, ...rest }));
const eventsOf = (...data: unknown[]) => trackingOf(pushOf({ data })).events;

describe('settings', () => {
  it('need the salt only, and name all that is wrong at once without its value', () => {
    expect(kuaidi100.parseConfig({ SALT: 'x' })).toMatchObject({ salt: 'x', key: null, customer: null, callbackUrl: null, carriers: { names: [] }, baseUrl: 'https://poll.kuaidi100.com' });
    const error = refusalOf(() => kuaidi100.parseConfig({ KEY: 'a hidden key', CUSTOMER: 'hidden', CALLBACK_URL: 'http://hidden.example', CARRIERS: 'hidden', PHONE: 'hidden', BASE_URL: 'ftp://hidden' }));
    expect(error.kind).toBe('config');
    for (const name of ['SALT', 'KEY', 'CALLBACK_URL', 'CARRIERS', 'PHONE', 'BASE_URL']) expect(error.message).toContain(name);
    expect(error.message).not.toContain('hidden');
  });

  it.each([
    [{ CUSTOMER: 'C' }, /KEY is missing.*CARRIERS is missing/],
    [{ CALLBACK_URL: 'https://gateway.example/webhooks/kuaidi100' }, /KEY is missing/],
    [{ KEY: 'k', CUSTOMER: 'C' }, /CARRIERS is missing/],
  ])('want what belongs together: %p', (env, message) => {
    expect(refusalOf(() => kuaidi100.parseConfig({ SALT: 'x', ...env })).message).toMatch(message);
  });

  it('offer what they allow', () => {
    expect(connect().pull).toBeUndefined();
    expect(connect().commands).toBeUndefined();
    expect(connect(SETTINGS)).toMatchObject({ pull: expect.any(Function) as unknown, commands: { followShipment: expect.any(Function) as unknown } });
  });

  it.each([['x7-Qq', 1], ['a salt of some length', 0]])('warn of a salt that can be guessed: %s', (salt, warnings) => {
    const seen: string[] = [];
    connect({ SALT: salt }, { log: { info: () => undefined, error: () => undefined, warn: (details, text) => void seen.push(JSON.stringify(details) + text) } });
    expect(seen).toHaveLength(warnings);
    expect(seen.join()).not.toContain(salt);
  });
});

describe('recorded shapes', () => {
  it.each([
    ['push-polling', push],
    ['push-given-up', push],
    ['query-delivered', answer],
  ])('%s becomes the facts beside it', (name, toMessage) => {
    expect(withoutHashes(connect().normalise(toMessage(readFixture(`${name}.json`))))).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
  });
});

describe('pushes', () => {
  it('have an id by what they say, and are acknowledged in the words that Kuaidi100 wants', () => {
    const body = form(readFixture('push-polling.json'));
    const { messageId, topic, body: kept } = connect().webhook!.verify(webhook(body));
    expect([messageId, topic]).toEqual([expect.stringMatching(/^ZT7300000000001\/[0-9a-f]{32}$/), 'push']);
    expect(Buffer.from(kept).equals(body)).toBe(true);
    expect(connect().webhook!.verify(webhook(form(readFixture('push-given-up.json')))).messageId).not.toBe(messageId);
    const { status, body: text } = connect().webhook!.acknowledge!({ result: 'parked', reason: 'x' });
    expect([status, JSON.parse(text)]).toEqual([200, { result: true, returnCode: '200', message: '成功' }]);
  });

  it.each([
    ['another salt', form('{}', 'another')],
    ['no sign', Buffer.from('param=%7B%7D')],
    ['no param', Buffer.from(`sign=${md5(SALT)}`)],
    ['a sign in small letters', Buffer.from(new URLSearchParams({ param: '{}', sign: md5(`{}${SALT}`).toLowerCase() }).toString())],
  ])('are refused with %s', (_, body) => {
    expect(refusalOf(() => connect().webhook!.verify(webhook(body))).kind).toBe('auth');
  });

  it.each(['{', '{}', '{"lastResult":{}}', '{"lastResult":{"nu":""}}', '{"lastResult":{"nu":"N\\u0000"}}'])('are refused when they say %p', (param) => {
    expect(refusalOf(() => connect().webhook!.verify(webhook(form(param)))).kind).toBe('contract');
  });

  it.each(['4711', '__proto__', 'constructor', 'toString', '派'])('keep the state %s without a status', (code) => {
    const { facts, unmapped } = pushOf({ state: code, data: [{ ...event, statusCode: code }] });
    const fact = facts[0] as TrackingFact;
    expect([fact.snapshotStatus, fact.events[0]!.milestone, fact.events[0]!.carrierCode]).toEqual([null, null, code]);
    expect(unmapped).toEqual([{ path: 'lastResult.data[0].statusCode', value: code }, { path: 'lastResult.state', value: code }]);
  });

  it('take the state for the status where events have no code', () => {
    const { snapshotStatus, snapshotAt, events } = trackingOf(pushOf({ state: '5', data: [{ ftime: '2026-03-01 10:00:00', context: '派送' }] }));
    expect([snapshotStatus, snapshotAt, events[0]!.milestone]).toEqual(['OUT_FOR_DELIVERY', '2026-03-01T10:00:00+08:00', null]);
  });

  it('say nothing without an event whose time can be read', () => {
    expect(pushOf({ state: '0', data: [] })).toEqual({ facts: [], unmapped: [] });
    expect(pushOf({ state: '0', data: null })).toEqual({ facts: [], unmapped: [] });
    expect(pushOf({ data: [{ ...event, ftime: '2023-02-29 10:00:00', time: null }] })).toEqual({ facts: [], unmapped: [{ path: 'lastResult.data[0].time', value: '2023-02-29 10:00:00' }] });
  });

  it('show that a parcel was given up without any record, and a watch of an unknown kind', () => {
    expect(pushOf({ data: [] }, { status: 'abort', message: '3天查询无记录' })).toEqual({ facts: [], unmapped: [{ path: 'message', value: '3天查询无记录' }] });
    expect(pushOf({ data: [event] }, { status: 'paused' }).unmapped).toEqual([{ path: 'status', value: 'paused' }]);
  });

  it('bring the carrier abroad too', () => {
    const { events } = trackingOf(pushOf({ data: [event] }, { destResult: { com: 'usps', data: [{ ...event, ftime: '2026-03-09 10:00:00', statusCode: '3' }] } }));
    expect(events.map(({ milestone }) => milestone)).toEqual(['PICKED_UP', 'DELIVERED']);
  });

  it('know an event again however the list around it changes', () => {
    const later = [1, 2, 3, 4].map((hour) => ({ ...event, ftime: `2026-03-01 1${hour}:00:00` }));
    const [key] = eventsOf(event).map(({ eventKey }) => eventKey);
    fc.assert(
      fc.property(fc.shuffledSubarray([event, event, ...later], { minLength: 5 }), (data) => {
        const events = eventsOf(...data);
        expect(events).toHaveLength(new Set(data.map(({ ftime }) => ftime)).size);
        if (data.includes(event)) expect(events[0]!.eventKey).toBe(key);
      }),
    );
    expect(eventsOf({ ...event, areaName: '广东,广州市' })[0]!.eventKey).toBe(key);
    for (const change of [{ ftime: '2026-03-01 10:00:01' }, { statusCode: '103' }, { context: '已揽件' }]) expect(eventsOf({ ...event, ...change })[0]!.eventKey).not.toBe(key);
  });

  it('have another version when they say something else, and only then', () => {
    const version = (result: object, rest: object = {}): string | null => trackingOf(pushOf(result, rest)).source.version;
    expect(version({ data: [event], condition: 'F00' }, { message: 'x' })).toBe(version({ data: [event] }));
    expect(version({ data: [event], state: '0' })).not.toBe(version({ data: [event] }));
  });
});

interface Asked {
  readonly path: string;
  readonly fields: URLSearchParams;
  readonly param: Record<string, unknown>;
}

/** Kuaidi100 with an answer for each tracking number; what was asked is noted. */
async function withService(answers: Readonly<Record<string, object>>, act: (connection: ReturnType<typeof connect>, asked: Asked[], clock: { now: number }) => Promise<void>): Promise<void> {
  const asked: Asked[] = [];
  const server = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fields = new URLSearchParams(Buffer.concat(chunks).toString());
      const param = JSON.parse(fields.get('param')!) as Record<string, unknown>;
      asked.push({ path: request.url!, fields, param });
      const reply = answers[String(param.num ?? param.number)] ?? { result: false, returnCode: '500', message: '查询无结果' };
      response.writeHead(200, { 'content-type': 'text/html;charset=UTF-8' }).end(JSON.stringify(reply));
    });
  });
  const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
  const clock = { now: RECEIVED_AT.getTime() };
  const ours: Readonly<Record<string, readonly string[]>> = { 'ZTO Express': ['Z2', 'Z1'], 'C-7': ['S1'] };
  const shipment = (trackingNumber: string): WatchedShipment => ({ trackingNumber, carrier: null, country: 'CN', createdAt: '2026-03-01T00:00:00Z' });
  const watched = (names: readonly string[] | null) => Promise.resolve((names ?? []).flatMap((name) => ours[name] ?? []).map(shipment));
  try {
    await act(connect({ ...SETTINGS, BASE_URL: server.url }, { http, watched, now: () => new Date(clock.now) }), asked, clock);
  } finally {
    http.close();
    await server.close();
  }
}

async function all(pages: AsyncIterable<{ messages: Message[]; cursor: string }>): Promise<{ messages: Message[]; cursor: string | null }> {
  const messages: Message[] = [];
  let cursor: string | null = null;
  for await (const page of pages) {
    messages.push(...page.messages);
    cursor = page.cursor;
  }
  return { messages, cursor };
}

const found = (nu: string, com: string) => ({ message: 'ok', nu, com, status: '200', state: '1', data: [event] });
const follow = (trackingNumber: string, carrier: string | null): WatchedShipment => ({ trackingNumber, carrier, country: null, createdAt: '2026-03-01T00:00:00Z' });

describe('the query', () => {
  it('asks about every parcel of the configured carriers, with its code and our signature', async () => {
    await withService({ Z1: found('Z1', 'zhongtong'), S1: found('S1', 'shunfeng') }, async (connection, asked) => {
      const { messages } = await all(connection.pull!(null, signal));
      expect(asked.map(({ path, param }) => [path, param.com, param.num, param.phone])).toEqual([
        ['/poll/query.do', 'shunfeng', 'S1', '1234'],
        ['/poll/query.do', 'zhongtong', 'Z1', '1234'],
        ['/poll/query.do', 'zhongtong', 'Z2', '1234'],
      ]);
      for (const { fields } of asked) expect(fields.get('sign')).toBe(md5(`${fields.get('param')}the-keyTHE-CUSTOMER`));
      // What is not known there gives no message; what is, is understood.
      expect(messages.map((message) => trackingOf(connection.normalise(message)).trackingNumber)).toEqual(['S1', 'Z1']);
    });
  });

  it('asks about no parcel more than once in half an hour', async () => {
    await withService({ Z1: found('Z1', 'zhongtong') }, async (connection, asked, clock) => {
      const { cursor } = await all(connection.pull!(null, signal));
      clock.now += 30 * 60_000;
      expect((await all(connection.pull!(cursor, signal))).messages).toEqual([]);
      expect(asked).toHaveLength(3);
      clock.now += 5 * 60_000;
      const again = await all(connection.pull!(cursor, signal));
      expect([asked.length, again.messages.length]).toEqual([6, 1]);
    });
  });

  it.each([
    ['400', 'rejected'],
    ['408', 'rejected'],
    ['501', 'transient'],
    ['502', 'transient'],
    ['503', 'auth'],
    ['601', 'auth'],
    ['9999', 'contract'],
    ['__proto__', 'contract'],
  ])('refused with %s for every parcel ends in %s', async (returnCode, kind) => {
    const refused = { result: false, returnCode, message: 'no' };
    await withService({ S1: refused, Z1: refused, Z2: refused }, async (connection) => {
      const end = await all(connection.pull!(null, signal)).then(() => null, (error: unknown) => (error as ConnectorError).kind);
      expect(end).toBe(kind);
    });
  });

  it.each([
    ['408', true, 'takes our signature'],
    ['500', true, 'takes our signature'],
    ['503', false, 'KEY or CUSTOMER is refused'],
    ['502', false, 'answers 502'],
  ])('answered with %s, the check says %s', async (returnCode, ok, detail) => {
    await withService({ '000000': { result: false, returnCode, message: 'x' } }, async (connection) => {
      expect(await connection.check(signal)).toEqual({ ok, detail: expect.stringContaining(detail) as unknown });
    });
  });
});

describe('followShipment', () => {
  it('subscribes with code, salt and our address; twice is once', async () => {
    await withService({ Z9: { result: true, returnCode: '200', message: '提交成功' } }, async (connection, asked) => {
      await connection.commands!.followShipment!(follow('Z9', 'zto express'), signal);
      expect(asked).toHaveLength(1);
      expect([asked[0]!.path, asked[0]!.fields.get('schema')]).toEqual(['/poll', 'json']);
      expect(asked[0]!.param).toEqual({
        company: 'zhongtong',
        number: 'Z9',
        key: 'the-key',
        parameters: { callbackurl: SETTINGS.CALLBACK_URL, salt: SALT, resultv2: '4', phone: '1234' },
      });
    });
    await withService({ Z9: { result: false, returnCode: '501', message: '重复订阅' } }, async (connection) => {
      await expect(connection.commands!.followShipment!(follow('Z9', 'ZTO Express'), signal)).resolves.toBeUndefined();
    });
  });

  it('lets Kuaidi100 tell the carrier where ours has no code', async () => {
    await withService({ X1: { result: true, returnCode: '200', message: '' } }, async (connection, asked) => {
      await connection.commands!.followShipment!(follow('X1', 'Somebody'), signal);
      await connection.commands!.followShipment!(follow('X1', null), signal);
      for (const { param } of asked) expect(param).toMatchObject({ company: '', parameters: { autoCom: '1' } });
    });
  });

  it.each([
    ['500', 'transient'],
    ['600', 'auth'],
    ['702', 'rejected'],
    ['777', 'contract'],
  ])('refused with %s is %s, without the key in the message', async (returnCode, kind) => {
    await withService({ X1: { result: false, returnCode, message: 'no' } }, async (connection) => {
      const error = await connection.commands!.followShipment!(follow('X1', null), signal).then(() => null, (one: unknown) => one as ConnectorError);
      expect(error?.kind).toBe(kind);
      expect(error?.message).not.toContain('the-key');
    });
  });

  it('may be repeated by the way out', async () => {
    const requests: HttpRequest[] = [];
    const http = { request: (request: HttpRequest) => (requests.push(request), Promise.reject(new ConnectorError('transient', 'down'))) };
    await expect(connect(SETTINGS, { http }).commands!.followShipment!(follow('X1', null), signal)).rejects.toMatchObject({ kind: 'transient' });
    expect(requests[0]).toMatchObject({ method: 'POST', idempotent: true });
  });
});
