/** One folder, one gateway: whoever comes at the same moment, from another container, or after a kill. */
import type { ChildProcess } from 'node:child_process';
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FolderLock } from '../../src/entities/folder-lock.js';
import { DatabaseInUse, lockFolder } from '../../src/entities/folder-lock.js';

const root = mkdtempSync(join(tmpdir(), 'interline-lock-'));
afterAll(() => rmSync(root, { recursive: true }));
const held: FolderLock[] = [];
afterEach(async () => {
  for (const lock of held.splice(0)) await lock.release();
});

const folders = { made: 0 };
/** A folder of its own, with these files in it. */
function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = join(root, `${(folders.made += 1)}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

async function lock(folder: string): Promise<FolderLock> {
  const taken = await lockFolder(folder);
  held.push(taken);
  return taken;
}

const ownerOf = (folder: string): string | undefined => readFileSync(join(folder, 'gateway.lock'), 'utf8').split('\n')[0];

/** The id of a process that has ended. */
const deadPid = spawnSync(process.execPath, ['--version']).pid;
const dead = `${deadPid}\n1\n`;

describe('the lock of a folder', () => {
  it('is refused to a second one by name, and free once it was let go', async () => {
    const folder = folderWith();
    const first = await lockFolder(folder);
    expect(ownerOf(folder)).toBe(String(process.pid));
    const second = lockFolder(folder);
    await expect(second).rejects.toThrow(DatabaseInUse);
    await expect(second).rejects.toThrow(`in use by process ${process.pid}. Stop that gateway first`);
    await first.release();
    expect(readdirSync(folder)).toEqual([]);
    await lock(folder);
  });

  it.each([
    ['a process that has ended', dead],
    ['a process that has ended, as written by a gateway with a socket', `${dead}gateway-0123abcd.sock\n`],
    ['a process whose id another program has since', `${process.pid}\n1\n`],
    ['nobody: it is empty, as after a power cut', ''],
    ['nobody: it was half-written', `${process.pid}`],
    ['nobody: it was half-written in its second line', `${process.pid}\n12`],
  ])('is taken over from %s', async (_whose, content) => {
    const folder = folderWith({ 'gateway.lock': content });
    await lock(folder);
    expect(ownerOf(folder)).toBe(String(process.pid));
  });

  it('is taken over after a take-over that was killed in the middle', async () => {
    const folder = folderWith({ 'gateway.lock': dead, 'gateway.lock.next': dead, 'gateway.lock.next.next': '' });
    const taken = await lock(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('gateway.lock'))).toEqual(['gateway.lock']);
    await taken.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not taken over while another one is at it', async () => {
    const folder = folderWith({ 'gateway.lock': dead, 'gateway.lock.next': `${process.ppid}\n\n` });
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.ppid}`);
    expect(ownerOf(folder)).toBe(String(deadPid));
  });

  it('is kept by an owner whose process id means nothing here, as long as its socket answers', async () => {
    const folder = folderWith({ 'gateway.lock': `${dead}gateway-0123abcd.sock\n` });
    const socket = join(folder, 'gateway-0123abcd.sock');
    const owner = createServer((connection) => connection.destroy()).listen(socket);
    await once(owner, 'listening');
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${deadPid} of another container`);
    // Killed, it leaves its socket behind, on which nobody listens.
    renameSync(socket, `${socket}.kept`);
    owner.close();
    await once(owner, 'close');
    renameSync(`${socket}.kept`, socket);
    await lock(folder);
    expect(existsSync(socket)).toBe(false);
  });

  it('answers on its socket while it is held', async () => {
    const folder = folderWith();
    await lock(folder);
    // As it looks from another container: the same socket behind a process id that is not there.
    const [, , socket] = readFileSync(join(folder, 'gateway.lock'), 'utf8').split('\n');
    writeFileSync(join(folder, 'gateway.lock'), `${dead}${socket}\n`);
    await expect(lockFolder(folder)).rejects.toThrow('of another container');
    rmSync(join(folder, 'gateway.lock'));
  });

  it('does without a socket where the path is too long for one', async () => {
    const folder = join(folderWith(), 'a'.repeat(120));
    mkdirSync(folder);
    await lock(folder);
    expect(readdirSync(folder)).toEqual(['gateway.lock']);
    await expect(lockFolder(folder)).rejects.toThrow(DatabaseInUse);
  });

  it('is left alone by an owner from whom it was taken by hand', async () => {
    const folder = folderWith();
    const first = await lockFolder(folder);
    rmSync(join(folder, 'gateway.lock'));
    await lock(folder);
    await first.release();
    expect(ownerOf(folder)).toBe(String(process.pid));
  });
});

describe('ten gateways that start at once', () => {
  const processes: ChildProcess[] = [];
  beforeAll(async () => {
    const path = fileURLToPath(new URL('../support/lock-process.ts', import.meta.url));
    for (let n = 0; n < 10; n += 1) processes.push(fork(path, { execArgv: ['--import', 'tsx'] }));
    await Promise.all(processes.map((child) => once(child, 'message')));
  });
  afterAll(() => processes.forEach((child) => child.kill('SIGKILL')));

  const outcomes = async (folder: string): Promise<string[]> => {
    const answers = processes.map(async (child) => ((await once(child, 'message')) as [string])[0]);
    for (const child of processes) child.send(folder);
    return (await Promise.all(answers)).sort();
  };
  const one = ['locked', ...Array<string>(9).fill('refused')];

  it.each([
    ['a free folder', {}],
    ['the lock of a dead gateway', { 'gateway.lock': `${dead}gateway-0123abcd.sock\n` }],
    ['an empty lock', { 'gateway.lock': '' }],
    ['a take-over that was killed', { 'gateway.lock': dead, 'gateway.lock.next': dead }],
  ])('come to one owner over %s', async (_what, files) => {
    for (let round = 0; round < 25; round += 1) expect(await outcomes(folderWith(files))).toEqual(one);
  });

  it('leave the folder to the next one when they are killed', async () => {
    const folder = folderWith();
    await outcomes(folder);
    await Promise.all(processes.map((child) => (child.kill('SIGKILL'), once(child, 'exit'))));
    await lock(folder);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
