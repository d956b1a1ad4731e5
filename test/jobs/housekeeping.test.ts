import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { verifyAuditChain } from '../../src/domain/audit-chain.js';
import { seedPolicies } from '../../src/domain/policies.js';
import { transact } from '../../src/domain/transaction.js';
import type { Em } from '../../src/entities/orm.js';
import type { CaseKind, CaseStatus, EvaluationStatus } from '../../src/entities/index.js';
import { AfterSalesCase, AuditEntry, Customer, Event, IdempotencyRecord, Supplier, SupplierEvaluation } from '../../src/entities/index.js';
import { jobs } from '../../src/jobs/index.js';
import { runJob } from '../../src/jobs/run-job.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { untilReadable } from '../support/event-log.js';
import { contextOn } from './context.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase(() => new Date('2026-03-01T00:00:00Z'));
  await seedPolicies(test.database, new Date('2026-03-01T00:00:00Z'));
});
afterAll(() => test.close());

const run = (name: string, today: string): Promise<object> => runJob(jobs, name, contextOn(test.database, today));

async function given(make: (em: Em) => void): Promise<void> {
  const options = { now: new Date('2026-02-01T00:00:00Z'), by: { actor: 'tester', channel: 'test' }, locks: () => [] };
  await transact(test.database, options, async ({ em }) => make(em));
}

describe('watch-deadlines', () => {
  it('lets a case lapse the day after its last date, where its goods have not come', async () => {
    const wanted: [string, CaseKind, CaseStatus, string | null][] = [
      ['late', 'RETURN', 'APPROVED', '2026-03-10'],
      ['late on its way', 'EXCHANGE', 'GOODS_RETURNING', '2026-03-10'],
      ['last day', 'REPAIR', 'APPROVED', '2026-03-11'],
      ['received', 'RETURN', 'GOODS_RECEIVED', '2026-03-10'],
      ['no limit', 'RETURN', 'APPROVED', null],
      ['in review', 'RETURN', 'IN_REVIEW', '2026-03-10'],
    ];
    await given((em) => {
      const customer = em.create(Customer, { number: 'C-1', name: 'Somebody' });
      for (const [number, kind, status, returnBy] of wanted) {
        em.create(AfterSalesCase, { number, kind, status, returnBy, customer, subject: 'Goods', openedAt: new Date('2026-02-20T00:00:00Z') });
      }
    });
    expect(await run('watch-deadlines', '2026-03-11')).toEqual({ lapsed: 2 });
    expect(await run('watch-deadlines', '2026-03-11')).toEqual({ lapsed: 0 });
    expect(await run('watch-deadlines', '2026-03-12')).toEqual({ lapsed: 1 });
    const em = test.database.em.fork();
    const lapsed = await em.find(AfterSalesCase, { status: 'LAPSED' });
    expect(lapsed.map(({ number }) => number).sort()).toEqual(['last day', 'late', 'late on its way']);
    const events = await em.find(Event, { objectType: 'AFTER_SALES_CASE' });
    expect(events.map(({ number, fromStatus, toStatus }) => `${number}: ${fromStatus} ${toStatus}`).sort()).toEqual([
      'last day: APPROVED LAPSED',
      'late on its way: GOODS_RETURNING LAPSED',
      'late: APPROVED LAPSED',
    ]);
    const [entry] = await em.find(AuditEntry, { objectId: lapsed.find(({ number }) => number === 'late')!.id });
    expect(entry).toMatchObject({ channel: 'job:watch-deadlines', before: { status: 'APPROVED' }, after: { status: 'LAPSED' } });
  });
});

describe('finalise-evaluations', () => {
  it('makes an evaluation final after ten working days without a dispute', async () => {
    const wanted: [EvaluationStatus, string][] = [
      ['PROVISIONAL', '2026-03-03T02:00:00+08:00'],
      ['PROVISIONAL', '2026-03-04T02:00:00+08:00'],
      ['DISPUTED', '2026-03-03T02:00:00+08:00'],
    ];
    await given((em) => {
      for (const [status, computedAt] of wanted) {
        const supplier = em.create(Supplier, { id: uuid(), number: uuid(), name: 'Supplier' });
        em.create(SupplierEvaluation, {
          supplier, status, periodKind: 'MONTH', periodFrom: '2026-02-01', periodTo: '2026-03-01', policyVersion: 1, computedAt: new Date(computedAt),
        });
      }
    });
    // The tenth working day after Tuesday the 3rd is Tuesday the 17th.
    expect(await run('finalise-evaluations', '2026-03-17')).toEqual({ finalised: 0 });
    expect(await run('finalise-evaluations', '2026-03-18')).toEqual({ finalised: 1 });
    const em = test.database.em.fork();
    const [final, ...more] = await em.find(SupplierEvaluation, { status: 'FINAL' });
    expect(more).toEqual([]);
    expect(final).toMatchObject({ finalisedAt: new Date('2026-03-18T09:00:00+08:00'), computedAt: new Date('2026-03-03T02:00:00+08:00') });
    expect(await em.find(Event, { objectId: final!.id })).toEqual([expect.objectContaining({ fromStatus: 'PROVISIONAL', toStatus: 'FINAL' })]);
  });
});

describe('forget-idempotency-keys', () => {
  it('forgets answers after a week, and no earlier', async () => {
    const at = (key: string, createdAt: string) => ({ actor: 'somebody', key, requestHash: 'h', response: {}, createdAt: new Date(createdAt) });
    await given((em) => {
      em.create(IdempotencyRecord, at('old', '2026-03-03T08:59:59+08:00'));
      em.create(IdempotencyRecord, at('a week', '2026-03-03T09:00:00+08:00'));
    });
    expect(await run('forget-idempotency-keys', '2026-03-10')).toEqual({ forgotten: 1 });
    expect((await test.database.em.fork().find(IdempotencyRecord, {})).map(({ key }) => key)).toEqual(['a week']);
  });
});

describe('maintain-partitions', () => {
  it('makes the next year\'s partitions, and does nothing when they are there', async () => {
    const partitions = async (): Promise<string | null> =>
      test.database.reader.query(null, `select count(*)::text from pg_class where relname in ('event_log_2028', 'tracking_event_2028')`, []);
    await run('maintain-partitions', '2026-03-10');
    expect(await partitions()).toBe('0');
    await run('maintain-partitions', '2027-01-01');
    await run('maintain-partitions', '2027-01-01');
    expect(await partitions()).toBe('2');
  });
});

describe('refresh-statistics', () => {
  it('counts the tables of the embedded database, and leaves a server to its autovacuum', async () => {
    const counted = (): Promise<string | null> => test.database.reader.query(null, `select (reltuples >= 0)::text from pg_class where relname = 'shipment_leg'`, []);
    expect(await counted()).toBe('false');
    await run('refresh-statistics', '2026-03-10');
    expect(await counted()).toBe(String(test.database.kind === 'embedded'));
  });
});

describe('extend-audit-chain', () => {
  it('links what other jobs and people did', async () => {
    await transact(test.database, { now: new Date(), by: { actor: 'tester', channel: 'test' }, locks: () => [] }, async (tx) =>
      tx.audit({ action: 'TEST', objectType: 'ORDER', objectId: randomUUID(), before: null, after: null }),
    );
    await untilReadable(test.database);
    const { linked } = (await run('extend-audit-chain', '2026-03-10')) as { linked: number };
    expect(linked).toBeGreaterThan(0);
    expect(await verifyAuditChain(test.database.reader)).toMatchObject({ links: linked, brokenAt: null });
  });
});
