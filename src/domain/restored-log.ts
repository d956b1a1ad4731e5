/**
 * After a restore from a dump. The event log and the audit trail are ordered by transaction ids, which a dump carries as
 * plain values into a server that counts its transactions anew: what was restored would lie in the future there and never
 * be read, and what happens next would come before it. (A copy of the server's files keeps its count and needs nothing.)
 */
import type { Database } from '../entities/database.js';
import type { Em } from '../entities/orm.js';
import { auditChainLock, linkNext } from './audit-chain.js';
import { lockKey } from './locks.js';
import { transact } from './transaction.js';

/**
 * Puts restored rows before everything that this server will write, in their old order, and gives the database a new
 * epoch: cursors from before the restore are refused instead of missing events silently. Does nothing, and returns false,
 * where nothing lies in the future. Run at start-up, before anything is read or written.
 */
export async function adoptRestoredLog(database: Pick<Database, 'em' | 'wake'>, now: Date): Promise<boolean> {
  if (!(await liesInTheFuture(database.em.fork()))) return false;
  const by = { actor: 'gateway', channel: 'start-up' };
  return transact(database, { now, by, locks: () => [auditChainLock, lockKey('RESTORED_LOG', '')] }, async ({ em }) => {
    // Another process that starts at the same time may have done it meanwhile.
    if (!(await liesInTheFuture(em))) return false;
    // The chain first: it needs the old order, and its hashes do not cover the ids that change now.
    while ((await linkNext(em, 'true')) > 0);
    for (const statement of statements) await em.execute(statement);
    return true;
  });
}

/** Rows that this server wrote itself and that can be seen have ids that it has given. */
async function liesInTheFuture(em: Em): Promise<boolean> {
  const [found] = await em.execute<{ restored: boolean }[]>(
    `select exists (select from event_log where xid >= pg_snapshot_xmax(pg_current_snapshot()))
       or exists (select from audit_entry where xid >= pg_snapshot_xmax(pg_current_snapshot())) as restored`,
  );
  return found?.restored ?? false;
}

const statements: readonly string[] = [
  // 3 is the first id that any server gives; all its own rows have later ones. Negative in between: numbers are unique.
  `update event_log as e set xid = '3', seq = -n.place
     from (select seq, recorded_at, row_number() over (order by xid, seq) as place from event_log) as n
     where e.seq = n.seq and e.recorded_at = n.recorded_at`,
  `update event_log set seq = -seq`,
  `alter table audit_entry disable trigger audit_entry_is_append_only`,
  `update audit_entry set xid = '3'`,
  `alter table audit_entry enable trigger audit_entry_is_append_only`,
  `update gateway set epoch = substr(replace(gen_random_uuid()::text, '-', ''), 1, 16)`,
];
