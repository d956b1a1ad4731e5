/** `messages`: what was received, what was parked and why, and trying it again. */
import type { Config } from '../../config.js';
import type { ResultOf } from '../admin/index.js';
import { ExitCode, type Host, Unusable } from '../host.js';
import { wholeNumber } from '../options.js';
import { openRunner, runOnce } from '../runner.js';
import { oneLine } from '../text.js';

export interface ListOptions {
  readonly parked?: boolean;
  readonly unmapped?: boolean;
  /** A connector's id or an import's profile; null: all. */
  readonly from?: string;
  readonly limit: string;
}

export async function listMessages(host: Host, config: Config, { parked = false, unmapped = false, from, limit }: ListOptions): Promise<ExitCode> {
  const most = wholeNumber('--limit', limit, 10_000);
  const { total, messages } = await runOnce(config, host, 'list-messages', { parked, unmapped, sender: from ?? null, limit: most });
  for (const { id, sender, topic, messageId, status, reason, receivedAt, unmapped: codes } of messages) {
    host.out(`${id}  ${receivedAt}  ${status.padEnd(7)}  ${oneLine(`${sender}  ${topic}  ${messageId}`)}\n`);
    if (reason !== null) host.out(`    ${oneLine(reason)}\n`);
    if (unmapped) host.out(codes.map(({ path, value }) => `    ${oneLine(`${path}  ${JSON.stringify(value)}`)}\n`).join(''));
  }
  host.err(`${messages.length} of ${total} ${[parked && 'parked ', unmapped && 'unmapped '].filter(Boolean).join('')}messages, newest first.\n`);
  return ExitCode.DONE;
}

export interface ReplayOptions {
  /** A connector's id. */
  readonly unmapped?: string;
}

/** One message, or all of a connector with codes that were unknown. */
export async function replayMessages(host: Host, config: Config, id: string | undefined, { unmapped }: ReplayOptions): Promise<ExitCode> {
  if ((id === undefined) === (unmapped === undefined)) throw new Unusable('Name either a message or, with --unmapped, a connector.');
  return id === undefined ? replayAll(host, config, unmapped ?? '') : replayOne(host, config, id);
}

async function replayAll(host: Host, config: Config, connector: string): Promise<ExitCode> {
  const sum = { unmapped: 0, applied: 0, left: 0 };
  const runner = await openRunner(config, host);
  try {
    for (let after: string | null = null; ; ) {
      const { next, remaining, ...read }: ResultOf<'replay-unmapped'> = await runner.run('replay-unmapped', { connector, after }, host.signal);
      for (const member of ['unmapped', 'applied', 'left'] as const) sum[member] += read[member];
      if (next === null) break;
      host.err(`${sum.unmapped} read, ${remaining} remain …\n`);
      after = next;
    }
  } finally {
    await runner.close();
  }
  host.out(`${sum.unmapped} messages with codes that were unknown: ${sum.applied} said something new, ${sum.left} have unknown codes still.\n`);
  return sum.left > 0 ? ExitCode.IN_PART : ExitCode.DONE;
}

async function replayOne(host: Host, config: Config, id: string): Promise<ExitCode> {
  const { result, reason } = await runOnce(config, host, 'replay-message', { id });
  const said = { applied: 'Applied.', duplicate: 'Nothing new: it was applied before.', parked: `Still parked: ${oneLine(reason ?? '')}` };
  host.out(`${said[result]}\n`);
  return result === 'parked' ? ExitCode.IN_PART : ExitCode.DONE;
}
