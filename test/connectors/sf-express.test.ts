import { createHash } from 'node:crypto';
import { ConnectorError, type Connection, type Env, type HttpRequest, type Message, type Normalised, type WatchedShipment } from '../../src/connectors/contract.js';
import { sfExpress } from '../../src/connectors/carriers/sf-express/index.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { createHttpClient } from '../../src/http/client.js';
import { answer, connect, form, push, readFixture, RECEIVED_AT, routePush, SECRET, webhook } from '../fixtures/sf-express/shared.js';
import { serve } from '../http/server.js';
import { refusalOf, trackingOf, withoutHashes } from '../support/carrier.js';

const { signal } = new AbortController();
const SETTINGS: Env = { PARTNER_ID: 'PARTNER', CHECK_WORD: 'the-word', CARRIERS: 'SF Express, C-7', CHECK_PHONE: '1234' };

const route = { mailno: 'SF1', acceptTime: '2026-03-01 10:00:00', acceptAddress: '深圳市', remark: '已收取快件', opCode: '50' };
const pushOf = (...routes: object[]): Normalised => connect().normalise(push(form(routePush(...routes))));

describe('settings', () => {
  it('need the secret of the address only', () => {
    expect(sfExpress.parseConfig({ WEBHOOK_SECRET: SECRET })).toEqual({ webhookSecret: SECRET, pushFormat: 'form', confirmByPull: false, query: null, shipping: null });
  });

  it('name all that is wrong at once, and no value', () => {
    const error = refusalOf(() =>
      sfExpress.parseConfig({ WEBHOOK_SECRET: 'hidden/?', PUSH_FORMAT: 'hidden', CONFIRM_BY_PULL: 'hidden', PARTNER_ID: 'hidden one', CHECK_PHONE: 'hidden', BASE_URL: 'ftp://hidden' }),
    );
    expect(error.kind).toBe('config');
    for (const name of ['WEBHOOK_SECRET', 'PUSH_FORMAT', 'CONFIRM_BY_PULL', 'PARTNER_ID', 'CHECK_WORD', 'CARRIERS', 'CHECK_PHONE', 'BASE_URL']) expect(error.message).toContain(name);
    expect(error.message).not.toContain('hidden');
  });

  it('want what is needed to confirm', () => {
    expect(refusalOf(() => sfExpress.parseConfig({ WEBHOOK_SECRET: SECRET, CONFIRM_BY_PULL: 'on' })).message).toMatch(/PARTNER_ID.*CHECK_WORD.*CARRIERS/);
  });

  it.each([
    [{}, 1],
    [{ ...SETTINGS, CONFIRM_BY_PULL: 'on' }, 0],
  ])('warn at start that nothing is signed, unless nothing of it is believed: %p', (env, warnings) => {
    const seen: string[] = [];
    connect(env, { log: { info: () => undefined, error: () => undefined, warn: (details, text) => void seen.push(JSON.stringify(details) + text) } });
    expect(seen).toHaveLength(warnings);
    expect(seen.join()).not.toContain(SECRET);
  });
});

describe('recorded shapes', () => {
  it.each([
    ['push', push(form(readFixture('push.xml')))],
    ['push-json', push(Buffer.from(readFixture('push-json.json')))],
    ['routes', answer(readFixture('routes.json'))],
  ])('%s becomes the facts beside it', (name, message) => {
    expect(withoutHashes(connect().normalise(message))).toEqual(JSON.parse(readFixture(`${name}.facts.json`)));
  });

  it('say the same whether pushed or asked for', () => {
    expect(connect().normalise(push(Buffer.from(readFixture('push-json.json'))))).toEqual(connect().normalise(answer(readFixture('routes.json'))));
  });
});

