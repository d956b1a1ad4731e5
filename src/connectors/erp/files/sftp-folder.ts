import { posix } from 'node:path';
import { openSftp, type SftpOptions } from '../../../http/sftp.js';
import type { OpenFolder } from './folder.js';

/** A folder on an SFTP server; one session per pull. */
export function sftpFolder(options: SftpOptions, path: string): OpenFolder {
  const at = (...names: string[]): string => posix.join(path, ...names);
  return async (signal) => {
    const session = await openSftp(options, signal);
    return {
      list: () => session.list(path),
      read: (name) => session.read(at(name)),
      shelve: async (name, shelf, as) => {
        await session.makeFolder(at(shelf));
        await session.rename(at(name), at(shelf, as));
      },
      write: async (shelf, name, text) => {
        await session.makeFolder(at(shelf));
        await session.write(at(shelf, name), Buffer.from(text));
      },
      close: () => session.close(),
    };
  };
}
