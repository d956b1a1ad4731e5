/** Environment, signals, exit. Nothing else. */
import { constants } from 'node:os';
import { createApp } from './app.js';
import { greet } from './app/greeting.js';
import { ConfigError, parseConfig } from './config.js';
import type { Config } from './config.js';
import { connectorTypes } from './connectors/index.js';
import { DatabaseInUse } from './entities/embedded.js';
import { createLog } from './server/log.js';

const config = readConfig();
const log = createLog({ level: config.logLevel });
const now = (): Date => new Date();
const signals = ['SIGTERM', 'SIGINT'] as const;

// Until it is ready there is nothing to bring to rest. By default a signal would end it, too, but not where it is process 1
// of a container: the kernel keeps from that one whatever it does not listen for.
const leave = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
for (const name of signals) process.once(name, leave);

try {
  const app = await createApp(config, { log, now });
  await greet(app, config, now());
  const signal = await new Promise<string>((resolve) => {
    for (const name of signals) process.off(name, leave).once(name, resolve);
  });
  log.info({ signal }, 'coming to rest');
  await app.close();
  process.exit(0);
} catch (error) {
  if (error instanceof DatabaseInUse) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'the gateway cannot go on');
  process.exit(1);
}

function readConfig(): Config {
  try {
    return parseConfig(process.env, connectorTypes);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
