import { Customer, JobRun, PeriodKind } from '../../src/entities/index.js';
import type { Job } from '../../src/jobs/job.js';
import type { PeriodicJob } from '../../src/jobs/periodic.js';
import { periodicJob } from '../../src/jobs/periodic.js';
import { runJob } from '../../src/jobs/run-job.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { contextOn } from './context.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
});
afterAll(() => test.close());

/** Leaves one customer per period; `fails` throws after that was written. */
function leaving(name: string, more: Partial<PeriodicJob> = {}, fails = (_key: string): boolean => false): Job {
  return periodicJob({
    name,
    about: name,
    cron: '0 2 * * *',
    kinds: [PeriodKind.MONTH],
    settleDays: 2,
    firstDay: async () => '2025-12-31',
    prepare: async (_context, period) => ({
      locks: [],
      write: async (tx) => {
        tx.em.create(Customer, { number: `${name} ${period.key}`, name: 'made by a job' });
        await tx.em.flush();
        if (fails(period.key)) throw new Error('the power failed');
        return {};
      },
    }),
    ...more,
  });
}

async function left(name: string): Promise<string[]> {
  const em = test.database.em.fork();
  const [made, noted] = [await em.find(Customer, { number: { $like: `${name} %` } }), await em.find(JobRun, { job: name })];
  const keys = made.map(({ number }) => number.slice(name.length + 1)).sort();
  expect(noted.map(({ period }) => period).sort()).toEqual(keys);
  return keys;
}

const run = (job: Job, today: string, period?: string): Promise<object> => runJob([job], job.name, contextOn(test.database, today), { period });

describe('periodic job', () => {
  it('catches up after downtime, the oldest period first', async () => {
    const job = leaving('catch-up', { kinds: [PeriodKind.MONTH, PeriodKind.QUARTER] });
    expect(await run(job, '2026-01-10')).toEqual({ done: ['2025-12', '2025-Q4'] });
    expect(await run(job, '2026-06-01')).toEqual({ done: ['2026-01', '2026-02', '2026-03', '2026-04', '2026-Q1'] });
    expect(await run(job, '2026-06-03')).toEqual({ done: ['2026-05'] });
    expect(await left('catch-up')).toHaveLength(8);
  });

  it('leaves nothing of a period that fails, keeps the ones before, and does it the next time', async () => {
    let broken = true;
    const job = leaving('breaks', {}, (key) => broken && key === '2026-01');
    await expect(run(job, '2026-03-03')).rejects.toThrow('the power failed');
    expect(await left('breaks')).toEqual(['2025-12']);
    broken = false;
    expect(await run(job, '2026-03-03')).toEqual({ done: ['2026-01', '2026-02'] });
    expect(await left('breaks')).toEqual(['2025-12', '2026-01', '2026-02']);
  });

  it('does a period that lies further back by hand, once', async () => {
    const job = leaving('by-hand');
    expect(await run(job, '2026-03-03', '2020-05')).toEqual({ done: ['2020-05'] });
    expect(await run(job, '2026-03-03', '2020-05')).toEqual({ done: [] });
    expect(await left('by-hand')).toEqual(['2020-05']);
  });

  it('begins no further period once it is told to stop', async () => {
    const stop = new AbortController();
    const job = leaving('stops', {}, () => (stop.abort(), false));
    await expect(runJob([job], 'stops', contextOn(test.database, '2026-03-03', { signal: stop.signal }))).rejects.toThrow(/abort/i);
    expect(await left('stops')).toEqual(['2025-12']);
  });

  it('does a month only once it is over in the company\'s zone', async () => {
    const job = leaving('zone', { settleDays: 0 });
    const at = (now: string): Promise<object> => runJob([job], 'zone', contextOn(test.database, '2026-01-01', { now: () => new Date(now) }));
    expect(await at('2025-12-31T15:59:59Z')).toEqual({ done: [] });
    expect(await at('2025-12-31T16:00:00Z')).toEqual({ done: ['2025-12'] });
  });

  it.each(['2026-03', '2026-Q1', '2026-04'])('refuses %s by hand while it is not over', async (period) => {
    await expect(run(leaving('early'), '2026-03-31', period)).rejects.toThrow(/VALUE_UNKNOWN at period/);
  });
});
