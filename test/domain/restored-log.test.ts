import { randomUUID } from 'node:crypto';
import { extendAuditChain, verifyAuditChain } from '../../src/domain/audit-chain.js';
import { readEvents } from '../../src/domain/event-log.js';
import { adoptRestoredLog } from '../../src/domain/restored-log.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { appendEvent, untilReadable } from '../support/event-log.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
});
afterAll(() => test.close());

const by = { actor: 'tester', channel: 'test' };
const now = new Date('2026-03-02T08:00:00Z');

async function note(): Promise<void> {
  await transact(database, { now, by, locks: () => [] }, async (tx) =>
    tx.audit({ action: 'TEST', objectType: 'ORDER', objectId: randomUUID(), before: null, after: null }),
  );
}

const chain = (): Promise<number> => extendAuditChain(database, { now: () => now, by, signal: new AbortController().signal });
const read = async (): Promise<string[]> => (await readEvents(database.reader, { after: null, limit: 1_000 })).events.map((e) => e.number);

/** What a dump of a long-lived server is in a new one: ids far ahead, in an order that the sequence alone does not show. */
async function restore(): Promise<void> {
  const em = database.em.fork();
  await em.execute(`update event_log set xid = (3000000000 + xid::text::bigint * 10 + 7 * (seq % 2) * 10)::text::xid8`);
  await em.execute('alter table audit_entry disable trigger all');
  await em.execute(`update audit_entry set xid = (3000000000 + xid::text::bigint)::text::xid8`);
  await em.execute('alter table audit_entry enable trigger all');
}

describe('a log that was restored from a dump', () => {
  it('is read on in its old order, followed by what happens next; older cursors are refused', async () => {
    expect(await adoptRestoredLog(database, now)).toBe(false);
    for (const number of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']) await appendEvent(database, { number });
    await note();
    await note();
    await untilReadable(database);
    expect(await chain()).toBe(2);
    await note();
    const cursor = (await readEvents(database.reader, { after: null, limit: 3 })).events.at(-1)!.cursor;

    await restore();
    const order = (await database.reader.rows('select number from event_log order by xid, event_log.seq', [])).map((row) => row['number']);
    expect(order).not.toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    expect(await read()).toEqual([]);

    expect((await Promise.all([adoptRestoredLog(database, now), adoptRestoredLog(database, now)])).sort()).toEqual([false, true]);
    expect(await adoptRestoredLog(database, now)).toBe(false);
    await appendEvent(database, { number: 'new' });
    await note();
    await untilReadable(database);
    expect(await read()).toEqual([...order, 'new']);
    await expect(readEvents(database.reader, { after: cursor, limit: 1 })).rejects.toThrow(/CURSOR_EXPIRED/);
    expect(await chain()).toBe(1);
    expect(await verifyAuditChain(database.reader)).toMatchObject({ links: 4, brokenAt: null });
  });

  it('leaves the audit trail unchangeable', async () => {
    await expect(database.em.fork().execute(`update audit_entry set actor = 'other'`)).rejects.toThrow(/never changed/);
  });
});
