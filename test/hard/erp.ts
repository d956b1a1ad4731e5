/**
 * A gateway that follows a real Tryton: it loads all, then pulls again and again while many records change there, some
 * in transactions that commit late, and while the server is killed and started again. In the end both must say the
 * same. The tests run a sample of it, the soak the full numbers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { InboxStatus } from '../../src/entities/enums.js';
import { InboxMessage } from '../../src/entities/index.js';
import type { ClosableHttpClient } from '../../src/http/client.js';
import { createHttpClient } from '../../src/http/client.js';
import type { JobConnector, JobContext } from '../../src/jobs/job.js';
import { pullConnectorsJob } from '../../src/jobs/pull-connectors.js';
import type { TestDatabase } from '../support/database.js';
import { connectTryton } from '../support/tryton-connection.js';
import type { TrytonServer } from '../support/tryton.js';
import { TrytonChanges } from './erp-changes.js';
import { compareWithTryton, countHeld } from './erp-truth.js';
import { PullLoop } from './pull-loop.js';
import type { Random } from './random.js';

/** How long a late transaction lasts at least: longer than a pull looks back by itself, where the server's clock is rounded. */
const lateMs = 3_000;

export interface ErpPlan {
  readonly random: Random;
  /** Copies of each seeded sale and purchase that are there before the first load. */
  readonly copies: number;
  /** Changed records, each counted as often as it is changed. */
  readonly changes: number;
  readonly say?: (text: string) => void;
}

export interface ErpFigures {
  readonly loadedMessages: number;
  /** Records with their lines. */
  readonly loadedRows: number;
  readonly loadSeconds: number;
  readonly loadedRowsPerSecond: number;
  readonly changes: number;
  /** Of the changes, those that were committed after a pull had passed them. */
  readonly lateChanges: number;
  readonly changeSeconds: number;
  readonly pulls: number;
  /** Messages that the changes have made. */
  readonly applied: number;
  readonly failedPulls: number;
  /** Failures of a pull other than transient ones. */
  readonly otherFailures: readonly string[];
  readonly parked: readonly string[];
  readonly compared: number;
  readonly stale: readonly string[];
  readonly doubled: readonly string[];
  readonly events: number;
  readonly chainBreaks: readonly string[];
}

export async function followErp(server: TrytonServer, test: TestDatabase, plan: ErpPlan): Promise<ErpFigures> {
  const { database } = test;
  // Two, since a client gives a server that was gone some time before it asks again: shorter here than in a gateway.
  const [http, writing] = [newClient(), newClient()];
  const sql = postgres(server.postgresUrl, { max: 4, onnotice: () => {} });
  try {
    const changes = await TrytonChanges.prepare(server, writing, sql, plan);
    const connection = connectTryton({ env: server.env, http });
    const connector: JobConnector = { id: 'erp', pull: connection.pull?.bind(connection), understanding: { normalise: connection.normalise, master: true } };
    const loop = new PullLoop(() => pullConnectorsJob.run(contextOf(test, connector), { key: 'erp', period: null }));

    const startedAt = performance.now();
    await loop.once();
    const [loadSeconds, loadedRows, loadedMessages] = [secondsSince(startedAt), await countHeld(database), loop.applied];
    plan.say?.(`loaded ${loadedRows} rows`);

    const changedAt = performance.now();
    const made = await loop.during(() => changeAll(changes, server, loop, plan));
    const changeSeconds = secondsSince(changedAt);
    await loop.untilQuiet();

    const waiting = await database.em.fork().find(InboxMessage, { status: InboxStatus.PARKED });
    return {
      loadedMessages,
      loadedRows,
      loadSeconds,
      loadedRowsPerSecond: Math.round(loadedRows / loadSeconds),
      ...made,
      changeSeconds,
      pulls: loop.pulls,
      applied: loop.applied - loadedMessages,
      failedPulls: loop.failures.length,
      otherFailures: loop.failures.filter((kind) => kind !== 'transient'),
      parked: waiting.map(({ messageId, reason }) => `${messageId}: ${reason}`),
      ...(await compareWithTryton(sql, database)),
    };
  } finally {
    await sql.end();
    http.close();
    writing.close();
  }
}

/** In the middle of the changes the server is killed, and started again once a pull has failed. */
async function changeAll(changes: TrytonChanges, server: TrytonServer, loop: PullLoop, plan: ErpPlan): Promise<Pick<ErpFigures, 'changes' | 'lateChanges'>> {
  const made = { changes: 0, lateChanges: 0, finished: false };
  const late = async (): Promise<void> => {
    const meanwhile = async (): Promise<void> => {
      await sleep(lateMs);
      await loop.afterPulls(2);
    };
    do made.lateChanges += await changes.late(meanwhile);
    while (!made.finished);
  };
  const plain = async (most: number): Promise<void> => {
    for (let told = 0; made.changes < most; ) {
      made.changes += await changes.next(most - made.changes);
      if (made.changes - told < 1_000) continue;
      told = made.changes;
      plan.say?.(`${made.changes} changed`);
    }
  };
  const withKill = async (): Promise<void> => {
    try {
      await plain(Math.floor(plan.changes / 2));
      await server.kill();
      await loop.afterFailure();
      await server.start();
      plan.say?.('killed and started again');
      await plain(plan.changes);
      await loop.afterPulls(1);
    } finally {
      made.finished = true;
    }
  };
  await Promise.all([withKill(), late()]);
  return { changes: made.changes + made.lateChanges, lateChanges: made.lateChanges };
}

function newClient(): ClosableHttpClient {
  return createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 }, breaker: { openMs: 3_000 } });
}

function contextOf({ database }: TestDatabase, connector: JobConnector): JobContext {
  return {
    database,
    now: () => new Date(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    signal: new AbortController().signal,
    connectors: [connector],
    pullIntervalSeconds: 1,
    calendar: chineseCalendar,
    zone: 'Asia/Shanghai',
  };
}

function secondsSince(start: number): number {
  return Math.max(0.1, Math.round((performance.now() - start) / 100) / 10);
}
