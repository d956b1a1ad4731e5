import { ConnectorError, type Message } from '../../contract.js';
import { messageOf } from '../shared/message.js';
import type { ODataClient } from './client.js';
import { keyOf, pageAddress, pageHeaders, type Collection } from './collection.js';
import { Cursor, type CollectionState, type Reading } from './cursor.js';
import type { Page, Row } from './envelope.js';

export interface PullSettings {
  /** Records read in one call. */
  readonly pageSize: number;
  /** How far before the last pull each pull looks back, for rows that were written then and committed later. */
  readonly overlapSeconds: number;
  /** Everything is read again after this time, for what no look back finds; 0: never. */
  readonly sweepHours: number;
}

/** A record as it becomes a message. */
export interface Told {
  readonly topic: string;
  readonly id: string;
  readonly record: object;
}

export interface PullJob {
  readonly client: ODataClient;
  /** In the order of sending: what is named comes before what names it. */
  readonly collections: readonly Collection[];
  readonly settings: PullSettings;
  readonly now: () => Date;
  /** Makes records whole, adds what they do not say themselves, and leaves out what is not wanted. `reading.from` null: a full reading. */
  complete(collection: Collection, rows: readonly Row[], reading: Reading, signal: AbortSignal): Promise<readonly Told[]>;
  /** Records that changed through something that their own change dates do not tell. */
  also?(collection: Collection, since: Date, signal: AbortSignal): AsyncIterable<readonly Row[]>;
}

type Pages = AsyncGenerator<{ messages: Message[]; cursor: string }>;

/**
 * Reads what changed since `cursor`, one collection after the other, each in the order of its keys, page by page. Every
 * page's cursor can be resumed, in the middle of a first load too.
 */
export async function* pull(job: PullJob, cursorText: string | null, signal: AbortSignal): Pages {
  const cursor = Cursor.parse(cursorText);
  for (const collection of job.collections) yield* readCollection(job, collection, cursor, signal);
  yield { messages: [], cursor: String(cursor) };
}

async function* readCollection(job: PullJob, collection: Collection, cursor: Cursor, signal: AbortSignal): Pages {
  const state = cursor.of(collection.topic);
  const reading = (state.at ??= begin(job, state));
  const told = async (rows: readonly Row[]): Promise<Message[]> =>
    (await job.complete(collection, rows, reading, signal)).map(({ topic, id, record }) => messageOf(topic, id, record, job.now()));

  for await (const rows of pagesOf(job, collection, reading, signal)) {
    const messages = await told(rows);
    if (messages.length > 0) yield { messages, cursor: String(cursor) };
  }
  if (reading.from !== null && job.also !== undefined) {
    for await (const rows of job.also(collection, reading.from, signal)) yield { messages: await told(rows), cursor: String(cursor) };
  }
  state.since = job.client.serverTime(reading.startedAt);
  if (reading.from === null) state.lastSweep = job.now();
  state.at = null;
}

/** Looks back further than the last reading: a row may bear the time of its transaction's beginning, and be seen only at its end. */
function begin({ settings, now }: PullJob, state: CollectionState): Reading {
  const { overlapSeconds, sweepHours } = settings;
  const sweepDue = sweepHours > 0 && state.lastSweep !== null && now().getTime() - state.lastSweep.getTime() >= sweepHours * 3_600_000;
  const from = state.since === null || sweepDue ? null : new Date(state.since.getTime() - overlapSeconds * 1000);
  return { startedAt: now(), from, after: null };
}

/** Moves `reading.after` along before it gives a page away. */
async function* pagesOf(job: PullJob, collection: Collection, reading: Reading, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
  for (let limit = job.settings.pageSize, next: string | null = null; ; ) {
    const url: string = next ?? pageAddress(collection, reading, limit);
    const page: Page | ConnectorError = await job.client.page(collection.service, url, signal, pageHeaders(collection, limit)).catch(asContract);
    if (page instanceof ConnectorError) {
      // One page may be larger than an answer may be; fewer records are not.
      if (limit === 1) throw page;
      limit = Math.ceil(limit / 4);
      next = null;
      continue;
    }
    const last = page.rows.at(-1);
    if (last !== undefined) moveOn(collection, reading, last);
    yield page.rows;
    next = page.next;
    if (next === null && (collection.paging === 'prefer' || page.rows.length < limit)) return;
  }
}

/** A service that ignores the filter or the order would be asked for the same page for ever. */
function moveOn(collection: Collection, reading: Reading, row: Row): void {
  const key = keyOf(collection, row);
  if (reading.after?.join('\n') === key.join('\n')) throw new ConnectorError('contract', `${collection.set}: the list does not go on`);
  reading.after = key;
}

function asContract(error: unknown): ConnectorError {
  if (error instanceof ConnectorError && error.kind === 'contract') return error;
  throw error;
}
