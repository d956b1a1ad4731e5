import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../src/entities/database.js';
import { openDatabase } from '../../src/entities/database.js';
import type { Job, JobContext } from '../../src/jobs/job.js';
import type { JobReport, Scheduler } from '../../src/jobs/scheduler.js';
import { startScheduler } from '../../src/jobs/scheduler.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase, serverUrl } from '../support/database.js';
import { contextOn } from './context.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
});
afterAll(() => test.close());

const running: Scheduler[] = [];
afterEach(async () => {
  for (const scheduler of running.splice(0)) await scheduler.stop();
});

/** Collects what happens, and lets a test wait for the n-th time. */
class Diary<T> {
  readonly entries: T[] = [];
  private readonly waiting: { count: number; resolve: () => void }[] = [];
  note = (entry: T): void => {
    this.entries.push(entry);
    for (const { count, resolve } of this.waiting) if (this.entries.length >= count) resolve();
  };
  reaches = (count: number): Promise<void> =>
    new Promise((resolve) => (this.entries.length >= count ? resolve() : this.waiting.push({ count, resolve })));
}

const never = { cron: '0 0 29 2 *' };

function job(name: string, run: Job['run'], more: Partial<Job> = {}): Job {
  return { name, about: name, when: never, takesPeriod: false, run, ...more };
}

async function start(jobs: readonly Job[], reports = new Diary<JobReport>(), database: Database = test.database, more: Partial<JobContext> = {}): Promise<Scheduler> {
  const scheduler = await startScheduler({ jobs, context: contextOn(database, '2026-03-03', more), onRun: reports.note });
  running.push(scheduler);
  return scheduler;
}

