/** Which command is sent next, and what becomes of it. */
import type { Database } from '../../entities/database.js';
import { OutgoingKind, OutgoingStatus } from '../../entities/enums.js';
import { OutgoingCommand, Shipment } from '../../entities/index.js';
import { checkText } from '../commands/command.js';
import { DomainError } from '../errors.js';
import { lockKey } from '../locks.js';
import { type Actor, type Transaction, transact } from '../transaction.js';
import type { Booking } from './commands.js';

type Store = Pick<Database, 'em' | 'wake'>;

/** How an attempt ended. */
export type Attempt =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly kind: string; readonly reason: string; readonly again: boolean };

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

/** Notes how an attempt ended; what it was answered is applied in the same transaction. */
export function noteAttempt(database: Store, { id, kind, objectId }: OutgoingCommand, attempt: Attempt, { now, by }: { now: Date; by: Actor }): Promise<void> {
  const locks = (): string[] => [lockKey('OUTGOING', id), ...(kind === OutgoingKind.BOOK_SHIPMENT ? [lockKey('SHIPMENT', objectId)] : [])];
  return transact(database, { now, by, locks }, async (tx) => {
    const command = await tx.em.findOneOrFail(OutgoingCommand, { id });
    if (command.status !== OutgoingStatus.PENDING) return;
    command.attempts += 1;
    if (attempt.ok) {
      Object.assign(command, { status: OutgoingStatus.DONE, doneAt: now, answer: attempt.answer ?? null, input: null, lastErrorKind: null, lastError: null });
      if (kind === OutgoingKind.BOOK_SHIPMENT) await takeBooking(tx, objectId, attempt.answer);
      return;
    }
    const { again, kind: lastErrorKind, reason } = attempt;
    const isOver = !again || command.attempts >= maxAttempts;
    const wait = Math.min(firstWaitMs * 2 ** (command.attempts - 1), longestWaitMs);
    Object.assign(command, {
      status: isOver ? OutgoingStatus.FAILED : OutgoingStatus.PENDING,
      nextAttemptAt: new Date(now.getTime() + wait),
      lastErrorKind: lastErrorKind.slice(0, 32),
      lastError: reason.replaceAll('\0', '').slice(0, 2_000),
    });
  });
}

/**
 * Lets a command that was given up be tried again, from its first wait on. One that waits is tried at once; one that is
 * done stays done. `reason` goes into the audit trail. Throws DomainError NOT_FOUND, or INVALID for a reason that cannot be kept.
 */
export function retryCommand(database: Store, id: string, { now, by, reason = null }: { now: Date; by: Actor; reason?: string | null }): Promise<{ readonly id: string }> {
  DomainError.throwIfAny(checkText(reason, ['reason'], maxReason));
  return transact(database, { now, by, locks: () => [lockKey('OUTGOING', id)] }, async (tx) => {
    const command = await tx.em.findOne(OutgoingCommand, { id });
    if (!command) throw DomainError.notFound(['commandId']);
    const { status, attempts } = command;
    if (status === OutgoingStatus.DONE) return { id };
    Object.assign(command, { status: OutgoingStatus.PENDING, attempts: 0, nextAttemptAt: now });
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
