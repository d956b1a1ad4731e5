/**
 * The two databases behind one interface: a PostgreSQL server (DATABASE_URL) or the embedded one (DATA_DIR).
 * MikroORM's unit of work serves writes and rules; reads go through `Reader`, which answers with text.
 */
import { EventEmitter } from 'node:events';
import type { EmbeddedDatabase } from './embedded.js';
import { openEmbedded, openInMemory } from './embedded.js';
import type { LentText } from './reading/lent-memory.js';
import { connectEmbedded, connectServer } from './orm.js';
import type { Em, Orm } from './orm.js';
import { openSessions, readerOf } from './reading/server-reader.js';

/** Parameters are text or null: the statement casts each (`$1::text::uuid`), so both databases read them alike. */
export type SqlValue = string | null;

/** A dear statement may take long, and runs where none that is quick waits behind it. */
export type Lane = 'quick' | 'dear';

/** The small interface that reads go through. */
export interface Reader {
  /**
   * Runs a statement that yields one row with one text column and returns it; null where there is no row.
   * With a `name` it is prepared, and each connection keeps it by its text: the name only says so, and what the statement is to people.
   * Null plans it anew, and takes it for dear unless something else is said. The embedded database plans every statement anew.
   */
  query(name: string | null, sql: string, values: readonly SqlValue[], lane?: Lane): Promise<string | null>;
  /** The same in UTF-8, for what is passed on unread: a text would be decoded only to be encoded again. To be given back. */
  bytes(name: string | null, sql: string, values: readonly SqlValue[], lane?: Lane): Promise<LentText | null>;
  /** Runs a statement and returns its rows, every column as text. */
  rows(sql: string, values: readonly SqlValue[]): Promise<Record<string, string | null>[]>;
}

/** Wake-ups carry no data: whoever is woken reads on in the event log, so a lost one loses nothing. */
export interface Wake {
  notify(): void;
  /** Calls `listener` at each wake-up, from this process or another one; returns how to stop. */
  listen(listener: () => void): Promise<() => Promise<void>>;
}

export interface Database {
  readonly kind: 'server' | 'embedded';
  readonly em: Em;
  readonly reader: Reader;
  /** The same for work that nobody waits for, such as a job's: statements may take ten minutes there, on sessions of their own. */
  readonly patient: Reader;
  readonly wake: Wake;
  readonly orm: Orm;
  /** The embedded instance, for the job queue, which shares it; null on a server. */
  readonly embedded: EmbeddedDatabase | null;
  /** The server's address, for the job queue; null where embedded. */
  readonly url: string | null;
  close(): Promise<void>;
}

export type DatabaseSettings =
  | { readonly url: string; readonly writePool: number; readonly readPool: number }
  | { readonly dataDir: string }
  | InMemory;

/** A database for tests; `image` is the dump of one that it begins as. */
export interface InMemory {
  readonly inMemory: true;
  readonly image?: Blob;
}

