/** What a person does with a connector: pause and resume it, have it pulled again. */
import { v5 as uuidOf } from 'uuid';
import type { Database } from '../../entities/database.js';
import { ConnectorState } from '../../entities/index.js';
import { parseDateOnly } from '../dates.js';
import { checkText } from '../commands/command.js';
import { DomainError } from '../errors.js';
import type { DateOnly } from '../facts.js';
import { lockKey } from '../locks.js';
import { type Actor, transact } from '../transaction.js';

type Store = Pick<Database, 'em' | 'wake'>;

interface By {
  readonly now: Date;
  readonly by: Actor;
  /** Why, in the person's words; goes into the audit trail. */
  readonly reason?: string | null;
}

/** From now on it is neither pulled nor told anything. What it sends by itself is taken all the same, so nothing is lost. */
export function pauseConnector(database: Store, connectorId: string, options: By): Promise<void> {
  return change(database, connectorId, 'CONNECTOR_PAUSED', options, (state) => {
    state.pausedAt ??= options.now;
    state.pausedBy ??= options.by.actor;
  });
}

export function resumeConnector(database: Store, connectorId: string, options: By): Promise<void> {
  return change(database, connectorId, 'CONNECTOR_RESUMED', options, (state) => {
    Object.assign(state, { pausedAt: null, pausedBy: null });
  });
}

/** The next pull begins at this cursor; null: from the beginning. What is known already changes nothing. */
export function pullAgain(database: Store, connectorId: string, cursor: string | null, options: By): Promise<void> {
  return change(database, connectorId, 'CONNECTOR_PULLED_AGAIN', options, (state) => {
    state.cursor = cursor;
  });
}

/** What of a connector says where a pull from some time on begins. */
interface Dated {
  cursorSince?(since: Date): string;
}

/**
 * The cursor of a pull that brings what changed since the beginning of a day (UTC); null: everything. Throws DomainError
 * INVALID for a day that is still to come, which would hide changes, and for any where the connector can only begin anew.
 */
export function cursorAt(connection: Dated, since: DateOnly | null, now: Date): string | null {
  if (since === null) return null;
  const at = new Date(`${parseDateOnly(since, ['since'])}T00:00:00Z`);
  if (at > now) throw DomainError.invalid('DATE_TOO_FAR', ['since'], { date: since, latest: now.toISOString().slice(0, 10) });
  if (!connection.cursorSince) throw DomainError.invalid('VALUE_UNKNOWN', ['since'], { value: since });
  return connection.cursorSince(at);
}

const maxReason = 1_000;

/** Throws DomainError INVALID where the reason cannot be kept. What changes nothing leaves no trace. */
function change(database: Store, connectorId: string, action: string, { reason = null, ...options }: By, work: (state: ConnectorState) => void): Promise<void> {
  DomainError.throwIfAny(checkText(reason, ['reason'], maxReason));
  return transact(database, { ...options, locks: () => [lockKey('CONNECTOR', connectorId)] }, async (tx) => {
    const state = (await tx.em.findOne(ConnectorState, { connectorId })) ?? tx.em.create(ConnectorState, { connectorId, messages: 0 });
    const before = steered(state);
    work(state);
    const after = steered(state);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    tx.audit({ action, objectType: 'CONNECTOR', objectId: auditIdOf(connectorId), before, after: { connectorId, ...after, reason } });
  });
}

function steered({ pausedAt, cursor }: ConnectorState): object {
  return { pausedAt: pausedAt?.toISOString() ?? null, cursor: cursor ?? null };
}

const connectorIds = '5f0c3a52-9a51-4d1e-8a34-0c7f3b0f6a17';

/** A connector as the audit trail names objects: its id made into a UUID, always the same one. */
export function auditIdOf(connectorId: string): string {
  return uuidOf(connectorId, connectorIds);
}
