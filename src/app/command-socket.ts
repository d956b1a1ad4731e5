import { adminCommands, maxCommandBytes } from '../cli/admin/index.js';
import type { Services } from '../cli/admin/index.js';
import type { Config } from '../config.js';
import { openAdmin } from '../server/admin.js';
import type { Log } from '../server/log.js';

/**
 * Opens the socket for the command line. With DATABASE_URL the command line can do without it, so a folder that cannot
 * hold one keeps no gateway from starting.
 */
export async function openCommandSocket(config: Config, services: Services, log: Log): Promise<{ close(): Promise<void> }> {
  try {
    const admin = await openAdmin({ dataDir: config.dataDir, commands: adminCommands(services), maxInputBytes: maxCommandBytes, log });
    return admin ?? { close: async () => {} };
  } catch (error) {
    if (!config.database) throw error;
    log.warn({ err: error }, 'no socket for the command line: it reaches the database by DATABASE_URL alone');
    return { close: async () => {} };
  }
}
