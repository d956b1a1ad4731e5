/**
 * The embedded database: PostgreSQL as WebAssembly (PGlite) over a folder, made durable and held by one process.
 *
 * As it comes, PGlite never reaches the disk on commit: it starts with `-F` (fsync off), and its file system has no
 * fsync at all. A power cut then loses acknowledged rows. Here the NODEFS of Emscripten gets an fsync that calls the
 * real one on the real descriptor, `-F` is dropped and `wal_sync_method=fsync` is set. That leans on internals, so the
 * version is pinned and opening fails where no fsync is counted.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { createPostgreSqlTypeParsers } from '@mikro-orm/postgresql';
import array from 'postgres-array';
import { lockFolder } from './folder-lock.js';

export interface EmbeddedDatabase {
  readonly pglite: PGlite;
  /** How often a file was forced to disk since opening. */
  readonly fsyncs: () => number;
  /** Runs work that must be whole before the database is of use: where the process dies in it, the next start begins anew. */
  asOneStep<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const parsers = {
  ...createPostgreSqlTypeParsers((text: string) => array.parse(text)),
  // int8 as text, like the server driver: a JavaScript number would lose digits.
  20: (text: string) => text,
};

/** Opens a database that lives in memory and is gone when it is closed, empty or with what an image holds; for tests. */
export async function openInMemory(image?: Blob): Promise<EmbeddedDatabase> {
  const pglite = takingTurns(await PGlite.create({ parsers, ...(image && { loadDataDir: image }) }));
  return { pglite, fsyncs: () => 0, asOneStep: (work) => work(), close: () => pglite.close() };
}

/** Opens (or creates) the database under `dataDir`. Throws DatabaseInUse where another process holds it. */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(dataDir);
  try {
    const folder = join(dataDir, 'pg');
    discardHalfMade(folder);
    const { pglite, fs } = await openDurable(folder);
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
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Throws where a commit does not reach the disk. */
async function openDurable(folder: string): Promise<{ pglite: PGlite; fs: DurableNodeFS }> {
  const fs = new DurableNodeFS(folder);
  const pglite = await PGlite.create({
    fs,
    parsers,
    startParams: [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync'],
  });
  try {
    await assertDurable(pglite, fs);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  return { pglite: takingTurns(pglite), fs };
}

/** How long statements may follow each other before requests and timers get their turn. */
const turnMs = 10;

/**
 * PGlite answers within the call, and what awaits it goes on before anything else does: a job that sends one statement
 * behind another would hold the process to its end. Here the statement behind a long turn waits for all others first.
 */
function takingTurns(pglite: PGlite): PGlite {
  const execute = pglite.execProtocolRaw.bind(pglite);
  let turnBegan = performance.now();
  pglite.execProtocolRaw = async (...asked) => {
    if (performance.now() - turnBegan > turnMs) {
      await setImmediate();
      turnBegan = performance.now();
    }
    return execute(...asked);
  };
  return pglite;
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
  // The least that is committed: a message in the write-ahead log, of which no table keeps anything.
  await pglite.exec(`select pg_logical_emit_message(true, 'interline', 'durability')`);
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
