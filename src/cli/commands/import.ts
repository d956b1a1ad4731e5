/** `import`: a table file is read and mapped here, where it lies, and its facts are applied where the database is. */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../../config.js';
import type { Fact } from '../../domain/facts.js';
import type { ParkedRecord } from '../../domain/imports.js';
import { ExitCode, type Host, Unusable } from '../host.js';
import { profiles } from '../../tables/profiles/index.js';
import { type Runner, openRunner } from '../runner.js';
import { mapTable } from '../../tables/map.js';
import type { Profile } from '../../tables/profile.js';
import type { ImportReport } from '../../tables/report.js';
import { portionsOf } from './portions.js';
import { createProgress } from './progress.js';

export interface ImportOptions {
  readonly dryRun?: boolean;
  /** Where the report goes, line by line as JSON. */
  readonly report?: string;
}

/** What became of the facts. */
interface Outcome {
  facts: number;
  applied: number;
  unchanged: number;
  readonly parked: ParkedRecord[];
}

export async function importTable(host: Host, config: Config, profileName: string, file: string, options: ImportOptions): Promise<ExitCode> {
  const profile = profileNamed(profileName, config);
  const path = await findFile(file, host);
  const reportFile = options.report === undefined ? null : await openReport(options.report, path);
  try {
    const { chunks, report } = mapTable(profile, createReadStream(path), { signal: host.signal, chunkSize: 100 });
    const outcome = await applyAll(host, config, profile, chunks, options.dryRun ?? false);
    await reportFile?.writeFile(reportLines(report, outcome));
    host.out(report.summary());
    if (report.fatal.length > 0) return ExitCode.UNUSABLE;
    host.out(options.dryRun ? '\nDry run: nothing was written.\n' : summaryOf(outcome));
    return report.rowsRefused > 0 || outcome.parked.length > 0 ? ExitCode.IN_PART : ExitCode.DONE;
  } finally {
    await reportFile?.close();
  }
}

function profileNamed(name: string, config: Config): Profile {
  const profile = profiles.find((each) => each.name === name);
  if (!profile) {
    const list = profiles.map((each) => `  ${each.name.padEnd(12)}${each.title}`).join('\n');
    throw new Unusable(`There is no profile ${name}. The profiles are:\n${list}`);
  }
  if (config.connectors.some(({ id }) => id === name)) {
    throw new Unusable(`A connector is called ${name} too, so the records of the two could not be told apart. Rename it in CONNECTORS.`);
  }
  return profile;
}

/** npm changes into the project's folder: a path that is not there is looked for where the user stands. */
async function findFile(file: string, { env }: Host): Promise<string> {
  for (const path of new Set([resolve(file), resolve(env['INIT_CWD'] ?? '.', file)])) {
    const found = await stat(path).catch(() => null);
    if (found && !found.isDirectory()) return path;
    if (found) throw new Unusable(`${file} is a folder.`);
  }
  throw new Unusable(`There is no file ${file}, or it may not be read.`);
}

/** Opened first: whoever asks for a report in a place that cannot be written is told before anything is imported. */
async function openReport(report: string, table: string): Promise<FileHandle> {
  const [there, source] = [await stat(report).catch(() => null), await stat(table)];
  if (there && there.ino === source.ino && there.dev === source.dev) throw new Unusable('The report would overwrite the table itself.');
  return open(report, 'w').catch((error: Error) => {
    throw new Unusable(`The report cannot be written: ${error.message}`);
  });
}

/** The database is opened for the first facts, so that an unusable table never needs one. */
async function applyAll(
  host: Host,
  config: Config,
  { name }: Profile,
  chunks: AsyncIterable<{ readonly facts: Fact[] }>,
  dryRun: boolean,
): Promise<Outcome> {
  const outcome: Outcome = { facts: 0, applied: 0, unchanged: 0, parked: [] };
  const progress = createProgress(host);
  const opened: { runner?: Runner } = {};
  try {
    for await (const facts of portionsOf(chunks)) {
      outcome.facts += facts.length;
      if (dryRun) continue;
      opened.runner ??= await openRunner(config, host);
      const { applied, unchanged, parked } = await opened.runner.run('import-facts', { system: name, facts });
      outcome.applied += applied;
      outcome.unchanged += unchanged;
      outcome.parked.push(...parked);
      progress.moved(outcome.facts);
      host.signal.throwIfAborted();
    }
    progress.ended(outcome.facts);
    if (outcome.applied > 0) await opened.runner?.run('refresh-statistics', {});
  } catch (error) {
    const done = outcome.applied + outcome.unchanged + outcome.parked.length;
    host.err(`Stopped. ${done} records are in, each of them whole; import the file again to go on.\n`);
    throw error;
  } finally {
    await opened.runner?.close();
  }
  return outcome;
}

const shownPerReason = 3;

function summaryOf({ applied, unchanged, parked }: Outcome): string {
  const nothing = applied === 0 && parked.length === 0 ? ': nothing changed' : '';
  const lines = ['', `Records: ${applied} applied, ${unchanged} unchanged, ${parked.length} parked${nothing}`];
  if (parked.length > 0) lines.push('', 'Parked (kept; "messages list --parked" shows them, "messages replay" applies one again)');
  const groups = new Map<string, string[]>();
  for (const { kind, reason, externalId } of parked) {
    const what = `${kind}: ${reason.split(' ')[0]}`;
    const ids = groups.get(what);
    if (ids) ids.push(externalId);
    else groups.set(what, [externalId]);
  }
  for (const [what, ids] of [...groups].sort(([, a], [, b]) => b.length - a.length)) {
    lines.push(`  ${String(ids.length).padStart(7)}  ${what} (${ids.slice(0, shownPerReason).join(', ')}${ids.length > shownPerReason ? ' …' : ''})`);
  }
  return `${lines.join('\n')}\n`;
}

function* reportLines(report: ImportReport, { parked, facts, ...counts }: Outcome): Generator<string> {
  yield* report.toNdjson();
  yield `${JSON.stringify({ type: 'result', facts, ...counts, parked: parked.length })}\n`;
  for (const record of parked) yield `${JSON.stringify({ type: 'parked', ...record })}\n`;
}
