/** `messages`: what was received, what was parked and why, and trying it again. */
import type { Config } from '../../config.js';
import { ExitCode, type Host } from '../host.js';
import { wholeNumber } from '../options.js';
import { runOnce } from '../runner.js';
import { oneLine } from '../text.js';

export interface ListOptions {
  readonly parked?: boolean;
  /** A connector's id or an import's profile; null: all. */
  readonly from?: string;
  readonly limit: string;
}

export async function listMessages(host: Host, config: Config, { parked = false, from, limit }: ListOptions): Promise<ExitCode> {
  const most = wholeNumber('--limit', limit, 10_000);
  const { total, messages } = await runOnce(config, host, 'list-messages', { parked, sender: from ?? null, limit: most });
  for (const { id, sender, topic, messageId, status, reason, receivedAt } of messages) {
    host.out(`${id}  ${receivedAt}  ${status.padEnd(7)}  ${oneLine(`${sender}  ${topic}  ${messageId}`)}\n`);
    if (reason !== null) host.out(`    ${oneLine(reason)}\n`);
  }
  host.err(`${messages.length} of ${total} ${parked ? 'parked ' : ''}messages, newest first.\n`);
  return ExitCode.DONE;
}

export async function replayMessage(host: Host, config: Config, id: string): Promise<ExitCode> {
  const { result, reason } = await runOnce(config, host, 'replay-message', { id });
  const said = { applied: 'Applied.', duplicate: 'Not parked: it was applied before.', parked: `Still parked: ${oneLine(reason ?? '')}` };
  host.out(`${said[result]}\n`);
  return result === 'parked' ? ExitCode.IN_PART : ExitCode.DONE;
}
