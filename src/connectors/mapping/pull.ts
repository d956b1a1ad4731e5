/** Pulls the lists that a mapping profile names: what has changed where the system can say so, everything now and then. */
import { z } from 'zod';
import { ConnectorError, type CheckResult, type Message } from '../contract.js';
import type { Access, Caller } from './access.js';
import { pagesOf, type Listing } from './listing.js';
import type { ServerClock } from '../server-clock.js';
import { recordMessage } from './message.js';
import { sinceQuery, type Since } from './since.js';

/** One list to be pulled; its name is the topic of its messages. */
export interface Source {
  readonly name: string;
  readonly listing: Listing;
  /** Null: the list cannot be asked for changes, and is read whole each time. */
  readonly since: Since | null;
}

export interface PullParts {
  readonly access: Pick<Access, 'url'>;
  readonly call: Caller;
  readonly sources: readonly Source[];
  /** Everything is read again after this many hours; 0: never. */
  readonly sweepHours: number;
  /** The clock by which they note changes. */
  readonly clock: Pick<ServerClock, 'at'>;
  /** Digest of the profile: another one makes everything be read again. */
  readonly profile: string;
  readonly now: () => Date;
}

const instant = z.iso.datetime();
const state = z.object({
  /** Start of the last complete reading, by their clock. */
  since: instant.nullable(),
  /** Start of the last complete reading of everything, by our clock. */
  sweptAt: instant.nullable(),
  /** A reading under way: when it began by our clock, from when on it reads (null: everything), and its next page. */
  at: z.object({ startedAt: instant, from: instant.nullable(), next: z.string() }).nullable(),
});
type State = z.infer<typeof state>;
const stored = z.object({ v: z.literal(1), profile: z.string(), sources: z.record(z.string(), state) });

/** A page's token may have been forgotten by then. */
const RESUME_MS = 3_600_000;

/** Reads source after source, page by page; a pull that breaks off is taken up at its last page within the hour. */
export async function* pullSources(parts: PullParts, cursor: string | null, signal: AbortSignal): AsyncGenerator<{ messages: Message[]; cursor: string }> {
  const { sources, profile, now } = parts;
  const states = readCursor(cursor, profile);
  const save = (): string => write(profile, states);
  for (const source of sources) {
    const before = states.get(source.name) ?? { since: null, sweptAt: null, at: null };
    const reading = readingOf(before, source, parts);
    const query = source.since && reading.from !== null ? sinceQuery(source.since, new Date(reading.from)) : {};
    for await (const { records, next } of pagesOf(parts.call, parts.access, source.listing, { start: reading.next, query, signal })) {
      const after = next === null ? finished(before, reading, parts) : { ...before, at: { ...reading, next } };
      states.set(source.name, after);
      yield { messages: records.map((record) => recordMessage(source.name, record, profile, now())), cursor: save() };
      signal.throwIfAborted();
    }
  }
}

/**
 * The cursor with which `pullSources` brings what changed since then, and the whole of the lists that cannot be asked so.
 * Null: none of them can.
 */
export function sourcesSince({ sources, profile, now }: PullParts): ((since: Date) => string) | null {
  if (!sources.some((source) => source.since !== null)) return null;
  return (since) => {
    const from: State = { since: since.toISOString(), sweptAt: now().toISOString(), at: null };
    return write(profile, new Map(sources.map(({ name }) => [name, from])));
  };
}

interface Reading {
  readonly startedAt: string;
  readonly from: string | null;
  /** Null: the first page. */
  readonly next: string | null;
}

function readingOf({ since, sweptAt, at }: State, source: Source, { now, sweepHours }: PullParts): Reading {
  const startedAt = now();
  if (at !== null && startedAt.getTime() - Date.parse(at.startedAt) < RESUME_MS) return at;
  const mustSweep = sweptAt === null || (sweepHours > 0 && startedAt.getTime() - Date.parse(sweptAt) >= sweepHours * 3_600_000);
  const overlapMs = (source.since?.overlapSeconds ?? 0) * 1000;
  const from = since === null || mustSweep || source.since === null ? null : new Date(Date.parse(since) - overlapMs).toISOString();
  return { startedAt: startedAt.toISOString(), from, next: null };
}

function finished({ sweptAt }: State, { startedAt, from }: Reading, { clock }: PullParts): State {
  return { since: clock.at(new Date(startedAt)).toISOString(), sweptAt: from === null ? startedAt : sweptAt, at: null };
}

function write(profile: string, states: ReadonlyMap<string, State>): string {
  return JSON.stringify({ v: 1, profile, sources: Object.fromEntries(states) });
}

/** What was read by another profile is read again. Throws ConnectorError('contract') for what is no cursor. */
function readCursor(text: string | null, profile: string): Map<string, State> {
  if (text === null) return new Map();
  try {
    const cursor = stored.parse(JSON.parse(text));
    return new Map(cursor.profile === profile ? Object.entries(cursor.sources) : []);
  } catch (cause) {
    throw new ConnectorError('contract', 'the stored cursor cannot be read; without one, everything is read again', { cause });
  }
}

/** Can the first page of each list be read? */
export async function checkSources({ access, call, sources }: PullParts, signal: AbortSignal): Promise<CheckResult> {
  try {
    for (const { listing } of sources) await pagesOf(call, access, listing, { start: null, query: {}, signal }).next();
    return { ok: true, detail: `${access.url} answers: ${sources.map(({ name }) => name).join(', ')}` };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, detail: error.message };
    throw error;
  }
}
