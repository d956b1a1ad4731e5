/** A gateway from its settings to its end. Nothing else. */
import { createApp } from './app.js';
import { greeting } from './app/greeting.js';
import { ConfigError, parseConfig } from './config.js';
import type { Config } from './config.js';
import { connectorTypes } from './connectors/index.js';
import { DatabaseInUse } from './entities/folder-lock.js';
import { createLog } from './server/log.js';

/** Serves until the signal and comes to rest; resolves with the exit code: 2 for wrong settings, 1 for any other failure. */
export async function run(untilSignal: () => Promise<string>): Promise<0 | 1 | 2> {
  const config = readConfig();
  if (!config) return 2;
  const log = createLog({ level: config.logLevel });
  const now = (): Date => new Date();

  try {
    const app = await createApp(config, { log, now });
    // It serves by now, so from here on a signal must not cut it off.
    const signal = untilSignal();
    process.stdout.write(await greeting(app, config, { now: now(), isTerminal: process.stdout.isTTY }));
    await app.startJobs();
    log.info({ signal: await signal }, 'coming to rest');
    await app.close();
    return 0;
  } catch (error) {
    if (error instanceof DatabaseInUse) process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, 'the gateway cannot go on');
    return 1;
  }
}

/** Null where they are wrong, after all that is wrong was said. */
function readConfig(): Config | null {
  try {
    return parseConfig(process.env, connectorTypes);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}
