/** How every connector type that talks HTTP bears its outside system: in good health, in trouble, hostile, and back again. */
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { ConnectorError, type Connection, type ConnectorType, type WatchedShipment } from '../../src/connectors/contract.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { createHttpClient, type ClosableHttpClient, type HttpClientOptions } from '../../src/http/client.js';
import { serve, type TestServer } from '../http/server.js';
import { answer, troubles, type Failure } from '../support/troubles.js';
import { answering, pullAll } from '../support/upstream.js';
import type { ContractCase, OutsideSystem } from './cases/case.js';
import { contractCases } from './cases/index.js';

const NOW = new Date('2026-03-05T12:00:00Z');
const HOUR = 3_600_000;
/** Some systems note the day alone. */
const LONG_AGO = new Date(NOW.getTime() - 72 * HOUR);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { signal } = new AbortController();

/** Short, where nothing but the deadline ends a call; elsewhere the ordinary one, which a busy machine does not reach. */
const DEADLINE_MS = 40;
const MOST_BYTES = 1_000_000;
/** What may lie in the buffers of two sockets beside what is read. */
const BUFFERED_BYTES = 20_000_000;

const open: (TestServer | ClosableHttpClient)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function start(listener: RequestListener, tls?: { readonly key: string; readonly cert: string }): Promise<TestServer> {
  const server = await serve(listener, tls);
  open.push(server);
  return server;
}

function client(options: HttpClientOptions = {}): ClosableHttpClient {
  const http = createHttpClient({ allowPrivateAddresses: true, maxBodyBytes: MOST_BYTES, retry: { attempts: 1 }, ...options });
  open.push(http);
  return http;
}

/** Answers that do not end by themselves. */
const hangs: readonly (readonly [string, RequestListener])[] = [
  ['silence', () => undefined],
  [
    'a byte now and then',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    },
  ],
];

const selfSigned = {
  key: readFileSync(new URL('../http/fixtures/localhost.key.pem', import.meta.url), 'utf8'),
  cert: readFileSync(new URL('../http/fixtures/localhost.cert.pem', import.meta.url), 'utf8'),
};

/** 500 MB, as fast as they are taken; counts what has left us. */
function flood(sent: { bytes: number }): RequestListener {
  const chunk = Buffer.alloc(100_000, ' ');
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500_000_000 });
    let left = 500_000_000 / chunk.length;
    const more = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        sent.bytes += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  };
}

type Http = readonly [string, ConnectorType, ContractCase & { readonly system: OutsideSystem }];
const types = connectorTypes.flatMap((type): Http[] => {
  const example = contractCases[type.type];
  return example?.system ? [[type.type, type, { ...example, system: example.system }]] : [];
});

it('has a system in good health for every type but the one that reads files', () => {
  expect(connectorTypes.map(({ type }) => type).filter((type) => !types.some(([known]) => known === type))).toEqual(['files']);
});

