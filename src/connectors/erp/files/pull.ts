/** Takes files that have come to rest out of a folder, one after the other. */
import { z } from 'zod';
import { mapTable } from '../../../tables/map.js';
import { ImportReport } from '../../../tables/report.js';
import { ConnectorError, type Log, type Message } from '../../contract.js';
import { factMessage } from './facts.js';
import type { FileSeen, Folder, OpenFolder } from './folder.js';
import type { FileKind } from './profile.js';

export interface PullParts {
  readonly open: OpenFolder;
  readonly kinds: readonly FileKind[];
  readonly settleSeconds: number;
  readonly maxFileBytes: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** Names that programs give to files which they are still writing, and files that hide. */
const UNFINISHED = /^[.~]|\.(part|partial|filepart|tmp|temp|crdownload|swp|lock)$|~$/i;

const sighting = z.object({ size: z.number(), modifiedMs: z.number(), since: z.number() });
const stored = z.object({ v: z.literal(1), seen: z.record(z.string(), sighting) });
type Seen = Map<string, z.infer<typeof sighting>>;

interface Page {
  messages: Message[];
  cursor: string;
}

/**
 * A file is taken when two pulls have seen it with the same size and time, long enough apart by our clock: that of the
 * machine that holds it may be wrong. It is moved once its last page is stored; a pull that breaks off before reads it again,
 * which changes nothing.
 */
export async function* pullFolder(parts: PullParts, cursor: string | null, signal: AbortSignal): AsyncGenerator<Page> {
  const before = readCursor(cursor);
  const folder = await parts.open(signal);
  try {
    const files = (await folder.list()).filter(({ name }) => !UNFINISHED.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const seen: Seen = new Map(files.map((file) => [file.name, sightingOf(file, before, parts.now())]));
    const save = (): string => JSON.stringify({ v: 1, seen: Object.fromEntries(seen) });
    for (const file of files) {
      const kind = parts.kinds.find(({ matches }) => matches(file.name));
      if (!kind && !before.has(file.name)) parts.log.warn({ file: file.name }, 'no kind of file in the profile has this name: it is left where it is');
      const restedMs = parts.now().getTime() - (seen.get(file.name)?.since ?? Number.POSITIVE_INFINITY);
      if (!kind || restedMs < parts.settleSeconds * 1000) continue;
      yield* takeFile(parts, folder, file, kind, save, signal);
      seen.delete(file.name);
      signal.throwIfAborted();
    }
    yield { messages: [], cursor: save() };
  } finally {
    folder.close();
  }
}

/** Reads a file page by page; when its last page is stored, it goes onto its shelf, with a report where there is something to say. */
async function* takeFile({ now, maxFileBytes, log }: PullParts, folder: Folder, file: FileSeen, { table }: FileKind, save: () => string, signal: AbortSignal): AsyncGenerator<Page> {
  const { name } = file;
  const stamp = now().toISOString().replaceAll(':', '');
  let report = new ImportReport(table.name, table.assumptions);
  if (file.size > maxFileBytes) {
    report.fatal.push(`${file.size} bytes are more than is read at once: split the file, keeping the rows of one record together`);
  } else {
    const content = await folder.read(name);
    // Still written after all: the next pull sees it with another size.
    if (content.byteLength !== file.size) return;
    const read = mapTable(table, content, { signal });
    ({ report } = read);
    for await (const { facts } of read.chunks) yield { messages: facts.map((fact) => factMessage(fact, file, now())), cursor: save() };
  }
  const isRefused = report.fatal.length > 0 || (report.rowsRead > 0 && report.rowsApplied === 0);
  const shelf = isRefused ? 'refused' : 'done';
  const shelved = `${stamp}-${name}`;
  const isTelling = isRefused || report.notes.some(({ severity }) => severity !== 'absent');
  if (isTelling) await folder.write(shelf, `${shelved}.report.ndjson`, [...report.toNdjson()].join(''));
  await folder.shelve(name, shelf, shelved);
  const { rowsRead, rowsApplied, rowsRefused, fatal } = report;
  log[isRefused ? 'warn' : 'info']({ file: name, shelf, rowsRead, rowsApplied, rowsRefused, fatal }, isRefused ? 'a table file was refused' : 'a table file was read');
}

function sightingOf({ name, size, modifiedMs }: FileSeen, before: Seen, now: Date): z.infer<typeof sighting> {
  const last = before.get(name);
  return last?.size === size && last.modifiedMs === modifiedMs ? last : { size, modifiedMs, since: now.getTime() };
}

/** Throws ConnectorError('contract') for what is no cursor. */
function readCursor(text: string | null): Seen {
  if (text === null) return new Map();
  try {
    return new Map(Object.entries(stored.parse(JSON.parse(text)).seen));
  } catch (cause) {
    throw new ConnectorError('contract', 'the stored cursor cannot be read; without one, every file waits anew', { cause });
  }
}
