/** Environment, signals, exit. Nothing else. */
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

try {
  const app = await createApp(config, { log, now });
  await greet(app, config, now());
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
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
