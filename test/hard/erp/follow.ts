/**
 * A gateway that follows a real Tryton: it loads all, brings what changed meanwhile, then pulls again and again while
 * several people change many records there, some in transactions that commit late, while suppliers' answers are written
 * back, and while the server is killed and started again. In the end both must say the same. The tests run a sample of
 * it, the soak the full numbers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { chineseCalendar } from '../../../src/domain/calendar.js';
import { ConnectorError } from '../../../src/connectors/contract.js';
import { InboxStatus } from '../../../src/entities/enums.js';
import { InboxMessage } from '../../../src/entities/index.js';
import type { ClosableHttpClient, HttpClientOptions } from '../../../src/http/client.js';
import { createHttpClient } from '../../../src/http/client.js';
import type { JobConnector, JobContext } from '../../../src/jobs/job.js';
import { pullConnectorsJob } from '../../../src/jobs/pull-connectors.js';
import { replayEarlyJob } from '../../../src/jobs/replay-early.js';
import type { TestDatabase } from '../../support/database.js';
import { connectTryton } from '../../support/tryton-connection.js';
import type { TrytonServer } from '../../support/tryton.js';
import { type Random, seeded } from '../random.js';
import { Changes, kinds } from './changes.js';
import { Desk } from './desk.js';
import { Lag } from './lag.js';
import { LateWriter } from './late.js';
import { PullLoop } from './pull-loop.js';
import { type Comparison, compareDeletions, compareWithTryton, countHeld, readChain } from './truth.js';
import { WriteBack, type WriteBackFigures } from './write-back.js';

/** How long a late transaction lasts at least: longer than a pull looks back by itself, where the server's clock is rounded. */
const lateMs = 3_000;

/** And about so long at most, where pulls are slow: an ERP's transactions must not last longer than a pull looks back. */
const longestLateMs = 60_000;

/** How often somebody looks how long the ERP's transactions last. */
const lookMs = 500;

/** Purchases changed in one late transaction. */
const latePurchases = 20;

/** After so many hours everything is read again. */
const sweepHours = 24;

export interface ErpPlan {
  readonly random: Random;
  /** Copies of each seeded sale and purchase that are there before the first load. */
  readonly copies: number;
  /** Changed records, each counted as often as it is changed. */
  readonly changes: number;
  /** Of these, changed before anything pulls again: what one pull brings. */
  readonly increment: number;
  /** People who change records at once. */
  readonly desks: number;
  /** Suppliers' answers that are written back. */
  readonly confirmations: number;
  /** Settings of the connector, by the names without prefix. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly say?: (text: string) => void;
}

export interface ErpFigures extends WriteBackFigures, Pick<Comparison, 'compared' | 'stale' | 'doubled'> {
  readonly loadedMessages: number;
  /** Records with their lines. */
  readonly loadedRows: number;
  readonly loadSeconds: number;
  readonly loadedRowsPerSecond: number;
  readonly incrementMessages: number;
  readonly incrementSeconds: number;
  readonly incrementMessagesPerSecond: number;
  readonly changes: number;
  /** Of the changes, those that were committed after a pull had passed them. */
  readonly lateChanges: number;
  readonly changesPerSecond: number;
  /** Of the ERP's transactions the one that lasted longest. What lasts longer than a pull looks back is found by the full reading alone. */
  readonly longestTransactionSeconds: number;
  readonly kindsOfChange: number;
  /** Calls that Tryton did not take: two at one record, a state that another had changed, no server. */
  readonly refusedChanges: number;
  readonly pulls: number;
  readonly longestPullSeconds: number;
  /** From the beginning of a change's transaction there until it is held here. */
  readonly lagMedianSeconds: number;
  readonly lag95Seconds: number;
  readonly lagLongestSeconds: number;
  /** Messages that the changes have made. */
  readonly applied: number;
  readonly failedPulls: number;
  /** Failures of a pull other than transient ones. */
  readonly otherFailures: readonly string[];
  readonly parked: readonly string[];
  /** What differed before everything was read again: what increments alone have missed. */
  readonly staleBeforeSweep: readonly string[];
  readonly deletedThere: number;
  /** Deleted in the ERP, and not told, told twice, or told of what is still there. */
  readonly deletedOtherwise: readonly string[];
  readonly events: number;
  readonly chainBreaks: readonly string[];
}

