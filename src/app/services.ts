/** What jobs and administrative commands work with: the same in a running gateway and in the command line. */
import type { Services } from '../cli/admin/index.js';
import { profiles } from '../tables/profiles/index.js';
import type { Config } from '../config.js';
import { defaultStandards } from '../domain/apply/index.js';
import { defaultCalendarCode, fillCalendarTable } from '../domain/calendar-table.js';
import { adoptRestoredLog } from '../domain/restored-log.js';
import { importedFacts } from '../domain/imports.js';
import type { Understanding } from '../domain/inbox.js';
import { seedPolicies } from '../domain/policies.js';
import type { Database } from '../entities/database.js';
import { openDatabase } from '../entities/database.js';
import { jobs } from '../jobs/index.js';
import type { JobContext } from '../jobs/job.js';
import type { Log } from '../server/log.js';
import type { Connections } from './connections.js';
import { connectAll } from './connections.js';
import { createInbox } from './inbox.js';

export interface ServiceParts {
  readonly database: Database;
  readonly connections: Connections;
  readonly inbox: { understandingOf(connectorId: string): Understanding | null };
  readonly now: () => Date;
  readonly log: Log;
}

/** Opens the database that the settings name, and brings tables, calendar and policies up to date. */
export async function openPrepared({ database: server, dataDir }: Config, now: () => Date): Promise<Database> {
  const database = await openDatabase(server ?? { dataDir }, now);
  try {
    await prepare(database, now);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Brings the working-day calendar and the policies up to date. */
export async function prepare(database: Database, now: () => Date): Promise<void> {
  await adoptRestoredLog(database, now());
  await fillCalendarTable(database, defaultCalendarCode, defaultStandards.calendar, now());
  await seedPolicies(database, now());
}

export function createServices(config: Config, { database, connections, inbox, now, log }: ServiceParts): Services {
  const imports = new Map(profiles.map(({ name }) => [name, importedFacts()]));
  const understandingOf = (senderId: string): Understanding | null => inbox.understandingOf(senderId) ?? imports.get(senderId) ?? null;
  const senders = [...connections.byId.keys(), ...imports.keys()].flatMap((id) => {
    const understanding = understandingOf(id);
    return understanding ? [{ id, understanding, ...reachOf(connections, id) }] : [];
  });
  const jobContext: Omit<JobContext, 'signal'> = {
    // A job reads a whole month of a large company at a time, which may take longer than anybody would wait for a page.
    database: { ...database, reader: database.patient },
    now,
    log,
    connectors: senders,
    pullIntervalSeconds: config.pullIntervalSeconds,
    calendar: defaultStandards.calendar,
    zone: defaultStandards.zone,
  };
  return { config, database, now, jobs, connectors: connections.described, jobContext, understandingOf };
}

/** What jobs do with a connector. */
function reachOf({ byId }: Connections, id: string): Omit<JobContext['connectors'][number], 'id' | 'understanding'> {
  const connection = byId.get(id);
  if (!connection) return {};
  const { commands, suppliers, carriers, followDays } = connection;
  return { pull: connection.pull?.bind(connection), commands, suppliers, carriers, followDays };
}

/** For one command of the command line: a database of its own, which it closes. */
export async function openServices(config: Config, { log, now }: { log: Log; now: () => Date }): Promise<Services & { close(): Promise<void> }> {
  const database = await openPrepared(config, now);
  const connections = connectAll(config.connectors, { database, now, log });
  const services = createServices(config, { database, connections, inbox: createInbox(database, connections, now), now, log });
  return {
    ...services,
    close: async () => {
      connections.close();
      await database.close();
    },
  };
}
