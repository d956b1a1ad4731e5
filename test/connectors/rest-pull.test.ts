/** Pulling a REST source from a local server: paging, changes, signing in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorDeps, Connection, Env, Message } from '../../src/connectors/contract.js';
import { createHttpClient } from '../../src/http/client.js';
import { serve, type TestServer } from '../http/server.js';
import { connect } from '../fixtures/rest/shared.js';

const { signal } = new AbortController();
const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
const folder = mkdtempSync(join(tmpdir(), 'interline-rest-'));
afterAll(() => {
  http.close();
  rmSync(folder, { recursive: true });
});

interface Seen {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A server that answers each request as `answer` says (a number is a status), and notes what it was asked. */
async function upstream(answer: (seen: Seen, url: string) => unknown): Promise<TestServer & { readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const url = new URL(request.url ?? '/', 'http://local');
      const one = { path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers, body };
      seen.push(one);
      const content = answer(one, `http://${request.headers.host}`);
      response.writeHead(typeof content === 'number' ? content : 200, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    })();
  };
  const server = await serve(listener);
  servers.push(server);
  return Object.assign(server, { seen });
}

const record = { name: 'customers', kind: 'customer', path: '/customers', list: 'data', id: 'id', updatedAt: 'changed', fact: { number: 'id', name: 'id' } };

function connection(server: TestServer, { env = {}, ...deps }: Partial<ConnectorDeps> & { env?: Env }, more: object, top: object = {}): Connection {
  const path = join(folder, 'profile.json');
  writeFileSync(path, JSON.stringify({ version: 1, auth: { type: 'none' }, records: [{ ...record, ...more }], ...top }));
  return connect({ PROFILE: path, URL: `${server.url}/api`, ...env }, { http, ...deps });
}

async function pull(from: Connection, cursor: string | null = null, pages = Infinity): Promise<{ messages: Message[]; cursor: string | null; pages: number }> {
  const result = { messages: [] as Message[], cursor, pages: 0 };
  for await (const page of from.pull!(cursor, signal)) {
    result.messages.push(...page.messages);
    result.cursor = page.cursor;
    result.pages += 1;
    if (result.pages === pages) break;
  }
  return result;
}

const ids = (messages: readonly Message[]): unknown[] => messages.map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { id: unknown }).id);
const three = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
const slice = (from: number, size = 2): object[] => three.slice(from, from + size);

describe('paging', () => {
  const styles: readonly (readonly [string, object, (seen: Seen, url: string) => unknown, number])[] = [
    ['none', { style: 'none' }, () => ({ data: three }), 1],
    ['link', { style: 'link', next: 'links.next' }, ({ query }, url) => ({ data: slice(Number(query.from ?? 0)), links: { next: query.from ? null : `${url}/api/customers?from=2` } }), 2],
    ['link that is relative', { style: 'link', next: 'links.next' }, ({ query }) => ({ data: slice(Number(query.from ?? 0)), links: query.from ? {} : { next: '?from=2' } }), 2],
    ['odata', { style: 'odata' }, ({ query }, url) => ({ data: slice(Number(query.from ?? 0)), ...(query.from ? {} : { '@odata.nextLink': `${url}/api/customers?from=2` }) }), 2],
    ['odata 2', { style: 'odata' }, ({ query }, url) => ({ data: slice(Number(query.from ?? 0)), ...(query.from ? {} : { d: { __next: `${url}/api/customers?from=2` } }) }), 2],
    ['cursor', { style: 'cursor', next: 'next', query: 'after' }, ({ query }) => ({ data: slice(query.after === 'x y' ? 2 : 0), next: query.after ? '' : 'x y' }), 2],
    ['offset', { style: 'offset', query: 'skip', limit: 'top', size: 2 }, ({ query }) => ({ data: slice(Number(query.skip), Number(query.top)) }), 3],
    ['page', { style: 'page', query: 'page', first: 1, limit: 'size', size: 2 }, ({ query }) => ({ data: slice((Number(query.page) - 1) * Number(query.size)) }), 3],
  ];

  it.each(styles)('by %s brings every record once', async (_, paging, answer, pages) => {
    const server = await upstream(answer);
    const pulled = await pull(connection(server, {}, { paging }));
    expect(ids(pulled.messages)).toEqual(['a', 'b', 'c']);
    expect(new Set(pulled.messages.map(({ messageId }) => messageId)).size).toBe(3);
    expect(pulled.pages).toBe(pages);
  });

  it.each(styles.filter(([, , , pages]) => pages > 1))('by %s goes on where it stopped', async (_, paging, answer) => {
    const server = await upstream(answer);
    const first = await pull(connection(server, {}, { paging }), null, 1);
    const rest = await pull(connection(server, {}, { paging }), first.cursor);
    expect([ids(first.messages), ids(rest.messages)]).toEqual([['a', 'b'], ['c']]);
  });

  it.each([
    ['an address of another host', { style: 'link', next: 'next' }, () => ({ data: three, next: 'http://169.254.169.254/latest' })],
    ['an address that is none', { style: 'link', next: 'next' }, () => ({ data: three, next: 'http://' })],
    ['the same page again', { style: 'cursor', next: 'next', query: 'after' }, () => ({ data: three, next: 'x' })],
    ['all records on every page', { style: 'page', query: 'page' }, () => ({ data: three })],
    ['an object as next page', { style: 'cursor', next: 'next', query: 'after' }, () => ({ data: three, next: {} })],
    ['no list', { style: 'none' }, () => ({ data: { a: 1 } })],
  ])('refuses %s', async (_, paging, answer) => {
    const server = await upstream(answer);
    await expect(pull(connection(server, {}, { paging }))).rejects.toMatchObject({ kind: 'contract' });
    expect(server.count()).toBeLessThan(3);
  });
});

