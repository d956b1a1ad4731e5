/** `commands`: what outside systems are told, and trying again what they did not take. */
import type { Config } from '../../config.js';
import { ExitCode, type Host } from '../host.js';
import { wholeNumber } from '../options.js';
import { runOnce } from '../runner.js';
import { oneLine } from '../text.js';
import type { ReasonOptions } from './connectors.js';

export interface ListCommandsOptions {
  readonly failed?: boolean;
  /** A connector's id. */
  readonly to?: string;
  readonly limit: string;
}

export async function listCommands(host: Host, config: Config, { failed = false, to, limit }: ListCommandsOptions): Promise<ExitCode> {
  const most = wholeNumber('--limit', limit, 10_000);
  const { total, commands } = await runOnce(config, host, 'list-commands', { failed, connector: to ?? null, limit: most });
  for (const { id, connector, kind, objectId, status, attempts, lastErrorKind, lastError, createdAt, nextAttemptAt } of commands) {
    host.out(`${id}  ${createdAt}  ${status.padEnd(7)}  ${connector}  ${kind}  ${objectId}\n`);
    if (lastErrorKind === null) continue;
    const next = status === 'PENDING' ? `, next at ${nextAttemptAt}` : '';
    host.out(`    ${oneLine(`${attempts} attempts${next}; ${lastErrorKind}: ${lastError ?? ''}`)}\n`);
  }
  host.err(`${commands.length} of ${total} ${failed ? 'failed ' : ''}commands, newest first.\n`);
  return ExitCode.DONE;
}

export async function retryOne(host: Host, config: Config, id: string, { reason }: ReasonOptions): Promise<ExitCode> {
  const { wasDone } = await runOnce(config, host, 'retry-command', { id, reason: reason ?? null });
  host.out(wasDone ? 'It was taken before: nothing is left to be told.\n' : 'It is told again within some seconds, where a gateway runs.\n');
  return ExitCode.DONE;
}
