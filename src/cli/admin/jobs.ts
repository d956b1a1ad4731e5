import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { parsePeriod } from '../../domain/periods.js';
import type { Job, JobContext } from '../../jobs/job.js';
import { runJob } from '../../jobs/run-job.js';
import { CommandRefused, defineCommand } from './command.js';

const wish = z.object({ name: z.string(), period: z.string().nullable(), key: z.string().nullable() });

/** Runs one job now, and answers with what it reports. */
export const runJobCommand = defineCommand({
  input: wish,
  run: async ({ jobs, jobContext }, { name, period, key }, signal): Promise<object> => {
    const context = { ...jobContext, signal };
    check(jobs, context, { name, period, key });
    return runJob(jobs, name, context, { period, key });
  },
});

/** Says in words what `runJob` would refuse by code. */
function check(jobs: readonly Job[], context: JobContext, { name, period, key }: z.infer<typeof wish>): void {
  const job = jobs.find((each) => each.name === name);
  if (!job) throw new CommandRefused(`There is no job ${name}. The jobs are: ${jobs.map((each) => each.name).join(', ')}.`);
  if (period !== null && !job.takesPeriod) throw new CommandRefused(`The job ${name} takes no period.`);
  if (period !== null && !isPeriod(period)) throw new CommandRefused(`A period is a month or a quarter, as in 2026-03 or 2026-Q1; ${period} is neither.`);
  const keys = job.keys?.(context) ?? [];
  if (key !== null && !keys.includes(key)) {
    throw new CommandRefused(keys.length > 0 ? `The job ${name} has no key ${key}. Its keys are: ${keys.join(', ')}.` : `The job ${name} has no keys here.`);
  }
}

function isPeriod(text: string): boolean {
  try {
    return parsePeriod(text) !== null;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
