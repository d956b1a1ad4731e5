/** Outgoing SFTP: one session for a folder's worth of work, with the host's key pinned, deadlines, and the guard of addresses. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import type { Client, SFTPWrapper } from 'ssh2';
import { guardedLookup, refusedAddress } from './address.js';
import { ConnectorError } from './errors.js';
import { sftpError } from './sftp-errors.js';

export interface SftpOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string | null;
  /** PEM or OpenSSH format; its passphrase where it has one. */
  readonly privateKey: string | null;
  readonly passphrase: string | null;
  /** `SHA256:…`, as `ssh-keygen -l` prints it; a host with another key is not spoken to. */
  readonly hostKey: string;
  /** Lets it reach loopback and private networks. */
  readonly allowPrivateAddresses: boolean;
  /** Of signing in, and of each call after it. Default 30,000. */
  readonly deadlineMs?: number;
}

export interface RemoteFile {
  readonly name: string;
  readonly size: number;
  /** By the host's clock, whole seconds, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

export interface SftpSession {
  /** The plain files of a folder: no folders, no links. */
  list(folder: string): Promise<RemoteFile[]>;
  read(path: string): Promise<Uint8Array>;
  /** Replaces what is there. */
  write(path: string, content: Uint8Array): Promise<void>;
  /** Refused by the host where something of that name is there. */
  rename(from: string, to: string): Promise<void>;
  /** Makes a folder unless it is there. */
  makeFolder(path: string): Promise<void>;
  close(): void;
}

/** `SHA256:` and base64 without its padding. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Signs in. Every failure is a ConnectorError; after one the session is of no more use. */
export async function openSftp(options: SftpOptions, signal: AbortSignal): Promise<SftpSession> {
  const { host, port, username, deadlineMs = 30_000 } = options;
  const where = `${host}:${port}`;
  const refused = isIP(host) === 0 ? null : refusedAddress(host, options.allowPrivateAddresses);
  if (refused !== null) throw new ConnectorError('config', `${where}: ${refused}`);
  if (signal.aborted) throw new ConnectorError('transient', `${where}: cancelled`);

  // Loaded by who needs it: it is large, and few gateways speak SFTP.
  const { default: ssh2 } = await import('ssh2');
  const socket = connectSocket({ host, port, lookup: guardedLookup(options.allowPrivateAddresses) });
  const client = new ssh2.Client();
  // One failure tells of itself several times, also after whoever waited was told: unheard, the last one would end the process.
  client.on('error', () => undefined);
  socket.on('error', () => undefined);
  const close = (): void => {
    client.end();
    socket.destroy();
  };
  const within = <T>(work: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> =>
    bounded(work, { where, deadlineMs, signal, client, socket, close });

  try {
    await within<void>((done) => {
      client.once('ready', () => done(null, undefined));
      client.connect({
        sock: socket,
        username,
        ...(options.password === null ? {} : { password: options.password }),
        ...(options.privateKey === null ? {} : { privateKey: options.privateKey, ...(options.passphrase === null ? {} : { passphrase: options.passphrase }) }),
        hostVerifier: (key: Buffer) => isSame(fingerprintOf(key), options.hostKey),
        // Ours is the only clock.
        readyTimeout: 0,
      });
    });
    const sftp = await within<SFTPWrapper>((done) => client.sftp((error, wrapper) => done(error, wrapper)));
    return session(sftp, within, close);
  } catch (error) {
    close();
    throw error;
  }
}

type Within = <T>(work: (done: (error: Error | null | undefined, value: T) => void) => void) => Promise<T>;

function session(sftp: SFTPWrapper, within: Within, close: () => void): SftpSession {
  return {
    list: async (folder) => {
      const entries = await within<Parameters<Parameters<SFTPWrapper['readdir']>[1]>[1]>((done) => sftp.readdir(folder, (error, list) => done(error, list)));
      return entries
        .filter(({ filename, attrs }) => attrs.isFile() && !/[/\\\0]/.test(filename))
        .map(({ filename, attrs }) => ({ name: filename, size: attrs.size, modifiedMs: attrs.mtime * 1000 }));
    },
    read: (path) => within<Uint8Array>((done) => sftp.readFile(path, (error, content) => done(error, content))),
    write: (path, content) => within<void>((done) => sftp.writeFile(path, Buffer.from(content), (error) => done(error, undefined))),
    rename: (from, to) => within<void>((done) => sftp.rename(from, to, (error) => done(error, undefined))),
    makeFolder: async (path) => {
      const isThere = await within<boolean>((done) => sftp.stat(path, (error, stats) => done(null, error === undefined && stats.isDirectory())));
      if (!isThere) await within<void>((done) => sftp.mkdir(path, (error) => done(error, undefined)));
    },
    close,
  };
}

interface Bounds {
  readonly where: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly client: Client;
  readonly socket: Socket;
  readonly close: () => void;
}

/** Waits for one call: no longer than the deadline, the caller's patience and the connection last. */
function bounded<T>(work: (done: (error: Error | null | undefined, value: T) => void) => void, { where, deadlineMs, signal, client, socket, close }: Bounds): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fail = (error: Error): void => {
      end();
      reject(sftpError(where, error));
    };
    const give = (text: string) => (): void => {
      close();
      fail(new ConnectorError('transient', `${where}: ${text}`));
    };
    const [late, cancelled, closed] = [give(`no answer within ${deadlineMs} ms`), give('cancelled'), give('the connection was closed')];
    const timer = setTimeout(late, deadlineMs);
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancelled);
      client.off('error', fail).off('close', closed);
      socket.off('error', fail);
    };
    signal.addEventListener('abort', cancelled, { once: true });
    client.on('error', fail).on('close', closed);
    socket.on('error', fail);
    work((error, value) => {
      if (error) return fail(error);
      end();
      resolve(value);
    });
  });
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
