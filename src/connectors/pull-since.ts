/** The pull of systems that list their events by the time at which they recorded them, page by page. */
import { ConnectorError, type Log, type Message } from './contract.js';

export interface EventList {
  /** What is listed: events recorded at `since` or later (null: all), at the page that `next` names (null: the first). */
  readonly page: (since: Date | null, next: string | null, signal: AbortSignal) => Promise<{ readonly messages: Message[]; readonly next: string | null }>;
  /** The connector type, for the log. */
  readonly type: string;
  readonly now: () => Date;
  readonly log: Log;
}

/** Looked at again on every pull, for clocks that differ and events that were recorded then and shown later. */
const OVERLAP_MS = 15 * 60_000;
/** A walk that was interrupted is taken up again within this time, else it starts anew. */
const RESUME_MS = 86_400_000;

/** Where a pull stands. Times are our clock's, in milliseconds since 1970. */
interface Cursor {
  /** Start of the last complete walk; null before the first. */
  readonly since: number | null;
  /** Start of the walk under way and the page that comes next; null between walks. */
  readonly walk: { readonly started: number; readonly next: string } | null;
}

/** Walks over everything recorded since the last complete walk. A walk that broke off is taken up at its next page. */
export async function* pullSince(list: EventList, text: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }> {
  const now = list.now().getTime();
  const { since, walk } = readCursor(text, now, list);
  const from = since === null ? null : new Date(since - OVERLAP_MS);
  const started = walk?.started ?? now;
  let next = walk?.next ?? null;
  do {
    const page = await list.page(from, next, signal).catch((error: unknown) => {
      // A page that was noted long ago may have been forgotten there.
      if (next === null || next !== walk?.next || !(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      return list.page(from, null, signal);
    });
    // The same page again would make us walk in circles.
    const goesOn = page.next !== null && page.next !== next;
    if (page.next !== null && !goesOn) list.log.warn({ next }, `${list.type}: the list says there is more but does not go on`);
    next = goesOn ? page.next : null;
    yield { messages: page.messages, cursor: JSON.stringify(next === null ? { since: started, walk: null } : { since, walk: { started, next } }) };
  } while (next !== null);
}

/** A cursor that cannot be read starts from the beginning: slower, but nothing is lost and nothing doubled. */
function readCursor(text: string | null, now: number, { log, type }: EventList): Cursor {
  if (text === null) return { since: null, walk: null };
  try {
    const { since, walk } = JSON.parse(text) as Cursor;
    const canResume = walk !== null && typeof walk.next === 'string' && now - walk.started < RESUME_MS;
    // A time that is still to come, after a clock was set back, would hide events.
    return { since: typeof since === 'number' && since <= now ? since : null, walk: canResume ? walk : null };
  } catch {
    log.warn({ cursor: text.slice(0, 100) }, `${type}: the cursor cannot be read, everything is fetched again`);
    return { since: null, walk: null };
  }
}
