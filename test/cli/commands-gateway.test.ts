/** Commands beside a running gateway: they go through its socket, and nothing else opens the database. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { jwtVerify } from 'jose';
import { adminCommands, maxCommandBytes, type Services } from '../../src/cli/admin/index.js';
import { DatabaseInUse } from '../../src/entities/folder-lock.js';
import type { Job } from '../../src/jobs/job.js';
import { type Admin, openAdmin } from '../../src/server/admin.js';
import { createLog } from '../../src/server/log.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { openTerminal, servicesOn, type Terminal } from './terminal.js';

const seen: { signal: AbortSignal | null; onRun: (() => void) | null } = { signal: null, onRun: null };
const endless: Job = {
  name: 'endless',
  about: 'runs until it is told to stop',
  when: { cron: '0 2 * * *' },
  takesPeriod: false,
  run: async ({ signal }) => {
    seen.signal = signal;
    seen.onRun?.();
    await once(signal, 'abort');
    return {};
  },
};

let test: TestDatabase;
let terminal: Terminal;
const opened: Admin[] = [];
const logged: string[] = [];
beforeAll(async () => {
  test = await freshDatabase();
});
afterAll(() => test.close());
beforeEach(() => {
  terminal = openTerminal(null);
});
afterEach(async () => {
  for (const admin of opened.splice(0)) await admin.close();
  terminal.remove();
});

async function startGateway(config: Partial<Services['config']> = {}): Promise<void> {
  const services = servicesOn(test.database, [endless], { dataDir: terminal.dataDir, ...config });
  const log = createLog({ level: 'info', destination: { write: (line: string) => void logged.push(line) } });
  const admin = await openAdmin({ dataDir: terminal.dataDir, commands: adminCommands(services), maxInputBytes: maxCommandBytes, log });
  if (admin) opened.push(admin);
}

describe('beside a gateway', () => {
  it('imports a table in portions', async () => {
    await startGateway();
    const file = join(terminal.dataDir, 'orders.csv');
    const rows = Array.from({ length: 400 }, (_, n) => `A-${n};1;2026-01-05;C-9;Aurora;Web;I-9;Bracket;12;pcs;3.50;EUR;;\n`);
    writeFileSync(file, `Order;Line;Ordered on;Customer;Customer name;Channel;Item;Description;Quantity;Unit;Unit price;Currency;Requested date;Promised date\n${rows.join('')}`);
    const first = await terminal.run('import', 'orders', file);
    expect(first.out).toContain('Records: 402 applied, 0 unchanged, 0 parked');
    expect((await terminal.run('import', 'orders', file)).out).toContain('Records: 0 applied, 402 unchanged, 0 parked: nothing changed');
  });

  it('signs a token with what the gateway accepts, whatever this terminal was told', async () => {
    const tokenSecret = new TextEncoder().encode('the secret of the gateway, 32 bytes and more');
    await startGateway({ tokenSecret });
    const { out } = await terminal.runWith({ env: { TOKEN_SECRET: 'another one, of the terminal, as long as the first' } }, 'token', '--role', 'sales');
    const { payload } = await jwtVerify(out.trim(), tokenSecret, { currentDate: new Date('2026-03-02T09:00:00Z') });
    expect(payload).toMatchObject({ roles: ['SALES'] });
  });

  it('tells a refusal as it stands, which is no failure in the log of the gateway', async () => {
    await startGateway();
    logged.splice(0);
    expect(await terminal.run('token', '--role', 'carrier', '--carrier', 'K-1')).toEqual({
      code: 1,
      out: '',
      err: 'There is no carrier K-1. There is no carrier at all yet: import or pull some first.\n',
    });
    expect(await terminal.run('jobs', 'run', 'sing')).toMatchObject({ code: 1, err: 'There is no job sing. The jobs are: endless.\n' });
    expect(logged).toEqual([]);
  });

  it('leaves the database to it also when asked to migrate', async () => {
    await startGateway();
    expect(await terminal.run('migrate')).toMatchObject({ code: 0, out: expect.stringContaining('A gateway runs on this database') });
  });

  it('ends a job that it was told to run when the user has enough', async () => {
    await startGateway();
    const stop = new AbortController();
    seen.onRun = () => stop.abort();
    const { code } = await terminal.runWith({ signal: stop.signal }, 'jobs', 'run', 'endless');
    expect(code).toBe(130);
    if (!seen.signal?.aborted) await once(seen.signal as AbortSignal, 'abort');
    expect(seen.signal?.aborted).toBe(true);
  });

  it('waits for one that is starting: it has the database, but no socket yet', async () => {
    const tries = { count: 0 };
    const openServices = async (): Promise<never> => {
      tries.count += 1;
      if (tries.count === 2) await startGateway();
      throw new DatabaseInUse('in use');
    };
    const { code, err } = await terminal.runWith({ openServices }, 'messages', 'list');
    expect(code).toBe(0);
    expect(err).toBe('The database is in use by a process that takes no commands yet. Waiting for it …\n0 of 0 messages, newest first.\n');
    expect(tries.count).toBe(2);
  });

  it.each([
    ['before it answers', ''],
    ['in the middle of its answer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"progr'],
    ['between two lines', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['at the end of its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{"progress":1}\n'],
  ])('says that it went away %s', async (_when, written) => {
    const gateway = createServer((socket) => {
      socket.once('data', (request) => {
        const isProbe = request.toString().includes('"command":""');
        socket.end(isProbe ? 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n' : written, () => socket.destroy());
      });
    });
    await new Promise<void>((done) => gateway.listen(join(terminal.dataDir, 'admin.sock'), done));
    const ended = await terminal.run('messages', 'list');
    await new Promise((done) => gateway.close(done));
    expect(ended).toEqual({ code: 1, out: '', err: 'The gateway went away before the command had ended.\n' });
  });

  it('is passed by where DATABASE_URL is set', async () => {
    await startGateway();
    const openServices = async () => ({ ...servicesOn(test.database), close: async () => {} });
    const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
    const { code } = await terminal.runWith({ env, openServices: () => Promise.reject(new Error('opened here')) }, 'messages', 'list');
    expect(code).toBe(1);
    expect((await terminal.runWith({ env, openServices }, 'messages', 'list')).code).toBe(0);
  });
});
