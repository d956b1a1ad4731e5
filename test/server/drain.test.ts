import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TestServer } from './support.js';
import { createGate, staffToken, startServer, until } from './support.js';

describe('coming to rest', () => {
  const started: TestServer[] = [];
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
  });
  const start = async (options: Parameters<typeof startServer>[0] = {}): Promise<TestServer> => {
    const server = await startServer(options);
    started.push(server);
    return server;
  };

  it('says so first, lets what runs finish, takes nothing new, and is gone', async () => {
    const gate = createGate();
    const server = await start({ gate });
    const running = server.query('{ wait }');
    await until(() => server.scopes.length === 1);
    const drained = server.server.drain(10_000);

    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', gateway: 'draining' }]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const refused = await server.query('{ hello }');
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('connection')]).toEqual([503, '1', 'close']);

    gate.open();
    expect(await running).toMatchObject({ status: 200, body: { data: { wait: 'waited' } } });
    await drained;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it('goes on serving for the delay, while it already says that it is not ready', async () => {
    const server = await start();
    const drained = server.server.drain(1000, 300);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect(await server.query('{ hello }')).toMatchObject({ status: 200 });
    await drained;
    await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
  });

  it('cuts off what does not finish in time', async () => {
    const server = await start({ gate: createGate() });
    const running = server.query('{ wait }');
    await until(() => server.scopes.length === 1);
    await Promise.all([server.server.drain(50), expect(running).rejects.toThrow()]);
    await until(() => server.scopes[0]?.signal.aborted === true);
  });

  it('is not held up by connections that are kept without a request', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true });
    const request = httpRequest(`${server.url}/healthz`, { agent }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    const begun = performance.now();
    await server.server.drain(5000);
    expect(performance.now() - begun).toBeLessThan(2000);
    agent.destroy();
  });

  it('may be asked for before it ever listened, and twice', async () => {
    const server = await start();
    await server.server.drain(0);
    await server.server.drain(0);
  });
});

describe('a caller that leaves', () => {
  it('aborts its operation', async () => {
    const gate = createGate();
    const server = await startServer({ gate });
    try {
      const headers = { authorization: `Bearer ${await staffToken()}`, 'content-type': 'application/json' };
      const request: ClientRequest = httpRequest(`${server.url}/graphql`, { method: 'POST', headers });
      request.on('error', () => {});
      request.end(JSON.stringify({ query: '{ wait }' }));
      await until(() => server.scopes.length === 1);
      request.destroy();
      await until(() => server.scopes[0]?.signal.aborted === true);
    } finally {
      gate.open();
      await server.stop();
    }
  });
});
