import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { GraphqlBody, TestServer } from './support.js';
import { staffToken, startServer } from './support.js';

/** Refusals are answered fast; the bound is generous for a loaded machine and far below a stall. */
const fast = 1500;

describe('hostile GraphQL requests', () => {
  let server: TestServer;
  let authorization: string;
  beforeAll(async () => {
    server = await startServer({ timeouts: { headers: 400, request: 800, checkEvery: 100 } });
    authorization = `Bearer ${await staffToken()}`;
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    // Whatever came before, the next caller is served.
    expect(await server.query('{ hello }')).toMatchObject({ status: 200 });
  });

  async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<{ status: number; body: GraphqlBody; ms: number }> {
    const begun = performance.now();
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', body, headers: { authorization, 'content-type': 'application/json', ...headers } });
    const answer = (await response.json()) as GraphqlBody;
    return { status: response.status, body: answer, ms: performance.now() - begun };
  }
  const ask = (query: string, variables?: unknown) => post(JSON.stringify({ query, variables }));

  it.each<[string, string, RegExp]>([
    ['10,000 aliases', `{ ${Array.from({ length: 10_000 }, (_, n) => `a${n}:me`).join(' ')} }`, /token/i],
    ['more aliases than allowed', `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: hello`).join(' ')} }`, /101 aliases; 100 are allowed/],
    ['16 levels', `{ tree ${'{ children '.repeat(15)} { name } ${'}'.repeat(15)} }`, /levels deep; 15 are allowed/],
    ['16 levels through fragments', `{ tree { ...F } } fragment F on Tree { ${'plain { '.repeat(7)} ...G ${'}'.repeat(7)} } fragment G on Tree { ${'plain { '.repeat(7)} name ${'}'.repeat(7)} }`, /16 levels deep/],
    ['deep brackets', `{ hello(name: ${'['.repeat(1900)}`, /Syntax Error/],
    ['deeper brackets', `{ hello(name: ${'['.repeat(5000)}`, /token|nested too deeply/],
    ['fragments that double', `{ tree { ...A0 } } ${Array.from({ length: 20 }, (_, n) => `fragment A${n} on Tree { x${n}: plain { ...A${n + 1} } y${n}: plain { ...A${n + 1} } }`).join(' ')} fragment A20 on Tree { name }`, /selects too much|levels deep/],
    ['fragments that double, not deep', `{ tree { ...A0 } } ${Array.from({ length: 8 }, (_, n) => `fragment A${n} on Tree { plain { ...A${n + 1} } other: plain { ...A${n + 1} } }`).join(' ')} fragment A8 on Tree { name }`, /selects too much: 1278 /],
    ['a fragment in itself', '{ tree { ...A } } fragment A on Tree { children { ...A } }', /Cannot spread fragment "A" within itself/],
    ['pages within pages', '{ tree(first: 200) { children(first: 200) { children(first: 200) { name } } } }', /would cost \d+; 100000 is allowed/],
    ['__proto__ as a field', '{ __proto__ constructor { toString } }', /Cannot query field/],
    ['U+0000 in a text', '{ hello(name: "a\\u0000b") }', /U\+0000/],
    ['broken syntax', '{ hello(', /Syntax Error/],
  ])('%s', async (_what, query, message) => {
    const { status, body, ms } = await ask(query);
    expect({ status, message: body.errors?.[0]?.message }).toEqual({ status: 400, message: expect.stringMatching(message) });
    expect(body).not.toHaveProperty('data');
    expect(ms).toBeLessThan(fast);
  });

  it('a page size in a variable counts like one in the text', async () => {
    const query = 'query ($n: Int) { tree(first: $n) { children(first: $n) { children(first: $n) { name } } } }';
    expect(await ask(query, { n: 2 })).toMatchObject({ status: 200 });
    expect(await ask(query, { n: 200 })).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'QUERY_TOO_COSTLY' } }] } });
    expect(await ask(query, { n: 3 })).toMatchObject({ status: 200 });
  });

  it.each<[string, unknown]>([
    ['U+0000 in a variable', { name: 'a\0b' }],
    ['a variable of a wrong type', { name: { a: 1 } }],
  ])('%s', async (_what, variables) => {
    const { status, body, ms } = await ask('query ($name: String) { hello(name: $name) }', variables);
    expect({ status, code: body.errors?.[0]?.extensions?.['code'] }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
    expect(ms).toBeLessThan(fast);
  });

  it('variables nested 20,000 levels deep', async () => {
    const { status, body, ms } = await post(`{"query":"query ($name: String) { hello(name: $name) }","variables":{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`);
    expect({ status, code: body.errors?.[0]?.extensions?.['code'] }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
    expect(ms).toBeLessThan(fast);
  });

  it('__proto__ among the variables changes nothing', async () => {
    const body = '{"query":"query ($name: String) { hello(name: $name) }","variables":{"__proto__":{"name":"Eve"},"constructor":{"prototype":{"name":"Eve"}}},"__proto__":{"query":"{ x }"}}';
    expect(await post(body)).toMatchObject({ status: 200, body: { data: { hello: 'Hello you' } } });
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number]>([
    ['broken JSON', '{"query": "{ hello }"', {}, 400],
    ['nothing', '', {}, 400],
    ['not an object', '[1, 2]', {}, 400],
    ['null', 'null', {}, 400],
    ['a batch', '[{"query":"{ hello }"},{"query":"{ hello }"}]', {}, 400],
    ['a parsed document', '{"query":{"kind":"Document"}}', {}, 400],
    ['no query', '{"variables":{}}', {}, 400],
    ['a form', 'query=%7Bhello%7D', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', '{"query":"{ hello }"}', { 'content-type': 'text/plain' }, 415],
    ['a media type like JSON', '{"query":"{ hello }"}', { 'content-type': 'application/jsonp' }, 415],
    ['another encoding', '{"query":"{ hello }"}', { 'content-type': 'application/json; charset=utf-16le' }, 415],
    ['bytes that are no UTF-8', new Uint8Array(Buffer.from('{"query":"{ hello(name: \\"\xff\\") }"}', 'latin1')), {}, 400],
    ['a compressed body', new Uint8Array(gzipSync('{"query":"{ hello }"}')), { 'content-encoding': 'gzip' }, 415],
    ['5 MB', JSON.stringify({ query: '{ hello }', variables: { pad: 'x'.repeat(5_000_000) } }), {}, 413],
  ])('%s', async (_what, body, headers, status) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.length).toBe(1);
    expect(answer.ms).toBeLessThan(fast);
  });

  it('5 MB without a length announced are cut off as they come', async () => {
    const request = httpRequest(`${server.url}/graphql`, { method: 'POST', headers: { authorization, 'content-type': 'application/json', 'transfer-encoding': 'chunked' } });
    request.on('error', () => {});
    for (let n = 0; n < 50; n += 1) request.write('x'.repeat(100_000));
    const [response] = (await once(request, 'response')) as [{ statusCode: number; headers: Record<string, string>; resume(): void }];
    expect(response.statusCode).toBe(413);
    expect(response.headers['connection']).toBe('close');
    response.resume();
    request.destroy();
  });

  it('5 MB sent to their end before anything is read still learn why', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const failures: Error[] = [];
    socket.on('error', (error) => failures.push(error));
    socket.write(`POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 5000000\r\n\r\n`);
    socket.write('x'.repeat(5_000_000));
    const answer: string[] = [];
    socket.on('data', (chunk) => answer.push(String(chunk)));
    await once(socket, 'close');
    expect([answer.join('').slice(0, 12), failures]).toEqual(['HTTP/1.1 413', []]);
  });

  it('a header sent drop by drop gets 408, and so does a body', async () => {
    for (const beginning of ['POST /graphql HTTP/1.1\r\nHost: x\r\n', `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`]) {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(beginning);
      const answer: string[] = [];
      socket.on('data', (chunk) => answer.push(String(chunk)));
      await once(socket, 'close');
      expect(answer.join('')).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  it('a header of 20 kB gets 431, and what is not HTTP gets 400', async () => {
    for (const [text, status] of [[`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431], ['\x16\x03\x01 hello\r\n\r\n', 400]] as const) {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(text);
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      expect(String(chunk)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
  });

  it('a page of another site cannot make a browser ask by GET', async () => {
    const response = await fetch(`${server.url}/graphql?query={hello}`, { headers: { authorization } });
    expect(response.status).toBe(400);
  });

  it('mutations by GET are refused', async () => {
    const headers = { authorization, 'apollo-require-preflight': '1' };
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent('mutation { touch }')}`, { headers });
    expect(response.status).toBe(405);
  });

  it('other methods and addresses are named as such', async () => {
    const put = await fetch(`${server.url}/graphql`, { method: 'PUT', headers: { authorization } });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
    for (const path of ['/', '/graphql/', '/graphql/../healthz/x', '/webhooks', '/%2e%2e/etc/passwd', '//evil']) {
      const response = await fetch(server.url + path);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
    }
  });
});

describe('without a credential', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it.each<[string, Record<string, string>, number, string]>([
    ['none', {}, 401, 'UNAUTHENTICATED'],
    ['a wrong one', { authorization: 'Bearer nonsense' }, 401, 'UNAUTHENTICATED'],
    ['a wrong key', { 'x-api-key': 'ilk_nonsense' }, 401, 'UNAUTHENTICATED'],
  ])('%s: refused before the body is looked at', async (_what, headers, status, code) => {
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', body: 'x'.repeat(1_000_000), headers: { 'content-type': 'text/plain', ...headers } });
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="interline"');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('an expired one is named as such', async () => {
    const token = await staffToken({ expiresAt: new Date(Date.now() - 10_000) });
    expect(await server.query('{ hello }', { token })).toMatchObject({ status: 401, body: { errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] } });
  });
});
