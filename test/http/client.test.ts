import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { createHttpClient, type ClosableHttpClient, type HttpClientOptions, type HttpRequest } from '../../src/http/client.js';
import { ConnectorError } from '../../src/http/errors.js';
import { serve, type TestServer } from './server.js';

const open: (TestServer | ClosableHttpClient)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function start(listener: RequestListener, tls?: { key: string; cert: string }): Promise<TestServer> {
  const server = await serve(listener, tls);
  open.push(server);
  return server;
}

/** A client that may reach the test servers, never waits and has no luck: every jitter is half its bound. */
function client(options: HttpClientOptions = {}): ClosableHttpClient & { readonly waits: number[] } {
  const waits: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  const made = createHttpClient({ allowPrivateAddresses: true, random: () => 0.5, sleep, ...options });
  open.push(made);
  return { ...made, waits };
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, accept: ['application/json'], signal: new AbortController().signal, idempotent: true, ...more };
}

async function failure(call: Promise<unknown>): Promise<ConnectorError> {
  const error: unknown = await call.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
}

const json =
  (text: string, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
  };

describe('an ordinary answer', () => {
  it('gives status, lower-case headers, bytes, text and JSON', async () => {
    const server = await start(json('{"name":"Łódź"}', 201, { 'X-Total': '7' }));
    const response = await client().request(get(`${server.url}/things`));
    expect(response.status).toBe(201);
    expect(response.headers['x-total']).toBe('7');
    expect(response.text()).toBe('{"name":"Łódź"}');
    expect(response.json()).toEqual({ name: 'Łódź' });
    expect(Buffer.from(response.body).toString()).toBe('{"name":"Łódź"}');
  });

  it('sends method, headers and body untouched, and nothing that a library made up', async () => {
    const seen: { headers: Record<string, unknown>; body: string }[] = [];
    const server = await start((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(204).end();
      });
    });
    const http = client({ userAgent: 'probe' });
    await http.request(get(server.url, { method: 'POST', body: '{"a": 1 }', headers: { 'Content-Type': 'application/json' } }));
    await http.request(get(server.url, { method: 'PUT', body: new Uint8Array([0x61, 0x62]).subarray(1) }));
    expect(seen.map(({ body }) => body)).toEqual(['{"a": 1 }', 'b']);
    expect(seen[0]!.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'probe' });
    expect(seen[1]!.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
  });

  it('keeps the connection for the next call', async () => {
    const ports = new Set<number | undefined>();
    const server = await start((request, response) => {
      ports.add(request.socket.remotePort);
      json('{}')(request, response as never);
    });
    const http = client();
    await http.request(get(server.url));
    await http.request(get(server.url));
    expect(ports.size).toBe(1);
  });

  it('takes no proxy from the environment', async () => {
    const server = await start(json('{}'));
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = 'http://127.0.0.1:1';
    try {
      expect((await client().request(get(server.url))).status).toBe(200);
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });
});

