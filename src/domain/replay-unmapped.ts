/** Reading again what was applied while some codes were unknown, once the tables have learned them. */
import type { Database } from '../entities/database.js';
import { InboxMessage } from '../entities/index.js';
import type { Em } from '../entities/orm.js';
import { isId } from './commands/command.js';
import { DomainError } from './errors.js';
import { type ReplayOptions, type UnderstandingOf, replay } from './inbox.js';

export interface Reread {
  /** Messages that were read: each had something that no table knew. */
  readonly unmapped: number;
  /** Of these, messages that said something new. */
  readonly applied: number;
  /** Of these, messages with something that no table knows still. */
  readonly left: number;
  /** Messages that are yet to be read: ask again, after `next`. */
  readonly remaining: number;
  /** The last message that was read; null where none remains. */
  readonly next: string | null;
}

export interface RereadOptions extends ReplayOptions {
  readonly connectorId: string;
  /** Id of a message: only those that came later are read. */
  readonly after?: string | null;
  readonly signal?: AbortSignal;
  /** Messages per call, so that it comes to an end while somebody waits for it. */
  readonly limit?: number;
}

/**
 * Replays a connector's messages with unknown codes, oldest first, each in a transaction of its own; those of which the
 * tables know nothing more are only read. Throws DomainError NOT_FOUND for an unknown connector, or an unknown message in
 * `after`.
 */
export async function replayUnmapped(
  database: Pick<Database, 'em' | 'wake'>,
  understandingOf: UnderstandingOf,
  { connectorId, after = null, signal, limit = 500, ...options }: RereadOptions,
): Promise<Reread> {
  const understanding = understandingOf(connectorId);
  if (!understanding) throw DomainError.notFound(['connectorId']);
  const em = database.em.fork();
  if (after !== null && !(isId(after) && (await em.count(InboxMessage, { id: after, connectorId })))) throw DomainError.notFound(['after']);
  const rows: { id: string }[] = await em.execute(`select id ${waiting} order by received_at, id limit ?`, [connectorId, after, after, limit]);
  const count = { unmapped: 0, applied: 0, left: 0 };
  for (const { id } of rows) {
    signal?.throwIfAborted();
    count.unmapped += 1;
    const stored = await em.fork().findOneOrFail(InboxMessage, { id });
    const left = stillUnknown(understanding.normalise, stored);
    if (left > 0) count.left += 1;
    if (left === stored.unmapped.length) continue;
    const { result } = await replay(database, id, understandingOf, options);
    if (result === 'applied') count.applied += 1;
  }
  const last = rows.at(-1)?.id ?? null;
  const remaining = last === null ? 0 : await countWaiting(em, connectorId, last);
  return { ...count, remaining, next: remaining > 0 ? last : null };
}

/** A connector's messages with unknown codes, behind one of its messages. */
const waiting = `from inbox_message
  where connector_id = ? and unmapped <> '[]'
    and (?::uuid is null or (received_at, id) > (select received_at, id from inbox_message where id = ?::uuid))`;

async function countWaiting(em: Em, connectorId: string, after: string): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(`select count(*)::int as count ${waiting}`, [connectorId, after, after]);
  return row?.count ?? 0;
}

/** How much of a message no table knows by now; all of it where it cannot be read any more. */
function stillUnknown(normalise: NonNullable<ReturnType<UnderstandingOf>>['normalise'], stored: InboxMessage): number {
  try {
    return normalise(stored).unmapped.length;
  } catch {
    return stored.unmapped.length;
  }
}
