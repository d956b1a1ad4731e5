/** Which command is sent next, and what becomes of it. */
import type { Database } from '../../entities/database.js';
import { OutgoingKind, OutgoingStatus } from '../../entities/enums.js';
import { OutgoingCommand, Shipment } from '../../entities/index.js';
import { checkText } from '../commands/command.js';
import { DomainError } from '../errors.js';
import { lockKey } from '../locks.js';
import { type Actor, type Transaction, transact } from '../transaction.js';
import type { Booking, BookingCommand } from './commands.js';

type Store = Pick<Database, 'em' | 'wake'>;

/** How an attempt ended. */
export type Attempt =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly kind: string; readonly reason: string; readonly again: boolean; readonly mayBeDone: boolean };

/** After so many attempts it is left to a person: with the waits below, within about a day. */
const maxAttempts = 30;

const maxReason = 1_000;

const firstWaitMs = 10_000;
const longestWaitMs = 3_600_000;

/** Commands of a connector that are due, oldest first. Of several about one object only the first one is. */
export async function dueCommands({ em }: Pick<Database, 'em'>, connectorId: string, now: Date, limit: number): Promise<OutgoingCommand[]> {
  const pending = await em.fork().find(
    OutgoingCommand,
    { connectorId, status: OutgoingStatus.PENDING },
    { orderBy: { createdAt: 'asc', id: 'asc' }, limit: limit * 5 },
  );
  const seen = new Set<string>();
  const first = pending.filter(({ objectId }) => !seen.has(objectId) && seen.add(objectId));
  return first.filter(({ nextAttemptAt }) => nextAttemptAt <= now).slice(0, limit);
}

/** Kinds that cost money each time, so that the beginning of an attempt is noted before anything is sent. */
const costly: ReadonlySet<OutgoingKind> = new Set([OutgoingKind.BOOK_SHIPMENT, OutgoingKind.REQUEST_PICKUP]);

/** Whether an earlier attempt was begun of which nobody knows how it ended, and when the first one was. */
export type Begun = Pick<BookingCommand, 'mayBeDone' | 'begunAt'>;

/** Notes that an attempt begins; says what is known of earlier ones. Null: there is nothing to be sent any more. */
export async function beginAttempt(
  database: Store,
  { id, kind }: OutgoingCommand,
  { now, by }: { readonly now: Date; readonly by: Actor },
): Promise<Begun | null> {
  if (!costly.has(kind)) return { mayBeDone: false };
  return transact(database, { now, by, locks: () => [lockKey('OUTGOING', id)] }, async ({ em }) => {
    const command = await em.findOneOrFail(OutgoingCommand, { id });
    if (command.status !== OutgoingStatus.PENDING) return null;
    const { begunAt } = command;
    command.begunAt ??= now;
    return begunAt ? { mayBeDone: true, begunAt: begunAt.toISOString() } : { mayBeDone: false };
  });
}

/**
 * Notes how an attempt ended; what it was answered is applied in the same transaction, also where the answer comes after the
 * command was given up: it was another process that took it for lost.
 */
export function noteAttempt(database: Store, { id, kind, objectId }: OutgoingCommand, attempt: Attempt, { now, by }: { now: Date; by: Actor }): Promise<void> {
  const locks = (): string[] => [lockKey('OUTGOING', id), ...(kind === OutgoingKind.BOOK_SHIPMENT ? [lockKey('SHIPMENT', objectId)] : [])];
  return transact(database, { now, by, locks }, async (tx) => {
    const command = await tx.em.findOneOrFail(OutgoingCommand, { id });
    if (command.status === OutgoingStatus.DONE || (command.status === OutgoingStatus.FAILED && !attempt.ok)) return;
    command.attempts += 1;
    if (attempt.ok) {
      const answered = { status: OutgoingStatus.DONE, doneAt: now, answer: attempt.answer ?? null };
      Object.assign(command, { ...answered, input: null, begunAt: null, lastErrorKind: null, lastError: null });
      if (kind === OutgoingKind.BOOK_SHIPMENT) await takeBooking(tx, objectId, attempt.answer);
      return;
    }
    const { again, kind: lastErrorKind, reason, mayBeDone } = attempt;
    const isOver = !again || command.attempts >= maxAttempts;
    const wait = Math.min(firstWaitMs * 2 ** (command.attempts - 1), longestWaitMs);
    Object.assign(command, {
      status: isOver ? OutgoingStatus.FAILED : OutgoingStatus.PENDING,
      nextAttemptAt: new Date(now.getTime() + wait),
      ...(mayBeDone ? {} : { begunAt: null }),
      lastErrorKind: lastErrorKind.slice(0, 32),
      lastError: reason.replaceAll('\0', '').slice(0, 2_000),
    });
  });
}

/**
 * Lets a command that was given up be tried again, from its first wait on: what may have been done was looked into by then. One
 * that waits is tried at once; one that is done stays done. `reason` goes into the audit trail. Throws DomainError NOT_FOUND, or
 * INVALID for a reason that cannot be kept.
 */
export function retryCommand(database: Store, id: string, { now, by, reason = null }: { now: Date; by: Actor; reason?: string | null }): Promise<{ readonly id: string }> {
  DomainError.throwIfAny(checkText(reason, ['reason'], maxReason));
  return transact(database, { now, by, locks: () => [lockKey('OUTGOING', id)] }, async (tx) => {
    const command = await tx.em.findOne(OutgoingCommand, { id });
    if (!command) throw DomainError.notFound(['commandId']);
    const { status, attempts } = command;
    if (status === OutgoingStatus.DONE) return { id };
    Object.assign(command, { status: OutgoingStatus.PENDING, attempts: 0, nextAttemptAt: now, ...(status === OutgoingStatus.FAILED && { begunAt: null }) });
    const after = { status: command.status, attempts: 0, reason };
    tx.audit({ action: 'OUTGOING_COMMAND_RETRIED', objectType: 'OUTGOING_COMMAND', objectId: id, before: { status, attempts }, after });
    return { id };
  });
}

async function takeBooking(tx: Transaction, shipmentId: string, answer: unknown): Promise<void> {
  const { trackingNumber, price } = answer as Booking;
  const shipment = await tx.em.findOneOrFail(Shipment, { id: shipmentId });
  const before = { trackingNumber: shipment.trackingNumber ?? null };
  shipment.trackingNumber = trackingNumber;
  if (price) Object.assign(shipment, { freightAmount: price.amount, freightCurrency: price.currency });
  tx.audit({ action: 'SHIPMENT_BOOKED', objectType: 'SHIPMENT', objectId: shipmentId, before, after: { trackingNumber } });
}
