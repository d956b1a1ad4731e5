/** EasyPost's API v2, as far as it is used: listing trackers. */
import type { ConnectorDeps, Message } from '../../contract.js';
import { readInstant } from '../../instant.js';
import { writeJson } from '../../json.js';
import { readListWalk, writeListWalk } from '../../list-walk.js';
import { ServerClock } from '../../server-clock.js';
import { createCalls } from './calls.js';
import type { Config } from './config.js';
import { readListed, readTrackerPage, trackerMessageId } from './wire.js';

/** The largest page they give. */
const PAGE_SIZE = 100;
/** How long after its creation a tracker is looked at: carriers end a parcel's life well within it. */
const WATCH_MS = 180 * 86_400_000;
/** Looked at again on every pull, for changes that show up late. */
const OVERLAP_MS = 15 * 60_000;

export interface EasyPostApi {
  /** Calls the API once with the key. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /**
   * Trackers that changed since the cursor, one message each. Their list knows creation times only, newest first, so each
   * pull walks over all trackers young enough to change and passes on those that did. The walk can be taken up
   * page by page.
   */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
}

export function createApi(config: Config & { readonly apiKey: string }, { now, log, ...deps }: Pick<ConnectorDeps, 'http' | 'now' | 'log'>): EasyPostApi {
  const clock = new ServerClock(now);
  const calls = createCalls(config, clock.listening(deps.http));
  const list = async (query: Record<string, string>, signal: AbortSignal) => readTrackerPage(await calls.get('/v2/trackers', query, signal));

  return {
    ping: async (signal) => void (await list({ page_size: '1' }, signal)),
    async *pull(text, signal) {
      const before = readListWalk(text, now().getTime(), log);
      const started = before.walk?.started ?? now().getTime();
      const changedAfter = before.since === null ? null : before.since - OVERLAP_MS;
      let beforeId = before.walk?.place ?? null;
      for (let hasMore = true; hasMore; ) {
        // Without a start they list the last month only.
        const query = { page_size: String(PAGE_SIZE), start_datetime: new Date(started - WATCH_MS).toISOString() };
        const page = await list(beforeId === null ? query : { ...query, before_id: beforeId }, signal);
        const last = readListed(page.trackers.at(-1)).id ?? null;
        // A last tracker without an id, or the same one again, would make us walk in circles.
        hasMore = page.hasMore && last !== null && last !== beforeId;
        if (page.hasMore && !hasMore) log.warn({ beforeId }, 'easypost: the list of trackers says there is more but does not go on');
        beforeId = last;
        yield {
          messages: page.trackers.filter((one) => mayHaveChanged(one, changedAfter)).map((one) => toMessage(one, now())),
          cursor: writeListWalk(before, started, hasMore ? beforeId : null, clock),
        };
      }
    },
  };
}

/** A change time that cannot be read is passed on: normalising refuses it where it can be seen. */
function mayHaveChanged(content: unknown, after: number | null): boolean {
  const changed = readInstant(readListed(content).updated_at ?? '');
  return after === null || changed === null || changed.epochMs >= after;
}

function toMessage(content: unknown, receivedAt: Date): Message {
  const body = writeJson(content);
  return { messageId: trackerMessageId(content, body), topic: 'tracker', body, contentType: 'application/json', receivedAt };
}
