/** A folder of table files on a real SFTP server. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, Env, Message } from '../../src/connectors/contract.js';
import { files } from '../../src/connectors/erp/files/index.js';
import { profilePath } from '../fixtures/files/shared.js';
import { serveSftp, type SftpServer } from '../support/sftp-server.js';

const root = mkdtempSync(join(tmpdir(), 'interline-sftp-folder-'));
const { signal } = new AbortController();
let server: SftpServer;
beforeAll(async () => {
  server = await serveSftp(root, { username: 'gateway', password: 'a secret' });
  mkdirSync(join(root, 'in'));
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

function connect(env: Env = {}): Connection {
  const settings = { SFTP_HOST: '127.0.0.1', SFTP_PORT: String(server.port), SFTP_USERNAME: 'gateway', SFTP_PASSWORD: 'a secret', SFTP_HOST_KEY: server.hostKey };
  const config = files.parseConfig({ PROFILE: profilePath, FOLDER: '/in', SETTLE_SECONDS: '0', ...settings, ...env });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const http = { request: () => Promise.reject(new Error('no call was expected')) };
  return files.connect(config, { http, now: () => new Date('2026-03-05T12:00:00Z'), log, watched: () => Promise.resolve([]) });
}

it('is looked at without being touched, and then read, and its files are put away', async () => {
  writeFileSync(join(root, 'in/orders.csv'), readFileSync(new URL('../fixtures/tables/orders.csv', import.meta.url)));
  writeFileSync(join(root, 'in/orders-2.csv'), 'no,such\ntable,1\n');
  writeFileSync(join(root, 'in/orders-3.csv.filepart'), 'Order');
  const connection = connect();
  const before = readdirSync(join(root, 'in')).sort();
  const looked: Message[] = [];
  for await (const page of connection.peek!(null, signal)) looked.push(...page.messages);
  expect(readdirSync(join(root, 'in')).sort()).toEqual(before);
  const messages: Message[] = [];
  for await (const page of connection.pull!(null, signal)) messages.push(...page.messages);
  expect(messages.map(({ messageId }) => messageId)).toEqual(looked.map(({ messageId }) => messageId));
  expect(messages.map((each) => connection.normalise(each).facts[0]?.kind)).toEqual(expect.arrayContaining(['customer', 'product', 'order']));
  expect(readdirSync(join(root, 'in')).sort()).toEqual(['done', 'orders-3.csv.filepart', 'refused']);
  expect(readdirSync(join(root, 'in/done'))).toContain('2026-03-05T120000.000Z-orders.csv');
  expect(readdirSync(join(root, 'in/refused')).sort()).toEqual(['2026-03-05T120000.000Z-orders-2.csv', '2026-03-05T120000.000Z-orders-2.csv.report.ndjson']);
});

it('that is another host is not spoken to', async () => {
  const stranger = connect({ SFTP_HOST_KEY: `SHA256:${'A'.repeat(43)}` });
  expect(await stranger.check(signal)).toMatchObject({ ok: false });
  await expect(stranger.pull!(null, signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'auth' });
  expect(await connect().check(signal)).toMatchObject({ ok: true, detail: expect.stringMatching(/^\/in on 127\.0\.0\.1:\d+ as gateway: 1 file there$/) as unknown });
  expect(existsSync(join(root, 'in/orders-3.csv.filepart'))).toBe(true);
});
