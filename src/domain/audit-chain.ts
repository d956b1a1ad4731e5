/**
 * The hash chain over the audit trail (R43). One writer links the entries in the order of the log; each link's hash
 * covers the entry and the hash before it, so that nobody can change, drop or insert a linked entry unnoticed without
 * rewriting every later link, and whoever noted one hash elsewhere notices even that.
 */
import { createHash } from 'node:crypto';
import type { Database, Reader } from '../entities/database.js';
import type { Em } from '../entities/orm.js';
import { lockKey } from './locks.js';
import { transact } from './transaction.js';
import type { Actor } from './transaction.js';

/** What the first link is chained to. */
const root = '0'.repeat(64);

/** Entries per transaction: the chain must not hold the event log's readers back. */
const chunk = 1_000;

export interface ChainOptions {
  readonly now: () => Date;
  readonly by: Actor;
  readonly signal: AbortSignal;
}

/** Links every entry that can be linked by now; returns how many. Two at once do no harm: one of them finds nothing. */
export async function extendAuditChain(database: Pick<Database, 'em' | 'wake'>, { now, by, signal }: ChainOptions): Promise<number> {
  for (let linked = 0; ; ) {
    signal.throwIfAborted();
    const added = await transact(database, { now: now(), by, locks: () => [auditChainLock] }, ({ em }) => linkNext(em, settled));
    linked += added;
    if (added < chunk) return linked;
  }
}

export const auditChainLock = lockKey('AUDIT_CHAIN', '');

/** Which entries can be linked: by default those that no open transaction can put another one before. */
export const settled = 'e.xid < pg_snapshot_xmin(pg_current_snapshot())';

/** Links the next entries, at most a chunk of them; returns how many. The transaction must hold `auditChainLock`. */
export async function linkNext(em: Em, which: string): Promise<number> {
  const [last] = await em.execute<Last[]>(lastStatement);
  const entries = await em.execute<EntryRow[]>(nextStatement(which), [last?.xid ?? '0', last?.seq ?? '0', chunk]);
  if (entries.length === 0) return 0;
  let { hash, position } = last ? { hash: last.hash, position: BigInt(last.position) } : { hash: root, position: 0n };
  const rows = entries.map((entry) => {
    position += 1n;
    hash = hashOf(hash, entry);
    return [position.toString(), entry.seq, hash];
  });
  await em.execute(`insert into audit_link (position, entry_seq, hash) values ${rows.map(() => '(?, ?, ?)').join(', ')}`, rows.flat());
  return rows.length;
}

export interface ChainReport {
  /** Links found to be right, from the first one on. */
  readonly links: number;
  /** Position of the first link that does not fit; null: every link fits. */
  readonly brokenAt: string | null;
  /** Hash of the last right link; to be kept elsewhere, so that even a chain written anew is noticed. */
  readonly head: string;
}

/** Computes every link again. A link that fits to no entry, or to a changed one, or a missing position, breaks the chain. */
export async function verifyAuditChain(reader: Reader): Promise<ChainReport> {
  let [hash, links] = [root, 0];
  for (;;) {
    const rows = (await reader.rows(linksStatement, [String(links), String(chunk)])) as unknown as (EntryRow & LinkRow)[];
    for (const row of rows) {
      const next = row.seq === null ? null : hashOf(hash, row);
      if (row.position !== String(links + 1) || next !== row.hash) return { links, brokenAt: row.position, head: hash };
      hash = next;
      links += 1;
    }
    if (rows.length < chunk) return { links, brokenAt: null, head: hash };
  }
}

interface Last {
  readonly position: string;
  readonly hash: string;
  readonly xid: string;
  readonly seq: string;
}

interface LinkRow {
  readonly position: string;
  readonly hash: string;
}

/** Every column as PostgreSQL writes it, so that both databases and both directions hash the same text. */
interface EntryRow {
  readonly seq: string;
  readonly at: string;
  readonly actor: string;
  readonly channel: string;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly before: string | null;
  readonly after: string | null;
}

function hashOf(previous: string, entry: EntryRow): string {
  const { seq, at, actor, channel, action, object_type, object_id, before, after } = entry;
  const said = JSON.stringify([previous, seq, at, actor, channel, action, object_type, object_id, before, after]);
  return createHash('sha256').update(said).digest('hex');
}

const entryColumns = `e.seq::text as seq, (extract(epoch from e.at) * 1000000)::bigint::text as at, e.actor, e.channel,
  e.action, e.object_type, e.object_id::text as object_id, e.before::text as before, e.after::text as after`;

const lastStatement = `select l.position::text as position, l.hash, e.xid::text as xid, e.seq::text as seq
  from audit_link l join audit_entry e on e.seq = l.entry_seq order by l.position desc limit 1`;

const nextStatement = (which: string): string => `select ${entryColumns} from audit_entry e
  where (e.xid, e.seq) > (?::text::xid8, ?::text::bigint) and ${which}
  order by e.xid, e.seq limit ?`;

const linksStatement = `select l.position::text as position, l.hash, ${entryColumns}
  from audit_link l left join audit_entry e on e.seq = l.entry_seq
  where l.position > $1::text::bigint order by l.position limit $2::text::int`;
