/** The command line as a process of its own, beside a gateway and without one. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../src/app.js';
import type { App } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { createLog } from '../../src/server/log.js';
import { freshServerDatabase, serverUrl } from '../support/database.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'interline-cli-'));
const table = join(dataDir, 'orders.csv');
const env: Record<string, string> = { DATA_DIR: dataDir, PORT: '0', DEMO: 'off', LOG_LEVEL: 'silent' };
const cleanUp: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];

beforeAll(async () => {
  if (serverUrl) {
    const { url, drop } = await freshServerDatabase(serverUrl);
    env['DATABASE_URL'] = url;
    cleanUp.unshift(drop);
  }
  writeFileSync(
    table,
    'Order,Line,Ordered on,Customer,Customer name,Channel,Item,Description,Quantity,Unit,Unit price,Currency,Requested date,Promised date\n' +
      'A-1,1,2026-01-05,C-9,Aurora Clinics,Web,I-9,Bracket,12,pcs,3.50,EUR,,\n',
  );
});
afterAll(async () => {
  for (const step of cleanUp) await step();
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function interline(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['dist/cli/main.js', ...args], { cwd: root, env: { PATH: process.env['PATH'], ...env } });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, ...written }));
  });
}

async function withGateway<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = await createApp(parseConfig(env, connectorTypes), { log: createLog({ level: 'silent' }), now: () => new Date() });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

describe('the command line', () => {
  it('imports beside a running gateway, which shows the orders to whoever has the printed token', async () => {
    await withGateway(async ({ url }) => {
      const imported = await interline('import', 'orders', table);
      expect(imported).toMatchObject({ code: 0, out: expect.stringContaining('Records: 3 applied, 0 unchanged, 0 parked') });

      const { code, out } = await interline('token', '--role', 'sales');
      const token = out.trimEnd().split('\n').at(-1);
      expect(code).toBe(0);
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ orders(first: 5) { nodes { number customer { name } } } }' }),
      });
      expect(await answer.json()).toEqual({ data: { orders: { nodes: [{ number: 'A-1', customer: { name: 'Aurora Clinics' } }] } } });
    });
  });

  it('imports without a gateway, where the same table says nothing new, and leaves the database to the next one', async () => {
    const again = await interline('import', 'orders', table);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Records: 0 applied, 3 unchanged, 0 parked: nothing changed') });
    await withGateway(async ({ url }) => expect((await fetch(`${url}/readyz`)).status).toBe(200));
  });
});