describe('an answer that breaks the agreement', () => {
  it.each([
    ['truncated JSON', '{"trackers": [{"id": "a"', 'not JSON'],
    ['nothing at all', '', 'not JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not text in utf-8'],
  ])('%s is a contract error when it is read', async (_, text, message) => {
    const server = await start((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
    const response = await client().request(get(server.url));
    expect(() => response.json()).toThrow(expect.objectContaining({ kind: 'contract', message: expect.stringContaining(message) as unknown }) as Error);
  });

  it.each([
    ['a web page', 'text/html', '<p>sign in</p>'],
    ['no type at all', undefined, '{}'],
  ])('%s instead of JSON is a contract error that is not repeated', async (_, type, text) => {
    const server = await start((request, response) => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(text);
    });
    const error = await failure(client().request(get(server.url)));
    expect(error).toMatchObject({ kind: 'contract', details: { status: 200 } });
    expect(server.count()).toBe(1);
  });

  it('stops reading at the size cap, announced or not, compressed or not', async () => {
    const chunk = Buffer.alloc(1_000_000, 0x20);
    const server = await start((request, response) => {
      const gzip = request.url === '/gzip';
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(gzip ? { 'content-encoding': 'gzip' } : {}),
        ...(request.url === '/announced' ? { 'content-length': 500_000_000 } : {}),
      });
      const zip = gzip ? createGzip() : null;
      zip?.pipe(response);
      zip?.on('error', () => undefined);
      const out = zip ?? response;
      let left = 500;
      const more = (): void => {
        while (left > 0 && !response.destroyed) {
          left -= 1;
          if (!out.write(chunk)) {
            out.once('drain', more);
            return;
          }
        }
        out.end();
      };
      more();
    });
    const http = client({ maxBodyBytes: 5_000_000 });
    const before = process.memoryUsage().rss;
    for (const path of ['/plain', '/announced', '/gzip']) {
      const error = await failure(http.request(get(server.url + path)));
      expect(error).toMatchObject({ kind: 'contract', message: expect.stringContaining('larger than 5000000 bytes') as unknown });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});

describe('time', () => {
  it('ends a slow loris at the deadline, in the head and in the body', async () => {
    const timers = new Set<NodeJS.Timeout>();
    const server = await start((request, response) => {
      if (request.url === '/body') response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      if (request.url === '/body') timers.add(setInterval(() => response.write(' '), 5));
    });
    const http = client({ retry: { attempts: 1 } });
    for (const path of ['/head', '/body']) {
      const error = await failure(http.request(get(server.url + path, { deadlineMs: 80 })));
      expect(error).toMatchObject({ kind: 'transient', message: expect.stringContaining('within 80 ms') as unknown });
    }
    timers.forEach(clearInterval);
  });

  it('ends at once when the caller cancels, and does not repeat', async () => {
    const controller = new AbortController();
    const server = await start(() => controller.abort());
    const http = client();
    const error = await failure(http.request(get(server.url, { signal: controller.signal })));
    expect(error).toMatchObject({ kind: 'transient', message: expect.stringContaining('cancelled') as unknown });
    expect(http.waits).toEqual([]);
    const again = await failure(http.request(get(server.url, { signal: controller.signal })));
    expect(again.message).toContain('cancelled');
    expect(server.count()).toBe(1);
  });

  it('ends a wait between attempts when the caller cancels', async () => {
    const controller = new AbortController();
    const server = await start(json('{}', 500));
    const sleep = (_: number, signal: AbortSignal): Promise<never> => {
      controller.abort();
      return Promise.reject(signal.reason as Error);
    };
    const error = await failure(client({ sleep }).request(get(server.url, { signal: controller.signal })));
    expect(error).toMatchObject({ kind: 'transient', details: { status: 500 } });
    expect(server.count()).toBe(1);
  });
});

describe('refusals', () => {
  it.each([
    [400, 'rejected'],
    [401, 'auth'],
    [403, 'auth'],
    [404, 'rejected'],
    [408, 'transient'],
    [409, 'rejected'],
    [422, 'rejected'],
    [425, 'transient'],
    [429, 'throttled'],
    [500, 'transient'],
    [501, 'rejected'],
    [503, 'transient'],
  ])('status %i is %s; the message quotes the answer but no query', async (status, kind) => {
    const server = await start(json('{"error":\n"no such thing"}', status));
    const error = await failure(client({ retry: { attempts: 1 } }).request(get(`${server.url}/a?key=hidden`)));
    expect(error).toMatchObject({ kind, details: { status } });
    expect(error.message).toContain(`GET ${server.url}/a: answered ${status}: {"error": "no such thing"}`);
  });

  it('does not follow a redirect, wherever it leads', async () => {
    const inner = await start(json('{"secret":1}'));
    const server = await start((_, response) => response.writeHead(302, { location: inner.url }).end());
    const error = await failure(client().request(get(server.url)));
    expect(error).toMatchObject({ kind: 'rejected', details: { status: 302 }, message: expect.stringContaining('redirects are refused') as unknown });
    expect(inner.count()).toBe(0);
  });

  it('says nothing of the request headers in an error', async () => {
    const http = client({ retry: { attempts: 1 } });
    const error = await failure(http.request(get('http://127.0.0.1:1/', { headers: { authorization: 'Bearer hidden' } })));
    expect(error.kind).toBe('transient');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error.cause)).not.toContain('hidden');
  });
});

describe('broken connections', () => {
  const tls = {
    key: readFileSync(new URL('fixtures/localhost.key.pem', import.meta.url), 'utf8'),
    cert: readFileSync(new URL('fixtures/localhost.cert.pem', import.meta.url), 'utf8'),
  };

  it('refuses a server whose certificate nobody vouches for, unless its authority is given', async () => {
    const server = await start(json('{}'), tls);
    expect(await failure(client().request(get(server.url)))).toMatchObject({ kind: 'auth' });
    expect(server.count()).toBe(0);
    expect((await client({ ca: tls.cert }).request(get(server.url))).status).toBe(200);
  });

  it('tells a server without TLS and one without HTTP from one that is down', async () => {
    const plain = await start(json('{}'));
    expect(await failure(client().request(get(plain.url.replace('http:', 'https:'))))).toMatchObject({ kind: 'contract' });
    const chatter = createTcpServer((socket) => void socket.resume().end('220 mail ready\r\n'));
    await new Promise<void>((resolve) => chatter.listen(0, '127.0.0.1', resolve));
    const { port } = chatter.address() as AddressInfo;
    expect(await failure(client().request(get(`http://127.0.0.1:${port}/`)))).toMatchObject({ kind: 'contract' });
    await new Promise((resolve) => chatter.close(resolve));
    expect(await failure(client().request(get(`http://127.0.0.1:${port}/`)))).toMatchObject({ kind: 'transient' });
  });

  it('takes a body that breaks off for a transient failure', async () => {
    const server = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"a":', () => response.destroy());
    });
    expect(await failure(client().request(get(server.url)))).toMatchObject({ kind: 'transient' });
    expect(server.count()).toBe(4);
  });
});
