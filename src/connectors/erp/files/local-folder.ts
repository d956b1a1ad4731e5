import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectorError } from '../../contract.js';
import type { FileSeen, Folder, OpenFolder } from './folder.js';

/** A folder of this machine. */
export function localFolder(path: string): OpenFolder {
  return async () => {
    await guarded(path, async () => {
      if (!(await lstat(path)).isDirectory()) throw new ConnectorError('config', `${path} is no folder`);
    });
    return folderAt(path);
  };
}

function folderAt(path: string): Folder {
  return {
    list: () =>
      guarded(path, async () => {
        const names = await readdir(path);
        const found = await Promise.all(names.map((name) => seen(path, name)));
        return found.filter((file) => file !== null);
      }),
    // A link put in a file's place after it was listed would lead out of the folder: it is not followed.
    read: (name) =>
      guarded(join(path, name), async () => {
        const file = await open(join(path, name), constants.O_RDONLY | constants.O_NOFOLLOW);
        try {
          return await file.readFile();
        } finally {
          await file.close();
        }
      }),
    shelve: (name, shelf, as) =>
      guarded(join(path, shelf), async () => {
        await mkdir(join(path, shelf), { recursive: true });
        await rename(join(path, name), join(path, shelf, as));
      }),
    write: (shelf, name, text) =>
      guarded(join(path, shelf), async () => {
        await mkdir(join(path, shelf), { recursive: true });
        await writeFile(join(path, shelf, name), text);
      }),
    close: () => undefined,
  };
}

/** Null for what is no plain file, and for one that somebody took away meanwhile. */
async function seen(path: string, name: string): Promise<FileSeen | null> {
  const stats = await lstat(join(path, name)).catch(() => null);
  return stats?.isFile() ? { name, size: stats.size, modifiedMs: Math.trunc(stats.mtimeMs) } : null;
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ConnectorError(code === 'ENOENT' ? 'config' : code === 'EACCES' || code === 'EPERM' ? 'auth' : 'rejected', `${path}: ${code}`, { cause: error });
  }
}
