import { seedPolicies } from '../../src/domain/policies.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import { openDatabase } from '../../src/entities/database.js';
import { AuditEntry, EvaluationCriterion, Event, JobRun, SupplierEvaluation } from '../../src/entities/index.js';
import { runJob } from '../../src/jobs/run-job.js';
import { scoreSuppliersJob } from '../../src/jobs/score-suppliers.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase, serverUrl } from '../support/database.js';
import { february } from '../support/scored-suppliers.js';
import { contextOn } from './context.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
  await seedPolicies(database, new Date('2026-01-01T00:00:00Z'));
  const options = { now: new Date('2026-01-01T00:00:00Z'), by: { actor: 'tester', channel: 'test' }, locks: () => [] };
  await transact(database, options, async ({ em }) => february(em));
});
afterAll(() => test.close());

/** Evaluations of a month as `number: score standing`. */
async function scores(month: string): Promise<string[]> {
  const em = database.em.fork();
  const found = await em.find(SupplierEvaluation, { periodFrom: `${month}-01` }, { populate: ['supplier'] });
  return found.map(({ supplier: { number }, score, standing }) => `${number}: ${score} ${standing}`).sort();
}

const run = (today: string, period?: string, on = database): Promise<object> => runJob([scoreSuppliersJob], 'score-suppliers', contextOn(on, today), { period });

describe('score-suppliers', () => {
  it('does each month that has ended once, the oldest first, beside another process too', async () => {
    const other = serverUrl ? await openDatabase(test.settings, () => new Date()) : database;
    try {
      const reports = await Promise.all([run('2026-03-03'), run('2026-03-03', undefined, other)]);
      expect(reports.flatMap((report) => (report as { done: string[] }).done).sort()).toEqual(['2026-01', '2026-02']);
      expect(await run('2026-03-31')).toEqual({ done: [] });
      expect(await run('2026-03-31', '2026-02')).toEqual({ done: [] });
    } finally {
      if (other !== database) await other.close();
    }
    const runs = await database.em.fork().find(JobRun, {}, { orderBy: { period: 'asc' } });
    expect(runs.map(({ period, result }) => [period, result])).toEqual([
      ['2026-01', { evaluations: 3, withoutScore: 1 }],
      ['2026-02', { evaluations: 3, withoutScore: 1 }],
    ]);
  });

  it('scores by hand-reckoned shares; who had no business has no score', async () => {
    // 0.4 × 90 + 0.4 × 50 + 0.2 × 50; LATE has no inspected goods, so 0.4 × 0 + 0.2 × 0 over 0.6.
    expect(await scores('2026-02')).toEqual(['BUSY: 66.00 YELLOW', 'LATE: 0.00 RED', 'QUIET: null null']);
    expect(await scores('2026-01')).toEqual(['BUSY: 0.00 RED', 'IDLE: 100.00 GREEN', 'LATE: null null']);
  });

  it('keeps what each score was made of', async () => {
    const em = database.em.fork();
    const rows = await em.find(EvaluationCriterion, { evaluation: { periodFrom: '2026-02-01', supplier: { number: 'BUSY' } } }, { orderBy: { criterion: 'asc' } });
    expect(rows.map(({ criterion, weight, value, numerator, denominator }) => [criterion, weight, value, numerator, denominator])).toEqual([
      ['delivery', '0.4000', '50.0000', '2.000000', '4.000000'],
      ['quality', '0.4000', '90.0000', '90.000000', '100.000000'],
      ['service', '0.2000', '50.0000', '1.000000', '2.000000'],
    ]);
    const quiet = await em.find(EvaluationCriterion, { evaluation: { periodFrom: '2026-02-01', supplier: { number: 'QUIET' } } });
    expect(quiet.map(({ value, denominator }) => [value, Number(denominator)])).toEqual([[null, 0], [null, 0], [null, 0]]);
  });

  it('announces each evaluation to its supplier and notes it in the audit trail', async () => {
    const em = database.em.fork();
    const evaluations = await em.find(SupplierEvaluation, { periodFrom: '2026-02-01' });
    const events = await em.find(Event, { objectType: 'SUPPLIER_EVALUATION', number: 'MONTH 2026-02-01' });
    expect(events.map(({ objectId, supplierId, fromStatus, toStatus, channel }) => [objectId, supplierId, fromStatus, toStatus, channel]).sort()).toEqual(
      evaluations.map(({ id, supplier: { id: supplierId } }) => [id, supplierId, null, 'PROVISIONAL', 'job:score-suppliers']).sort(),
    );
    expect(await em.count(AuditEntry, { action: 'SUPPLIER_EVALUATION_CREATED', objectId: { $in: evaluations.map(({ id }) => id) } })).toBe(3);
  });

  it('refuses a period, key or job that does not exist', async () => {
    await expect(run('2026-03-03', '2026-13')).rejects.toThrow(/VALUE_UNKNOWN at period/);
    await expect(runJob([scoreSuppliersJob], 'score', contextOn(database, '2026-03-03'))).rejects.toThrow(/VALUE_UNKNOWN at job/);
    await expect(runJob([scoreSuppliersJob], 'score-suppliers', contextOn(database, '2026-03-03'), { key: 'x' })).rejects.toThrow(/VALUE_UNKNOWN at key/);
  });
});