describe('pushes', () => {
  const body = form(readFixture('push.xml'));

  it('are taken at the secret address alone', () => {
    const { messageId, topic, body: kept } = connect().webhook!.verify(webhook(body));
    expect([messageId, topic, Buffer.from(kept).equals(body)]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 'RoutePushService', true]);
    expect(connect().webhook!.secretAddress).toBe(true);
    for (const url of ['', '/', '/another-address-of-the-same', `/${SECRET}0`, `/?${SECRET}`]) expect(refusalOf(() => connect().webhook!.verify(webhook(body, url))).kind).toBe('auth');
  });

  it.each([
    ['form', 'text/xml; charset=utf-8', '<Response service="RoutePushService"><Head>OK</Head></Response>'],
    ['json', 'application/json; charset=utf-8', '{"return_code":"0000","return_msg":"成功"}'],
  ])('are acknowledged as %s', (PUSH_FORMAT, contentType, text) => {
    expect(connect({ PUSH_FORMAT }).webhook!.acknowledge!({ result: 'parked', reason: 'x' })).toEqual({ status: 200, contentType, body: text });
  });

  it.each([
    ['nothing', ''],
    ['another field', 'xml=1'],
    ['broken XML', form('<Request><Body>').toString()],
    ['entities', form('<!DOCTYPE a [<!ENTITY x "y">]><Request><Body/></Request>').toString()],
    ['another service', form('<Response><Body/></Response>').toString()],
    ['no body', form('<Request/>').toString()],
    ['a route without a number', form(routePush({ ...route, mailno: '' })).toString()],
    ['broken JSON', '{"Body":'],
    ['JSON of another shape', '{"Body":{"WaybillRoute":{}}}'],
    ['NUL', '{"Body":{"WaybillRoute":[{"mailno":"\\u0000"}]}}'],
  ])('are refused with %s', (_, content) => {
    expect(refusalOf(() => connect().webhook!.verify(webhook(Buffer.from(content)))).kind).toBe('contract');
  });

  it.each(['4711', '__proto__', 'constructor', '080'])('keep the code %s without a status', (opCode) => {
    const { facts, unmapped } = pushOf({ ...route, opCode });
    expect((facts[0] as TrackingFact).events).toEqual([expect.objectContaining({ milestone: null, carrierCode: opCode })]);
    expect(unmapped).toEqual([{ path: 'WaybillRoute[0].opCode', value: opCode }]);
  });

  it('know what is no status without reporting it', () => {
    const { facts, unmapped } = pushOf({ ...route, opCode: '8000' });
    expect([(facts[0] as TrackingFact).events[0]!.milestone, unmapped]).toEqual([null, []]);
  });

  it('give a reason where there is trouble', () => {
    const event = (change: object) => trackingOf(pushOf({ ...route, ...change })).events[0]!;
    expect(event({ opCode: '70', reasonCode: '29' })).toMatchObject({ milestone: 'ATTEMPT_FAILED', reason: '29', responsible: null });
    expect(event({ opCode: '77' })).toMatchObject({ milestone: 'EXCEPTION', reason: 'held', responsible: 'CARRIER' });
    expect(event({ opCode: '18' })).toMatchObject({ milestone: 'CUSTOMS', reason: 'held_by_customs', responsible: 'AUTHORITY' });
    expect(event({ opCode: '80', reasonName: 'nothing' })).toMatchObject({ milestone: 'DELIVERED', reason: null });
  });

  it('know an event again without its id', () => {
    const key = (change: object): string => trackingOf(pushOf({ ...route, ...change })).events[0]!.eventKey;
    expect(key({ id: '1', acceptAddress: '', orderid: 'x' })).toBe(key({ id: '2' }));
    for (const change of [{ acceptTime: '2026-03-01 10:00:01' }, { opCode: '54' }, { remark: '又一次' }]) expect(key(change)).not.toBe(key({}));
    expect(trackingOf(pushOf(route, { ...route, id: '9' })).events).toHaveLength(1);
  });

  it('say nothing of themselves where each has to be confirmed', () => {
    const confirming = connect({ ...SETTINGS, CONFIRM_BY_PULL: 'on' });
    expect(confirming.normalise(confirming.webhook!.verify(webhook(body)))).toEqual({ facts: [], unmapped: [] });
    expect(refusalOf(() => confirming.webhook!.verify(webhook(Buffer.from('{')))).kind).toBe('contract');
    expect(confirming.normalise(answer(readFixture('routes.json'))).facts).toHaveLength(1);
  });
});

type Form = Record<string, string>;

/** SF with an answer for the numbers of a call; what was asked is noted. */
async function withService(reply: (numbers: readonly string[]) => object, numbers: readonly string[], act: (connection: Connection, asked: Form[]) => Promise<void>): Promise<void> {
  const asked: Form[] = [];
  const server = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      asked.push(fields);
      const { trackingNumber } = JSON.parse(fields.msgData!) as { trackingNumber: string[] };
      response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(reply(trackingNumber)));
    });
  });
  const http = createHttpClient({ allowPrivateAddresses: true });
  const shipment = (trackingNumber: string): WatchedShipment => ({ trackingNumber, carrier: 'SF Express', country: 'CN', createdAt: '2026-03-01T00:00:00Z' });
  const watched = (names: readonly string[] | null) => Promise.resolve(names?.join() === 'SF Express,C-7' ? numbers.map(shipment) : []);
  try {
    await act(connect({ ...SETTINGS, BASE_URL: `${server.url}/std/service` }, { http, watched }), asked);
  } finally {
    http.close();
    await server.close();
  }
}

const passedOn = (data: object): object => ({ apiErrorMsg: '', apiResponseID: 'x', apiResultCode: 'A1000', apiResultData: JSON.stringify(data) });
const routesOf = (...numbers: string[]): object =>
  passedOn({ success: true, errorCode: 'S0000', errorMsg: null, msgData: { routeResps: numbers.map((mailNo) => ({ mailNo, routes: mailNo === 'SF-NEW' ? [] : [{ ...route, mailno: undefined }] })) } });
