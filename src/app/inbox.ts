/** The inbox as this process uses it: each connector's messages with its own understanding, webhooks in micro-batches. */
import type { Connection, Message, Outcome } from '../connectors/contract.js';
import type { Understanding } from '../domain/inbox.js';
import { receiveBatch } from '../domain/inbox.js';
import { microBatch } from '../domain/micro-batch.js';
import type { Database } from '../entities/database.js';
import type { Connections } from './connections.js';

export interface Inbox {
  /** Stores and applies a message of a webhook; returns after the commit. */
  receive(connectorId: string, message: Message): Promise<Outcome>;
  /** How a connector's messages are understood; null for one that is not configured. */
  understandingOf(connectorId: string): Understanding | null;
}

/** Two at a time: one is made ready while the other waits for the disk. The embedded database has one connection. */
const batches = ({ kind }: Pick<Database, 'kind'>) => ({ mostItems: 64, lanes: kind === 'server' ? 2 : 1, enough: 8 });

/** `onNotice` is told of connectors whose webhook said that something has changed and not what; a pull or a replay tells nobody. */
export function createInbox(database: Database, connections: Connections, now: () => Date, onNotice: (connectorId: string) => void = () => {}): Inbox {
  const understandings = new Map<string, Understanding>();
  const queues = new Map<string, (message: Message) => Promise<Outcome>>();
  for (const { id: connectorId, kind, connection } of connections.described) {
    const understanding = understand(connection, kind === 'erp');
    understandings.set(connectorId, understanding);
    const receiveAll = async (messages: readonly Message[]): Promise<Outcome[]> => {
      const received = await receiveBatch(database, { ...understanding, connectorId, now: now() }, messages);
      if (received.some(({ isNotice }) => isNotice)) onNotice(connectorId);
      return received;
    };
    queues.set(connectorId, microBatch(receiveAll, batches(database)));
  }
  return {
    receive: async (connectorId, message) => {
      const queue = queues.get(connectorId);
      if (!queue) throw new Error(`No connector ${connectorId} is configured.`);
      return queue(message);
    },
    understandingOf: (connectorId) => understandings.get(connectorId) ?? null,
  };
}

/** An ERP masters its orders; what a carrier or supplier tells of ours is bound by our rules. */
function understand(connection: Connection, master: boolean): Understanding {
  return { normalise: (message) => connection.normalise(message), master };
}
