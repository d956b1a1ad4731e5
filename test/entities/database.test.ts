import type { TestDatabase } from '../support/database.js';
import { freshDatabase, serverUrl } from '../support/database.js';
import { transact } from '../../src/domain/transaction.js';
import { lockKey } from '../../src/domain/locks.js';
import { Customer } from '../../src/entities/index.js';
import { openDatabase } from '../../src/entities/database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
});
afterAll(() => test.close());

const by = { actor: 'tester', channel: 'test' };

describe('database', () => {
  it('has the tables that the entities describe', async () => {
    const known = /^(drop index "\w+_search_index"|alter table "(event_log|tracking_event)" (drop constraint "\w+_pkey"|add primary key \("(seq|id)"\)))$/;
    const drift = (await test.database.orm.drift()).split(';').map((line) => line.trim());
    expect(drift.filter((line) => line !== '' && !known.test(line))).toEqual([]);
  });

  it('refuses to change the audit trail', async () => {
    const id = '0198c0de-0000-7000-8000-000000000001';
    await transact(test.database, { now: new Date(), by, locks: () => [lockKey('ORDER', id)] }, async (tx) => {
      tx.audit({ action: 'TEST', objectType: 'ORDER', objectId: id, before: null, after: { a: 1 } });
    });
    const em = test.database.em.fork();
    await expect(em.execute(`update audit_entry set actor = 'other'`)).rejects.toThrow(/never changed/);
    await expect(em.execute('delete from audit_entry')).rejects.toThrow(/never changed/);
  });

  it('refuses an event for an object that was not locked', async () => {
    const id = '0198c0de-0000-7000-8000-000000000002';
    const attempt = transact(test.database, { now: new Date(), by, locks: () => [] }, async (tx) => {
      tx.append({ objectType: 'ORDER', objectId: id, number: 'O-1', from: null, to: 'RECEIVED', occurredAt: new Date(), supplierId: null, carrierId: null });
    });
    await expect(attempt).rejects.toThrow(/without its lock/);
  });

  (serverUrl ? it : it.skip)('cuts short what somebody waits for, lets jobs take their time, and compiles neither (the embedded database has no limits)', async () => {
    const settings = `select current_setting('statement_timeout') || ', jit ' || current_setting('jit')`;
    const { reader, patient, em } = test.database;
    expect(await Promise.all([reader.query('settings', settings, []), reader.query(null, settings, []), patient.query(null, settings, [])])).toEqual([
      '15s, jit off',
      '15s, jit off',
      '10min, jit off',
    ]);
    expect(await em.fork().execute(`select current_setting('jit') as jit`)).toEqual([{ jit: 'off' }]);
  });

  (serverUrl ? it : it.skip)('writes dates as JSON has them, whatever the habit of the database (the embedded database has none)', async () => {
    const { em, url } = test.database;
    const [{ name } = { name: '' }] = await em.fork().execute<{ name: string }[]>('select current_database() as name');
    await em.fork().execute(`alter database "${name}" set datestyle = 'German, DMY'`);
    const other = await openDatabase({ url: url ?? '', writePool: 2, readPool: 1 }, () => new Date());
    try {
      const date = `select date '2026-03-01'::text as date`;
      expect(await other.reader.query(null, date, [])).toBe('2026-03-01');
      expect(await other.patient.query(null, date, [])).toBe('2026-03-01');
      expect(await other.em.fork().execute(date)).toEqual([{ date: '2026-03-01' }]);
    } finally {
      await other.close();
      await em.fork().execute(`alter database "${name}" reset datestyle`);
    }
  });

  (serverUrl ? it : it.skip)('answers quick reads while as many dear ones as there are connections wait (the embedded database has one connection)', async () => {
    const { em, reader } = test.database;
    const wait = `select pg_advisory_xact_lock(4711)::text`;
    const waiting = await em.fork().transactional(async (tx) => {
      await tx.execute(wait);
      const dear = Array.from({ length: 4 }, (_, n) => reader.query(n % 2 === 0 ? null : 'report', wait, [], 'dear'));
      expect(await Promise.all(Array.from({ length: 20 }, () => reader.query('quick', `select 'ok'`, [])))).toEqual(Array(20).fill('ok'));
      return { dear };
    });
    await Promise.all(waiting.dear);
  });

  it('finds words by their beginnings, Chinese ones by character', async () => {
    await transact(test.database, { now: new Date(), by, locks: () => [] }, async (tx) => {
      tx.em.create(Customer, { number: 'C-4711', name: '上海精密仪器有限公司 Precision' });
    });
    const count = async (words: string): Promise<string | null> =>
      test.database.reader.query(null, `select count(*)::text from customer where search @@ search_query($1::text)`, [words]);
    expect(await count('精密')).toBe('1');
    expect(await count('c-47 prec')).toBe('1');
    expect(await count('北京')).toBe('0');
  });
});
