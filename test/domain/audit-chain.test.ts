import { randomUUID } from 'node:crypto';
import { extendAuditChain, verifyAuditChain } from '../../src/domain/audit-chain.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { untilReadable } from '../support/event-log.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
});
afterAll(() => test.close());
beforeEach(() => forge('truncate audit_entry, audit_link'));

const by = { actor: 'tester', channel: 'test' };
const now = (): Date => new Date('2026-03-02T08:00:00.5Z');

async function note(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await transact(database, { now: now(), by, locks: () => [] }, async (tx) => {
      tx.audit({ action: 'TEST', objectType: 'ORDER', objectId: randomUUID(), before: n % 2 ? null : { n, text: '中文"\\' }, after: { n: n + 0.1 } });
    });
  }
  await untilReadable(database);
}

const extend = (): Promise<number> => extendAuditChain(database, { now, by, signal: new AbortController().signal });

/** What somebody with the database's highest rights might do. */
async function forge(statement: string): Promise<void> {
  const em = database.em.fork();
  await em.execute('alter table audit_entry disable trigger all');
  await em.execute(statement);
  await em.execute('alter table audit_entry enable trigger all');
}

describe('audit chain', () => {
  it('links every entry once, in order, and goes on where it stopped', async () => {
    expect(await extend()).toBe(0);
    await note(12);
    expect(await extend()).toBe(12);
    expect(await extend()).toBe(0);
    await note(3);
    expect(await extend()).toBe(3);
    expect(await verifyAuditChain(database.reader)).toMatchObject({ links: 15, brokenAt: null });
    const inOrder = await database.reader.query(
      null,
      `select bool_and(l.position = e.position)::text from audit_link l
         join (select seq, row_number() over (order by xid, seq) as position from audit_entry) e on e.seq = l.entry_seq`,
      [],
    );
    expect(inOrder).toBe('true');
  });

  it('is written once by two at a time', async () => {
    await note(10);
    const linked = await Promise.all([extend(), extend()]);
    expect(linked.sort((a, b) => a - b)).toEqual([0, 10]);
    expect(await verifyAuditChain(database.reader)).toMatchObject({ links: 10, brokenAt: null });
  });

  it.each([
    ['a changed entry', `update audit_entry set actor = 'someone else' where seq = (select entry_seq from audit_link where position = 3)`],
    ['a removed entry', `delete from audit_entry where seq = (select entry_seq from audit_link where position = 3)`],
    ['a removed link', `delete from audit_link where position = 3`],
    ['an entry inserted afterwards', `update audit_link set entry_seq = 0 - entry_seq where position >= 3;
       insert into audit_entry (at, actor, channel, action, object_type, object_id) values (now(), 'a', 'b', 'c', 'ORDER', gen_random_uuid());
       update audit_link set entry_seq = (select max(seq) from audit_entry) where position = 3;
       update audit_link set entry_seq = 0 - entry_seq where position > 3`],
  ])('shows %s', async (_what, statement) => {
    await note(6);
    await extend();
    for (const each of statement.split(';')) await forge(each);
    const report = await verifyAuditChain(database.reader);
    expect(report.links).toBe(2);
    expect(report.brokenAt).not.toBeNull();
  });
});
