import type { Connection, Message, Outcome } from '../../src/connectors/contract.js';
import { ConnectorError } from '../../src/connectors/contract.js';
import { createLog } from '../../src/server/log.js';
import { createMetrics } from '../../src/server/metrics.js';
import { createWebhookRoute } from '../../src/server/webhooks.js';
import type { TestServer } from './support.js';
import { startServer } from './support.js';

/** Signs by a header, reads the id from it too, and answers a check of the address. */
const carrier: Connection = {
  check: async () => ({ ok: true, detail: '' }),
  normalise: () => ({ facts: [], unmapped: [] }),
  webhook: {
    verify: ({ headers, body, receivedAt }) => {
      if (headers['x-signature'] !== `signed ${body.length}`) throw new ConnectorError('auth', 'signature "abc" does not fit the secret');
      if (body.length === 0) throw new ConnectorError('contract', 'empty body');
      return { messageId: headers['x-id'] ?? '', topic: 'test', body, contentType: headers['content-type'] ?? '', receivedAt };
    },
    handshake: ({ method, url }) => {
      const challenge = new URLSearchParams(url).get('challenge');
      return method === 'GET' && challenge ? { status: 200, contentType: 'text/plain', body: challenge } : null;
    },
  },
};
const soap: Connection = {
  ...carrier,
  webhook: { verify: carrier.webhook?.verify as NonNullable<Connection['webhook']>['verify'], acknowledge: ({ result }) => ({ status: 202, contentType: 'application/xml', body: `<${result}/>` }) },
};
const secretive: Connection = {
  ...carrier,
  webhook: {
    secretAddress: true,
    verify: ({ url, body, receivedAt }) => {
      if (url !== '/hush?x=1') throw new ConnectorError('auth', 'not at this address');
      return { messageId: 'm-1', topic: 'test', body, contentType: '', receivedAt };
    },
  },
};
const deaf: Connection = { check: carrier.check, normalise: carrier.normalise };

describe('webhooks', () => {
  const received: [string, Message][] = [];
  const next: { outcome: Outcome | Error } = { outcome: { result: 'applied', reason: null } };
  const metrics = createMetrics();
  let server: TestServer;
  beforeAll(async () => {
    const route = createWebhookRoute({
      connections: new Map(Object.entries({ carrier, soap, secretive, deaf })),
      receive: async (connectorId, message) => {
        if (next.outcome instanceof Error) throw next.outcome;
        received.push([connectorId, message]);
        return next.outcome;
      },
      maxBodyBytes: 1000,
      metrics,
      log: createLog({ level: 'silent' }),
    });
    server = await startServer({ routes: [route] });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    received.length = 0;
    next.outcome = { result: 'applied', reason: null };
  });

  const post = (connector: string, body: Uint8Array<ArrayBuffer> | string, signature = `signed ${body.length}`) =>
    fetch(`${server.url}/webhooks/${connector}`, { method: 'POST', body, headers: { 'x-signature': signature, 'x-id': 'm-1' } });

  it('hand over the very bytes, whatever they are', async () => {
    const bytes = new Uint8Array([0, 255, 13, 10, 123, 195, 40]);
    const answer = await post('carrier', bytes);
    expect([answer.status, await answer.json()]).toEqual([200, { result: 'applied' }]);
    expect(received).toHaveLength(1);
    expect(received[0]?.[0]).toBe('carrier');
    expect([...(received[0]?.[1].body ?? [])]).toEqual([...bytes]);
  });

  it.each<[Outcome]>([[{ result: 'duplicate', reason: null }], [{ result: 'parked', reason: 'unknown shipment 1Z of Ann' }]])('answer 200 to %p, and keep the reason to themselves', async (outcome) => {
    next.outcome = outcome;
    const answer = await post('carrier', '{}');
    expect([answer.status, await answer.text()]).toEqual([200, JSON.stringify({ result: outcome.result })]);
  });

  it("answer in the sender's own words where it wants them", async () => {
    const answer = await post('soap', '{}');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([202, 'application/xml', '<applied/>']);
  });

  it('come to the address that only their sender knows', async () => {
    const answer = await post('secretive/hush?x=1', '{}');
    expect([answer.status, received.map(([id]) => id)]).toEqual([200, ['secretive']]);
    await post('secretive/hush2', '{}');
    expect(server.logged()).toContain('/webhooks/secretive/…');
    expect(server.logged()).not.toContain('hush');
  });

  it('answer a check of the address', async () => {
    const answer = await fetch(`${server.url}/webhooks/carrier?challenge=abc`);
    expect([answer.status, await answer.text()]).toEqual([200, 'abc']);
    expect((await fetch(`${server.url}/webhooks/carrier`)).status).toBe(405);
  });

  it.each<[string, () => Promise<Response>, number, string | null]>([
    ['a wrong signature', () => post('carrier', '{}', 'signed 3'), 401, null],
    ['no signature', () => fetch(`${server.url}/webhooks/carrier`, { method: 'POST', body: '{}' }), 401, null],
    ['content that cannot be read', () => post('carrier', ''), 400, null],
    ['an unknown connector', () => post('nobody', '{}'), 404, null],
    ['an inherited name', () => post('constructor', '{}'), 404, null],
    ['a connector without a webhook', () => post('deaf', '{}'), 404, null],
    ['a path below', () => post('carrier/more', '{}'), 404, null],
    ['another secret address', () => post('secretive/hush2?x=1', '{}'), 401, null],
    ['no secret address', () => post('secretive', '{}'), 401, null],
    ['a path below a secret address', () => post('secretive/hush/more', '{}'), 404, null],
    ['too much', () => post('carrier', 'x'.repeat(1001)), 413, null],
  ])('refuse %s', async (_what, send, status) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    // A request's id is random hexadecimal, and now and then has an "abc" of its own.
    expect((await answer.text()).replace(/"requestId":"[^"]*"/, '')).not.toMatch(/secret|abc/);
    expect(received).toHaveLength(0);
  });

  it('ask to be tried again where the database is away, or something broke here', async () => {
    next.outcome = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const away = await post('carrier', '{}');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '30']);
    next.outcome = new TypeError('a bug with details');
    const broken = await post('carrier', '{}');
    expect([broken.status, broken.headers.get('retry-after')]).toEqual([500, '60']);
    expect(await broken.text()).not.toContain('details');
  });

  it('are counted by outcome', async () => {
    const text = await metrics.registry.metrics();
    for (const outcome of ['applied', 'duplicate', 'parked', 'handshake', 'auth', 'contract', 'unavailable', 'failed']) {
      expect(text).toMatch(new RegExp(`interline_webhooks_total\\{connector="(carrier|soap)",outcome="${outcome}"\\} [1-9]`));
    }
  });
});