describe('scheduler', () => {
  it('runs each job at start and on request, with a key for each where it has keys', async () => {
    const [ran, reports] = [new Diary<string>(), new Diary<JobReport>()];
    const scheduler = await start(
      [
        job('plain', async (_context, { key }) => (ran.note(`plain ${key}`), {})),
        job('keyed', async (_context, { key }) => (ran.note(`keyed ${key}`), {}), { keys: () => ['a', 'b'] }),
      ],
      reports,
    );
    await reports.reaches(3);
    expect([...ran.entries].sort()).toEqual(['keyed a', 'keyed b', 'plain null']);
    await scheduler.request('keyed', 'b');
    await reports.reaches(4);
    expect(ran.entries[3]).toBe('keyed b');
    expect(reports.entries.every(({ error }) => error === null)).toBe(true);
  });

  it('goes on beside a job that fails or hangs', async () => {
    const reports = new Diary<JobReport>();
    let release = (): void => {};
    const hanging = new Promise<void>((resolve) => (release = resolve));
    const broken = new Error('broken');
    const scheduler = await start(
      [
        job('breaks', () => Promise.reject(broken)),
        job('hangs', () => hanging.then(() => ({}))),
        job('works', async () => ({})),
      ],
      reports,
    );
    await reports.reaches(2);
    await scheduler.request('works');
    await reports.reaches(3);
    expect(reports.entries.map(({ job: name, error }) => [name, error]).sort()).toEqual([['breaks', broken], ['works', null], ['works', null]]);
    release();
  });

  it('runs a job with a pause again after its pause, and never beside itself', async () => {
    const reports = new Diary<JobReport>();
    let [now, most] = [0, 0];
    await start(
      [
        job('paused', async ({ database }) => {
          now += 1;
          most = Math.max(most, now);
          await database.reader.rows('select 1', []);
          now -= 1;
          return {};
        }, { when: { pauseSeconds: () => 1 } }),
      ],
      reports,
    );
    await reports.reaches(3);
    expect(most).toBe(1);
  });

  it('tells a running job to come to an end, waits for it, and has it done after the next start', async () => {
    const [started, reports] = [new Diary<string>(), new Diary<JobReport>()];
    let ended = false;
    const patient = job('patient', async ({ signal }) => {
      started.note('run');
      if (started.entries.length === 1) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      ended = true;
      return {};
    });
    const scheduler = await start([patient], reports);
    await started.reaches(1);
    await scheduler.stop();
    expect(ended).toBe(true);
    await start([patient], reports);
    await reports.reaches(2);
  });

  const rare = { when: { pauseSeconds: () => 3600 } };

  /** Until the next run waits for its time and none is under way. */
  async function untilWaiting(queue: string): Promise<void> {
    const statement = `select state::text from pgboss.job where name = $1::text and state <= 'active'`;
    const states = async (): Promise<string> => (await test.database.reader.rows(statement, [queue])).map(({ state }) => state).join();
    // The embedded database answers without a turn of the event loop, and timers wait for one.
    while ((await states()) !== 'created') await setImmediate();
  }

  it('brings the run that waits for its time forward, one for all who ask meanwhile', async () => {
    const reports = new Diary<JobReport>();
    const scheduler = await start([job('rare', async () => ({}), rare)], reports);
    await untilWaiting('rare');
    await Promise.all(Array.from({ length: 50 }, () => scheduler.request('rare')));
    await reports.reaches(2);
    await untilWaiting('rare');
    await scheduler.request('rare');
    await reports.reaches(3);
    expect(reports.entries).toHaveLength(3);
  }, 30_000);

  it('does once more what is asked for while it is done', async () => {
    const [started, reports] = [new Diary<string>(), new Diary<JobReport>()];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const scheduler = await start([job('held', () => (started.note('run'), held.then(() => ({}))), rare)], reports);
    await started.reaches(1);
    await Promise.all([scheduler.request('held'), scheduler.request('held')]);
    release();
    await reports.reaches(2);
    await untilWaiting('held');
    expect(reports.entries).toHaveLength(2);
  });

  const onServer = serverUrl ? it : it.skip;

  onServer('makes one run of what is asked for in two gateways (needs TEST_DATABASE_URL)', async () => {
    const other = await openDatabase(test.settings, () => new Date());
    try {
      const reports = new Diary<JobReport>();
      const both = [await start([job('asked', async () => ({}), rare)], reports), await start([job('asked', async () => ({}), rare)], reports, other)];
      await untilWaiting('asked');
      const before = reports.entries.length;
      await Promise.all(both.flatMap((scheduler) => Array.from({ length: 20 }, () => scheduler.request('asked'))));
      await reports.reaches(before + 1);
      await untilWaiting('asked');
      await Promise.all(both.map((scheduler) => scheduler.request('asked')));
      await reports.reaches(before + 2);
      await untilWaiting('asked');
      expect(reports.entries).toHaveLength(before + 2);
      await Promise.all(both.map((scheduler) => scheduler.stop()));
    } finally {
      await other.close();
    }
  }, 30_000);

  onServer('runs a job once for two gateways, and not at once in both (needs TEST_DATABASE_URL: the embedded database serves one process)', async () => {
    const other = await openDatabase(test.settings, () => new Date());
    try {
      const [ran, reports] = [new Diary<string>(), new Diary<JobReport>()];
      let [now, most] = [0, 0];
      const shared = (name: string) => job('shared', async ({ database }) => {
        now += 1;
        most = Math.max(most, now);
        await database.reader.rows('select pg_sleep(0.05)', []);
        now -= 1;
        ran.note(name);
        return {};
      });
      const one = await start([shared('one')], reports);
      const two = await start([shared('two')], reports, other);
      await reports.reaches(1);
      for (let n = 0; n < 10; n += 1) await Promise.all([one.request('shared'), two.request('shared')]);
      await reports.reaches(2);
      await Promise.all([one.stop(), two.stop()]);
      expect(most).toBe(1);
      expect(ran.entries.length).toBeLessThan(22);
    } finally {
      await other.close();
    }
  });
});
