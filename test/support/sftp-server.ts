/** A real SFTP server on loopback, over a folder of this machine. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, existsSync, lstatSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { fingerprintOf } from '../../src/http/sftp.js';

const { Server, utils } = ssh2;
const { STATUS_CODE } = utils.sftp;

export interface SftpServer {
  readonly port: number;
  /** As `ssh-keygen -l` prints it. */
  readonly hostKey: string;
  /** From now on no call is answered. */
  fallSilent(): void;
  close(): Promise<void>;
}

export interface Login {
  readonly username: string;
  readonly password?: string;
  /** OpenSSH public key. */
  readonly publicKey?: string;
}

export function newKey(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const parsed = utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  return { privateKey, publicKey: parsed.getPublicSSH().toString('base64') };
}

export async function serveSftp(root: string, login: Login): Promise<SftpServer> {
  const hostKey = newKey();
  const state = { silent: false };
  const clients = new Set<{ end(): void }>();
  const server = new Server({ hostKeys: [hostKey.privateKey] }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      const isUser = attempt.username === login.username;
      if (attempt.method === 'password' && isUser && attempt.password === login.password) return attempt.accept();
      if (attempt.method === 'publickey' && isUser && attempt.key.data.toString('base64') === login.publicKey) {
        const key = utils.parseKey(`${attempt.key.algo} ${login.publicKey}`);
        if (!attempt.signature || (!(key instanceof Error) && key.verify(attempt.blob ?? Buffer.alloc(0), attempt.signature, attempt.hashAlgo) === true)) return attempt.accept();
      }
      attempt.reject(['password', 'publickey']);
    });
    client.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        answer(acceptSftp(), root, state);
      });
    });
    client.on('close', () => clients.delete(client));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: fingerprintOf(Buffer.from(hostKey.publicKey, 'base64')),
    fallSilent: () => {
      state.silent = true;
    },
    close: () => {
      for (const client of clients) client.end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Opened {
  readonly path: string;
  content: Buffer;
  readonly writes: boolean;
  /** Of a folder: its entries were given. */
  isListed: boolean;
}

/** As much of the protocol as a client of ours speaks. */
function answer(sftp: SFTPWrapper, root: string, state: { readonly silent: boolean }): void {
  const handles: Opened[] = [];
  const open = (id: number, path: string, content: Buffer, writes: boolean): void => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(handles.push({ path, content, writes, isListed: false }) - 1);
    sftp.handle(id, handle);
  };
  const opened = (handle: Buffer): Opened => handles[handle.readUInt32BE()]!;
  const at = (path: string): string => join(root, path);
  const attrs = (path: string) => {
    const { mode, uid, gid, size, atimeMs, mtimeMs } = lstatSync(path);
    return { mode, uid, gid, size, atime: Math.trunc(atimeMs / 1000), mtime: Math.trunc(mtimeMs / 1000) };
  };
  const attempt = (id: number, work: () => void): void => {
    if (state.silent) return;
    try {
      work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      sftp.status(id, code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    }
  };
  sftp.on('OPENDIR', (id, path) => attempt(id, () => open(id, at(path), Buffer.from(JSON.stringify(readdirSync(at(path)))), false)));
  sftp.on('READDIR', (id, handle) =>
    attempt(id, () => {
      const folder = opened(handle);
      if (folder.isListed) return sftp.status(id, STATUS_CODE.EOF);
      folder.isListed = true;
      const names = JSON.parse(folder.content.toString()) as string[];
      sftp.name(id, names.map((filename) => ({ filename, longname: filename, attrs: attrs(join(folder.path, filename)) })));
    }),
  );
  sftp.on('OPEN', (id, path, flags) =>
    attempt(id, () => {
      const writes = (flags & utils.sftp.OPEN_MODE.WRITE) !== 0;
      open(id, at(path), writes ? Buffer.alloc(0) : readFileSync(at(path)), writes);
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    attempt(id, () => {
      const piece = opened(handle).content.subarray(offset, offset + length);
      if (piece.length === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, piece);
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    attempt(id, () => {
      const file = opened(handle);
      file.content = Buffer.concat([file.content.subarray(0, offset), data]);
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  sftp.on('CLOSE', (id, handle) =>
    attempt(id, () => {
      const { writes, path, content } = opened(handle);
      if (writes) writeFileSync(path, content);
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  const tellAttributes = (id: number, path: string): void => attempt(id, () => sftp.attrs(id, attrs(at(path))));
  sftp.on('STAT', tellAttributes);
  sftp.on('LSTAT', tellAttributes);
  sftp.on('FSTAT', (id, handle) => attempt(id, () => sftp.attrs(id, attrs(opened(handle).path))));
  sftp.on('MKDIR', (id, path) =>
    attempt(id, () => {
      mkdirSync(at(path));
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  sftp.on('RENAME', (id, from, to) =>
    attempt(id, () => {
      if (existsSync(at(to))) return sftp.status(id, STATUS_CODE.FAILURE);
      renameSync(at(from), at(to));
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
}
