/**
 * The scheduler: pg-boss over the gateway's own database, so that a job runs once however many gateway processes there
 * are. Every job (and every key of a job that has keys) has a queue of its own with the policy `stately`: at most one
 * runs and at most one waits, across all processes. A process that dies in the middle stops its heartbeat, and another
 * one takes the job up again; jobs are written so that this does nothing twice.
 */
import type { ConstructorOptions } from 'pg-boss';
import { PgBoss, fromPglite } from 'pg-boss';
import type { Database } from '../entities/database.js';
import type { Job, JobContext } from './job.js';
import { RunRequests } from './run-requests.js';

export interface SchedulerOptions {
  readonly jobs: readonly Job[];
  readonly context: Omit<JobContext, 'signal'>;
  /** Told after each run in this process; for metrics. */
  readonly onRun?: (run: JobReport) => void;
}

export interface JobReport {
  readonly job: string;
  readonly key: string | null;
  readonly seconds: number;
  /** Null: it went well. */
  readonly error: unknown;
}

export interface Scheduler {
  /** Asks for a run soon and not at its time: one for all who ask meanwhile, in whatever process (`RunRequests`). */
  request(job: string, key?: string | null): Promise<void>;
  /** Tells running jobs to come to an end, waits for them (at most `graceMs`), and lets go of the queue. */
  stop(graceMs?: number): Promise<void>;
}

/** Starts to work the queues, and asks for one run of every job at once: downtime is caught up on. */
export async function startScheduler({ jobs, context, onRun }: SchedulerOptions): Promise<Scheduler> {
  const stopping = new AbortController();
  const full: JobContext = { ...context, signal: stopping.signal };
  const boss = new PgBoss(settings(context.database));
  boss.on('error', (error) => context.log.error({ err: error }, 'the job queue failed'));
  boss.on('warning', ({ message, data }) => context.log.warn({ data }, message));
  await boss.start();
  const requests = new RunRequests(boss);
  try {
    for (const job of jobs) {
      for (const key of job.keys?.(full) ?? [null]) requests.take(queueName(job.name, key), await open(boss, job, key, full, onRun ?? (() => {})));
    }
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return {
    request: (name, key = null) => requests.request(queueName(name, key)),
    stop: async (graceMs = 20_000) => {
      stopping.abort();
      requests.stop();
      await boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}

/** Seconds after which a run whose process gives no sign of life is given to another one. */
const heartbeatSeconds = 60;

/** Longest run: the first full pull of a large ERP. */
const expireInSeconds = 6 * 3600;

/** What starts a job with a pause again, should its chain of runs ever break. */
const safetyNet = '*/10 * * * *';

/** Answers with the id of the queue's worker in this process. */
async function open(boss: PgBoss, job: Job, key: string | null, context: JobContext, onRun: (run: JobReport) => void): Promise<string> {
  const queue = queueName(job.name, key);
  const paused = 'pauseSeconds' in job.when ? job.when.pauseSeconds(context) : null;
  await boss.createQueue(queue, {
    policy: 'stately',
    notify: true,
    expireInSeconds,
    heartbeatSeconds,
    retryLimit: 3,
    retryDelay: 30,
    retryBackoff: true,
    deleteAfterSeconds: 7 * 24 * 3600,
  });
  // A wake-up comes when a job is created, not when its time has come: what is created ahead must be polled for.
  const pollingIntervalSeconds = paused === null ? 30 : Math.min(Math.max(paused / 4, 0.5), 10);
  const polling = { pollingIntervalSeconds, notifyPollingIntervalSeconds: pollingIntervalSeconds };
  const worker = await boss.work(queue, polling, async ([taken]) => {
    const signal = taken ? AbortSignal.any([context.signal, taken.signal]) : context.signal;
    try {
      return await measured(job, key, { ...context, signal }, onRun);
    } finally {
      if (paused !== null && !context.signal.aborted) await boss.send(queue, null, { startAfter: paused });
    }
  });
  await boss.schedule(queue, 'cron' in job.when ? job.when.cron : safetyNet, null, { tz: context.zone });
  await boss.send(queue, null);
  return worker;
}

async function measured(job: Job, key: string | null, context: JobContext, onRun: (run: JobReport) => void): Promise<object> {
  const startedAt = performance.now();
  const report = (error: unknown): void =>
    onRun({ job: job.name, key, seconds: (performance.now() - startedAt) / 1000, error });
  try {
    const result = await job.run(context, { key, period: null });
    report(null);
    return result;
  } catch (error) {
    report(error);
    // A run that was told to stop is taken up again after the next start; nothing is wrong with it.
    if (!context.signal.aborted) context.log.error({ err: error, job: job.name, key }, 'job failed');
    throw error;
  }
}

function queueName(job: string, key: string | null): string {
  return key === null ? job : `${job}/${key}`;
}

/** Its own tables in the schema `pgboss`: in the embedded instance itself, or over a small pool of its own. */
function settings({ embedded, url }: Database): ConstructorOptions {
  const common: ConstructorOptions = { schema: 'pgboss', useListenNotify: true, reindex: false, monitorVacuum: false, persistWarnings: false };
  if (embedded) return { ...common, db: fromPglite(embedded.pglite), backend: 'pglite' };
  return { ...common, connectionString: url ?? '', max: 3, application_name: 'interline-jobs' };
}
