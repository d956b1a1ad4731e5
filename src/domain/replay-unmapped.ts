/** Reading again what was applied while some codes were unknown, once the tables have learned them. */
import type { Database } from '../entities/database.js';
import { InboxMessage } from '../entities/index.js';
import { DomainError } from './errors.js';
import { type ReplayOptions, type UnderstandingOf, replay } from './inbox.js';

export interface Reread {
  /** Messages with something that no table knew. */
  readonly unmapped: number;
  /** Of these, messages that said something new. */
  readonly applied: number;
  /** Of these, messages with something that no table knows still. */
  readonly left: number;
}

/** Ids read at once. */
const page = 500;

/**
 * Replays a connector's messages with unknown codes, oldest first, each in a transaction of its own; those of which the
 * tables know nothing more are only read. Throws DomainError NOT_FOUND for an unknown connector.
 */
export async function replayUnmapped(
  database: Pick<Database, 'em' | 'wake'>,
  understandingOf: UnderstandingOf,
  { connectorId, signal, ...options }: ReplayOptions & { readonly connectorId: string; readonly signal?: AbortSignal },
): Promise<Reread> {
  const understanding = understandingOf(connectorId);
  if (!understanding) throw DomainError.notFound(['connectorId']);
  const em = database.em.fork();
  const count = { unmapped: 0, applied: 0, left: 0 };
  for (let after: Row | undefined; ; ) {
    const rows: Row[] = await em.execute(statement, [connectorId, after?.received ?? '-infinity', after?.id ?? firstId, page]);
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
    after = rows.at(-1);
    if (rows.length < page) return count;
  }
}

interface Row {
  readonly id: string;
  readonly received: string;
}

const firstId = '00000000-0000-0000-0000-000000000000';

const statement = `
  select id, received_at::text as received from inbox_message
  where connector_id = ? and unmapped <> '[]' and (received_at, id) > (?::timestamptz, ?::uuid)
  order by received_at, id limit ?`;

/** How much of a message no table knows by now; all of it where it cannot be read any more. */
function stillUnknown(normalise: NonNullable<ReturnType<UnderstandingOf>>['normalise'], stored: InboxMessage): number {
  try {
    return normalise(stored).unmapped.length;
  } catch {
    return stored.unmapped.length;
  }
}
