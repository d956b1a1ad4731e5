/** A supplier's own API by a mapping profile: messages in, purchase orders out. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError, type Connection, type Env, type PurchaseOrderCommand } from '../../src/connectors/contract.js';
import { signatureRules } from '../../src/connectors/signatures.js';
import { supplierRest } from '../../src/connectors/suppliers/supplier-rest/index.js';
import { createHttpClient } from '../../src/http/client.js';
import { createLog } from '../../src/server/log.js';
import { createMetrics } from '../../src/server/metrics.js';
import { createWebhookRoute } from '../../src/server/webhooks.js';
import { serve, type TestServer } from '../http/server.js';
import { startServer } from '../server/support.js';
import { connect, message, readFixture, settings, sign, webhook } from '../fixtures/supplier-rest/shared.js';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'interline-supplier-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Profile extends Record<string, unknown> {
  send: Record<string, unknown>;
  messages: Record<string, unknown>[];
}
const valid = (): Profile => JSON.parse(readFixture('profile.json')) as Profile;

function settingsWith(profile: object, upstream = 'https://supplier.example'): Env {
  const path = join(folder, 'profile.json');
  writeFileSync(path, JSON.stringify(profile));
  return { ...settings(upstream), PROFILE: path };
}

function thrown(act: () => unknown): ConnectorError | null {
  try {
    act();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    return error as ConnectorError;
  }
}

describe('messages', () => {
  const names = readdirSync(new URL('../fixtures/supplier-rest', import.meta.url)).filter((name) => name.endsWith('.facts.json')).map((name) => name.replace('.facts.json', ''));

  it.each(names)('%s becomes what the profile says', (name) => {
    const expected = JSON.parse(readFixture(`${name}.facts.json`)) as { topic: string; facts: { source: object }[]; unmapped: object[] };
    const { facts, unmapped } = connect().normalise(message(expected.topic, readFixture(`${name}.json`)));
    const version = expect.stringMatching(/[0-9a-f]{32}$/) as unknown;
    expect(facts).toEqual(expected.facts.map((fact) => ({ ...fact, source: { ...fact.source, version } })));
    expect(unmapped).toEqual(expected.unmapped);
  });

  it('are refused where a part that is needed is missing, by its place in the call', () => {
    const body = '{"event": {"id": "e", "type": "order.response", "data": {"id": "R", "positions": [{"pos": 1}]}}}';
    expect(thrown(() => connect().normalise(message('webhook:responses', body)))).toMatchObject({
      kind: 'contract',
      message: 'responses: missing purchaseOrderNumber (event.data.buyerReference), answer (event.data.positions[0].result)',
    });
  });
});

describe('a webhook call', () => {
  it('is known by its id, and by what it is about', () => {
    const verify = (body: string) => connect().webhook!.verify(webhook(body));
    expect(verify(readFixture('response-pushed.json'))).toMatchObject({ messageId: 'e-1', topic: 'webhook:responses' });
    expect(verify(readFixture('other-pushed.json'))).toMatchObject({ messageId: 'e-3', topic: 'webhook:other' });
    expect(verify('{"event": {"type": {"toString": 1}}}')).toMatchObject({ messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, topic: 'webhook:other' });
  });

  it('takes its id from a header where the profile says so', () => {
    const connection = connect(settingsWith({ ...valid(), webhook: { signature: 'githubLike', idHeader: 'X-Delivery' } }));
    const body = '{"a": 1}';
    expect(connection.webhook!.verify(webhook(body, { ...sign(body), 'x-delivery': 'd-9' })).messageId).toBe('d-9');
  });

  it('is signed by the rule that the profile chooses', () => {
    const connection = connect(settingsWith({ ...valid(), webhook: { signature: 'stripeLike' } }));
    expect(thrown(() => connection.webhook!.verify(webhook('{}')))).toMatchObject({ kind: 'auth' });
  });

  it.each(Object.entries(signatureRules).map(([signature, { signsNothing = false }]) => [signature, signsNothing] as const))('under %s: that nothing is signed is warned of: %p', (signature, signsNothing) => {
    const warnings: string[] = [];
    const log = { info: () => undefined, error: () => undefined, warn: (_: object, text: string) => void warnings.push(text) };
    connect(settingsWith({ ...valid(), webhook: { signature } }), { log });
    expect(warnings).toEqual(signsNothing ? [expect.stringContaining('not signed')] : []);
  });

  it('comes to the secret address where that is all that the supplier can do', async () => {
    const env = { ...settingsWith({ ...valid(), webhook: { signature: 'secretAddress' } }), WEBHOOK_SECRET: 'a-place-nobody-knows' };
    const route = createWebhookRoute({
      connections: new Map([['pine', connect(env)]]),
      receive: () => Promise.resolve({ result: 'applied', reason: null }),
      maxBodyBytes: 100_000,
      metrics: createMetrics(),
      log: createLog({ level: 'silent' }),
    });
    const server = await startServer({ routes: [route] });
    const post = async (below: string): Promise<number> => (await fetch(`${server.url}/webhooks/pine${below}`, { method: 'POST', body: '{"a": 1}' })).status;
    try {
      expect([await post('/a-place-nobody-knows'), await post('/another'), await post('')]).toEqual([200, 401, 401]);
    } finally {
      await server.stop();
    }
  });

  it('is not taken where the profile takes none', () => {
    const { webhook: _webhook, messages, ...profile } = valid();
    const polled = messages.filter(({ poll }) => poll).map(({ webhook: _, ...rest }) => rest);
    const { WEBHOOK_SECRET: _secret, ...env } = settingsWith({ ...profile, messages: polled });
    expect(connect(env).webhook).toBeUndefined();
  });
});

describe('a purchase order', () => {
  const command: PurchaseOrderCommand = {
    idempotencyKey: 'po-9/1',
    number: 'PO 9',
    orderedAt: '2026-03-01T08:00:00+08:00',
    currency: 'CNY',
    supplierNumber: 'S-1',
    lines: [
      { lineNo: 1, productNumber: 'P-1', description: 'Lens "A"', quantity: '12.500', unit: 'pc', unitPrice: '1.10', requestedDate: '2026-04-01' },
      { lineNo: 2, productNumber: null, description: '', quantity: '3', unit: 'kg', unitPrice: null, requestedDate: null },
    ],
  };

  const servers: TestServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  /** A supplier with a shop of orders; `answer` may refuse a call before it takes the order. */
  async function shop(): Promise<TestServer & { readonly calls: string[]; readonly bodies: unknown[]; readonly keys: unknown[]; failures: number; loseAnswers: boolean }> {
    const state = { calls: [] as string[], bodies: [] as unknown[], keys: [] as unknown[], failures: 0, loseAnswers: false };
    const server = await serve((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        state.calls.push(`${request.method} ${request.url}`);
        const reply = (status: number, content: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
        if (request.method === 'GET') return reply(200, { items: state.bodies.map((_, index) => ({ salesOrder: { id: `SO-${index + 1}` } })) });
        if ((state.failures -= 1) >= 0) return reply(503, {});
        const key = request.headers['idempotency-key'];
        if (key === undefined || !state.keys.includes(key)) state.bodies.push(JSON.parse(body));
        state.keys.push(key);
        if (state.loseAnswers) return void response.destroy();
        reply(201, { salesOrder: { id: `SO-${state.bodies.length}` } });
      })();
    });
    servers.push(server);
    return Object.assign(state, server);
  }

  const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 2, baseMs: 1 } });
  afterAll(() => http.close());
  const send = (connection: Connection, told = command): Promise<{ reference: string | null }> => connection.commands!.sendPurchaseOrder!(told, signal);

  it('is sent in their words, with a key', async () => {
    const server = await shop();
    expect(await send(connect(settings(server.url), { http }))).toEqual({ reference: 'SO-1' });
    expect(server.keys).toEqual(['po-9/1']);
    expect(server.bodies).toEqual([
      {
        buyerReference: 'PO 9',
        note: 'Order PO 9 in CNY',
        placed: '2026-03-01T08:00:00+08:00',
        positions: [
          { pos: 1, article: 'P-1', text: 'Lens "A"', qty: 12.5, uom: 'EA', price: '1.10', due: '2026-04-01' },
          { pos: 2, article: null, text: '', qty: 3, uom: 'KGM', price: null, due: null },
        ],
      },
    ]);
  });

  it('sent twice is one order there, by the key, also when the answer was lost', async () => {
    const server = await shop();
    const connection = connect(settings(server.url), { http });
    server.failures = 1;
    await send(connection);
    expect(await send(connection)).toEqual({ reference: 'SO-1' });
    expect(server.keys).toEqual(['po-9/1', 'po-9/1']);
    expect(server.bodies).toHaveLength(1);
  });

  it('sent twice is one order there, by looking first, where they have no keys', async () => {
    const server = await shop();
    const { idempotencyHeader: _, ...sent } = valid().send;
    const lookup = { path: '/sales-orders', query: { buyer: '{number}' }, list: 'items' };
    const connection = connect(settingsWith({ ...valid(), send: { ...sent, lookup } }, server.url), { http });
    server.loseAnswers = true;
    await expect(send(connection)).rejects.toMatchObject({ kind: 'transient' });
    expect(await send(connection)).toEqual({ reference: 'SO-1' });
    expect(server.calls).toEqual(['GET /sales-orders?buyer=PO+9', 'POST /sales-orders', 'GET /sales-orders?buyer=PO+9']);
    expect(server.bodies).toHaveLength(1);
  });

  it.each([
    ['a unit that their table lacks', { unit: 'box' }, 'positions[0].uom: table unitsOut has no word for "box"'],
    ['a number that JSON cannot carry', { quantity: '0.10000000000000000001' }, 'positions[0].qty: "0.10000000000000000001" cannot be written exactly as a number'],
  ])('is not sent with %s', async (_, change, problem) => {
    const server = await shop();
    const told = { ...command, lines: [{ ...command.lines[0]!, ...change }] };
    await expect(send(connect(settings(server.url), { http }), told)).rejects.toMatchObject({ kind: 'rejected', message: problem });
    expect(server.calls).toEqual([]);
  });
});

