/** What a person does with a connector: pause and resume it, have it pulled again. */
import type { Database } from '../../entities/database.js';
import { ConnectorState } from '../../entities/index.js';
import { parseDateOnly } from '../dates.js';
import { DomainError } from '../errors.js';
import type { DateOnly } from '../facts.js';
import { lockKey } from '../locks.js';
import { type Actor, transact } from '../transaction.js';

type Store = Pick<Database, 'em' | 'wake'>;

interface By {
  readonly now: Date;
  readonly by: Actor;
}

/** From now on it is neither pulled nor told anything. What it sends by itself is taken all the same, so nothing is lost. */
export function pauseConnector(database: Store, connectorId: string, options: By): Promise<void> {
  return change(database, connectorId, options, (state) => {
    state.pausedAt ??= options.now;
    state.pausedBy ??= options.by.actor;
  });
}

export function resumeConnector(database: Store, connectorId: string, options: By): Promise<void> {
  return change(database, connectorId, options, (state) => {
    Object.assign(state, { pausedAt: null, pausedBy: null });
  });
}

/** The next pull begins at this cursor; null: from the beginning. What is known already changes nothing. */
export function pullAgain(database: Store, connectorId: string, cursor: string | null, options: By): Promise<void> {
  return change(database, connectorId, options, (state) => {
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

function change(database: Store, connectorId: string, options: By, work: (state: ConnectorState) => void): Promise<void> {
  return transact(database, { ...options, locks: () => [lockKey('CONNECTOR', connectorId)] }, async ({ em }) => {
    work((await em.findOne(ConnectorState, { connectorId })) ?? em.create(ConnectorState, { connectorId, messages: 0 }));
  });
}
