/**
 * A fresh, migrated database for one test file: embedded in memory, or, where TEST_DATABASE_URL names a PostgreSQL
 * server, a database of its own there, copied from a migrated template.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, linkSync, openAsBlob, readFileSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Database, DatabaseSettings } from '../../src/entities/database.js';
import { openDatabase } from '../../src/entities/database.js';

export interface TestDatabase {
  readonly database: Database;
  /** Opens a second, independent handle, as another gateway process has one; null where the database is embedded. */
  readonly settings: DatabaseSettings;
  close(): Promise<void>;
}

export const serverUrl = process.env['TEST_DATABASE_URL'];

/** `server` null: embedded, whatever TEST_DATABASE_URL says. */
export async function freshDatabase(now: () => Date = () => new Date(), server: string | null = serverUrl || null): Promise<TestDatabase> {
  if (server === null) {
    const settings = { inMemory: true, image: await migratedImage() } as const;
    const database = await openDatabase(settings, now);
    return { database, settings, close: () => database.close() };
  }
  const { url, drop } = await freshServerDatabase(server);
  const settings = { url, writePool: 8, readPool: 4 };
  const database = await openDatabase(settings, now);
  return {
    database,
    settings,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** A migrated database of its own on the server; also for tests that start a whole gateway process on it. */
export async function freshServerDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const template = await ensureTemplate(server);
  const name = `interline_test_${randomUUID().replaceAll('-', '')}`;
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create database ${name} template ${template}`);
  await sql.unsafe(`alter database ${name} set synchronous_commit = on`);
  return {
    url: withDatabase(server, name),
    drop: async () => {
      await sql.unsafe(`drop database if exists ${name} with (force)`);
      await sql.end();
    },
  };
}

/** Tells templates of different migrations apart. */
function migrationsHash(): string {
  const folder = new URL('../../src/entities/migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(new URL(file, folder)));
  return hash.digest('hex').slice(0, 12);
}

/** An embedded database with its tables made: making them takes longer than most tests. */
async function migratedImage(): Promise<Blob> {
  const path = join(tmpdir(), `interline-template-${migrationsHash()}-${userInfo().uid}.tar`);
  if (!existsSync(path)) {
    const database = await openDatabase({ inMemory: true }, () => new Date());
    const image = await database.embedded?.pglite.dumpDataDir('none');
    await database.close();
    // Several workers may make it at once; the first puts a whole one in its place, which others may be reading by then.
    const own = `${path}.${randomUUID()}`;
    writeFileSync(own, Buffer.from((await image?.arrayBuffer()) ?? new ArrayBuffer(0)));
    try {
      linkSync(own, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(own);
    }
  }
  return openAsBlob(path);
}

async function ensureTemplate(server: string): Promise<string> {
  const name = `interline_template_${migrationsHash()}`;
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(hashtextextended('interline_template', 0))`;
    const found = await sql`select 1 from pg_database where datname = ${name} and datistemplate`;
    if (found.length === 0) {
      await sql.unsafe(`drop database if exists ${name} with (force)`);
      await sql.unsafe(`create database ${name}`);
      const database = await openDatabase({ url: withDatabase(server, name), writePool: 2, readPool: 1 }, () => new Date());
      await database.close();
      await sql.unsafe(`alter database ${name} is_template true`);
    }
    return name;
  } finally {
    await sql.end();
  }
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
