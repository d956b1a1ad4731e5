/**
 * The data set: a database of its own per size on the PostgreSQL server, with Interline's tables made by its own
 * migrations and filled by the SQL files beside this one. One that is there already is used again, unless the files or
 * the migrations have changed since.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sql } from 'postgres';
import postgres from 'postgres';
import { countStatements } from '../measure/statement-counter.js';
import { dataDir, root } from '../places.js';
import { startGateway } from '../systems/gateway.js';

export interface Size {
  readonly orders: number;
  readonly trackingEvents: number;
}

export interface Dataset {
  readonly url: string;
  readonly name: string;
  readonly size: Size;
}

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.sql')).sort();

/** Makes the data set of a size where it is not there yet. Takes about a minute per 200,000 orders. */
export async function buildDataset(server: string, size: Size, say: (text: string) => void): Promise<Dataset> {
  const name = `interline_bench_${size.orders}`;
  const url = urlOf(server, name);
  const wanted = fingerprint(size);
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    const [found] = await admin`select shobj_description(oid, 'pg_database') as mark from pg_database where datname = ${name}`;
    if (found?.['mark'] !== wanted) {
      say(`making ${name}: ${size.orders} orders, ${size.trackingEvents} tracking events`);
      await dropDatabase(admin, name);
      await admin.unsafe(`create database ${name}`);
      // Workers of a parallel query come and go, so their processor time would be missing in the figures.
      await admin.unsafe(`alter database ${name} set max_parallel_workers_per_gather = 0`);
      await migrate(url);
      await fill(url, size, say);
      await settle(url);
      await admin.unsafe(`comment on database ${name} is '${wanted}'`);
    }
  } finally {
    await admin.end();
  }
  return { url, name, size };
}

/** A copy that may be written to, so that the data set stays as it is. */
export async function copyDataset(server: string, { name, size }: Dataset): Promise<Dataset> {
  const copy = `${name}_copy`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await dropDatabase(admin, copy);
    await admin.unsafe(`create database ${copy} template ${name}`);
  } finally {
    await admin.end();
  }
  return { url: urlOf(server, copy), name: copy, size };
}

/** Removes a copy. */
export async function removeDataset(server: string, { name }: Dataset): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await dropDatabase(admin, name).finally(() => admin.end());
}

async function dropDatabase(admin: Sql, name: string): Promise<void> {
  await admin.unsafe(`drop database if exists ${name} with (force)`);
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** By the command that operators use, so that calendar and policies are there as well. */
async function migrate(url: string): Promise<void> {
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir, DEMO: 'off', CONNECTORS: '', LOG_LEVEL: 'warn' };
  await promisify(execFile)(process.execPath, ['dist/cli/main.js', 'migrate'], { cwd: root, env });
}

async function fill(url: string, { orders, trackingEvents }: Size, say: (text: string) => void): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`
      set bench.orders = '${orders}'; set bench.events = '${trackingEvents}'; set maintenance_work_mem = '512MB';
      set synchronous_commit = off;
      select ensure_partition('tracking_event', year), ensure_partition('event_log', year) from generate_series(2024, 2026) as year;
      ${await withoutForeignKeyChecks(sql)}`);
    for (const file of files) {
      const start = performance.now();
      await sql.unsafe(readFileSync(join(import.meta.dirname, file), 'utf8'));
      say(`  ${file}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
    await sql.unsafe('vacuum (freeze, analyze)');
  } finally {
    await sql.end();
  }
}

/** Lets a gateway do what it does once on data that it has not seen, such as scoring past months and counting rollups: that is not to be measured. */
async function settle(url: string): Promise<void> {
  const counter = await countStatements(url);
  const gateway = await startGateway({ name: 'settle', databaseUrl: counter.url });
  const sql = postgres(url, { max: 1 });
  try {
    // More than once: between two long statements it looks as if all were done.
    for (let quiet = 0; quiet < 3; ) {
      await counter.untilQuiet();
      quiet = (await isAtWork(sql)) ? 0 : quiet + 1;
    }
    await sql.unsafe('analyze delivery_rollup, delivery_mark');
  } finally {
    await sql.end();
    await gateway.stop();
    counter.close();
  }
}

/** Whether days wait for the rollup job, which rests between its rounds, or a statement of some length runs, such as a month's review. */
async function isAtWork(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select exists (select 1 from delivery_mark) or exists (
      select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query_start < clock_timestamp() - interval '0.3 s'
    ) as found`;
  return row?.found ?? false;
}

/** The rows refer to each other by construction; a superuser may skip the millions of checks. */
async function withoutForeignKeyChecks(sql: Sql): Promise<string> {
  const [row] = await sql`select usesuper from pg_user where usename = current_user`;
  return row?.['usesuper'] ? 'set session_replication_role = replica;' : '';
}

function fingerprint(size: Size): string {
  const hash = createHash('sha256').update(JSON.stringify(size));
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file)));
  const migrations = join(root, 'build/entities/migrations');
  for (const file of readdirSync(migrations).filter((name) => name.endsWith('.js')).sort()) hash.update(readFileSync(join(migrations, file)));
  return hash.digest('hex');
}