export async function followErp(server: TrytonServer, test: TestDatabase, plan: ErpPlan): Promise<ErpFigures> {
  const stage = await setUp(server, test, plan);
  const { sql, loop, lag, changes, lateChanges, writeBack, clock } = stage;
  const { database } = test;
  try {
    const loadSeconds = await timed(() => loop.once());
    const [loadedRows, loadedMessages] = [await countHeld(database), loop.applied];
    plan.say?.(`loaded ${loadedRows} rows in ${loadSeconds} s`);

    await changes.until(plan.increment);
    const incrementSeconds = await timed(() => loop.once());
    const incrementMessages = loop.applied - loadedMessages;
    plan.say?.(`an increment of ${incrementMessages} messages in ${incrementSeconds} s`);

    lag.reset();
    const longest = { transactionSeconds: 0 };
    const changeSeconds = await timed(() => loop.during(() => changeAll(stage, longest)));
    const lags = lag.figures();
    await settle(stage);
    const { stale: staleBeforeSweep } = await compareWithTryton(sql, database);
    clock.aheadMs = (sweepHours + 1) * 3_600_000;
    await settle(stage);
    const { gone, ...compared } = await compareWithTryton(sql, database);
    tellOf(changes, plan);
    return {
      loadedMessages,
      loadedRows,
      loadSeconds,
      loadedRowsPerSecond: Math.round(loadedRows / loadSeconds),
      incrementMessages,
      incrementSeconds,
      incrementMessagesPerSecond: Math.round(incrementMessages / incrementSeconds),
      changes: changes.made + lateChanges.made,
      lateChanges: lateChanges.made,
      changesPerSecond: Math.round((changes.made - plan.increment + lateChanges.made) / changeSeconds),
      longestTransactionSeconds: longest.transactionSeconds,
      kindsOfChange: changes.byKind.size,
      refusedChanges: changes.refused,
      pulls: loop.pulls,
      longestPullSeconds: loop.longestSeconds,
      lagMedianSeconds: lags.median,
      lag95Seconds: lags.most,
      lagLongestSeconds: lags.longest,
      applied: loop.applied - loadedMessages,
      failedPulls: loop.failures.length,
      otherFailures: loop.failures.filter((kind) => kind !== 'transient'),
      parked: (await database.em.fork().find(InboxMessage, { status: InboxStatus.PARKED })).map(({ messageId, reason }) => `${messageId}: ${reason}`),
      staleBeforeSweep,
      ...compared,
      ...(await compareDeletions(database, gone)),
      ...(await readChain(database)),
      ...(await writeBack.figures(sql)),
    };
  } finally {
    await stage.close();
  }
}

/** Everything that takes part. */
interface Stage {
  readonly plan: ErpPlan;
  readonly server: TrytonServer;
  /** The ERP's database. */
  readonly sql: postgres.Sql;
  /** How far the gateway's clock is ahead. */
  readonly clock: { aheadMs: number };
  /** What the gateway's jobs are given. */
  readonly context: JobContext;
  readonly loop: PullLoop;
  readonly lag: Lag;
  readonly changes: Changes;
  readonly late: LateWriter;
  readonly lateChanges: { made: number };
  readonly writeBack: WriteBack;
  close(): Promise<void>;
}

