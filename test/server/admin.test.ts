import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailed, findGateway } from '../../src/cli/admin-client.js';
import type { Admin, AdminCommand } from '../../src/server/admin.js';
import { openAdmin } from '../../src/server/admin.js';
import { createLog } from '../../src/server/log.js';

describe('the administrative socket', () => {
  let dataDir: string;
  const opened: Admin[] = [];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'interline-admin-'));
  });
  afterEach(async () => {
    for (const admin of opened.splice(0)) await admin.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function open(commands: Record<string, AdminCommand>): Promise<Admin | null> {
    const admin = await openAdmin({ dataDir, commands, maxInputBytes: 1_000_000, log: createLog({ level: 'silent' }) });
    if (admin) opened.push(admin);
    return admin;
  }

  it('runs commands for the owner alone, with progress', async () => {
    const admin = await open({
      count: async (input, progress) => {
        for (let n = 1; n <= (input as { to: number }).to; n += 1) await progress({ n });
        return { done: true };
      },
    });
    expect(statSync(admin?.path ?? '').mode & 0o777).toBe(0o600);
    const seen: unknown[] = [];
    const gateway = await findGateway(dataDir);
    expect(await gateway?.run('count', { to: 3 }, (value) => seen.push(value))).toEqual({ done: true });
    expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('says what failed, and takes no inherited name for a command', async () => {
    await open({ fail: () => Promise.reject(new Error('There is no supplier S-9.')) });
    const gateway = await findGateway(dataDir);
    await expect(gateway?.run('fail', null)).rejects.toThrow(new CommandFailed('There is no supplier S-9.'));
    await expect(gateway?.run('constructor', null)).rejects.toThrow(/knows no command constructor/);
  });

  it('waits for a reader that is slower than the command', async () => {
    const lines = 2000;
    await open({
      flood: async (_input, progress) => {
        for (let n = 0; n < lines; n += 1) await progress('x'.repeat(1000));
        return 'ended';
      },
    });
    const seen = { lines: 0 };
    expect(await (await findGateway(dataDir))?.run('flood', null, () => (seen.lines += 1))).toBe('ended');
    expect(seen.lines).toBe(lines);
  });

  it('ends a command whose caller has gone', async () => {
    const seen: { signal: AbortSignal | null } = { signal: null };
    await open({
      hang: async (_input, progress, signal) => {
        seen.signal = signal;
        await progress('started');
        await once(signal, 'abort');
      },
    });
    const gateway = await findGateway(dataDir);
    const running = gateway?.run('hang', null, () => {
      throw new Error('the caller leaves');
    });
    await expect(running).rejects.toThrow('the caller leaves');
    if (!seen.signal?.aborted) await once(seen.signal as AbortSignal, 'abort');
    expect(seen.signal?.aborted).toBe(true);
  });

  it('leaves the socket to the gateway that has it, and takes over a dead one', async () => {
    expect(await open({})).not.toBeNull();
    expect(await open({})).toBeNull();
    await opened.splice(0)[0]?.close();
    expect(await findGateway(dataDir)).toBeNull();

    // What a killed gateway leaves behind: a socket file that nobody listens on.
    const path = join(dataDir, 'admin.sock');
    await leaveSocket(path);
    expect(await findGateway(dataDir)).toBeNull();
    expect(await open({})).not.toBeNull();
  });

  it('is not found where there is none', async () => {
    expect(await findGateway(join(dataDir, 'nothing'))).toBeNull();
  });

  it('names the way out where the path is too long', async () => {
    const long = join(dataDir, 'a'.repeat(120));
    await expect(openAdmin({ dataDir: long, commands: {}, maxInputBytes: 1, log: createLog({ level: 'silent' }) })).rejects.toThrow(/shorter DATA_DIR/);
  });
});

async function leaveSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(path, done));
  // Renamed away and back, so that closing does not remove it.
  renameSync(path, `${path}.kept`);
  await new Promise((done) => server.close(done));
  renameSync(`${path}.kept`, path);
}
