/** The pull of systems that list their events by the time at which they recorded them, page by page. */
import { ConnectorError, type Log, type Message } from './contract.js';
import { readListWalk, writeListWalk } from './list-walk.js';
import type { ServerClock } from './server-clock.js';

export interface EventList {
  /** What is listed: events recorded at `since` or later (null: all), at the page that `next` names (null: the first). */
  readonly page: (since: Date | null, next: string | null, signal: AbortSignal) => Promise<{ readonly messages: Message[]; readonly next: string | null }>;
  readonly now: () => Date;
  /** The clock by which they record. */
  readonly clock: Pick<ServerClock, 'at'>;
  readonly log: Log;
}

/** Looked at again on every pull, for events that were recorded then and shown later. */
const OVERLAP_MS = 15 * 60_000;

/** Walks over everything recorded since the last complete walk. A walk that broke off is taken up at its next page. */
export async function* pullSince({ page, now, clock, log }: EventList, text: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }> {
  const before = readListWalk(text, now().getTime(), log);
  const since = before.since === null ? null : new Date(before.since - OVERLAP_MS);
  const started = before.walk?.started ?? now().getTime();
  let next = before.walk?.place ?? null;
  let isResumed = next !== null;
  do {
    const read = await page(since, next, signal).catch((error: unknown) => {
      // A page that was noted long ago may have been forgotten there.
      if (!isResumed || !(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      return page(since, null, signal);
    });
    isResumed = false;
    // The same page again would make us walk in circles.
    if (read.next !== null && read.next === next) throw new ConnectorError('contract', 'the list says that there is more but does not go on');
    next = read.next;
    yield { messages: read.messages, cursor: writeListWalk(before, started, next, clock) };
  } while (next !== null);
}
