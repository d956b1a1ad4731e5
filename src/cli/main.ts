#!/usr/bin/env node
/** The process of the command line: environment, signals, exit. */
import { openServices } from '../app/services.js';
import { createLog } from '../server/log.js';
import { pino } from 'pino';
import { runCli } from './program.js';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
const now = (): Date => new Date();
// Standard output is for what was asked for.
const log = createLog({ level: 'warn', destination: pino.destination({ dest: 2, sync: true }) });

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isWatched: process.stderr.isTTY === true,
  now,
  signal: stop.signal,
  openServices: (config) => openServices(config, { log, now }),
});
