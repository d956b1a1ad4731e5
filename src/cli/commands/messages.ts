/** `messages`: what was received, what was parked and why, and trying it again. */
import type { Config } from '../../config.js';
import { ExitCode, type Host, Unusable } from '../host.js';
import { runOnce } from '../runner.js';

export interface ListOptions {
  readonly parked?: boolean;
  /** A connector's id or an import's profile; null: all. */
  readonly from?: string;
  readonly limit: string;
}

export async function listMessages(host: Host, config: Config, { parked = false, from, limit }: ListOptions): Promise<ExitCode> {
  if (!/^\d{1,5}$/.test(limit) || Number(limit) < 1 || Number(limit) > 10_000) throw new Unusable('--limit is a whole number from 1 to 10000.');
  const { total, messages } = await runOnce(config, host, 'list-messages', { parked, sender: from ?? null, limit: Number(limit) });
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

/** What others wrote must not move the cursor or paint the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
