/**
 * Signals first, all the rest after: it takes seconds to load on a busy machine, and where node is process 1 of a container
 * the kernel keeps from it every signal that it does not listen for yet.
 */
import { constants } from 'node:os';

const signals = ['SIGTERM', 'SIGINT'] as const;
// Until the gateway is ready there is nothing to bring to rest.
const leave = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
for (const name of signals) process.once(name, leave);

const { run } = await import('./run.js');
const untilSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const name of signals) process.off(name, leave).once(name, resolve);
  });
process.exit(await run(untilSignal));
