/**
 * Every change of the gateway happens inside `transact`: one transaction that takes its locks before it writes,
 * appends to the event log and to the audit trail, and makes no network call.
 *
 * Why the locks come first: readers of the event log go by (transaction id, sequence). PostgreSQL draws the
 * transaction id at the first write, so a transaction that drew its id early and then waited for a row would be read
 * before the one that it waited for. Advisory locks draw no id.
 */
import type { Em } from '../entities/orm.js';
import type { Database } from '../entities/database.js';
import type { ObjectType } from '../entities/index.js';
import type { InboxMessage } from '../entities/index.js';
import { executeBound } from '../entities/execute-bound.js';
import { toJson } from './json.js';
import { StaleLocks, lockKey } from './locks.js';

/** Who acts, through which door: a person's subject, a partner's client name, a connector's id, a job's name. */
export interface Actor {
  readonly actor: string;
  /** `graphql`, `partner-graphql`, `webhook:<connectorId>`, `pull:<connectorId>`, `import`, `job:<name>` … */
  readonly channel: string;
}

export interface StatusEvent {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly number: string;
  /** Null: the object's first sight. */
  readonly from: string | null;
  readonly to: string;
  readonly occurredAt: Date;
  /** Partners who may see the event, where there are any. */
  readonly supplierId: string | null;
  readonly carrierId: string | null;
}

export interface AuditRecord {
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A received message as the inbox's row; `content` is the body in base64. */
export type MessageRow = Pick<InboxMessage, 'id' | 'connectorId' | 'messageId' | 'bodyHash' | 'topic' | 'contentType' | 'receivedAt' | 'status' | 'reason' | 'unmapped' | 'appliedAt'> & {
  readonly content: string;
};

/** What tracking writes: columns of shipments by their ids, new tracking events, and marks of stored ones. */
export interface TrackingRows {
  readonly shipments: readonly object[];
  readonly added: readonly object[];
  readonly changed: readonly object[];
}

/** A status change as the event log's row, but for when and by whom. */
export function eventRow({ objectType, objectId, number, from, to, occurredAt, supplierId, carrierId }: StatusEvent) {
  const type = from === null ? `${objectType}_CREATED` : `${objectType}_STATUS_CHANGED`;
  return { occurredAt, type, objectType, objectId, number, fromStatus: from, toStatus: to, supplierId, carrierId };
}

/** An open transaction, as functions that write take it. */
export class Transaction {
  private readonly held: Set<string>;
  private gathered = nothing();

  constructor(
    readonly em: Em,
    readonly now: Date,
    readonly by: Actor,
    held: Iterable<string>,
  ) {
    this.held = new Set(held);
  }

  /** Fails where an object is about to be changed that was not locked first; the caller's attempt is then repeated. */
  assertHeld(type: string, id: string): void {
    if (!this.held.has(lockKey(type, id))) throw new StaleLocks(lockKey(type, id));
  }

  /** Declares an object that this transaction itself has made: nobody else can know it yet. */
  own(type: string, id: string): void {
    this.held.add(lockKey(type, id));
  }

  /** Appends a status change to the event log; the object must be locked. */
  append(event: StatusEvent): void {
    this.assertHeld(event.objectType, event.objectId);
    this.gathered.events.push(eventRow(event));
  }

  /** Adds to the audit trail. Never pass personal data here. */
  audit(record: AuditRecord): void {
    this.gathered.audits.push(record);
  }

  /** Stores a message in the inbox. */
  store(message: MessageRow): void {
    this.gathered.messages.push(message);
  }

  /** Tracking as it is to be stored. */
  track(rows: TrackingRows): void {
    for (const name of ['shipments', 'added', 'changed'] as const) this.gathered[name].push(...rows[name]);
  }

  /** Writes all that was gathered so far, in one statement. What is read afterwards is current. */
  async write(): Promise<void> {
    const lists = Object.entries(this.gathered).flatMap(([name, rows]) => (rows.length === 0 ? [] : [[name, rows.map(inColumns)] as const]));
    if (lists.length === 0) return;
    this.gathered = nothing();
    const { actor, channel } = this.by;
    const same = { recorded_at: this.now, at: this.now, actor, channel };
    await executeBound(this.em, 'select write_gathered($1::jsonb)', [toJson({ same, ...Object.fromEntries(lists) })]);
  }
}

/** Rows that go past the unit of work: there are many of them, and their own transaction does not look at them again. */
function nothing() {
  return { shipments: [] as object[], added: [] as object[], changed: [] as object[], messages: [] as object[], audits: [] as object[], events: [] as object[] };
}

const columns = new Map<string, string>();

/** A row by the names of its columns. What is absent is read as null, so nulls need not be told: of tracking they are half of all columns. */
function inColumns(row: object): object {
  const renamed: Record<string, unknown> = {};
  for (const name of Object.keys(row) as (keyof typeof row)[]) if (row[name] !== null) renamed[columnOf(name)] = row[name];
  return renamed;
}

function columnOf(name: string): string {
  const known = columns.get(name);
  if (known !== undefined) return known;
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  columns.set(name, column);
  return column;
}

export type TransactOptions = { readonly now: Date; readonly by: Actor } & (
  | {
      /**
       * Names every object that the work will change or create, by reading alone (`lockKey`). It runs inside the
       * transaction, before anything is written.
       */
      readonly locks: (em: Em) => Promise<readonly string[]> | readonly string[];
    }
  | {
      /** The same for work that reads at once what the locks protect: takes them itself, and names those that it holds. */
      readonly open: (em: Em) => Promise<readonly string[]>;
    }
);

const attempts = 5;

/**
 * Runs `work` in one transaction and wakes the readers of the event log after the commit. Where `work` meets an object
 * whose lock was not foreseen (a link that changed in between), nothing is kept and the whole is tried again.
 */
export async function transact<T>(
  database: Pick<Database, 'em' | 'wake'>,
  options: TransactOptions,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  // Given the entity manager of an open transaction, it is a part of that one (a savepoint): see connectors/preview.ts.
  const isPart = database.em.isInTransaction();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { result, written } = await database.em.fork({ keepTransactionContext: true }).transactional(async (em) => {
        const held = 'open' in options ? await options.open(em) : await takeLocks(em, await options.locks(em));
        em.clear();
        const tx = new Transaction(em, options.now, options.by, held);
        const done = await work(tx);
        await em.flush();
        // The commit follows at once, without a round trip in between: of a transaction that failed it is a rollback.
        const written = tx.write();
        if (isPart) await written;
        written.catch(() => {});
        return { result: done, written };
      });
      await written;
      database.wake.notify();
      return result;
    } catch (error) {
      if (!(error instanceof StaleLocks) || attempt === attempts) throw error;
    }
  }
}

/** In one order for everybody: two transactions that want the same objects never wait for each other in a circle. */
async function takeLocks(em: Em, names: readonly string[]): Promise<readonly string[]> {
  if (names.length > 0) await executeBound(em, 'select take_locks(array(select jsonb_array_elements_text($1::jsonb)))', [toJson(names)]);
  return names;
}