const numbersOf = ({ msgData }: Form): string[] => (JSON.parse(msgData!) as { trackingNumber: string[] }).trackingNumber;

async function all(pages: AsyncIterable<{ messages: Message[]; cursor: string }>): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const page of pages) messages.push(...page.messages);
  return messages;
}

const endOf = (pages: AsyncIterable<{ messages: Message[]; cursor: string }>): Promise<string | null> => all(pages).then(() => null, (error: unknown) => (error as ConnectorError).kind);

describe('the query', () => {
  it('asks about ten parcels with one call, signed', async () => {
    const numbers = Array.from({ length: 11 }, (_, index) => `SF${index + 10}`);
    await withService((asked) => routesOf(...asked), numbers, async (connection, asked) => {
      const messages = await all(connection.pull!(null, signal));
      expect(messages.map((message) => trackingOf(connection.normalise(message)).trackingNumber)).toEqual(numbers);
      expect(asked.map((fields) => numbersOf(fields).length)).toEqual([10, 1]);
      expect(new Set(asked.map(({ requestID }) => requestID)).size).toBe(2);
      const { msgData, timestamp, msgDigest, ...rest } = asked[0]!;
      expect(rest).toMatchObject({ partnerID: 'PARTNER', serviceCode: 'EXP_RECE_SEARCH_ROUTES' });
      expect(JSON.parse(msgData!)).toMatchObject({ trackingType: '1', methodType: '1', checkPhoneNo: '1234' });
      // As their samples do it: percent-encoded like a form, then MD5, then Base64.
      const encoded = encodeURIComponent(`${msgData}${timestamp}the-word`).replace(/%20/g, '+').replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
      expect([timestamp, msgDigest]).toEqual([String(RECEIVED_AT.getTime()), createHash('md5').update(encoded).digest('base64')]);
    });
  });

  it('makes no message of a parcel without routes', async () => {
    await withService((asked) => routesOf(...asked), ['SF-NEW', 'SF1'], async (connection) => {
      expect((await all(connection.pull!(null, signal))).map(({ messageId }) => messageId.split('/')[0])).toEqual(['SF1']);
    });
  });

  it('passes over a number that SF takes exception to, and tells of the others', async () => {
    const reply = (asked: readonly string[]): object => (asked.includes('BAD') ? passedOn({ success: false, errorCode: '20011', errorMsg: '运单号不合法' }) : routesOf(...asked));
    await withService(reply, ['BAD', 'SF1', 'SF2'], async (connection, asked) => {
      expect((await all(connection.pull!(null, signal))).map(({ messageId }) => messageId.split('/')[0])).toEqual(['SF1', 'SF2']);
      expect(asked.map(numbersOf)).toEqual([['BAD', 'SF1', 'SF2'], ['BAD'], ['SF1'], ['SF2']]);
    });
  });

  it.each([
    ['A1001', 'contract'],
    ['A1005', 'throttled'],
    ['A1006', 'auth'],
    ['A1009', 'transient'],
    ['B9', 'contract'],
    ['constructor', 'contract'],
  ])('refused with %s ends in %s, and the check says so', async (apiResultCode, kind) => {
    await withService(() => ({ apiErrorMsg: 'no', apiResultCode, apiResultData: null }), ['SF1'], async (connection) => {
      expect(await endOf(connection.pull!(null, signal))).toBe(kind);
      expect(await connection.check(signal)).toEqual({ ok: false, detail: expect.stringMatching(new RegExp(`${kind === 'auth' ? 'PARTNER_ID or CHECK_WORD is refused: ' : ''}SF answers ${apiResultCode}`)) as unknown });
    });
  });

  it('is reached where the call was passed on, whatever was found', async () => {
    await withService(() => passedOn({ success: false, errorCode: '1', errorMsg: 'no such parcel' }), [], async (connection) => {
      expect(await connection.check(signal)).toEqual({ ok: true, detail: 'SF answers and takes our signature' });
    });
  });

  it.each(['', '{', '{}', '{"success":true,"msgData":{"routeResps":[{}]}}'])('ends in contract where it finds %p', async (apiResultData) => {
    await withService(() => ({ apiResultCode: 'A1000', apiResultData }), ['SF1'], async (connection) => {
      expect(await endOf(connection.pull!(null, signal))).toBe('contract');
    });
  });

  it('is not repeated by the way out: a request id is good once', async () => {
    const requests: HttpRequest[] = [];
    const http = { request: (request: HttpRequest) => (requests.push(request), Promise.reject(new ConnectorError('transient', 'down'))) };
    expect((await connect(SETTINGS, { http }).check(signal)).ok).toBe(false);
    expect(requests[0]).toMatchObject({ method: 'POST', idempotent: false });
  });
});