describe('a profile', () => {
  it('names every problem at once, by its place in the file', () => {
    const profile = valid();
    Object.assign(profile.send, { path: '/orders/{id}', body: { a: '{nummer}', b: { $each: 'rows', $as: {} }, c: { $each: 'lines', $as: [{ $value: 'unit', table: 'none' }, '{price}'] }, d: { $value: 'number', more: 1 } } });
    Object.assign(profile.messages[0]!, { kind: 'order' });
    const { webhook: _, ...despatch } = profile.messages[1]!;
    profile.messages[1] = { ...despatch, name: 'responses' };
    const { SUPPLIER: _supplier, API_KEY: _key, WEBHOOK_SECRET: _secret, ...env } = settingsWith(profile);
    expect(thrown(() => supplierRest.parseConfig(env))?.message.split('; ')).toEqual([
      expect.stringMatching(/^SUPPLIER is missing/),
      expect.stringMatching(/^PROFILE at send\.body\.a: there is no value nummer, only idempotencyKey, number/),
      'PROFILE at send.body.b: must have $each (one of lines) and $as, and nothing else',
      'PROFILE at send.body.c.$as[0].table: there is no table none in this profile',
      expect.stringMatching(/^PROFILE at send\.body\.c\.\$as\[1\]: there is no value price, only .*unitPrice/),
      expect.stringMatching(/^PROFILE at send\.body\.d: must have \$value/),
      'PROFILE at send.path: there is no value id, only number',
      'PROFILE at messages[0].kind: must be one of purchaseOrderConfirmation, despatchAdvice',
      expect.stringMatching(/^PROFILE at messages\[1\]: says neither poll nor webhook/),
      expect.stringMatching(/^API_KEY is missing/),
      expect.stringMatching(/^WEBHOOK_SECRET is missing/),
    ]);
  });

  it.each([
    ['an order that could become two', (profile: Profile) => void delete profile.send['idempotencyHeader'], /^PROFILE at send: needs idempotencyHeader or lookup/],
    ['a rule of signing that there is not', (profile: Profile) => Object.assign(profile, { webhook: { signature: 'trust' } }), /^PROFILE at webhook\.signature: /],
    ['webhooks that nobody signs', (profile: Profile) => void delete profile['webhook'], /^PROFILE at messages\[0\]\.webhook: needs webhook/],
    ['nothing to do', (profile: Profile) => (Object.assign(profile, { messages: [] }), delete (profile as Partial<Profile>).send), /^PROFILE as a whole: neither sends/],
  ])('is refused with %s', (_, change, problem) => {
    const profile = valid();
    change(profile);
    expect(thrown(() => supplierRest.parseConfig(settingsWith(profile)))?.message.split('; ')[0]).toMatch(problem);
  });
});