async function setUp(server: TrytonServer, test: TestDatabase, plan: ErpPlan): Promise<Stage> {
  // One each, since a client gives a server that was gone some time before it asks again: shorter here than in a gateway.
  const [http, writing, waiting] = [newClient(), newClient({ deadlineMs: 60_000 }), newClient({ deadlineMs: 2 * longestLateMs })];
  const sql = postgres(server.postgresUrl, { max: 4 + plan.desks, onnotice: () => {} });
  const close = async (): Promise<void> => {
    await sql.end();
    for (const client of [http, writing, waiting]) client.close();
  };
  try {
    const clock = { aheadMs: 0 };
    const env = { ...server.env, SWEEP_HOURS: String(sweepHours), ...plan.settings };
    const connection = connectTryton({ env, http, now: () => new Date(Date.now() + clock.aheadMs) });
    const lag = new Lag(connection);
    const understanding = { normalise: connection.normalise, master: true };
    const context = contextOf(test, { id: 'erp', pull: (cursor, signal) => lag.pull(cursor, signal), commands: connection.commands, understanding });
    const loop = new PullLoop(() => pullConnectorsJob.run(context, { key: 'erp', period: null }));

    const open = (client: ClosableHttpClient, label: string): Promise<Desk> => Desk.open(server, client, sql, seeded(plan.random.below(2 ** 31)), label);
    const desks = await Promise.all(Array.from({ length: plan.desks }, (_, at) => open(writing, `d${at}-`)));
    const own = await open(waiting, 'late-');
    await enlarge(own, sql, plan);
    const late = await LateWriter.prepare(own, sql, await purchases(sql, 'draft', latePurchases));
    const writeBack = await WriteBack.prepare(own, context, await purchases(sql, 'processing', plan.confirmations));
    return { plan, server, sql, clock, context, loop, lag, changes: new Changes(desks, plan.say ?? (() => {})), late, lateChanges: { made: 0 }, writeBack, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In the middle of the changes the server is killed, and started again once a pull has failed. */
async function changeAll({ changes, late, lateChanges, writeBack, server, sql, loop, plan }: Stage, longest: { transactionSeconds: number }): Promise<void> {
  const state = { finished: false };
  const meanwhile = async (): Promise<void> => {
    await sleep(lateMs);
    await loop.afterPullsOr(longestLateMs, 2);
  };
  const lately = async (): Promise<void> => {
    do lateChanges.made += await late.change(meanwhile).catch(nothingWhereGone);
    while (!state.finished || lateChanges.made === 0);
  };
  const writingBack = async (): Promise<void> => {
    while (!writeBack.isDone) {
      await writeBack.next().catch(nothingWhereGone);
      await loop.afterPulls(1);
      await writeBack.send();
    }
  };
  const working = async (): Promise<void> => {
    const half = Math.floor((plan.increment + plan.changes) / 2);
    try {
      await changes.until(half);
      plan.say?.('the server is killed');
      const more = changes.until(plan.changes);
      await server.kill();
      await loop.afterFailure();
      await server.start();
      plan.say?.('started again');
      await more;
      await loop.afterPulls(1);
    } finally {
      changes.stop();
      state.finished = true;
    }
  };
  const watching = async (): Promise<void> => {
    while (!state.finished) {
      const [row] = await sql`select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as age from pg_stat_activity where datname = current_database()`;
      longest.transactionSeconds = Math.max(longest.transactionSeconds, Math.round(Number(row?.['age'])));
      await sleep(lookMs);
    }
  };
  await Promise.all([working(), lately(), writingBack(), watching()]);
}

/** Nothing was changed where the server was killed under it. */
function nothingWhereGone(error: unknown): 0 {
  if (error instanceof ConnectorError && error.kind === 'transient') return 0;
  throw error;
}

/** Pulls until nothing new comes, with what a gateway does beside it every few minutes. */
async function settle({ loop, context, writeBack }: Stage): Promise<void> {
  await loop.untilQuiet();
  await writeBack.send();
  await replayEarlyJob.run(context, { key: null, period: null });
  await loop.untilQuiet();
}

/** For whoever reads along: what Tryton refused, and what was never tried. */
function tellOf({ reasons, byKind }: Changes, { say }: ErpPlan): void {
  for (const reason of reasons) say?.(`not taken: ${reason}`);
  const unused = kinds.filter(({ name }) => !byKind.has(name)).map(({ name }) => name);
  if (unused.length > 0) say?.(`kinds of change that never came: ${unused.join(', ')}`);
}

/** More sales and purchases than the seed has; enough of them issued for the answers that are written back. */
async function enlarge(desk: Desk, sql: postgres.Sql, { copies, confirmations }: ErpPlan): Promise<void> {
  for (const [model, table] of [['sale.sale', 'sale_sale'], ['purchase.purchase', 'purchase_purchase']] as const) {
    const ids = (await sql`select id from ${sql(table)} order by id`).map(({ id }) => id as number);
    for (let copy = 0; copy < copies; copy += 1) await desk.call(`${model}.copy`, ids, {});
  }
  const missing = confirmations - (await purchases(sql, 'processing', confirmations)).length;
  const drafts = await purchases(sql, 'draft', missing);
  for (const button of ['quote', 'confirm']) await desk.press(`purchase.purchase.${button}`, drafts);
}

/** Up to `most` purchases in this state that no supplier has answered and of which nothing has come. */
async function purchases(sql: postgres.Sql, state: string, most: number): Promise<number[]> {
  const rows = await sql`select id from purchase_purchase p where state = ${state} and coalesce(reference, '') = '' and not exists (
      select from purchase_line l join stock_move m on m.origin = 'purchase.line,' || l.id where l.purchase = p.id and m.state = 'done')
    order by id desc limit ${most}`;
  return rows.map(({ id }) => id as number);
}

function newClient(options: HttpClientOptions = {}): ClosableHttpClient {
  return createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 }, breaker: { openMs: 3_000 }, ...options });
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

/** Seconds that some work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.max(0.1, Math.round((performance.now() - start) / 100) / 10);
}
