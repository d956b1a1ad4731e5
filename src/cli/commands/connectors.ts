/** `connectors`: how they fare, and steering them. */
import type { Config } from '../../config.js';
import type { ResultOf } from '../admin/index.js';
import { ExitCode, type Host } from '../host.js';
import { dayOrNull } from '../options.js';
import { runOnce } from '../runner.js';
import { oneLine } from '../text.js';

type Listed = ResultOf<'list-connectors'>[number];

export async function listConnectors(host: Host, config: Config): Promise<ExitCode> {
  const connectors = await runOnce(config, host, 'list-connectors', {});
  const width = Math.max(0, ...connectors.map(({ connectorId }) => connectorId.length));
  for (const connector of connectors) {
    const [first = '', ...more] = linesOf(connector);
    host.out(`${connector.connectorId.padEnd(width)}  ${first}\n`);
    for (const line of more) host.out(`${' '.repeat(width)}  ${oneLine(line)}\n`);
  }
  if (connectors.length === 0) host.err('No connector is configured here. CONNECTORS lists them.\n');
  return ExitCode.DONE;
}

/** One line for every connector, others where there is something to say. */
function linesOf(connector: Listed): string[] {
  const { type, kind, pausedAt, pausedBy, lastAttemptAt, lastErrorKind, lastError, breaker } = connector;
  const counts = [
    [connector.messagesLastHour, 'messages within the last hour'],
    [connector.parkedMessages, 'parked'],
    [connector.unmappedMessages, 'with unknown codes within a week'],
    [connector.pendingCommands, 'commands pending'],
    [connector.failedCommands, 'commands failed'],
  ].flatMap(([count, of]) => (count === 0 ? [] : [`${count} ${of}`]));
  return [
    `${type} (${kind})  ${pulledWhen(connector)}`,
    ...(pausedAt === null ? [] : [`paused since ${pausedAt} by ${pausedBy}`]),
    ...(lastErrorKind === null ? [] : [`failed at ${lastAttemptAt}: ${lastErrorKind}: ${lastError}`]),
    ...(breaker === 'closed' ? [] : ['calls are held back after many failures in a row']),
    ...(counts.length === 0 ? [] : [counts.join(', ')]),
  ];
}

function pulledWhen({ isPulled, lastSuccessAt, lagSeconds, lastMessageAt }: Listed): string {
  if (!isPulled) return lastMessageAt === null ? 'is not pulled, no message yet' : `is not pulled, newest message ${lastMessageAt}`;
  return lastSuccessAt === null ? 'never pulled with success yet' : `pulled ${lastSuccessAt}, ${lagSeconds} s ago`;
}

export async function checkConnectors(host: Host, config: Config, id: string | undefined): Promise<ExitCode> {
  const checked = await runOnce(config, host, 'check-connectors', { id: id ?? null });
  const width = Math.max(0, ...checked.map((each) => each.id.length));
  for (const { id: checkedId, ok, detail } of checked) host.out(`${checkedId.padEnd(width)}  ${ok ? 'ok    ' : 'FAILED'}  ${oneLine(detail)}\n`);
  return checked.every(({ ok }) => ok) ? ExitCode.DONE : ExitCode.FAILED;
}

export interface ReasonOptions {
  readonly reason?: string;
}

export async function pauseOne(host: Host, config: Config, id: string, { reason }: ReasonOptions): Promise<ExitCode> {
  await runOnce(config, host, 'pause-connector', { id, reason: reason ?? null });
  host.out(`${id} is paused: neither pulled nor told anything. What it sends by itself is still taken.\n`);
  return ExitCode.DONE;
}

export async function resumeOne(host: Host, config: Config, id: string, { reason }: ReasonOptions): Promise<ExitCode> {
  await runOnce(config, host, 'resume-connector', { id, reason: reason ?? null });
  host.out(`${id} goes on with its next pull.\n`);
  return ExitCode.DONE;
}

export interface AgainOptions extends ReasonOptions {
  readonly since?: string;
}

export async function pullOneAgain(host: Host, config: Config, id: string, { since, reason }: AgainOptions): Promise<ExitCode> {
  const day = dayOrNull('--since', since);
  const { isPaused, withinSeconds } = await runOnce(config, host, 'pull-connector-again', { id, since: day, reason: reason ?? null });
  const when = isPaused ? 'once it is resumed: it is paused' : `within ${withinSeconds} s, where a gateway runs`;
  host.out(`The next pull of ${id} begins ${day === null ? 'at the beginning' : `with what changed since ${day} (UTC)`}, ${when}.\n`);
  return ExitCode.DONE;
}
