/** Jobs that do each month or quarter exactly once, whichever process gets there first, and catch up after downtime. */
import { localDate } from '../domain/dates.js';
import { DomainError } from '../domain/errors.js';
import type { DateOnly } from '../domain/facts.js';
import { lockKey } from '../domain/locks.js';
import type { Period } from '../domain/periods.js';
import { duePeriods } from '../domain/periods.js';
import type { Transaction } from '../domain/transaction.js';
import { transact } from '../domain/transaction.js';
import { JobRun, type PeriodKind } from '../entities/index.js';
import type { Job, JobContext } from './job.js';
import { jobActor } from './job.js';

export interface PeriodicJob {
  readonly name: string;
  readonly about: string;
  readonly cron: string;
  readonly kinds: readonly PeriodKind[];
  /** Days to wait after a period's last day, for what is reported late. */
  readonly settleDays: number;
  /** First day for which there are any data; null: none. */
  readonly firstDay: (context: JobContext) => Promise<DateOnly | null>;
  /** Reads what the period needs. Nothing is written yet, so that the transaction is short. */
  readonly prepare: (context: JobContext, period: Period) => Promise<PreparedPeriod>;
}

export interface PreparedPeriod {
  /** Objects that `write` will change (`lockKey`). */
  readonly locks: readonly string[];
  /** Writes the results; what it returns is kept with the run. */
  readonly write: (tx: Transaction) => Promise<object>;
}

/** How far a run looks back for periods that were missed; earlier ones are done by hand. */
const lookBack: Readonly<Record<PeriodKind, number>> = { MONTH: 24, QUARTER: 8 };

export function periodicJob(job: PeriodicJob): Job {
  return {
    name: job.name,
    about: job.about,
    when: { cron: job.cron },
    takesPeriod: true,
    run: async (context, { period }) => {
      // Half a month has no score: what is kept under its name would never be done again.
      if (period && period.to > localDate(context.now(), context.zone)) {
        throw DomainError.invalid('VALUE_UNKNOWN', ['period'], { value: period.key });
      }
      const done: string[] = [];
      for (const each of period ? [period] : await due(job, context)) {
        context.signal.throwIfAborted();
        if (await runPeriod(job, context, each)) done.push(each.key);
      }
      return { done };
    },
  };
}

async function due(job: PeriodicJob, context: JobContext): Promise<Period[]> {
  const [firstDay, done] = [await job.firstDay(context), await donePeriods(job, context)];
  const today = localDate(context.now(), context.zone);
  return job.kinds.flatMap((kind) =>
    duePeriods({ kind, today, firstDay, settleDays: job.settleDays, done, lookBack: lookBack[kind] }),
  );
}

async function donePeriods(job: PeriodicJob, { database }: JobContext): Promise<Set<string>> {
  const rows = await database.reader.rows('select period from job_run where job = $1::text', [job.name]);
  return new Set(rows.map((row) => row['period'] ?? ''));
}

/** False where the period was done before, or by another process meanwhile. */
async function runPeriod(job: PeriodicJob, context: JobContext, period: Period): Promise<boolean> {
  const { database, now, log } = context;
  const startedAt = now();
  const prepared = await job.prepare(context, period);
  const locks = [lockKey('JOB', `${job.name} ${period.key}`), ...prepared.locks];
  const result = await transact(database, { now: now(), by: jobActor(job.name), locks: () => locks }, async (tx) => {
    // The results and the note that they are there are one transaction: neither exists without the other.
    if (await tx.em.findOne(JobRun, { job: job.name, period: period.key })) return null;
    const written = await prepared.write(tx);
    tx.em.create(JobRun, { job: job.name, period: period.key, startedAt, finishedAt: now(), result: written });
    return written;
  });
  if (result) log.info({ job: job.name, period: period.key, ...result }, 'period done');
  return result !== null;
}
