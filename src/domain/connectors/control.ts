/** What a person does with a connector: pause and resume it, have it pulled again. */
import type { Database } from '../../entities/database.js';
import { ConnectorState } from '../../entities/index.js';
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

function change(database: Store, connectorId: string, options: By, work: (state: ConnectorState) => void): Promise<void> {
  return transact(database, { ...options, locks: () => [lockKey('CONNECTOR', connectorId)] }, async ({ em }) => {
    work((await em.findOne(ConnectorState, { connectorId })) ?? em.create(ConnectorState, { connectorId, messages: 0 }));
  });
}
