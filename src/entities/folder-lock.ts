/**
 * One process per folder: two of them on one embedded database silently lose rows.
 *
 * The lock is a file that names its owner (process id, start time, socket). It is written whole under another name and
 * linked into place, so that nobody ever reads half of it. Whether the owner still lives is told by its process id, and
 * by a Unix socket on which it listens from before the lock on: in another container on the same volume the process id
 * means nothing, but the socket answers. Where the file system carries no sockets (some network ones) the process id
 * alone decides.
 *
 * The lock of a dead owner is replaced, and only by whoever holds the lock `<lock>.next`, made in the same way: so of
 * several that find it dead one takes it over, and the others find it alive when their turn comes.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { socketPath } from './socket-path.js';

/** The folder is in use by another gateway; the message names its process and the way out. */
export class DatabaseInUse extends Error {}

export interface FolderLock {
  release(): Promise<void>;
}

/** Takes the lock of a folder that exists. Throws DatabaseInUse where another process, or this one, has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = `gateway-${randomBytes(4).toString('hex')}`;
  const door = await openDoor(folder, `${name}.sock`);
  const draft = join(folder, `${name}.lock`);
  const content = `${process.pid}\n${startOf(process.pid)}\n${door ? `${name}.sock\n` : ''}`;
  const path = join(folder, 'gateway.lock');
  try {
    writeWhole(draft, content);
    await take({ folder, draft }, path);
  } catch (error) {
    await door?.close();
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: async () => {
      // Somebody may have removed the lock by hand, and another gateway have taken it since.
      if (readText(path) === content) rmSync(path);
      await door?.close();
    },
  };
}

interface Attempt {
  readonly folder: string;
  /** The whole lock under a name of its own. */
  readonly draft: string;
}

/** Puts the draft in place at `path`, where nothing is there or its owner is dead. */
async function take(attempt: Attempt, path: string): Promise<void> {
  while (!linkNew(attempt.draft, path)) {
    if ((await readDead(attempt.folder, path)) === null) continue;
    const claim = `${path}.next`;
    await take(attempt, claim);
    if (await replaceDead(attempt.folder, path, claim)) return;
  }
}

/** Moves the claim, which is ours, over a lock whose owner is dead. False where there is no lock any more. */
async function replaceDead(folder: string, path: string, claim: string): Promise<boolean> {
  // Others may have had it since it was found dead. From here on nobody but us may replace it.
  const dead = await readDead(folder, path).catch((error: unknown) => {
    rmSync(claim);
    throw error;
  });
  if (dead === null) {
    rmSync(claim);
    return false;
  }
  renameSync(claim, path);
  const socket = parse(dead)?.socket;
  if (socket) rmSync(join(folder, socket), { force: true });
  return true;
}

/** False where there is something at `path` already. */
function linkNew(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The lock of a dead owner; null where there is none. Throws DatabaseInUse where the owner lives. */
async function readDead(folder: string, path: string): Promise<string | null> {
  const lock = readText(path);
  const owner = parse(lock ?? '');
  if (owner === null) return lock;
  const isHere = isAlive(owner);
  if (!isHere && !(owner.socket !== null && (await isAnswered(join(folder, owner.socket))))) return lock;
  throw new DatabaseInUse(
    `The embedded database in ${folder} is in use by process ${owner.pid}${isHere ? '' : ' of another container'}. Stop that gateway first, ` +
      'choose another DATA_DIR, or set DATABASE_URL to a PostgreSQL server, which any number of gateways can share.',
  );
}

interface Owner {
  readonly pid: number;
  readonly start: string;
  readonly socket: string | null;
}

/** Null for what no process wrote whole, such as a file that a power cut left empty: it is nobody's. */
function parse(text: string): Owner | null {
  const [, pid, start = '', socket = null] = /^([1-9]\d*)\n(\d*)\n(?:(gateway-[0-9a-f]{8}\.sock)\n)?$/.exec(text) ?? [];
  return pid === undefined ? null : { pid: Number(pid), start, socket };
}

function isAlive({ pid, start }: Owner): boolean {
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
  const stat = readText(`/proc/${pid}/stat`) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

interface Door {
  close(): Promise<void>;
}

/** Listens, and hangs up on everybody: that it answers is all it says. Null where the folder can hold no socket. */
async function openDoor(folder: string, name: string): Promise<Door | null> {
  const path = socketPath(join(folder, name));
  if (path === null) return null;
  const server = createServer((socket) => socket.destroy());
  const isOpen = await new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.listen(path, () => done(true));
  });
  // A process that has nothing else to do may end.
  server.unref();
  return isOpen ? { close: () => new Promise((done) => void server.close(() => done())) } : null;
}

/** What says for certain that nobody listens; a queue that is full or a door that is not for us has somebody behind it. */
const silences: readonly unknown[] = ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'];

async function isAnswered(socket: string): Promise<boolean> {
  const path = socketPath(socket);
  if (path === null) return false;
  return new Promise((done) => {
    const probe = connect(path, () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => done(!silences.includes(error.code)));
  });
}

function writeWhole(path: string, content: string): void {
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, content);
  fsyncSync(file);
  closeSync(file);
}

/** Null where there is no such file. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A process that ends while its file in /proc is read is "no such process".
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
