/** What a message costs must not grow with what is stored: its records are met by their keys, also by plans that were made while there was nothing. */
import { locksForFacts } from '../../../src/domain/apply/index.js';
import { receiveBatch } from '../../../src/domain/inbox.js';
import { openMessages } from '../../../src/domain/inbox-opening.js';
import type { Database } from '../../../src/entities/database.js';
import { openDatabase } from '../../../src/entities/database.js';
import type { Em } from '../../../src/entities/orm.js';
import { companyFacts, erp, tell } from '../../support/company.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';

const now = new Date('2026-04-01T08:00:00Z');
const facts = companyFacts(120);
const some = facts.slice(-6);
const message = (n: number) => ({ messageId: `message ${n}`, topic: 'test', body: Buffer.from(String(n)), contentType: 'text/plain', receivedAt: now });

let test: TestDatabase;
/** Writes over the connection that was used last: its plans stay those that it made first. */
let database: Database;

beforeAll(async () => {
  test = await freshDatabase();
  database = 'url' in test.settings ? await openDatabase({ ...test.settings, writePool: 2 }, () => now) : test.database;
});
afterAll(async () => {
  if (database !== test.database) await database.close();
  await test.close();
});

/** Rows of each table that were read by `work`. */
async function rowsRead(work: (em: Em) => Promise<unknown>): Promise<Record<string, number>> {
  return database.em.fork().transactional(async (em) => {
    // It counts what was read before and is not reported yet as well.
    const before = await countRead(em);
    await work(em);
    return Object.fromEntries([...(await countRead(em))].map(([name, read]) => [name, read - (before.get(name) ?? 0)]));
  });
}

async function countRead(em: Em): Promise<Map<string, number>> {
  const rows = await em.execute<{ name: string; read: string }[]>(
    'select relname as name, coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) as read from pg_stat_xact_user_tables',
  );
  return new Map(rows.map(({ name, read }) => [name, Number(read)]));
}

const open = (em: Em) => openMessages(em, { connectorId: 'sender', messageIds: ['message 1', 'message 2', 'message 500'], facts: [], names: [] });

it('reads the records that facts name, and no others', async () => {
  await rowsRead((em) => locksForFacts(em, some, erp));
  await tell(database, facts, now);
  const read = await rowsRead((em) => locksForFacts(em, some, erp));
  expect(read['orders']).toBeGreaterThan(0);
  expect(Object.entries(read).filter(([, rows]) => rows > 30)).toEqual([]);
});

it('reads the messages that are asked about, and no others', async () => {
  await rowsRead(open);
  const inlet = { connectorId: 'sender', now, master: false, normalise: () => ({ facts: [], unmapped: [] }) };
  await receiveBatch(database, inlet, Array.from({ length: 120 }, (_, n) => message(n)));
  const read = await rowsRead(open);
  expect(read['inbox_message']).toBe(2);
});
