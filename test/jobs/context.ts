/** A job's context with a set clock. */
import { chineseCalendar } from '../../src/domain/calendar.js';
import type { Database } from '../../src/entities/database.js';
import type { JobContext } from '../../src/jobs/job.js';

/** At nine in the morning of `today` in China. */
export function contextOn(database: Database, today: string, more: Partial<JobContext> = {}): JobContext {
  return {
    database,
    now: () => new Date(`${today}T09:00:00+08:00`),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    signal: new AbortController().signal,
    connectors: [],
    pullIntervalSeconds: 300,
    calendar: chineseCalendar,
    zone: 'Asia/Shanghai',
    ...more,
  };
}
