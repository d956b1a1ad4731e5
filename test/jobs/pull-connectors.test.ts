import { createInbox } from '../../src/app/inbox.js';
import type { Connection, Message } from '../../src/connectors/contract.js';
import { ConnectorError } from '../../src/connectors/contract.js';
import { pauseConnector, pullAgain, resumeConnector } from '../../src/domain/connectors/control.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Database } from '../../src/entities/database.js';
import { ConnectorState, Customer, InboxMessage } from '../../src/entities/index.js';
import type { JobConnector, JobContext } from '../../src/jobs/job.js';
import { pullConnectorsJob } from '../../src/jobs/pull-connectors.js';
import { replayEarlyJob } from '../../src/jobs/replay-early.js';
import { runJob } from '../../src/jobs/run-job.js';
import type { JobReport } from '../../src/jobs/scheduler.js';
import { startScheduler } from '../../src/jobs/scheduler.js';
import { createLog } from '../../src/server/log.js';
import { createMetrics } from '../../src/server/metrics.js';
import { createWebhookRoute } from '../../src/server/webhooks.js';
import { startServer } from '../server/support.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { contextOn } from './context.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
});
afterAll(() => test.close());

function message(messageId: string): Message {
  return { messageId, topic: 'customer', body: Buffer.from(messageId), contentType: 'text/plain', receivedAt: new Date() };
}

const customer = (name: string): Fact => ({
  kind: 'customer',
  source: { externalId: name, version: null, updatedAt: null },
  number: name,
  name,
});

/** A connector whose every message tells of a customer of its name. */
function connector(id: string, pull: JobConnector['pull']): JobConnector {
  return { id, pull, understanding: { normalise: ({ messageId }) => ({ facts: [customer(messageId)], unmapped: [] }), master: true } };
}

/** A system with numbered pages of one message each; the cursor is the number of pages read. */
function system(id: string, pages: number, failAt?: { page: number; error: unknown }): { connector: JobConnector; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  return {
    asked,
    connector: connector(id, async function* (cursor) {
      asked.push(cursor);
      for (let page = Number(cursor ?? 0); page < pages; page += 1) {
        if (page === failAt?.page) throw failAt.error;
        yield { messages: [message(`${id}-${page}`)], cursor: String(page + 1) };
      }
    }),
  };
}

const pull = (connectors: readonly JobConnector[], more: Partial<JobContext> = {}): Promise<object> =>
  runJob([pullConnectorsJob], 'pull-connectors', contextOn(database, '2026-03-03', { connectors, ...more }));

const state = (connectorId: string): Promise<ConnectorState | null> => database.em.fork().findOne(ConnectorState, { connectorId });
const stored = (connectorId: string): Promise<number> => database.em.fork().count(InboxMessage, { connectorId });

