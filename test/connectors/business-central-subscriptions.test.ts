import { businessCentral } from '../../src/connectors/erp/business-central/index.js';
import type { Connection } from '../../src/connectors/contract.js';
import { COMPANY, FakeBusinessCentral } from '../support/business-central.js';
import { serve, type TestServer } from '../http/server.js';
import { pullAll } from '../support/erp-connection.js';
import { serveOData, type Call, type ODataServer } from '../support/odata-server.js';

const { signal } = new AbortController();
const SECRET = 'a client state of our own';
const HOUR = 3_600_000;
const ALL = ['customers', 'vendors', 'items', 'salesOrders'];

describe('subscriptions of Business Central', () => {
  let erp: FakeBusinessCentral;
  let server: ODataServer;
  let gateway: TestServer;
  let connection: Connection;
  let time: number;
  let warnings: object[];
  let answers: boolean;

  const connect = (env: Record<string, string> = {}): Connection => {
    const settings = { URL: `${server.url}/api/v2.0`, TOKEN_URL: `${server.url}/token`, CLIENT_ID: 'app', CLIENT_SECRET: 'secret', COMPANY, WEBHOOK_SECRET: SECRET, WEBHOOK_URL: `${gateway.url}/webhooks/bc`, ...env };
    const log = { info: () => undefined, error: () => undefined, warn: (details: object) => void warnings.push(details) };
    return businessCentral.connect(businessCentral.parseConfig(settings), { http: server.http, now: () => new Date(time), log, watched: () => Promise.resolve([]) });
  };
  const written = (): Call[] => server.calls.filter(({ method, target }) => method !== 'GET' && target.includes('/subscriptions'));
  const looks = (): number => server.calls.filter(({ method, target }) => method === 'GET' && target.includes('/subscriptions')).length;
  const pull = (): Promise<unknown> => pullAll(connection);

  beforeEach(async () => {
    [time, warnings, answers] = [Date.parse('2026-03-02T08:00:00Z'), [], true];
    erp = new FakeBusinessCentral();
    erp.now = () => new Date(time);
    server = await serveOData((call) => erp.answer(call));
    gateway = await serve((request, response) => {
      const reply = connection.webhook!.handshake!({ method: 'POST', url: (request.url ?? '').replace('/webhooks/bc', ''), headers: {}, body: Buffer.of(), receivedAt: new Date(time) });
      response.writeHead(answers ? 200 : 401).end(reply?.body);
    });
    connection = connect();
    warnings.length = 0;
  });
  afterEach(() => Promise.all([server.close(), gateway.close()]));

  it('are made at the first pull, for all that can be notified of, and are then left', async () => {
    await pull();
    expect(written().map(({ method, target, body }) => [method, target, JSON.parse(body)])).toEqual(
      ALL.map((set) => ['POST', '/api/v2.0/subscriptions', { notificationUrl: `${gateway.url}/webhooks/bc`, resource: `/api/v2.0/companies(${COMPANY})/${set}`, clientState: SECRET }]),
    );
    await pull();
    expect(looks()).toBe(1);
    time += HOUR;
    await pull();
    expect([looks(), written().length, warnings]).toEqual([2, 4, []]);
  });

  it('are renewed before they run out, by the ETag that they bear', async () => {
    await pull();
    time += 37 * HOUR;
    await pull();
    expect(written().slice(4).map(({ method, target, headers }) => [method, target, headers['if-match']])).toEqual([1, 2, 3, 4].map((n) => ['PATCH', `/api/v2.0/subscriptions('s${n}')`, 'W/"+"']));
    expect(erp.subscriptions.map(({ expirationDateTime }) => expirationDateTime)).toEqual(Array(4).fill(new Date(time + 72 * HOUR).toISOString()));
    time += 2 * HOUR;
    await pull();
    expect([written().length, warnings]).toEqual([8, []]);
  });

  it('are made anew where they were deleted, or were gone when they were to be renewed', async () => {
    await pull();
    erp.subscriptions.splice(1, 1);
    time += 2 * HOUR;
    await pull();
    expect(written().slice(4).map(({ method, body }) => [method, (JSON.parse(body) as { resource: string }).resource])).toEqual([['POST', `/api/v2.0/companies(${COMPANY})/vendors`]]);
    time += 40 * HOUR;
    const answer = erp.answer.bind(erp);
    erp.answer = (call) => (call.method === 'PATCH' ? { status: 404, body: {} } : answer(call));
    await pull();
    expect(written().slice(5).map(({ method }) => method)).toEqual(ALL.flatMap(() => ['PATCH', 'POST']));
  });

  it('are told a new secret at once', async () => {
    await pull();
    connection = connect({ WEBHOOK_SECRET: 'another state of our own' });
    await pull();
    expect(erp.subscriptions.map(({ clientState }) => clientState)).toEqual(Array(4).fill('another state of our own'));
    expect(erp.subscriptions).toHaveLength(4);
  });

  it('of others, of other companies and of parts of a list are not ours', async () => {
    const expirationDateTime = '2026-03-05T08:00:00Z';
    const notificationUrl = `${gateway.url}/webhooks/bc`;
    erp.subscriptions = [
      { subscriptionId: 'a', notificationUrl: 'https://other.example.com', resource: `/api/v2.0/companies(${COMPANY})/items`, expirationDateTime },
      { subscriptionId: 'b', notificationUrl, resource: '/api/v2.0/companies(00000000-0000-0000-0000-000000000009)/items', expirationDateTime },
      { subscriptionId: 'c', notificationUrl, resource: `/api/v2.0/companies(${COMPANY})/items?$filter=number gt 'A'`, expirationDateTime },
      { subscriptionId: 'd', notificationUrl, resource: `https://bc.example.com/api/v2.0/companies(${COMPANY.toUpperCase()})/salesOrders`, expirationDateTime },
    ];
    await pull();
    expect(written().map(({ method, body }) => [method, (JSON.parse(body) as { resource: string }).resource.split('/').at(-1)])).toEqual([['POST', 'customers'], ['POST', 'vendors'], ['POST', 'items']]);
  });

  it('that are refused keep no pull from its work; they are asked for again some minutes later', async () => {
    answers = false;
    expect(await pull()).toMatchObject({ messages: [{ topic: 'purchaseOrders' }, { topic: 'purchaseReceipts' }] });
    expect(warnings).toEqual(ALL.map((what) => expect.objectContaining({ what }) as object));
    expect(await connection.check(signal)).toEqual({ ok: true, detail: expect.stringMatching(/no notifications of customers, vendors, items, salesOrders/) as string });
    answers = true;
    time += HOUR / 6;
    await pull();
    expect(erp.subscriptions).toHaveLength(4);
    expect(await connection.check(signal)).toEqual({ ok: true, detail: expect.stringMatching(/as app$/) as string });
  });

  it('are not made by a dry run, and not without an address', async () => {
    for await (const page of connection.peek!(null, signal)) expect(page.cursor).not.toBe('');
    connection = connect({ WEBHOOK_URL: '' });
    await pull();
    expect([looks(), written()]).toEqual([0, []]);
  });

  it.each([
    [{ WEBHOOK_URL: 'ftp://gateway' }, 'WEBHOOK_URL must be the https address'],
    [{ WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET is missing'],
    [{ WEBHOOK_SECRET: 'x'.repeat(2049) }, 'WEBHOOK_SECRET must have 2048 characters at most'],
  ])('name what is wrong with their settings: %j', (env, problem) => expect(() => connect(env)).toThrow(problem));
});
