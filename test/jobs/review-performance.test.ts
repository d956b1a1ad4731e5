import { defaultCalendarCode, fillCalendarTable } from '../../src/domain/calendar-table.js';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { computeKpis, kpiRequest } from '../../src/domain/figures/kpis.js';
import { seedPolicies } from '../../src/domain/policies.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import { Customer, Event, KpiFigure, Order, PerformanceReview } from '../../src/entities/index.js';
import { reviewPerformanceJob } from '../../src/jobs/review-performance.js';
import { runJob } from '../../src/jobs/run-job.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { contextOn } from './context.js';

const start = new Date('2026-03-01T00:00:00Z');

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase(() => start);
  database = test.database;
  await seedPolicies(database, start);
  await fillCalendarTable(database, defaultCalendarCode, chineseCalendar, start);
  await transact(database, { now: start, by: { actor: 'tester', channel: 'test' }, locks: () => [] }, async ({ em }) => {
    const customer = em.create(Customer, { number: 'C-1', name: 'Somebody' });
    const processed: [string, string, string | null][] = [
      ['O-1', '2026-01-05T10:00:00+08:00', '2026-01-06T10:00:00+08:00'], // 24 h: within the target.
      ['O-2', '2026-01-12T10:00:00+08:00', '2026-01-13T22:00:00+08:00'], // 36 h.
      ['O-3', '2026-02-09T10:00:00+08:00', '2026-02-09T16:00:00+08:00'], // 6 h.
      ['O-4', '2026-02-10T10:00:00+08:00', null],
    ];
    for (const [number, placed, done] of processed) {
      em.create(Order, {
        number, customer, channel: 'ERP', status: 'RECEIVED', currency: 'CNY', totalAmount: '1',
        placedAt: new Date(placed), receivedAt: new Date(placed), processedAt: done === null ? null : new Date(done),
      });
    }
  });
});
afterAll(() => test.close());

const run = (today: string): Promise<object> => runJob([reviewPerformanceJob], 'review-performance', contextOn(database, today));

async function figure(kind: 'MONTH' | 'QUARTER', periodFrom: string, productClass: 'GENERAL' | null = null): Promise<unknown> {
  const found = await database.em.fork().findOneOrFail(KpiFigure, { review: { periodKind: kind, periodFrom }, kpi: 'ORDER_PROCESSING_TIME', productClass });
  const { unit, value, numerator, denominator, target, met, previous, policyVersion } = found;
  return [unit, ...[value, numerator, denominator, target, previous].map((text) => (text == null ? null : Number(text))), met, policyVersion];
}

describe('review-performance', () => {
  it('reviews each month and quarter once, after its end', async () => {
    expect(await run('2026-02-02')).toEqual({ done: [] });
    expect(await run('2026-03-02')).toEqual({ done: ['2026-01'] });
    expect(await run('2026-04-10')).toEqual({ done: ['2026-02', '2026-03', '2026-Q1'] });
    expect(await run('2026-04-10')).toEqual({ done: [] });
    const reviews = await database.em.fork().find(PerformanceReview, {}, { orderBy: { periodKind: 'asc', periodFrom: 'asc' } });
    expect(reviews.map(({ periodKind, periodFrom, periodTo }) => [periodKind, periodFrom, periodTo])).toEqual([
      ['MONTH', '2026-01-01', '2026-02-01'],
      ['MONTH', '2026-02-01', '2026-03-01'],
      ['MONTH', '2026-03-01', '2026-04-01'],
      ['QUARTER', '2026-01-01', '2026-04-01'],
    ]);
    const events = await database.em.fork().find(Event, { objectType: 'PERFORMANCE_REVIEW' });
    expect(events.map(({ objectId }) => objectId).sort()).toEqual(reviews.map(({ id }) => id).sort());
    expect(events.map(({ number, fromStatus, toStatus }) => `${number} ${fromStatus} ${toStatus}`).sort()[3]).toBe('2026-Q1 null PUBLISHED');
  });

  it('holds figures against their targets and the period before; what has no data is null', async () => {
    expect(await figure('MONTH', '2026-01-01')).toEqual(['HOURS', 30, 1, 2, 24, null, false, 1]);
    expect(await figure('MONTH', '2026-02-01')).toEqual(['HOURS', 6, 1, 1, 24, 30, true, 1]);
    expect(await figure('MONTH', '2026-02-01', 'GENERAL')).toEqual(['HOURS', 6, 1, 1, 24, 30, true, 1]);
    expect(await figure('MONTH', '2026-03-01')).toEqual(['HOURS', null, null, 0, 24, 6, null, 1]);
    expect(await figure('QUARTER', '2026-01-01')).toEqual(['HOURS', 22, 2, 3, 24, null, true, 1]);
  });

  it('keeps the very figures that are shown for its period and day', async () => {
    const period = { from: '2026-02-01', to: '2026-03-01', asOf: '2026-04-10', zone: 'Asia/Shanghai', byProductClass: true };
    const shown = await computeKpis(database.reader, await kpiRequest(database.reader, period));
    const kept = await database.em.fork().find(KpiFigure, { review: { periodKind: 'MONTH', periodFrom: '2026-02-01' } });
    const plain = (figures: readonly { kpi: string; productClass?: string | null; value?: string | null; denominator?: string | null }[]): string[] =>
      figures.map(({ kpi, productClass, value, denominator }) => `${kpi} ${productClass} ${value == null ? null : Number(value)} ${Number(denominator)}`).sort();
    expect(plain(kept)).toEqual(plain(shown));
    expect(kept.length).toBeGreaterThan(30);
  });
});
