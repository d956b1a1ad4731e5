/** Runs commands where the database is: in the gateway that holds it, or here. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.js';
import { DatabaseInUse } from '../entities/folder-lock.js';
import { type AdminClient, findGateway } from './admin-client.js';
import { type Answer, type CommandName, CommandRefused, type InputOf, type ResultOf, type Services, runCommand } from './admin/index.js';
import type { Host } from './host.js';

export interface Runner {
  /** Throws CommandRefused, or CommandFailed with the gateway's message. Without a signal the command comes to its end. */
  run<Name extends CommandName>(name: Name, input: InputOf<Name>, signal?: AbortSignal): Promise<ResultOf<Name>>;
  close(): Promise<void>;
}

/** Services with a database that was opened for this command. */
export interface OwnServices extends Services {
  close(): Promise<void>;
}

/** How long a gateway that holds the database may take to open its socket, in milliseconds: it may be starting. */
const patienceMs = 30_000;

/**
 * With DATABASE_URL the database is opened here, beside any number of gateways. An embedded one is opened only where
 * no gateway has it. Throws DatabaseInUse where another process has it and takes no commands.
 */
export async function openRunner(config: Config, host: Host): Promise<Runner> {
  const patient = AbortSignal.timeout(patienceMs);
  for (let attempt = 1; ; attempt += 1) {
    const gateway = config.database ? null : await findGateway(config.dataDir);
    if (gateway) return there(gateway);
    try {
      return here(await host.openServices(config));
    } catch (error) {
      if (!(error instanceof DatabaseInUse) || patient.aborted) throw error;
      if (attempt === 1) host.err('The database is in use by a process that takes no commands yet. Waiting for it …\n');
      await delay(250, undefined, { signal: host.signal });
    }
  }
}

/** Runs one command and lets go of the database. */
export async function runOnce<Name extends CommandName>(config: Config, host: Host, name: Name, input: InputOf<Name>): Promise<ResultOf<Name>> {
  const runner = await openRunner(config, host);
  try {
    return await runner.run(name, input, host.signal);
  } finally {
    await runner.close();
  }
}

/** Commands of a running gateway. */
export function there(gateway: AdminClient): Runner {
  return {
    run: async <Name extends CommandName>(name: Name, input: InputOf<Name>, signal?: AbortSignal) => {
      const answer = (await gateway.run(name, input, undefined, signal)) as Answer;
      if ('refused' in answer) throw new CommandRefused(answer.refused);
      return answer.done as ResultOf<Name>;
    },
    close: async () => {},
  };
}

function here(services: OwnServices): Runner {
  return {
    run: (name, input, signal = new AbortController().signal) => runCommand(services, name, input, signal),
    close: () => services.close(),
  };
}
