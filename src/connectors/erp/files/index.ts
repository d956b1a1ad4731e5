import { ConnectorError, type CheckResult, type Connection, type ConnectorType, type Log } from '../../contract.js';
import { parseConfig, type Config } from './config.js';
import { normalise } from './facts.js';
import type { OpenFolder } from './folder.js';
import { localFolder } from './local-folder.js';
import { pullFolder } from './pull.js';
import { sftpFolder } from './sftp-folder.js';

/** A folder that others drop table files into, here or on an SFTP server. See README.md beside this file. */
export const files: ConnectorType<Config> = {
  type: 'files',
  kind: 'erp',
  parseConfig,
  connect: ({ folder, sftp, kinds, settleSeconds, maxFileBytes }, { now, log }): Connection => {
    const open = sftp ? sftpFolder(sftp, folder) : localFolder(folder);
    const parts = { open, kinds, settleSeconds, maxFileBytes, now, log };
    const where = sftp ? `${folder} on ${sftp.host}:${sftp.port} as ${sftp.username}` : folder;
    return {
      check: (signal) => check(open, where, signal),
      pull: (cursor, signal) => pullFolder(parts, cursor, signal),
      // Nothing is taken, so there is no harm in a file that somebody still writes.
      peek: (cursor, signal) => pullFolder({ ...parts, open: untouched(open, log), settleSeconds: 0 }, cursor, signal),
      normalise,
    };
  },
};

/** The folder as it can be read, where everything stays in its place. */
function untouched(open: OpenFolder, log: Log): OpenFolder {
  return async (signal) => ({
    ...(await open(signal)),
    shelve: async (file, shelf) => log.info({ file, shelf }, 'a pull would put this file away; it was only looked at'),
    write: () => Promise.resolve(),
  });
}

async function check(open: OpenFolder, where: string, signal: AbortSignal): Promise<CheckResult> {
  try {
    const folder = await open(signal);
    try {
      const count = (await folder.list()).length;
      return { ok: true, detail: `${where}: ${count} ${count === 1 ? 'file' : 'files'} there` };
    } finally {
      folder.close();
    }
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, detail: error.message };
    throw error;
  }
}
