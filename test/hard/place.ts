/** Where the gateways of one test keep their data: a database of their own on the server, or a folder of their own. */
import { addDays, daysBetween } from '../../src/domain/dates.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Database } from '../../src/entities/database.js';
import { openDatabase } from '../../src/entities/database.js';
import { companyFacts, tell } from '../support/company.js';
import { freshServerDatabase } from '../support/database.js';
import { untilReadable } from '../support/event-log.js';
import type { Environment } from '../support/process.js';
import { temporaryFolder } from '../support/process.js';

export interface Place {
  readonly kind: 'server' | 'embedded';
  /** Settings of every gateway that is to run here. */
  readonly env: Environment;
  /** Works on the database beside the gateways. An embedded one must not be in use meanwhile. */
  open<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Returns once all that was committed before is readable in the event log. On a server that others use too, their
   * writing transactions hold readers back for a while.
   */
  untilReadable(): Promise<void>;
  remove(): Promise<void>;
}

/** With `server`, the address of a PostgreSQL server, a fresh database on it; without, an embedded one. */
export async function freshPlace(server: string | undefined): Promise<Place> {
  const folder = temporaryFolder();
  const database = server ? await freshServerDatabase(server) : null;
  const env = { DATA_DIR: folder.path, ...(database && { DATABASE_URL: database.url, DATABASE_WRITE_POOL: '8', DATABASE_READ_POOL: '4' }) };
  const open: Place['open'] = async (work) => {
    const opened = await openDatabase(database ? { url: database.url, writePool: 2, readPool: 1 } : { dataDir: folder.path }, () => new Date());
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  };
  return {
    kind: database ? 'server' : 'embedded',
    env,
    open,
    untilReadable: async () => {
      if (database) await open(untilReadable);
    },
    remove: async () => {
      await database?.drop();
      folder.remove();
    },
  };
}

/** The small company, with business that ended yesterday: gateways in processes of their own live in the present. */
export function recentCompany(orders: number): Fact[] {
  const facts = JSON.stringify(companyFacts(orders));
  const days = facts.match(/\b20\d\d-\d\d-\d\d/g)?.sort() ?? [];
  const shift = daysBetween(days.at(-1) ?? '', addDays(new Date().toISOString().slice(0, 10), -1));
  return JSON.parse(facts.replace(/\b20\d\d-\d\d-\d\d/g, (day) => addDays(day, shift))) as Fact[];
}

/** Tells facts as the ERP's own word. */
export function tellAt(place: Place, facts: readonly Fact[]): Promise<void> {
  return place.open((database) => tell(database, facts, new Date()));
}