describe('pull-connectors', () => {
  it('stores every page with its cursor, and goes on from there', async () => {
    const { connector: erp, asked } = system('erp', 3);
    expect(await pull([erp])).toEqual({ erp: { applied: 3, duplicate: 0, parked: 0 } });
    expect(await pull([erp])).toEqual({ erp: { applied: 0, duplicate: 0, parked: 0 } });
    expect(asked).toEqual([null, '3']);
    expect(await state('erp')).toMatchObject({ cursor: '3', messages: 3, lastErrorKind: null, lastSuccessAt: new Date('2026-03-03T09:00:00+08:00') });
    expect(await database.em.fork().count(Customer, { sourceSystem: 'erp' })).toBe(3);
  });

  it('keeps what came before a failure, says what failed, and goes on after it', async () => {
    const failing = system('halting', 4, { page: 2, error: new ConnectorError('throttled', 'too many calls') });
    expect(await pull([failing.connector])).toEqual({ halting: { applied: 2, duplicate: 0, parked: 0, failed: 'throttled' } });
    expect(await state('halting')).toMatchObject({ cursor: '2', messages: 2, lastErrorKind: 'throttled', lastError: 'too many calls' });
    const healed = system('halting', 4);
    expect(await pull([healed.connector])).toEqual({ halting: { applied: 2, duplicate: 0, parked: 0 } });
    expect(healed.asked).toEqual(['2']);
    expect(await state('halting')).toMatchObject({ cursor: '4', messages: 4, lastErrorKind: null, lastError: null });
  });

  it('does not take places that a failing pull notes on its way for success', async () => {
    const walking = connector('walking', async function* (cursor) {
      if (cursor === null) return yield { messages: [message('first')], cursor: '1' };
      yield { messages: [], cursor: '2' };
      throw new ConnectorError('rejected', 'nothing is known there');
    });
    const at = (hour: number): Partial<JobContext> => ({ now: () => new Date(Date.UTC(2026, 2, 3, hour)) });
    await pull([walking], at(1));
    expect(await pull([walking], at(2))).toMatchObject({ walking: { failed: 'rejected' } });
    expect(await state('walking')).toMatchObject({ cursor: '2', lastErrorKind: 'rejected', lastSuccessAt: new Date(Date.UTC(2026, 2, 3, 1)), lastAttemptAt: new Date(Date.UTC(2026, 2, 3, 2)) });
  });

  it('leaves the cursor that a person sets during a pull', async () => {
    const { connector: erp, asked } = system('again', 4);
    const by = { actor: 'operator', channel: 'test' };
    const interrupted = connector('again', async function* (cursor, signal) {
      for await (const page of erp.pull!(cursor, signal)) {
        if (page.cursor === '3') await pullAgain(database, 'again', '1', { now: new Date(), by });
        yield page;
      }
    });
    expect(await pull([interrupted])).toEqual({ again: { applied: 4, duplicate: 0, parked: 0 } });
    expect(await state('again')).toMatchObject({ cursor: '1', messages: 4, lastErrorKind: null });
    expect(await pull([erp])).toEqual({ again: { applied: 0, duplicate: 3, parked: 0 } });
    expect(asked).toEqual([null, '1']);
    expect(await state('again')).toMatchObject({ cursor: '4' });
  });

  it('lets no connector wait for a broken or hanging one', async () => {
    const broken = system('broken', 1, { page: 0, error: new Error('no\0 such thing') });
    let release = (): void => {};
    const hung = new Promise<void>((resolve) => (release = resolve));
    const hanging = connector('hanging', async function* () {
      await hung;
      yield { messages: [message('late')], cursor: '1' };
    });
    const { connector: sound } = system('sound', 1);
    const reports: JobReport[] = [];
    let all = (): void => {};
    const soundAndBroken = new Promise<void>((resolve) => (all = resolve));
    const scheduler = await startScheduler({
      jobs: [pullConnectorsJob],
      context: contextOn(database, '2026-03-03', { connectors: [hanging, broken.connector, sound, { ...sound, id: 'pushes', pull: undefined }] }),
      onRun: (report) => {
        reports.push(report);
        if (reports.length === 2) all();
      },
    });
    await soundAndBroken;
    expect(reports.map(({ key, error }) => [key, error]).sort()).toEqual([['broken', null], ['sound', null]]);
    expect(await state('broken')).toMatchObject({ cursor: null, lastErrorKind: 'internal', lastError: 'no such thing', lastSuccessAt: null });
    expect(await stored('sound')).toBe(1);
    release();
    await scheduler.stop();
  });

  it('leaves a paused connector in peace, and goes on at the stored cursor once it is resumed', async () => {
    const by = { now: new Date(), by: { actor: 'operator', channel: 'test' } };
    const { connector: erp, asked } = system('resting', 2);
    await pull([erp]);
    await pauseConnector(database, 'resting', by);
    const longer = system('resting', 5);
    expect(await pull([longer.connector])).toEqual({ resting: {} });
    expect([asked, longer.asked]).toEqual([[null], []]);
    expect(await state('resting')).toMatchObject({ cursor: '2', messages: 2 });
    await resumeConnector(database, 'resting', by);
    expect(await pull([longer.connector])).toEqual({ resting: { applied: 3, duplicate: 0, parked: 0 } });
    expect(longer.asked).toEqual(['2']);
  });

  it.each([
    ['an hour', 3_600_000, 3_600_000],
    ['ten years, which nobody believes', 315_360_000_000, 86_400_000],
  ])('does not ask again before a system wants to be asked that asked for %s', async (_, retryAfterMs, waitMs) => {
    const id = `busy-${waitMs}`;
    const start = Date.parse('2026-03-03T00:00:00Z');
    const at = (ms: number): Partial<JobContext> => ({ now: () => new Date(start + ms) });
    const busy = system(id, 3, { page: 1, error: new ConnectorError('throttled', 'answered 429', { status: 429, retryAfterMs }) });
    expect(await pull([busy.connector], at(0))).toMatchObject({ [id]: { failed: 'throttled' } });
    const healed = system(id, 3);
    expect(await pull([healed.connector], at(waitMs - 1))).toEqual({ [id]: {} });
    expect(healed.asked).toEqual([]);
    expect(await pull([healed.connector], at(waitMs))).toMatchObject({ [id]: { applied: 2 } });
    expect(healed.asked).toEqual(['1']);
  });

  it('takes what the system of a paused connector sends by itself', async () => {
    const connection: Connection = {
      check: async () => ({ ok: true, detail: '' }),
      normalise: ({ messageId }) => ({ facts: [customer(messageId)], unmapped: [] }),
      webhook: { verify: ({ body }) => message(Buffer.from(body).toString()) },
    };
    const connections = {
      byId: new Map([['sending', connection]]),
      described: [{ id: 'sending', type: 'test', kind: 'erp' as const, connection, breaker: () => 'closed' as const }],
    };
    await pauseConnector(database, 'sending', { now: new Date(), by: { actor: 'operator', channel: 'test' } });
    const inbox = createInbox(database, { ...connections, close: () => {} }, () => new Date());
    const more = { maxBodyBytes: 1000, metrics: createMetrics(), log: createLog({ level: 'silent' }) };
    const server = await startServer({ routes: [createWebhookRoute({ connections: connections.byId, receive: inbox.receive, ...more })] });
    const answer = await fetch(`${server.url}/webhooks/sending`, { method: 'POST', body: 'sent while paused' });
    expect([answer.status, await answer.json()]).toEqual([200, { result: 'applied' }]);
    await server.stop();
    expect(await stored('sending')).toBe(1);
    expect(await state('sending')).toMatchObject({ pausedBy: 'operator' });
  });

  it('ends between two pages when the gateway stops, and blames nobody', async () => {
    const stop = new AbortController();
    const { connector: erp } = system('stopped', 5);
    const stopping = connector('stopped', async function* (cursor, signal) {
      for await (const page of erp.pull!(cursor, signal)) {
        if (page.cursor === '2') stop.abort();
        yield page;
      }
    });
    await expect(pull([stopping], { signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(await state('stopped')).toMatchObject({ cursor: '2', lastErrorKind: null });
    expect(await pull([erp])).toEqual({ stopped: { applied: 3, duplicate: 0, parked: 0 } });
  });
});

describe('replay-early', () => {
  it('applies what came too early once its record is there', async () => {
    const shop: JobConnector = {
      id: 'shop',
      pull: async function* () {
        yield { messages: [message('order')], cursor: '1' };
      },
      understanding: {
        normalise: ({ messageId }) => ({
          facts: messageId === 'order' ? [order] : [customer('buyer')],
          unmapped: [],
        }),
        master: true,
      },
    };
    const order: Fact = {
      kind: 'order',
      source: { externalId: 'order', version: null, updatedAt: null },
      number: 'O-1',
      customer: 'buyer',
      channel: 'ERP',
      status: 'RECEIVED',
      currency: 'CNY',
      placedAt: '2026-03-01T08:00:00+08:00',
      lines: [],
    };
    const replay = (): Promise<object> => runJob([replayEarlyJob], 'replay-early', contextOn(database, '2026-03-03', { connectors: [shop] }));
    expect(await pull([shop])).toEqual({ shop: { applied: 0, duplicate: 0, parked: 1 } });
    expect(await replay()).toEqual({ applied: 0 });
    expect(await pull([{ ...shop, pull: async function* () { yield { messages: [message('buyer')], cursor: '2' }; } }])).toEqual({
      shop: { applied: 1, duplicate: 0, parked: 0 },
    });
    expect(await replay()).toEqual({ applied: 1 });
    expect(await replay()).toEqual({ applied: 0 });
  });
});
