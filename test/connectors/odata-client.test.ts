import { basic, clientCredentials } from '../../src/connectors/erp/odata/authorization.js';
import { readBatch } from '../../src/connectors/erp/odata/batch.js';
import { ODataClient } from '../../src/connectors/erp/odata/client.js';
import { withLists } from '../../src/connectors/erp/odata/expand.js';
import type { HttpClientOptions } from '../../src/http/client.js';
import { batchAnswer, serveOData, type Answer, type Call, type ODataServer } from '../support/odata-server.js';

const { signal } = new AbortController();
const SERVICE = '/sap/opu/odata/sap/API_X';
const servers: ODataServer[] = [];

async function start(answer: (call: Call) => Answer | undefined, options: HttpClientOptions = {}): Promise<{ server: ODataServer; service: string; client: ODataClient }> {
  const server = await serveOData(answer, options);
  servers.push(server);
  const deps = { http: server.http, now: () => new Date() };
  const client = new ODataClient({ authorization: basic('gateway', 'secret'), headers: { 'sap-client': '100' }, csrf: true }, deps);
  return { server, service: server.url + SERVICE, client };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('reading', () => {
  it('follows the next page, whatever name the service has for itself, with the credentials and headers of every call', async () => {
    const { server, service, client } = await start(({ target }) =>
      target.includes('skiptoken')
        ? { body: { d: { results: [{ A: '2' }] } } }
        : { body: { d: { results: [{ A: '1' }], __next: `http://inside:8000${SERVICE}/Set?$skiptoken='1'` } } },
    );
    expect(await client.all(service, `${service}/Set`, signal)).toEqual([{ A: '1' }, { A: '2' }]);
    expect(server.calls.map(({ target }) => target)).toEqual([`${SERVICE}/Set`, `${SERVICE}/Set?$skiptoken='1'`]);
    for (const { headers } of server.calls) {
      expect(headers).toMatchObject({ authorization: `Basic ${Buffer.from('gateway:secret').toString('base64')}`, 'sap-client': '100' });
    }
  });

  it.each([
    ['leads elsewhere', 'https://elsewhere.example.com/other/Set', /leads out of the service/],
    ['is the same again', `${SERVICE}/Set`, /does not go on/],
  ])('refuses a next page that %s', async (_, next, message) => {
    const { service, client, server } = await start(() => ({ body: { value: [{ A: '1' }], '@odata.nextLink': next } }));
    await expect(client.all(service, `${service}/Set`, signal)).rejects.toMatchObject({ kind: 'contract', message: expect.stringMatching(message) as string });
    expect(server.calls).toHaveLength(1);
  });

  it('waits as long as it is asked to (429) and goes on', async () => {
    const waits: number[] = [];
    const busy = { left: 1 };
    const sleep = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
    const { service, client } = await start(
      () => (busy.left-- > 0 ? { status: 429, headers: { 'retry-after': '7' }, body: {} } : { body: { value: [] } }),
      { retry: { attempts: 2 }, sleep, random: () => 0 },
    );
    expect(await client.all(service, `${service}/Set`, signal)).toEqual([]);
    expect(waits).toEqual([7000]);
  });

  it.each([[401, 'auth'], [403, 'auth'], [429, 'throttled'], [500, 'transient']] as const)('ends in its kind at %i', async (status, kind) => {
    const { service, client } = await start(() => ({ status, body: {} }));
    await expect(client.page(service, `${service}/Set`, signal)).rejects.toMatchObject({ kind });
  });

  it('fetches lists that were not put in place: many links in one call, and what was cut off', async () => {
    const link = (id: number): object => ({ __deferred: { uri: `http://inside${SERVICE}/Set('${id}')/to_Part` } });
    const { server, service, client } = await start(({ method, target, body }) => {
      if (target.endsWith('/API_X/')) return { headers: { 'x-csrf-token': 't1' }, body: {} };
      if (target.includes('skiptoken')) return { body: { d: { results: [{ P: '1b' }] } } };
      if (method !== 'POST') return undefined;
      expect(body.match(/^GET .*$/gm)).toEqual(["GET Set('1')/to_Part HTTP/1.1\r", "GET Set('2')/to_Part HTTP/1.1\r"].map((line) => line.trim()));
      return batchAnswer([
        { status: 200, body: { d: { results: [{ P: '1a' }], __next: `http://inside${SERVICE}/Set('1')/to_Part?$skiptoken=1` } } },
        { status: 200, body: { d: { results: [{ P: '2a' }] } } },
      ]);
    });
    const rows = [{ A: '1', to_Part: link(1) }, { A: '2', to_Part: link(2) }, { A: '3', to_Part: { results: [{ P: '3a' }] } }];
    expect(await withLists(client, service, rows, { to_Part: {} }, signal)).toEqual([
      { A: '1', to_Part: [{ P: '1a' }, { P: '1b' }] },
      { A: '2', to_Part: [{ P: '2a' }] },
      { A: '3', to_Part: [{ P: '3a' }] },
    ]);
    expect(server.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('refuses a record without its list, which is not an empty one', async () => {
    const { service, client } = await start(() => undefined);
    await expect(withLists(client, service, [{ A: '1' }], { to_Part: {} }, signal)).rejects.toMatchObject({ kind: 'contract' });
  });

  it('tells which call of a batch failed', async () => {
    const { service, client } = await start(({ method }) =>
      method === 'GET' ? { headers: { 'x-csrf-token': 't1' }, body: {} } : batchAnswer([{ status: 200, body: { d: [] } }, { status: 403, body: { error: {} } }]),
    );
    await expect(client.linked(service, ['Set(1)/to_Part', 'Set(2)/to_Part'], signal)).rejects.toMatchObject({ kind: 'auth', details: { status: 403 } });
  });
});

describe('writing', () => {
  const refusal = { status: 403, headers: { 'x-csrf-token': 'Required' }, body: 'CSRF token validation failed' };

  /** A service whose sessions end after `writes` writes each. */
  function session(writes: number): (call: Call) => Answer | undefined {
    const state = { token: 0, left: 0 };
    return ({ method, headers }) => {
      if (method === 'GET') {
        expect(headers['x-csrf-token']).toBe('fetch');
        state.token += 1;
        state.left = writes;
        const cookies = [`SAP_SESSIONID=s${state.token}; path=/; expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly`, 'sap-usercontext=sap-client=100; path=/'];
        return { headers: { 'x-csrf-token': `t${state.token}`, 'set-cookie': cookies }, body: { d: { EntitySets: [] } } };
      }
      const isOpen = headers['x-csrf-token'] === `t${state.token}` && headers['cookie'] === `SAP_SESSIONID=s${state.token}; sap-usercontext=sap-client=100`;
      if (!isOpen || state.left === 0) return refusal;
      state.left -= 1;
      return { status: 201, body: { done: true } };
    };
  }

  it('fetches a token with its cookies once, and again when the session has ended', async () => {
    const { server, service, client } = await start(session(2));
    for (const run of [1, 2, 3]) expect(await client.post(service, `${service}/Set`, { run }, signal)).toEqual({ done: true });
    expect(server.calls.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'POST', 'GET', 'POST']);
    expect(server.calls.at(-1)!.body).toBe('{"run":3}');
  });

  it('gives up where the new token is refused too', async () => {
    const { server, service, client } = await start(session(0));
    await expect(client.post(service, `${service}/Set`, {}, signal)).rejects.toMatchObject({ kind: 'auth' });
    expect(server.calls.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
  });

  it('takes another 403 for what it is', async () => {
    const { server, service, client } = await start(({ method }) => (method === 'GET' ? { headers: { 'x-csrf-token': 't' }, body: {} } : { status: 403, body: { error: 'no authorisation' } }));
    await expect(client.post(service, `${service}/Set`, {}, signal)).rejects.toMatchObject({ kind: 'auth' });
    expect(server.calls).toHaveLength(2);
  });

  it.each([412, 428, 409, 423])('takes %i for a change by somebody else', async (status) => {
    const { service, client } = await start(({ method }) => (method === 'GET' ? { headers: { 'x-csrf-token': 't' }, body: {} } : { status, body: {} }));
    await expect(client.post(service, `${service}/Set`, {}, signal)).rejects.toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true } } });
  });

  it('does not repeat a write that may have been carried out', async () => {
    const { server, service, client } = await start(({ method }) => (method === 'GET' ? { headers: { 'x-csrf-token': 't' }, body: {} } : { status: 500, body: {} }), { retry: { attempts: 3, baseMs: 1 } });
    await expect(client.post(service, `${service}/Set`, {}, signal)).rejects.toMatchObject({ kind: 'transient' });
    expect(server.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('sends a change set as one message, with the version of each record', async () => {
    const { server, service, client } = await start(({ method }) =>
      method === 'GET' ? { headers: { 'x-csrf-token': 't' }, body: {} } : batchAnswer([{ status: 204, body: '' }, { status: 204, body: '' }]),
    );
    const write = (path: string): Parameters<ODataClient['changeSet']>[1][number] => ({ method: 'PATCH', path, body: { A: 'ü' }, etag: 'W/"7"' });
    await client.changeSet(service, [write("Set('1')"), write("Set('2')")], signal);
    const { target, headers, body } = server.calls.at(-1)!;
    expect(target).toBe(`${SERVICE}/$batch`);
    const boundary = /boundary=(.+)/.exec(String(headers['content-type']))![1]!;
    expect(body.startsWith(`--${boundary}\r\ncontent-type: multipart/mixed; boundary=`)).toBe(true);
    expect(body.trimEnd().endsWith(`--${boundary}--`)).toBe(true);
    expect(body.match(/^PATCH .*$/gm)).toHaveLength(2);
    expect(body.match(/^if-match: W\/"7"\r$/gm)).toHaveLength(2);
    // In bytes: the letter has two.
    expect(body.match(/^content-length: 10\r$/gm)).toHaveLength(2);
    expect(body).toContain('\r\n\r\n{"A":"ü"}\r\n');
  });

  it('takes a part of a change set that was refused for a refusal of all', async () => {
    const { service, client } = await start(({ method }) =>
      method === 'GET' ? { headers: { 'x-csrf-token': 't' }, body: {} } : batchAnswer([{ status: 412, body: { error: {} } }]),
    );
    const write = { method: 'PATCH', path: 'Set(1)', body: {}, etag: null } as const;
    await expect(client.changeSet(service, [write, write], signal)).rejects.toMatchObject({ details: { status: 409, cause: { conflict: true } } });
  });
});

describe('answers of a batch', () => {
  const nested = [
    '--o', 'Content-Type: multipart/mixed; boundary=i', '', '--i', 'Content-Type: application/http', '', 'HTTP/1.1 204 No Content', 'a: b', '', '', '--i--', '',
    '--o', 'Content-Type: application/http', '', 'HTTP/1.1 200 OK', '', '{"a":', '', '1}', '', '--o--', '',
  ];

  it.each(['\r\n', '\n'])('are read with lines that end in %j', (end) => {
    expect(readBatch('multipart/mixed; boundary="o"', nested.join(end))).toEqual([{ status: 204, body: '' }, { status: 200, body: '{"a":\n\n1}' }]);
  });

  it.each([
    ['no boundary', 'multipart/mixed', nested.join('\n')],
    ['an end that is missing', 'multipart/mixed; boundary=o', nested.slice(0, -2).join('\n')],
    ['another boundary', 'multipart/mixed; boundary=x', nested.join('\n')],
    ['a part that is no answer', 'multipart/mixed; boundary=o', '--o\n\nhello\n--o--\n'],
  ])('are refused with %s', (_, type, text) => {
    expect(() => readBatch(type, text)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });
});

describe('client credentials', () => {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  const credentials = { clientId: 'app', clientSecret: 's&cret', scope: 'https://erp/.default' };

  async function withTokens(answer: (call: Call, token: number) => Answer): Promise<{ server: ODataServer; client: ODataClient; service: string }> {
    const issued = { count: 0 };
    const server = await serveOData((call) => {
      if (call.target !== '/token') return answer(call, issued.count);
      issued.count += 1;
      return { body: { access_token: `T${issued.count}`, expires_in: 3600, token_type: 'Bearer' } };
    });
    servers.push(server);
    const deps = { http: server.http, now: () => new Date(clock.now) };
    const authorization = clientCredentials({ ...credentials, tokenUrl: `${server.url}/token` }, deps);
    return { server, service: `${server.url}/api`, client: new ODataClient({ authorization, headers: {}, csrf: false }, deps) };
  }

  const tokenCalls = ({ calls }: ODataServer): Call[] => calls.filter(({ target }) => target === '/token');

  it('fetch one token for all calls, and another shortly before it ends', async () => {
    const { server, service, client } = await withTokens(() => ({ body: { value: [] } }));
    const read = (): Promise<unknown> => client.all(service, `${service}/Set`, signal);
    await Promise.all([read(), read()]);
    await read();
    expect(tokenCalls(server)).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(tokenCalls(server)[0]!.body))).toEqual({
      grant_type: 'client_credentials', client_id: 'app', client_secret: 's&cret', scope: 'https://erp/.default',
    });
    clock.now += 3_541_000;
    await read();
    expect(tokenCalls(server)).toHaveLength(2);
    expect(server.calls.at(-1)!.headers['authorization']).toBe('Bearer T2');
  });

  it('fetch another token where the one is refused, once', async () => {
    const { server, service, client } = await withTokens((_, token) => (token === 1 ? { status: 401, body: {} } : { body: { value: [{ A: '1' }] } }));
    expect(await client.all(service, `${service}/Set`, signal)).toEqual([{ A: '1' }]);
    expect(tokenCalls(server)).toHaveLength(2);
    const refused = await withTokens(() => ({ status: 401, body: {} }));
    await expect(refused.client.all(refused.service, `${refused.service}/Set`, signal)).rejects.toMatchObject({ kind: 'auth' });
    expect(tokenCalls(refused.server)).toHaveLength(2);
  });

  it.each([400, 401])('say that the secret is wrong at %i, without telling it, and ask again at the next call', async (status) => {
    const server = await serveOData(() => ({ status, body: { error: 'invalid_client' } }));
    servers.push(server);
    const deps = { http: server.http, now: () => new Date() };
    const authorization = clientCredentials({ ...credentials, tokenUrl: `${server.url}/token` }, deps);
    const problem = await authorization.header(signal).catch((error: unknown) => error);
    expect(problem).toMatchObject({ kind: 'auth', message: expect.stringMatching(/no token for app: check the client id and secret/) as string });
    expect(String(problem)).not.toContain('s&cret');
    await expect(authorization.header(signal)).rejects.toMatchObject({ kind: 'auth' });
    expect(server.calls).toHaveLength(2);
  });
});
