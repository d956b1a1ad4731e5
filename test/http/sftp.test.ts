/** SFTP against a real server on loopback. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSftp, type SftpOptions } from '../../src/http/sftp.js';
import { newKey, serveSftp, type SftpServer } from '../support/sftp-server.js';

const folder = mkdtempSync(join(tmpdir(), 'interline-sftp-'));
const { signal } = new AbortController();
const client = newKey();
let server: SftpServer;
beforeAll(async () => {
  server = await serveSftp(folder, { username: 'gateway', password: 'a secret', publicKey: client.publicKey });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const options = (more: Partial<SftpOptions> = {}): SftpOptions => ({
  host: '127.0.0.1',
  port: server.port,
  username: 'gateway',
  password: 'a secret',
  privateKey: null,
  passphrase: null,
  hostKey: server.hostKey,
  allowPrivateAddresses: true,
  ...more,
});

it('lists, reads, writes and moves files', async () => {
  const session = await openSftp(options(), signal);
  const content = Buffer.alloc(100_000, 'x');
  await session.write('/new.txt', content);
  expect(readFileSync(join(folder, 'new.txt')).equals(content)).toBe(true);
  mkdirSync(join(folder, 'below'));
  symlinkSync('/etc/hostname', join(folder, 'link'));
  expect(await session.list('/')).toEqual([{ name: 'new.txt', size: 100_000, modifiedMs: expect.any(Number) as unknown }]);
  expect(Buffer.from(await session.read('/new.txt')).equals(content)).toBe(true);
  await session.makeFolder('/done');
  await session.makeFolder('/done');
  await session.rename('/new.txt', '/done/old.txt');
  expect(existsSync(join(folder, 'done/old.txt'))).toBe(true);
  session.close();
});

it('signs in by key', async () => {
  const session = await openSftp(options({ password: null, privateKey: client.privateKey }), signal);
  expect(await session.list('/done')).toHaveLength(1);
  session.close();
});

it('does not overwrite by moving', async () => {
  const session = await openSftp(options(), signal);
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), name);
  await expect(session.rename('/a', '/b')).rejects.toMatchObject({ kind: 'rejected' });
  await expect(session.read('/none')).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(/no such file/) as unknown });
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('b');
  session.close();
});

it.each<[string, () => Partial<SftpOptions>, string]>([
  ['a host with another key', () => ({ hostKey: `SHA256:${'A'.repeat(43)}` }), 'auth'],
  ['a wrong password', () => ({ password: 'guessed' }), 'auth'],
  ['a key that is not known', () => ({ password: null, privateKey: newKey().privateKey }), 'auth'],
  ['a port that nobody listens on', () => ({ port: 9 }), 'transient'],
  ['a private address that is not allowed', () => ({ allowPrivateAddresses: false }), 'config'],
  ['a name of such an address', () => ({ host: 'localhost', allowPrivateAddresses: false }), 'config'],
  ['a metadata service', () => ({ host: '169.254.169.254' }), 'config'],
])('ends at %s, without a word of the secrets', async (_, more, kind) => {
  const error = await openSftp(options(more()), signal).then(
    () => null,
    (reason: Error) => reason,
  );
  expect(error).toMatchObject({ name: 'ConnectorError', kind });
  expect(error?.message).not.toMatch(/a secret|guessed|PRIVATE KEY/);
});

it('gives up on a host that does not answer, or is no SSH server', async () => {
  const silent = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  await expect(openSftp(options({ port, deadlineMs: 100 }), signal)).rejects.toMatchObject({ kind: 'transient', message: expect.stringMatching(/within 100 ms/) as unknown });
  await new Promise((resolve) => silent.close(resolve));

  const web = createServer((socket) => void socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  await expect(openSftp(options({ port: (web.address() as AddressInfo).port }), signal)).rejects.toMatchObject({ name: 'ConnectorError' });
  await new Promise((resolve) => web.close(resolve));
});

it('gives up on a host that falls silent, and when it is cancelled', async () => {
  const mute = await serveSftp(folder, { username: 'gateway', password: 'a secret' });
  const own = { port: mute.port, hostKey: mute.hostKey };
  const session = await openSftp(options({ ...own, deadlineMs: 500 }), signal);
  const controller = new AbortController();
  const other = await openSftp(options(own), controller.signal);
  mute.fallSilent();
  await expect(session.list('/')).rejects.toMatchObject({ kind: 'transient' });
  const waiting = other.list('/');
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ kind: 'transient', message: expect.stringMatching(/cancelled/) as unknown });
  await mute.close();
});
