/**
 * Reading the event log. Its order is (transaction id, sequence), and only what lies below the oldest transaction still
 * in progress is readable: a sequence or a time alone is drawn before the commit, so a reader that went by it would pass
 * events that become visible later. See `transact` for the writers' half of this.
 */
import type { Reader } from '../entities/database.js';
import type { ObjectType } from '../entities/enums.js';
import { DomainError } from './errors.js';

/** An opaque place in the event log of one database: everything up to and including it was read. */
export type LogCursor = string;

/** What a cursor says. Places of one database compare by `comparePlaces`. */
export interface LogPlace {
  readonly epoch: string;
  readonly xid: bigint;
  readonly seq: bigint;
}

/** A status change as the log keeps it. */
export interface LogEvent {
  /** The place just after this event. */
  readonly cursor: LogCursor;
  readonly place: LogPlace;
  readonly type: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly number: string;
  /** Null: the object's first sight. */
  readonly from: string | null;
  readonly to: string;
  /** When it happened; `recordedAt`: when the gateway learned it. */
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly channel: string;
  /** The partners who may see it, where there are any. */
  readonly supplierId: string | null;
  readonly carrierId: string | null;
}

export interface ReadOptions {
  /** Null: from the beginning of the log. */
  readonly after: LogCursor | LogPlace | null;
  readonly limit: number;
  readonly objectTypes?: readonly ObjectType[];
  readonly supplierId?: string;
  readonly carrierId?: string;
}

export interface LogPage {
  readonly events: readonly LogEvent[];
  /** Where to read on: after the last event of a full page, otherwise the head of the log as of this reading. */
  readonly end: LogPlace;
  /** True where the page is full, so that more may be readable already. */
  readonly more: boolean;
}

/**
 * Reads on in the log, oldest first.
 * Throws DomainError INVALID: `CURSOR_INVALID` for a text that is no cursor, `CURSOR_EXPIRED` for one that was given by
 * another database or by a later state of this one (before it was restored from a backup).
 */
export async function readEvents(reader: Reader, options: ReadOptions): Promise<LogPage> {
  const after = typeof options.after === 'string' ? parseCursor(options.after) : options.after;
  const rows = await reader.rows(statement, [
    (after?.xid ?? 0n).toString(),
    (after?.seq ?? 0n).toString(),
    String(options.limit),
    options.objectTypes ? `{${options.objectTypes.join(',')}}` : null,
    options.supplierId ?? null,
    options.carrierId ?? null,
  ]);
  const head = headOf(rows[0]);
  if (after) assertReadable(after, head);
  const events = rows.filter((row) => row['seq'] !== null).map((row) => toEvent(row, head.epoch));
  const more = events.length === options.limit;
  return { events, more, end: (more && events.at(-1)?.place) || later(after, head) };
}

/** The place after everything that is readable now. */
export async function headCursor(reader: Reader): Promise<LogCursor> {
  const [row] = await reader.rows(`select ${headColumns} from gateway`, []);
  return formatCursor(headOf(row));
}

/**
 * Seconds for which the oldest writing transaction has been open; 0 where there is none. It holds every reader back,
 * also where it writes in another database of the same server.
 */
export async function heldBackSeconds(reader: Reader): Promise<number> {
  const age = await reader.query(
    null,
    `select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::text
       from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()`,
    [],
  );
  return Math.max(0, Number(age));
}

export function formatCursor(place: LogPlace): LogCursor {
  return Buffer.from(`${place.epoch}:${place.xid}:${place.seq}`, 'latin1').toString('base64url');
}