describe('changes', () => {
  const changedSince = { query: { filter: "changed ge datetime'{since}'" }, format: 'utc', overlapSeconds: 60 };
  const clock = { now: new Date('2026-03-01T10:00:00Z') };
  const now = (): Date => clock.now;

  it('are asked for with an overlap, and everything is read again now and then', async () => {
    const server = await upstream(() => ({ data: three }));
    const open = (top: object = {}): Connection => connection(server, { now }, { changedSince }, top);
    let { cursor } = await pull(open());
    clock.now = new Date('2026-03-01T10:30:00Z');
    ({ cursor } = await pull(open(), cursor));
    clock.now = new Date('2026-03-02T10:00:00Z');
    ({ cursor } = await pull(open(), cursor));
    ({ cursor } = await pull(open({ sweepHours: 1 }), cursor));
    const asked = server.seen.map(({ query }) => query.filter ?? 'everything');
    expect(asked).toEqual(['everything', "changed ge datetime'2026-03-01T09:59:00'", 'everything', 'everything']);
  });

  it('make other messages, the same state makes the same one', async () => {
    let data: object[] = [{ id: 'a', name: 1 }];
    const server = await upstream(() => ({ data }));
    const read = async (more: object = {}): Promise<string> => (await pull(connection(server, {}, more))).messages[0]!.messageId;
    const first = await read();
    data = [{ name: 1, id: 'a' }];
    expect(await read()).toBe(first);
    expect(await read({ fact: { ...record.fact, email: 'mail' } })).not.toBe(first);
    data = [{ id: 'a', name: 2 }];
    expect(await read()).not.toBe(first);
  });

  it('are not asked for by a cursor that is none', async () => {
    const server = await upstream(() => ({ data: [] }));
    await expect(pull(connection(server, {}, {}), 'nonsense')).rejects.toMatchObject({ kind: 'contract' });
  });
});

describe('signing in', () => {
  it.each<[string, object, Env, Record<string, string>]>([
    ['basic', { type: 'basic' }, { USERNAME: 'u', PASSWORD: 'p:w' }, { authorization: `Basic ${Buffer.from('u:p:w').toString('base64')}` }],
    ['bearer', { type: 'bearer' }, { TOKEN: 'abc' }, { authorization: 'Bearer abc' }],
    ['apiKey', { type: 'apiKey', header: 'X-Api-Key' }, { API_KEY: 'k1' }, { 'x-api-key': 'k1' }],
  ])('by %s', async (_, auth, env, headers) => {
    const server = await upstream(() => ({ data: [] }));
    await pull(connection(server, { env }, {}, { auth, headers: { 'x-client': '10' } }));
    expect(server.seen[0]!.headers).toMatchObject({ ...headers, 'x-client': '10' });
  });

  it('by client credentials fetches a token once, and another one when it is refused or ends', async () => {
    const clock = { now: new Date('2026-03-01T10:00:00Z') };
    let valid = 0;
    const server = await upstream(({ path, headers }) => {
      if (path === '/api/token') return { access_token: `t${(valid += 1)}`, expires_in: 3600 };
      return headers.authorization === `Bearer t${valid}` ? { data: [] } : 401;
    });
    const open = connection(server, { env: { CLIENT_ID: 'me', CLIENT_SECRET: 's+1' }, now: () => clock.now }, {}, { auth: { type: 'clientCredentials', tokenUrl: '/token', scope: 'read' } });
    const tokens = (): number => server.seen.filter(({ path }) => path === '/api/token').length;
    await pull(open);
    await pull(open);
    expect(tokens()).toBe(1);
    expect(server.seen[0]).toMatchObject({ body: 'grant_type=client_credentials&scope=read', headers: { authorization: `Basic ${Buffer.from('me:s%2B1').toString('base64')}` } });
    valid += 1;
    await pull(open);
    expect(tokens()).toBe(2);
    clock.now = new Date('2026-03-01T11:00:00Z');
    await pull(open);
    expect(tokens()).toBe(3);
  });

  it('that is refused ends the pull, and the check says so', async () => {
    const server = await upstream(({ path }) => (path === '/api/token' ? { access_token: 't' } : 401));
    const open = connection(server, { env: { CLIENT_ID: 'me', CLIENT_SECRET: 's' } }, {}, { auth: { type: 'clientCredentials', tokenUrl: '/token', sendAs: 'form' } });
    await expect(pull(open)).rejects.toMatchObject({ kind: 'auth' });
    expect(server.seen[0]!.body).toBe('grant_type=client_credentials&client_id=me&client_secret=s');
    expect(await open.check(signal)).toMatchObject({ ok: false });
  });
});

it('says in its check what answers', async () => {
  const server = await upstream(() => ({ data: [] }));
  expect(await connection(server, {}, {}).check(signal)).toEqual({ ok: true, detail: `${server.url}/api answers: customers` });
});
