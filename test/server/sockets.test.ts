import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Identity } from '../../src/server/auth/identity.js';
import { AuthError } from '../../src/server/auth/identity.js';
import { Raw } from '../support/raw-socket.js';
import type { StartOptions, TestServer } from './support.js';
import { createGate, partnerKey, staffToken, startServer, until } from './support.js';


describe('WebSockets', () => {
  const started: TestServer[] = [];
  const clients: (Raw | Client)[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) {
      if (client instanceof Raw) client.socket.terminate();
      else await client.dispose();
    }
    for (const server of started.splice(0)) await server.stop();
  });
  const start = async (options: StartOptions = {}): Promise<TestServer> => {
    const server = await startServer(options);
    started.push(server);
    return server;
  };
  const keep = <T extends Raw | Client>(client: T): T => {
    clients.push(client);
    return client;
  };

  it('serve an ordinary client: subscriptions, queries and mutations', async () => {
    const server = await start();
    const token = await staffToken();
    const client = keep(createClient({ url: server.url.replace('http', 'ws') + '/graphql', webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` } }));
    const values: unknown[] = [];
    for await (const { data } of client.iterate({ query: 'subscription S { count(to: 3) { value } }' })) values.push(data);
    expect(values).toEqual([1, 2, 3].map((value) => ({ count: { value } })));
    for await (const result of client.iterate({ query: '{ me hello(name: "Bo") }' })) expect(result).toEqual({ data: { me: 'staff ann by graphql', hello: 'Hello Bo' } });
    expect(server.scopes.map(({ transport }) => transport)).toEqual(['socket', 'socket']);
  });

  it.each<[string, Record<string, unknown>]>([
    ['an API key in the parameters', { apiKey: partnerKey }],
    ['the name of the header in the parameters', { 'X-API-Key': partnerKey }],
    ['a bearer value', { Authorization: `Bearer ${partnerKey}` }],
  ])('let partners in by %s', async (_what, payload) => {
    const server = await start();
    const raw = keep(await Raw.open(server, '/partner/graphql'));
    raw.send({ type: 'connection_init', payload });
    await raw.next(({ type }) => type === 'connection_ack');
    expect(await raw.ask('1', '{ me }')).toMatchObject({ type: 'next', payload: { data: { me: 'supplier api-client:1 by partner-graphql' } } });
  });

  it('let in by the headers of the upgrade', async () => {
    const server = await start();
    const raw = keep(await Raw.open(server, '/graphql', { headers: { authorization: `Bearer ${await staffToken()}` } }));
    raw.send({ type: 'connection_init' });
    await raw.next(({ type }) => type === 'connection_ack');
  });

  describe('turn away', () => {
    const attempt = async (server: TestServer, payload: unknown, path?: string): Promise<{ code: number }> => {
      const raw = keep(await Raw.open(server, path));
      raw.send({ type: 'connection_init', payload });
      return raw.closed;
    };

    it('whoever shows nothing, or something wrong', async () => {
      const server = await start();
      expect(await attempt(server, {})).toMatchObject({ code: 4401 });
      expect(await attempt(server, { authorization: 'Bearer nonsense' })).toMatchObject({ code: 4401 });
      expect(await attempt(server, { authorization: { toString: 'x' } })).toMatchObject({ code: 4401 });
      expect(await attempt(server, 'text')).toMatchObject({ code: 4400 });
    });

    it('an expired token, so that the client comes back with a new one', async () => {
      const expired = await staffToken({ expiresAt: new Date(Date.now() - 60_000) });
      expect(await attempt(await start(), { authorization: `Bearer ${expired}` })).toMatchObject({ code: 4403, reason: 'Token expired' });
    });

    it('the wrong kind of viewer', async () => {
      const server = await start();
      expect(await attempt(server, { apiKey: partnerKey })).toMatchObject({ code: 4403 });
      expect(await attempt(server, { authorization: `Bearer ${await staffToken()}` }, '/partner/graphql')).toMatchObject({ code: 4403 });
    });

    it('for a while whomever it cannot check', async () => {
      const server = await start({ partner: () => Promise.reject(new AuthError('UNAVAILABLE', 'away')) });
      expect(await attempt(server, { apiKey: partnerKey })).toMatchObject({ code: 1013 });
    });

    it('operations before the credential, a second credential, and silence', async () => {
      const server = await start({ socketLimits: { initMs: 100 } });
      const early = keep(await Raw.open(server));
      early.send({ type: 'subscribe', id: '1', payload: { query: '{ me }' } });
      expect(await early.closed).toMatchObject({ code: 4401 });
      const twice = keep(await Raw.opened(server, await staffToken()));
      twice.send({ type: 'connection_init' });
      expect(await twice.closed).toMatchObject({ code: 4429 });
      expect(await keep(await Raw.open(server)).closed).toMatchObject({ code: 4408 });
    });

    it('other protocols, addresses and nonsense', async () => {
      const server = await start();
      const nonsense = keep(await Raw.opened(server, await staffToken()));
      nonsense.socket.send('{"type":');
      expect(await nonsense.closed).toMatchObject({ code: 4400 });
      const bytes = keep(await Raw.opened(server, await staffToken()));
      bytes.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
      expect(await bytes.closed).toMatchObject({ code: 1007 });
      for (const [path, status] of [['/nothing', 404], ['/healthz', 404]] as const) {
        const socket = new WebSocket(server.url.replace('http', 'ws') + path, 'graphql-transport-ws');
        const [error] = (await once(socket, 'error')) as [Error];
        expect(error.message).toContain(String(status));
      }
    });
  });

  describe('hold the limits', () => {
    it.each<[string, string, RegExp]>([
      ['tokens', `{ ${Array.from({ length: 2000 }, (_, n) => `a${n}: me`).join(' ')} }`, /token/i],
      ['aliases', `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: me`).join(' ')} }`, /101 aliases/],
      ['depth', `{ tree ${'{ children '.repeat(15)} { name } ${'}'.repeat(15)} }`, /levels deep/],
      ['selections', `{ tree { ...A0 } } ${Array.from({ length: 8 }, (_, n) => `fragment A${n} on Tree { plain { ...A${n + 1} } other: plain { ...A${n + 1} } }`).join(' ')} fragment A8 on Tree { name }`, /selects too much/],
      ['cost', '{ tree(first: 200) { children(first: 200) { children(first: 200) { name } } } }', /would cost/],
      ['the schema', '{ nothing }', /Cannot query field/],
      ['U+0000', '{ hello(name: "a\\u0000b") }', /U\+0000/],
      ['brackets', `{ hello(name: ${'['.repeat(9000)}`, /token|nested too deeply/],
      ['introspection', '{ __schema { types { name } } }', /introspection/i],
      ['several operations', 'query A { me } query B { me }', /several/],
    ])('of %s', async (_what, query, message) => {
      const server = await start({ documentLimits: { introspection: false }, socketLimits: { messageBytes: 50_000 } });
      const raw = keep(await Raw.opened(server, await staffToken()));
      const begun = performance.now();
      const frame = await raw.ask('1', query);
      const [first] = frame.payload as { message: string; extensions: { code: string } }[];
      expect({ type: frame.type, message: first?.message }).toEqual({ type: 'error', message: expect.stringMatching(message) });
      expect(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'QUERY_TOO_COSTLY', 'OPERATION_RESOLUTION_FAILURE']).toContain(first?.extensions.code);
      expect(performance.now() - begun).toBeLessThan(1500);
      // The socket lives on.
      expect(await raw.ask('2', '{ me }')).toMatchObject({ type: 'next' });
    });

    it('of variables', async () => {
      const raw = keep(await Raw.opened(await start(), await staffToken()));
      const query = 'subscription ($to: Int!) { count(to: $to) { value } }';
      for (const variables of [{}, { to: 'x' }, { to: null }, { to: 1, x: 'a\0b' }]) {
        expect(await raw.ask('1', query, variables)).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
      }
      expect(await raw.ask('1', query, { to: 1 })).toMatchObject({ type: 'next' });
    });

    it('of a message', async () => {
      const raw = keep(await Raw.opened(await start({ socketLimits: { messageBytes: 1000 } }), await staffToken()));
      raw.send({ type: 'subscribe', id: '1', payload: { query: `{ me }${' '.repeat(1000)}` } });
      expect(await raw.closed).toMatchObject({ code: 1009 });
    });

    it('of operations at a time, and forgets those that ended', async () => {
      const raw = keep(await Raw.opened(await start({ socketLimits: { operationsPerSocket: 2 } }), await staffToken()));
      const query = 'subscription { stream { value } }';
      expect([await raw.ask('1', query), await raw.ask('2', query)]).toMatchObject([{ type: 'next' }, { type: 'next' }]);
      expect(await raw.ask('3', query)).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }] });
      raw.send({ type: 'complete', id: '1' });
      expect(await raw.ask('4', '{ me }')).toMatchObject({ type: 'next' });
    });

    it('of sockets of one viewer, and of all together', async () => {
      const server = await start({ socketLimits: { socketsPerViewer: 2, sockets: 4 } });
      const token = await staffToken();
      const [first] = [keep(await Raw.opened(server, token)), keep(await Raw.opened(server, token))];
      await expect(Raw.opened(server, token).then(keep)).rejects.toThrow('closed with 1013 Too many connections');
      await until(() => server.sockets.count() === 2);
      keep(await Raw.opened(server, await staffToken({ subject: 'bo' })));
      first.socket.close();
      await until(() => server.sockets.count() === 2);
      keep(await Raw.opened(server, token));
      keep(await Raw.open(server));
      await expect(Raw.open(server)).rejects.toThrow('503');
    });
  });

  describe('end', () => {
    it('when the token does', async () => {
      const server = await start();
      const raw = keep(await Raw.opened(server, await staffToken({ expiresAt: new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000) })));
      expect(await raw.ask('1', 'subscription { stream { value } }')).toMatchObject({ type: 'next' });
      expect(await raw.closed).toEqual({ code: 4403, reason: 'Token expired' });
      await until(() => server.scopes[0]?.signal.aborted === true);
    });

    it('when the key is revoked, but not when it cannot be checked for a moment', async () => {
      const state: { answer: 'in force' | 'away' | 'revoked'; asked: number } = { answer: 'in force', asked: 0 };
      const identity: Identity = { viewer: { kind: 'carrier', roles: ['CARRIER'], subject: 'api-client:7', supplierId: null, carrierId: 'c', name: 'C' }, expiresAt: null };
      const partner = async (): Promise<Identity> => {
        state.asked += 1;
        if (state.answer === 'in force') return identity;
        throw new AuthError(state.answer === 'away' ? 'UNAVAILABLE' : 'UNAUTHENTICATED', 'no');
      };
      const server = await start({ partner, socketLimits: { recheckMs: 20 } });
      const raw = keep(await Raw.opened(server, partnerKey, '/partner/graphql'));
      state.answer = 'away';
      const asked = state.asked;
      await until(() => state.asked >= asked + 3);
      expect(await raw.ask('1', '{ hello }')).toMatchObject({ type: 'next' });
      state.answer = 'revoked';
      expect(await raw.closed).toEqual({ code: 4403, reason: 'Access has changed' });
    });

    it('when the gateway comes to rest: queries finish, subscriptions are told to come back', async () => {
      const gate = createGate();
      const server = await start({ gate });
      const token = await staffToken();
      const raw = keep(await Raw.opened(server, token));
      expect(await raw.ask('live', 'subscription { stream { value } }')).toMatchObject({ type: 'next' });
      const waiting = raw.ask('slow', '{ wait }');
      await until(() => server.scopes.length === 2);
      const drained = server.server.drain(10_000);
      expect(await raw.ask('new', '{ me }')).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'UNAVAILABLE' } }] });
      await expect(Raw.open(server)).rejects.toThrow('503');
      gate.open();
      expect(await waiting).toMatchObject({ type: 'next', payload: { data: { wait: 'waited' } } });
      expect(await raw.closed).toMatchObject({ code: 1012 });
      await drained;
      expect(server.scopes.every(({ signal }) => signal.aborted)).toBe(true);
    });

    it('when nobody answers a ping', async () => {
      const server = await start({ socketLimits: { pingMs: 50 } });
      const raw = keep(await Raw.open(server));
      raw.socket.pause();
      await until(() => server.sockets.count() === 0);
    });

    it('when the source of a subscription says that its reader is too slow', async () => {
      const raw = keep(await Raw.opened(await start(), await staffToken()));
      await raw.ask('1', 'subscription { breaks(slow: true) { value } }');
      expect(await raw.closed).toMatchObject({ code: 1013 });
    });

    it('when the client does not read: nothing piles up, and it may come back', async () => {
      const server = await start({ socketLimits: { waitingBytes: 100_000, slowMs: 200, pingMs: 60_000 } });
      const raw = keep(await Raw.opened(server, await staffToken()));
      raw.socket.pause();
      raw.send({ type: 'subscribe', id: '1', payload: { query: 'subscription ($to: Int!, $size: Int) { count(to: $to, size: $size) { value text } }', variables: { to: 100_000, size: 10_000 } } });
      await until(async () => /interline_slow_consumers_total 1/.test(await (await fetch(`${server.url}/metrics`)).text()));
      raw.socket.resume();
      expect(await raw.closed).toMatchObject({ code: 1013 });
      const last = raw.frames.filter(({ type }) => type === 'next').length;
      // Far fewer than asked for: what the kernel's buffers take, and ours.
      expect(last).toBeLessThan(5000);
    });
  });

  it('mask errors of subscriptions, too', async () => {
    const server = await start();
    const raw = keep(await Raw.opened(server, await staffToken()));
    expect(await raw.ask('1', '{ fail(how: "bug") }')).toMatchObject({ type: 'next', payload: { errors: [{ extensions: { code: 'INTERNAL' } }] } });
    expect(await raw.ask('2', 'subscription { broken { value } }')).toMatchObject({ type: 'next', payload: { errors: [{ extensions: { code: 'INTERNAL' } }] } });
    expect(await raw.ask('3', 'subscription { breaks { value } }')).toMatchObject({ type: 'next', payload: { data: { breaks: { value: 1 } } } });
    expect(await raw.next(({ id }) => id === '3')).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'INTERNAL' } }] });
    expect(JSON.stringify(raw.frames)).not.toContain('secret_table');
    expect(server.logged()).toContain('secret_table');
  });

  it('count subscriptions while they run', async () => {
    const server = await start();
    const raw = keep(await Raw.opened(server, await staffToken()));
    await raw.ask('1', 'subscription Live { stream { value } }');
    const figure = async (): Promise<string | undefined> => /interline_subscriptions\{name="Live"\} (\d)/.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
    expect(await figure()).toBe('1');
    raw.send({ type: 'complete', id: '1' });
    await until(async () => (await figure()) === '0');
    expect(server.scopes[0]?.signal.aborted).toBe(true);
  });
});
