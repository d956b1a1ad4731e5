/**
 * The embedded database: PostgreSQL as WebAssembly (PGlite) over a folder, made durable and held by one process.
 *
 * As it comes, PGlite never reaches the disk on commit: it starts with `-F` (fsync off), and its file system has no
 * fsync at all. A power cut then loses acknowledged rows. Here the NODEFS of Emscripten gets an fsync that calls the
 * real one on the real descriptor, `-F` is dropped and `wal_sync_method=fsync` is set. That leans on internals, so the
 * version is pinned and opening fails where no fsync is counted.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { createPostgreSqlTypeParsers } from '@mikro-orm/postgresql';
import array from 'postgres-array';

export interface EmbeddedDatabase {
  readonly pglite: PGlite;
  /** How often a file was forced to disk since opening. */
  readonly fsyncs: () => number;
  /** Runs work that must be whole before the database is of use: where the process dies in it, the next start begins anew. */
  asOneStep<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The folder is in use by another gateway; the message names its process and the way out. */
export class DatabaseInUse extends Error {}

const parsers = {
  ...createPostgreSqlTypeParsers((text: string) => array.parse(text)),
  // int8 as text, like the server driver: a JavaScript number would lose digits.
  20: (text: string) => text,
};

/** Opens a database that lives in memory and is gone when it is closed, empty or with what an image holds; for tests. */
export async function openInMemory(image?: Blob): Promise<EmbeddedDatabase> {
  const pglite = await PGlite.create({ parsers, ...(image && { loadDataDir: image }) });
  return { pglite, fsyncs: () => 0, asOneStep: (work) => work(), close: () => pglite.close() };
}

/** Opens (or creates) the database under `dataDir`. Throws DatabaseInUse where another process holds it. */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dataDir);
  try {
    const folder = join(dataDir, 'pg');
    discardHalfMade(folder);
    const fs = new DurableNodeFS(folder);
    const pglite = await PGlite.create({
      fs,
      parsers,
      startParams: [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync'],
    });
    await assertDurable(pglite, fs);
    markMade(folder);
    return {
      pglite,
      fsyncs: () => fs.fsyncs,
      asOneStep: async (work) => {
        rmSync(join(folder, madeMark), { force: true });
        const result = await work();
        markMade(folder);
        return result;
      },
      close: async () => {
        await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

interface EmscriptenStream {
  readonly nfd?: number;
}
interface NodeFsWithStreamOps {
  readonly stream_ops: { fsync?: (stream: EmscriptenStream) => number };
}

class DurableNodeFS extends NodeFS {
  fsyncs = 0;

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const addFsync = (mod: { FS: { filesystems: unknown } }): void => {
      const { NODEFS } = mod.FS.filesystems as { NODEFS: NodeFsWithStreamOps };
      NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) {
          fsyncSync(stream.nfd);
          this.fsyncs += 1;
        }
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [addFsync, ...(emscriptenOpts.preRun ?? [])] } };
  }
}

async function assertDurable(pglite: PGlite, fs: DurableNodeFS): Promise<void> {
  const before = fs.fsyncs;
  await pglite.exec('create table if not exists durability_probe (at timestamptz); insert into durability_probe values (now()); truncate durability_probe');
  if (fs.fsyncs === before) {
    throw new Error(
      'The embedded database does not force its commits to disk (no fsync was counted). Use DATABASE_URL with a PostgreSQL server.',
    );
  }
}

const madeMark = 'INTERLINE_READY';

/** A kill before the first initialisation was whole leaves a folder that cannot be used; it holds nothing of anybody's yet. */
function discardHalfMade(folder: string): void {
  if (existsSync(folder) && !existsSync(join(folder, madeMark))) rmSync(folder, { recursive: true });
}

function markMade(folder: string): void {
  const path = join(folder, madeMark);
  if (!existsSync(path)) closeSync(openSync(path, 'w'));
}

/**
 * Two processes on one folder silently lose rows. The lock is a file with the owner's process id, made exclusively;
 * a lock whose owner no longer lives is taken over.
 */
function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, 'gateway.lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const fd = openSync(path, 'wx', 0o600);
      writeSync(fd, `${process.pid}\n${startOf(process.pid)}\n`);
      closeSync(fd);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [pid, start] = readFileSync(path, 'utf8').split('\n');
      if (isAlive(Number(pid), start ?? '')) {
        throw new DatabaseInUse(
          `The embedded database in ${dataDir} is in use by process ${pid}. Stop that gateway first, choose another DATA_DIR, ` +
            'or set DATABASE_URL to a PostgreSQL server, which any number of gateways can share.',
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new DatabaseInUse(`The embedded database in ${dataDir} is being opened by another process at this moment.`);
}

function isAlive(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // The same process id may have been given to another program since (a container's gateway is always process 1).
  return start === '' || startOf(pid) === start;
}

/** The process's start time in clock ticks since boot, field 22 of /proc/<pid>/stat; empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
