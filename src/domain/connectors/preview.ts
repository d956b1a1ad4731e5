/** What messages would change, without changing it. */
import type { Database } from '../../entities/database.js';
import { AuditEntry, Event } from '../../entities/index.js';
import { applyFacts, describeReason, locksForFacts } from '../apply/index.js';
import type { ReceivedMessage, Understanding } from '../inbox.js';
import { transact } from '../transaction.js';

export interface Preview {
  readonly facts: number;
  readonly unmapped: readonly { readonly path: string; readonly value: string }[];
  readonly changes: readonly {
    readonly action: string;
    readonly objectType: string;
    readonly objectId: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly statusChanges: readonly { readonly objectType: string; readonly number: string; readonly from: string | null; readonly to: string }[];
  /** What could not be applied, and why. */
  readonly parked: readonly string[];
  /** Messages that cannot be read at all. */
  readonly unreadable: readonly string[];
}

/** Undoes the transaction, and carries out of it what was seen there. */
class Seen extends Error {
  constructor(readonly effect: Pick<Preview, 'changes' | 'statusChanges' | 'parked'>) {
    super('A preview is always taken back.');
  }
}

/** Applies the messages in a transaction that is rolled back, and tells what it would have done. */
export async function previewMessages(
  database: Pick<Database, 'em' | 'wake'>,
  { normalise, master, standards }: Understanding,
  { connectorId, now }: { readonly connectorId: string; readonly now: Date },
  messages: readonly ReceivedMessage[],
): Promise<Preview> {
  const unreadable: string[] = [];
  const understood = messages.flatMap((message) => {
    try {
      return [normalise(message)];
    } catch (error) {
      unreadable.push(`${message.messageId}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  const facts = understood.flatMap((each) => each.facts);
  const by = { actor: connectorId, channel: 'dry-run' };
  const effect = await transact(database, { now, by, locks: (em) => locksForFacts(em, facts, connectorId) }, async (tx) => {
    const { parked } = await applyFacts(tx, facts, { system: connectorId, master, standards });
    await tx.em.flush();
    const mine = { channel: by.channel, actor: connectorId };
    const changes = await tx.em.find(AuditEntry, mine, { orderBy: { seq: 'asc' } });
    const events = await tx.em.find(Event, mine, { orderBy: { seq: 'asc' } });
    throw new Seen({
      changes: changes.map(({ action, objectType, objectId, before, after }) => ({ action, objectType, objectId, before: before ?? null, after: after ?? null })),
      statusChanges: events.map(({ objectType, number, fromStatus, toStatus }) => ({ objectType, number, from: fromStatus ?? null, to: toStatus })),
      parked: parked.map(({ fact, reason, params }) => `${fact.kind} ${fact.source.externalId}: ${describeReason(reason, params)}`),
    });
  }).catch((error: unknown) => {
    if (error instanceof Seen) return error.effect;
    throw error;
  });
  return { facts: facts.length, unmapped: understood.flatMap(({ unmapped }) => unmapped), unreadable, ...effect };
}