/** Reads a cursor. Throws DomainError INVALID (`CURSOR_INVALID`). */
export function parseCursor(cursor: LogCursor): LogPlace {
  const match = cursor.length <= 120 ? cursorPattern.exec(Buffer.from(cursor, 'base64url').toString('latin1')) : null;
  if (match) {
    const place = { epoch: match[1] ?? '', xid: BigInt(match[2] ?? 0), seq: BigInt(match[3] ?? 0) };
    // One place has one cursor: what decodes to the same place but is spelt otherwise was made elsewhere.
    if (place.xid <= maxXid && place.seq <= maxSeq && formatCursor(place) === cursor) return place;
  }
  throw DomainError.invalid('CURSOR_INVALID', ['after'], {});
}

/** Negative where `a` lies before `b`, 0 where they are the same. Both must be of one database. */
export function comparePlaces(a: LogPlace, b: LogPlace): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  if (a.seq !== b.seq) return a.seq < b.seq ? -1 : 1;
  return 0;
}

const cursorPattern = /^([0-9a-z]{1,16}):(\d{1,20}):(\d{1,19})$/;
const maxXid = 2n ** 64n - 1n;
const maxSeq = 2n ** 63n - 1n;

const headColumns = `gateway.epoch,
  pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax`;

const millis = (column: string): string => `floor(extract(epoch from e.${column}) * 1000)::bigint::text as ${column}`;

// The head comes with the events in one snapshot, also where there are none. Ordering names `e.xid, e.seq`: a bare `seq`
// would mean the text column beside it, and '10' comes before '9'.
const statement = `select ${headColumns}, e.xid::text as xid, e.seq::text as seq,
    ${millis('recorded_at')}, ${millis('occurred_at')}, e.type, e.object_type, e.object_id::text as object_id, e.number,
    e.from_status, e.to_status, e.actor, e.channel, e.supplier_id::text as supplier_id, e.carrier_id::text as carrier_id
  from gateway left join lateral (
    select * from event_log
    where (xid, seq) > ($1::text::xid8, $2::text::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
      and ($4::text is null or object_type = any($4::text::text[]))
      and ($5::text is null or supplier_id = $5::text::uuid)
      and ($6::text is null or carrier_id = $6::text::uuid)
    order by xid, seq limit $3::text::int
  ) as e on true
  order by e.xid, e.seq`;

type Row = Readonly<Record<string, string | null>>;

/** Every event below the snapshot's xmin lies before this place, every later one after it: sequences begin at 1. */
function headOf(row: Row | undefined): LogPlace & { readonly xmax: bigint } {
  if (!row) throw new Error('The table gateway has no row: the database was not migrated.');
  return { epoch: text(row, 'epoch'), xid: BigInt(text(row, 'xmin')), seq: 0n, xmax: BigInt(text(row, 'xmax')) };
}

function assertReadable(after: LogPlace, head: LogPlace & { readonly xmax: bigint }): void {
  if (after.epoch !== head.epoch || after.xid > head.xmax) throw DomainError.invalid('CURSOR_EXPIRED', ['after'], {});
}

/** Two readings at nearly the same time may see the head a little further or a little less far; a reader never goes back. */
function later(after: LogPlace | null, { epoch, xid, seq }: LogPlace): LogPlace {
  const head = { epoch, xid, seq };
  return after && comparePlaces(after, head) > 0 ? after : head;
}

function toEvent(row: Row, epoch: string): LogEvent {
  const place = { epoch, xid: BigInt(text(row, 'xid')), seq: BigInt(text(row, 'seq')) };
  return {
    cursor: formatCursor(place),
    place,
    type: text(row, 'type'),
    objectType: text(row, 'object_type') as ObjectType,
    objectId: text(row, 'object_id'),
    number: text(row, 'number'),
    from: row['from_status'] ?? null,
    to: text(row, 'to_status'),
    occurredAt: new Date(Number(text(row, 'occurred_at'))),
    recordedAt: new Date(Number(text(row, 'recorded_at'))),
    actor: text(row, 'actor'),
    channel: text(row, 'channel'),
    supplierId: row['supplier_id'] ?? null,
    carrierId: row['carrier_id'] ?? null,
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (value == null) throw new Error(`${column} is empty in a row of the event log`);
  return value;
}