/** Opens the database, refuses an engine that lacks what the event log stands on, and applies the migrations. */
export async function openDatabase(settings: DatabaseSettings, now: () => Date): Promise<Database> {
  const database = 'url' in settings ? await openServer(settings) : await openLocal(settings);
  try {
    await probe(database.reader);
    await migrate(database);
    await ensurePartitions(database.em, now());
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

const channel = 'interline_events';

async function openServer(settings: { url: string; writePool: number; readPool: number }): Promise<Database> {
  const orm = await connectServer(settings.url, settings.writePool);
  // The next statement waits on its session already when one is answered: a few busy sessions cost the server less than many that it must
  // switch between. More than one would gain nothing, and wait behind a long one while another session is free (p99 of an order 35 ms with eight, 21 with one).
  const quick = openSessions(settings.url, { max: settings.readPool, pipeline: 1, timeoutMs: 15_000 });
  // What is dear, such as figures over all lines, has sessions of its own, where no quick read waits behind it.
  // They stay for a while: a session that is new plans its statements anew, and a dashboard asks every few minutes.
  const dear = openSessions(settings.url, { max: settings.readPool, pipeline: 0, timeoutMs: 15_000, idleSeconds: 600 });
  const patient = openSessions(settings.url, { max: 2, pipeline: 0, timeoutMs: 600_000, idleSeconds: 60 });
  const wake: Wake = {
    notify: spaced(() => void quick.notify(channel, '').catch(() => {})),
    listen: async (listener) => {
      const { unlisten } = await quick.listen(channel, listener, listener);
      return unlisten;
    },
  };
  const close = async (): Promise<void> => {
    await Promise.all([quick, dear, patient].map((sessions) => sessions.end({ timeout: 5 })));
    await orm.close();
  };
  const reader = readerOf({ quick, dear });
  return { kind: 'server', em: orm.em, reader, patient: readerOf({ quick: patient, dear: patient }), wake, orm, embedded: null, url: settings.url, close };
}

/** Milliseconds. */
const betweenWakes = 20;

/** Under load a batch is committed every few milliseconds, and each wake-up is a statement of its own: the first at once, the next together. */
function spaced(wake: () => void): () => void {
  const state = { isSpacing: false, isAsked: false };
  return function notify() {
    if (state.isSpacing) {
      state.isAsked = true;
      return;
    }
    wake();
    state.isSpacing = true;
    setTimeout(() => {
      state.isSpacing = false;
      if (state.isAsked) notify();
      state.isAsked = false;
    }, betweenWakes).unref();
  };
}

async function openLocal(settings: { dataDir: string } | InMemory): Promise<Database> {
  const embedded = 'dataDir' in settings ? await openEmbedded(settings.dataDir) : await openInMemory(settings.image);
  const orm = await connectEmbedded(embedded.pglite);
  const query: Reader['query'] = async (_name, text, values) => {
    const { rows } = await embedded.pglite.query<unknown[]>(text, [...values], { rowMode: 'array' });
    return (rows[0]?.[0] as string | null | undefined) ?? null;
  };
  const reader: Reader = {
    query,
    bytes: async (...asked) => {
      const text = await query(...asked);
      return text === null ? null : { pieces: [Buffer.from(text)], giveBack: () => {} };
    },
    rows: async (text, values) => (await embedded.pglite.query<Record<string, string | null>>(text, [...values])).rows,
  };
  const bell = new EventEmitter();
  bell.setMaxListeners(0);
  const wake: Wake = {
    notify: () => void bell.emit('wake'),
    listen: async (listener) => {
      bell.on('wake', listener);
      return async () => void bell.off('wake', listener);
    },
  };
  const close = async (): Promise<void> => {
    await orm.close();
    await embedded.close();
  };
  return { kind: 'embedded', em: orm.em, reader, patient: reader, wake, orm, embedded, url: null, close };
}

/** Fails by name on an engine that speaks PostgreSQL's protocol but lacks what the log's order stands on. */
export async function probe(reader: Pick<Reader, 'rows'>): Promise<void> {
  const [row] = await reader.rows(`select current_setting('server_version_num') as version`, []);
  const version = Number(row?.['version'] ?? 0);
  if (version < 150_000) {
    throw new Error(`PostgreSQL 15 or newer is needed; DATABASE_URL names version ${Math.floor(version / 10_000)}.`);
  }
  const needs = {
    'transaction ids': 'select pg_current_xact_id_if_assigned()::text as ok',
    snapshots: 'select pg_snapshot_xmin(pg_current_snapshot())::text as ok',
    'advisory locks': 'select pg_try_advisory_lock(1), pg_advisory_unlock(1)::text as ok',
  };
  for (const [need, statement] of Object.entries(needs)) {
    try {
      await reader.rows(statement, []);
    } catch (cause) {
      throw new Error(`The database behind DATABASE_URL has no ${need}, which the event log's order stands on. Use PostgreSQL.`, { cause });
    }
  }
}

/** Two gateways that start at once on one server must not migrate at once. */
async function migrate(database: Database): Promise<void> {
  if (database.kind === 'embedded') return database.orm.migrate();
  await database.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', ['interline:migrate']);
    await database.orm.migrate();
  });
}

/** Makes the partitions of last year up to the next one. Rows outside fall into the default partition and stay readable. */
export async function ensurePartitions(em: Em, now: Date): Promise<void> {
  const year = now.getUTCFullYear();
  await em.fork().transactional(async (tx) => {
    await tx.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', ['interline:partitions']);
    for (const parent of ['event_log', 'tracking_event']) {
      for (const y of [year - 1, year, year + 1]) await tx.execute('select ensure_partition(?, ?)', [parent, y]);
    }
  });
}
