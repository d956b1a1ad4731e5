/** What messages would change, without changing it. */
import { v7 as uuid } from 'uuid';
import type { Database } from '../../entities/database.js';
import { AuditEntry, Event, InboxMessage, TrackingEvent } from '../../entities/index.js';
import type { Em } from '../../entities/orm.js';
import { type Received, type ReceivedMessage, type Understanding, locksForMessages, receiveEach } from '../inbox.js';
import { type Transaction, transact } from '../transaction.js';

export interface Preview {
  /** How many messages would be applied, are known already, would be parked. */
  readonly messages: Readonly<Record<Received['result'], number>>;
  /** Records that would be made or changed, as the audit trail would tell of them: in the order of the changes. */
  readonly changes: readonly {
    readonly action: string;
    readonly objectType: string;
    readonly objectId: string;
    /** The record's number as it would be; null where it has none. */
    readonly number: string | null;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly statusChanges: readonly { readonly objectType: string; readonly number: string; readonly from: string | null; readonly to: string }[];
  /** Tracking events that would be new. */
  readonly trackingEvents: number;
  /** Messages that could not be applied, or not wholly, and why. */
  readonly parked: readonly { readonly messageId: string; readonly reason: string }[];
  /** What no table of the connector knows. */
  readonly unmapped: readonly { readonly path: string; readonly value: string }[];
}

/** Undoes the transaction, and carries out of it what was seen there. */
class Seen extends Error {
  constructor(readonly preview: Preview) {
    super('A preview is always taken back.');
  }
}

/**
 * Receives the pages of a pull in a transaction that is taken back, and tells what it did. While it runs it keeps back
 * whoever wants the same records, and the readers of the event log.
 */
export async function previewMessages(
  database: Pick<Database, 'em' | 'wake'>,
  understanding: Understanding,
  { connectorId, now }: { readonly connectorId: string; readonly now: Date },
  pages: readonly (readonly ReceivedMessage[])[],
): Promise<Preview> {
  const messages = pages.flat();
  const by = { actor: connectorId, channel: 'dry-run' };
  const inlet = { ...understanding, connectorId, now, by };
  try {
    // All locks at once: taken chunk by chunk and kept to the end, two such transactions could wait for each other.
    return await transact(database, { now, by, locks: (em) => locksForMessages(em, inlet, messages) }, async (tx) => {
      const inside = { em: tx.em, wake: { ...database.wake, notify: () => {} } };
      const before = await mark(tx.em);
      const received: Received[] = [];
      for (const page of pages) received.push(...(await receiveEach(inside, { ...inlet, cursor: null }, page)));
      throw new Seen(await look(tx, before, received, messages));
    });
  } catch (error) {
    if (error instanceof Seen) return error.preview;
    throw error;
  }
}

/** Where tables end that only grow: what is new stands behind, and is found there without reading the whole of them. */
interface Mark {
  readonly audit: string;
  readonly log: string;
  /** Ids are ordered by time. */
  readonly id: string;
}

async function mark(em: Em): Promise<Mark> {
  const ends = `select (select coalesce(max(seq), 0) from audit_entry)::text as audit, (select coalesce(max(seq), 0) from event_log)::text as log`;
  const [{ audit, log } = { audit: '0', log: '0' }] = await em.execute<{ audit: string; log: string }[]>(ends);
  return { audit, log, id: uuid() };
}

async function look({ em, now, by }: Transaction, before: Mark, received: readonly Received[], messages: readonly ReceivedMessage[]): Promise<Preview> {
  const count = { applied: 0, duplicate: 0, parked: 0 };
  for (const { result } of received) count[result] += 1;
  const audited = await em.find(AuditEntry, { ...by, seq: { $gt: before.audit } }, { orderBy: { seq: 'asc' } });
  const numbers = await numbersOf(em, audited.map(({ objectId }) => objectId));
  const events = await em.find(Event, { ...by, seq: { $gt: before.log }, recordedAt: now }, { orderBy: { seq: 'asc' } });
  const fresh = received.flatMap(({ result, id }) => (result === 'duplicate' ? [] : [id]));
  const stored = await em.find(InboxMessage, { id: { $in: fresh } }, { fields: ['unmapped'], orderBy: { id: 'asc' } });
  return {
    messages: count,
    changes: audited.map(({ action, objectType, objectId, before: old, after }) => {
      return { action, objectType, objectId, number: numbers.get(objectId) ?? null, before: old ?? null, after: after ?? null };
    }),
    statusChanges: events.map(({ objectType, number, fromStatus, toStatus }) => ({ objectType, number, from: fromStatus ?? null, to: toStatus })),
    trackingEvents: await em.count(TrackingEvent, { id: { $gt: before.id }, recordedAt: now }),
    parked: received.flatMap(({ reason }, index) => (reason === null ? [] : [{ messageId: messages[index]?.messageId ?? '', reason }])),
    unmapped: stored.flatMap(({ unmapped }) => unmapped),
  };
}

/** Tables whose rows have a number; a stock level goes by its product's and its warehouse. */
const numbered = ['customer', 'supplier', 'carrier', 'product', 'orders', 'purchase_order', 'receipt', 'shipment'];

async function numbersOf(em: Em, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = 'with wanted as (select value::uuid as id from jsonb_array_elements_text(?::jsonb))';
  const each = numbered.map((table) => `select t.id, t.number from ${table} t join wanted using (id)`);
  each.push(`select l.id, p.number || ' in ' || l.warehouse from stock_level l join wanted using (id) join product p on p.id = l.product_id`);
  const rows = await em.execute<{ id: string; number: string | null }[]>(`${wanted} ${each.join(' union all ')}`, [JSON.stringify(ids)]);
  return new Map(rows.flatMap(({ id, number }) => (number === null ? [] : [[id, number]])));
}
