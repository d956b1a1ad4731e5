/** What tests of the event log share. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/entities/database.js';
import type { StatusEvent } from '../../src/domain/transaction.js';
import { transact } from '../../src/domain/transaction.js';
import { lockKey } from '../../src/domain/locks.js';

/** Appends one event in a transaction of its own: of an order that nobody else knows, unless said otherwise. */
export async function appendEvent(database: Pick<Database, 'em' | 'wake'>, said: Partial<StatusEvent> = {}): Promise<void> {
  const now = new Date();
  const event: StatusEvent = {
    objectType: 'ORDER',
    objectId: randomUUID(),
    number: 'O-1',
    from: null,
    to: 'RECEIVED',
    occurredAt: now,
    supplierId: null,
    carrierId: null,
    ...said,
  };
  const locks = () => [lockKey(event.objectType, event.objectId)];
  await transact(database, { now, by: { actor: 'tester', channel: 'test' }, locks }, async (tx) => tx.append(event));
}

/**
 * Returns once everything that was committed before the call is readable. Any writing transaction on the same server
 * holds readers back, also one of another test's database.
 */
export async function untilReadable(database: Pick<Database, 'reader'>): Promise<void> {
  const { reader } = database;
  const xmax = await reader.query(null, 'select pg_snapshot_xmax(pg_current_snapshot())::text', []);
  for (;;) {
    const passed = await reader.query(null, 'select (pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8)::text', [xmax]);
    if (passed === 'true') return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
