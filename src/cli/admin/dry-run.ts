/** A pull that changes nothing, neither here nor there. */
import { z } from 'zod';
import { ConnectorError, type DescribedConnector, type Message } from '../../connectors/contract.js';
import { previewMessages } from '../../domain/connectors/preview.js';
import { ConnectorState } from '../../entities/index.js';
import { CommandRefused, defineCommand } from './command.js';
import { pulledConnector, startOf } from './connectors.js';

/** Pages of one dry run at most: what they bring is held in memory, and applied and taken back in one transaction. */
export const mostPages = 1000;

/**
 * Pulls up to `pages` pages and tells what receiving them would change. `since` null: from where the next pull goes on. A
 * connector that is paused can be tried so too.
 */
export const dryRunCommand = defineCommand({
  input: z.object({ id: z.string(), since: z.iso.date().nullable(), pages: z.int().min(1).max(mostPages) }),
  run: async (services, { id, since, pages }, signal) => {
    const { database, understandingOf, now } = services;
    const connector = pulledConnector(services, id);
    const understanding = understandingOf(id);
    if (!understanding) throw new CommandRefused(`Nothing here can read the messages of ${id}.`);
    const stored = await database.em.fork().findOne(ConnectorState, { connectorId: id }, { fields: ['cursor'] });
    const cursor = since === null ? (stored?.cursor ?? null) : startOf(connector, since, now());
    const pulled = await pullSome(connector, cursor, pages, signal);
    const preview = await previewMessages(database, understanding, { connectorId: id, now: now() }, pulled.pages);
    return { connector: id, fromTheBeginning: cursor === null, pages: pulled.pages.length, stopped: pulled.stopped, ...preview };
  },
});

interface Pulled {
  readonly pages: readonly (readonly Message[])[];
  /** True where the pull was ended here, and might have gone on. */
  readonly stopped: boolean;
}

/** Outside of any transaction: the database waits for nobody's network. */
async function pullSome({ id, connection }: DescribedConnector, cursor: string | null, most: number, signal: AbortSignal): Promise<Pulled> {
  const pages: Message[][] = [];
  try {
    const look = connection.peek ?? connection.pull;
    for await (const page of look?.call(connection, cursor, signal) ?? []) {
      signal.throwIfAborted();
      pages.push(page.messages);
      if (pages.length === most) return { pages, stopped: true };
    }
    return { pages, stopped: false };
  } catch (error) {
    if (signal.aborted || !(error instanceof ConnectorError)) throw error;
    throw new CommandRefused(`${id} could not be pulled (${error.kind}): ${error.message}`);
  }
}
