/** `connectors dry-run`: what a pull would change. */
import type { Config } from '../../config.js';
import { mostPages } from '../admin/dry-run.js';
import type { ResultOf } from '../admin/index.js';
import { ExitCode, type Host } from '../host.js';
import { dayOrNull, wholeNumber } from '../options.js';
import { runOnce } from '../runner.js';
import { oneLine } from '../text.js';

export interface DryRunOptions {
  readonly since?: string;
  readonly pages: string;
  readonly json?: boolean;
}

export async function dryRun(host: Host, config: Config, id: string, { since, pages, json = false }: DryRunOptions): Promise<ExitCode> {
  const wish = { id, since: dayOrNull('--since', since), pages: wholeNumber('--pages', pages, mostPages) };
  const seen = await runOnce(config, host, 'dry-run-connector', wish);
  host.out(json ? `${JSON.stringify(seen, null, 2)}\n` : summaryOf(seen, wish.since));
  if (seen.stopped) host.err(`Ended after ${seen.pages} pages; there may be more. --pages reads on.\n`);
  return ExitCode.DONE;
}

type Seen = ResultOf<'dry-run-connector'>;

/** Of each kind of finding, as many as a person reads; all of them are in the JSON. */
const shown = 30;

function summaryOf(seen: Seen, since: string | null): string {
  const { messages, changes, statusChanges, parked } = seen;
  const from = since !== null ? `from ${since} on` : seen.fromTheBeginning ? 'from the beginning' : 'from where the last pull ended';
  const total = messages.applied + messages.duplicate + messages.parked;
  const lines = [
    `${seen.connector}, ${from}: pages ${seen.pages}, messages ${total}. Nothing was written.`,
    `Messages: ${messages.applied} would be applied, ${messages.duplicate} are known, ${messages.parked} would be parked`,
    `Tracking events: ${seen.trackingEvents} new`,
    ...section('Records', changes.map(({ action, objectType, objectId, number, before, after }) => `${objectType} ${number ?? objectId}  ${changed(action, before, after)}`)),
    ...section('Status changes', statusChanges.map(({ objectType, number, from: old, to }) => `${objectType} ${number}  ${old ?? 'new'} → ${to}`)),
    ...section('Parked', parked.map(({ messageId, reason }) => `${messageId}  ${reason}`)),
    ...section('Unknown codes', countEqual(seen.unmapped.map(({ path, value }) => `${path.replaceAll(/\d+/g, '*')}  ${JSON.stringify(value)}`))),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function section(title: string, entries: readonly string[]): string[] {
  const more = entries.length - shown;
  const listed = entries.slice(0, shown).map((entry) => `  ${oneLine(entry)}`);
  return [`${title}: ${entries.length}`, ...listed, ...(more > 0 ? [`  and ${more} more, which --json shows`] : [])];
}

/** `new`, or each member with what it was and would be. */
function changed(action: string, before: unknown, after: unknown): string {
  if (action.endsWith('_CREATED')) return 'new';
  const [old, then] = [membersOf(before), membersOf(after)];
  return Object.keys(then).map((name) => `${name} ${told(old[name])} → ${told(then[name])}`).join(', ');
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function told(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value ?? null) ?? '');
}

/** Equal entries once, with how often they came; the most frequent first. */
function countEqual(entries: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([entry, count]) => (count === 1 ? entry : `${entry}  ${count} times`));
}
