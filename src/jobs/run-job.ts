/** Runs one job now, in this process: for the command line and for the scheduler. */
import { DomainError } from '../domain/errors.js';
import { parsePeriod } from '../domain/periods.js';
import type { Job, JobContext } from './job.js';

export interface RunJobOptions {
  /** `2026-02` or `2026-Q1`; null: whatever is due. */
  readonly period?: string | null;
  /** One of the job's keys; null: each of them. */
  readonly key?: string | null;
}

/**
 * Runs a job by its name and returns what it reports, per key where it has keys.
 * Throws DomainError INVALID for a job, key or period that does not exist.
 */
export async function runJob(
  jobs: readonly Job[],
  name: string,
  context: JobContext,
  { period = null, key = null }: RunJobOptions = {},
): Promise<object> {
  const job = jobs.find((each) => each.name === name);
  if (!job) throw unknown('job', name);
  const keys = job.keys?.(context) ?? null;
  if (key !== null && !keys?.includes(key)) throw unknown('key', key);
  if (period !== null && !job.takesPeriod) throw unknown('period', period);
  const request = { period: period === null ? null : parsePeriod(period) };
  if (key !== null || keys === null) return job.run(context, { ...request, key });
  const reports = await Promise.all(keys.map(async (each) => [each, await job.run(context, { ...request, key: each })] as const));
  return Object.fromEntries(reports);
}

function unknown(what: string, value: string): DomainError {
  return DomainError.invalid('VALUE_UNKNOWN', [what], { value: value.slice(0, 40) });
}