describe.each(types)('%s', (_, type, example) => {
  const { answer: answerOf, perPage = 1, asksSince } = example.system;
  /** Three pages. */
  const records = Array.from({ length: 2 * perPage + 1 }, (__, index) => `TRK${String(index).padStart(3, '0')}`);
  const connect = (upstream: string, http: ClosableHttpClient, now = () => NOW): Connection => {
    const shipments = records.map((trackingNumber): WatchedShipment => ({ trackingNumber, carrier: 'UPS', country: 'DE', createdAt: '2026-03-01T00:00:00Z' }));
    return type.connect(type.parseConfig(example.settings(upstream)), { http, now, log, watched: () => Promise.resolve(shipments) });
  };
  const healthy = (known: readonly string[], changedAt = LONG_AGO): RequestListener => answering((request) => answerOf(request, known, changedAt));

  describe('in good health', () => {
    it('is pulled page by page, and from each page on to its end', async () => {
      const server = await start(healthy(records));
      const http = client();
      const connection = connect(server.url, http);
      expect(await connection.check(signal)).toMatchObject({ ok: true });
      const before = server.count();
      const pages: { ids: string[]; cursor: string }[] = [];
      for await (const { messages, cursor } of connection.pull!(null, signal)) pages.push({ ids: messages.map(({ messageId }) => messageId), cursor });
      const all = pages.flatMap(({ ids }) => ids);
      expect(new Set(all).size).toBe(records.length);
      expect(all).toHaveLength(records.length);
      expect(server.count() - before).toBeGreaterThanOrEqual(3);
      const within = pages.slice(0, pages.findLastIndex(({ ids }) => ids.length > 0));
      expect(within.length).toBeGreaterThanOrEqual(2);
      for (const [index, { cursor }] of within.entries()) {
        const rest = (await pullAll(connect(server.url, http), cursor)).messages.map(({ messageId }) => messageId);
        expect([...pages.slice(0, index + 1).flatMap(({ ids }) => ids), ...rest]).toEqual(expect.arrayContaining(all));
      }
    });

    it('that has nothing is pulled to its end, and again from there', async () => {
      const server = await start(healthy([]));
      const connection = connect(server.url, client());
      const first = await pullAll(connection);
      expect(first.messages).toHaveLength(0);
      expect((await pullAll(connection, first.cursors.at(-1))).messages).toHaveLength(0);
    });

    // Theirs may be hours behind ours, or ahead. Who can only be asked parcel by parcel tells everything each time.
    (asksSince ? it : it.skip).each([-5, 5])('is asked for changes by its own clock: %p hours from ours', async (hours) => {
      const system = { now: new Date(NOW.getTime() + hours * HOUR), changedAt: LONG_AGO };
      const after = (ms: number): Date => new Date(system.now.getTime() + ms);
      const server = await start((request, response) => {
        response.setHeader('date', system.now.toUTCString());
        answering((asked) => {
          const since = asksSince!(asked);
          return answerOf(asked, since === null || system.changedAt >= since ? records : [], system.changedAt);
        })(request, response);
      });
      const connection = connect(server.url, client());
      const first = await pullAll(connection);
      expect(first.messages).toHaveLength(records.length);
      // Another process knows nothing of their clock yet.
      const second = await pullAll(connect(server.url, client()), first.cursors.at(-1));
      expect(second.messages).toHaveLength(0);
      [system.changedAt, system.now] = [after(60_000), after(120_000)];
      expect((await pullAll(connection, second.cursors.at(-1))).messages).toHaveLength(records.length);
    });
  });

  // A folder or a walk over parcels has no "since": what there is is told each time.
  it(asksSince ? 'is pulled again from a day on' : 'cannot be pulled from a day on', async () => {
    const changedAt = new Date('2026-03-02T10:00:00Z');
    const server = await start(
      answering((asked) => {
        const since = asksSince?.(asked) ?? null;
        return answerOf(asked, since === null || changedAt >= since ? records : [], changedAt);
      }),
    );
    const connection = connect(server.url, client());
    if (!asksSince) return expect(connection.cursorSince).toBeUndefined();
    const since = async (day: string): Promise<number> => (await pullAll(connection, connection.cursorSince!(new Date(`${day}T00:00:00Z`)))).messages.length;
    expect(await since('2026-03-02')).toBe(records.length);
    expect(await since('2026-03-05')).toBe(0);
  });

  async function expectFailure(upstream: string, http: ClosableHttpClient, expected: Failure): Promise<void> {
    const connection = connect(upstream, http);
    const check = await connection.check(signal);
    expect(check.ok).toBe(false);
    expect(check.detail).not.toBe('');
    expect(await endOf(connection.pull!(null, signal))).toMatchObject(expected);
  }

  describe.each(troubles)('when it answers with %s', (_name, expected, listener) => {
    it(`ends in ${expected.kind}, and the check says so without throwing`, async () => {
      await expectFailure((await start(listener)).url, client(), expected);
    });
  });

  const { signsIn } = example.system;
  if (signsIn) {
    describe.each(troubles)('when it answers with %s once one has signed in', (_name, expected, listener) => {
      it(`ends in ${expected.kind}`, async () => {
        const server = await start(answering((request) => (signsIn(request) ? answerOf(request, records, LONG_AGO) : listener)));
        expect(await endOf(connect(server.url, client()).pull!(null, signal))).toMatchObject(expected);
      });
    });
  }

  describe.each(troubles)('when it answers with %s after the first page', (_name, expected, listener) => {
    it(`ends in ${expected.kind}, and goes on from there without a loss once it is well`, async () => {
      // A cursor that promises too much is found out: what changed long ago is not told again.
      const wellAgain = answering((asked) => {
        const since = asksSince?.(asked) ?? null;
        return answerOf(asked, since === null || LONG_AGO >= since ? records : [], LONG_AGO);
      });
      const system = { listener: wellAgain };
      const server = await start((request, response) => system.listener(request, response));
      const http = client();
      const told: string[] = [];
      let place: string | null = null;
      /** By another process, a day later: some rest between their walks. */
      const goOn = async (days: number, afterPage: () => void = () => undefined): Promise<unknown> => {
        const connection = connect(server.url, http, () => new Date(NOW.getTime() + days * 24 * HOUR));
        const pages = async function* () {
          for await (const page of connection.pull!(place, signal)) {
            told.push(...page.messages.map(({ messageId }) => messageId));
            place = page.cursor;
            afterPage();
            yield page;
          }
        };
        return endOf(pages());
      };
      const end = await goOn(0, () => void (system.listener = told.length > 0 ? listener : system.listener));
      expect(told).toHaveLength(perPage);
      // A walk passes over single parcels; that it passed over all of them is no failure of a walk that had an answer.
      const isPassedOver = !asksSince && ['rejected', 'contract'].includes(expected.kind);
      if (isPassedOver && end === null) expect(place).toMatch(/^$|^ended:/);
      else expect(end).toMatchObject(expected);
      system.listener = wellAgain;
      expect(await goOn(1)).toBeNull();
      if (isPassedOver) expect(await goOn(2)).toBeNull();
      expect(new Set(told).size).toBe(records.length);
    });
  });

  it.each(hangs)('is given up at the deadline when it answers with %s', async (_name, listener) => {
    const expected: Failure = { kind: 'transient', message: expect.stringContaining(`within ${DEADLINE_MS} ms`) };
    await expectFailure((await start(listener)).url, client({ deadlineMs: DEADLINE_MS }), expected);
  });

  it('is not read to the end when it answers with 500 MB', async () => {
    const sent = { bytes: 0 };
    const server = await start(flood(sent));
    await expectFailure(server.url, client(), { kind: 'contract' });
    expect(sent.bytes).toBeLessThan(server.count() * BUFFERED_BYTES);
  });

  it('is not followed to a private address', async () => {
    const inside = await start(answer(200));
    const server = await start(answer(302, '', 'text/plain', { location: inside.url }));
    await expectFailure(server.url, client(), { kind: 'rejected' });
    expect(inside.count()).toBe(0);
  });

  it('is told nothing where nobody vouches for its certificate', async () => {
    const server = await start(healthy(records), selfSigned);
    await expectFailure(server.url, client(), { kind: 'auth' });
    expect(server.count()).toBe(0);
  });

  it('is asked nothing more when a pull is cancelled', async () => {
    const controller = new AbortController();
    const server = await start(() => controller.abort());
    const connection = connect(server.url, client());
    expect(await endOf(connection.pull!(null, controller.signal))).toMatchObject({ kind: 'transient' });
    expect(server.count()).toBe(1);
  });

  it('is spared while it is down, and pulled again without help when it is back', async () => {
    const clock = { now: NOW };
    const system = { listener: answer(503) };
    const server = await start((request, response) => system.listener(request, response));
    const http = client({ now: () => clock.now, breaker: { failures: 2, openMs: 30_000 } });
    const connection = connect(server.url, http, () => clock.now);
    for (let count = 0; count < 3; count += 1) expect(await endOf(connection.pull!(null, signal))).toMatchObject({ kind: 'transient' });
    expect(http.breaker()).toBe('open');
    expect(server.count()).toBe(2);
    system.listener = healthy(records);
    expect(await endOf(connection.pull!(null, signal))).toMatchObject({ kind: 'transient' });
    clock.now = new Date(NOW.getTime() + 30_000);
    expect((await pullAll(connection)).messages).toHaveLength(records.length);
    expect(http.breaker()).toBe('closed');
  });
});

/** What a pull ends in; null where it ends well. */
async function endOf(pages: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const _page of pages);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    return error;
  }
}
