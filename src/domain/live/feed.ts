/**
 * The live feed: one reader of the event log per process (the tailer) that hands each event to every subscriber once.
 *
 * A subscriber that resumes reads for itself until it has reached the place where the tailer stands, and is attached
 * there without anything in between: no event can fall into a gap, and places tell a repeated one. Wake-ups carry no
 * data; the tick finds what they missed, such as events that became readable when an older transaction ended silently.
 */
import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../entities/database.js';
import { DomainError, problem } from '../errors.js';
import type { LogCursor, LogEvent, LogPlace } from '../event-log.js';
import { comparePlaces, headCursor, parseCursor, readEvents } from '../event-log.js';
import { Subscription } from './subscription.js';

export { SlowConsumer } from './subscription.js';

export interface FeedOptions {
  readonly now: () => Date;
  readonly log: { warn(details: object, text: string): void };
  /** Milliseconds between two readings without a wake-up. */
  readonly tickMs?: number;
  /** How many events may wait for one subscriber before it is ended as too slow. */
  readonly maxWaiting?: number;
  /** How many events are read at once. */
  readonly pageSize?: number;
}

export interface SubscribeOptions {
  /** The last cursor that the subscriber has seen; null: only what becomes readable from now on. */
  readonly after: LogCursor | null;
  /** Which events the subscriber may see and wants; the others are passed over. Where it throws, the subscription ends with that error. */
  readonly filter: (event: LogEvent) => boolean;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
}

/** The events of one subscriber, with how far he is. */
export interface LiveEvents extends AsyncIterableIterator<LogEvent, undefined> {
  /** True once the tailer hands over events; until then the subscriber catches up. */
  readonly live: boolean;
  /** How many events wait to be taken. */
  readonly backlog: number;
  /** Everything up to here was offered, whether the filter let it through or not. */
  readonly place: LogPlace;
}

export interface FeedLag {
  readonly subscribers: number;
  /** Subscribers that still read for themselves. */
  readonly catchingUp: number;
  /** Most events that wait for any one subscriber. */
  readonly longestBacklog: number;
  /** Seconds since the tailer last reached the head; 0 where nobody needs it. */
  readonly secondsSinceHead: number;
}

export interface Feed {
  /**
   * Resolves once the subscriber's place is fixed: what is committed after that is delivered. The iterator ends by
   * `return()`, the signal or the feed's close, and throws SlowConsumer where its reader is too slow.
   * Throws DomainError INVALID (`CURSOR_INVALID`, `CURSOR_EXPIRED`), UNAVAILABLE once the feed is closed.
   */
  subscribe(options: SubscribeOptions): Promise<LiveEvents>;
  lag(): FeedLag;
  /** Ends every subscription and stops reading. */
  close(): Promise<void>;
}

/** Makes the feed of this process; it reads only while somebody subscribes. */
export async function createFeed(database: Pick<Database, 'reader' | 'wake'>, options: FeedOptions): Promise<Feed> {
  const feed = new TailingFeed(database, options);
  await feed.open();
  return feed;
}

class TailingFeed implements Feed {
  private readonly all = new Set<Subscription>();
  private readonly attached = new Set<Subscription>();
  /** Where the tailer stands; means something only while anybody is attached. */
  private place: LogPlace | null = null;
  private headReachedAt: Date;
  private pumping: Promise<void> | null = null;
  private woken = false;
  private failing = false;
  private closed = false;
  private timer: NodeJS.Timeout | null = null;
  private unlisten: (() => Promise<void>) | null = null;
  private readonly tickMs: number;
  private readonly maxWaiting: number;
  private readonly pageSize: number;

  constructor(
    private readonly database: Pick<Database, 'reader' | 'wake'>,
    private readonly options: FeedOptions,
  ) {
    this.tickMs = options.tickMs ?? 500;
    this.maxWaiting = options.maxWaiting ?? 5_000;
    this.pageSize = options.pageSize ?? 500;
    this.headReachedAt = options.now();
  }

  async open(): Promise<void> {
    this.unlisten = await this.database.wake.listen(() => this.pump());
    this.timer = setInterval(() => this.pump(), this.tickMs);
    this.timer.unref();
  }

  async subscribe({ after, filter, signal }: SubscribeOptions): Promise<LiveEvents> {
    this.assertOpen();
    const { reader } = this.database;
    const place = parseCursor(after ?? (await headCursor(reader)));
    const subscription = new Subscription({
      place,
      filter,
      maxWaiting: this.maxWaiting,
      catchUp: (behind) => this.catchUp(behind),
      onEnd: (ended) => {
        this.all.delete(ended);
        this.attached.delete(ended);
        signal?.removeEventListener('abort', abort);
      },
    });
    const abort = (): void => subscription.end(null);
    // The first page is read here, so that a cursor that cannot be used is refused before anything is streamed.
    await this.catchUp(subscription);
    this.assertOpen();
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort);
    return subscription;
  }

  lag(): FeedLag {
    return {
      subscribers: this.all.size,
      catchingUp: this.all.size - this.attached.size,
      longestBacklog: [...this.all].reduce((most, { backlog }) => Math.max(most, backlog), 0),
      secondsSinceHead:
        this.attached.size === 0 ? 0 : Math.max(0, (this.options.now().getTime() - this.headReachedAt.getTime()) / 1000),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearInterval(this.timer);
    for (const subscription of [...this.all]) subscription.end(null);
    await this.pumping;
    await this.unlisten?.();
    this.unlisten = null;
  }

  private assertOpen(): void {
    if (this.closed) throw new DomainError('UNAVAILABLE', [problem('UNAVAILABLE', [], {})]);
  }

  /** Reads one page on for a subscriber; attaches it where that page reaches the place of the tailer. */
  private async catchUp(behind: Subscription): Promise<void> {
    const page = await readEvents(this.database.reader, { after: behind.place, limit: this.pageSize });
    if (behind.isEnded || this.closed) return;
    this.all.add(behind);
    behind.offer(page);
    // From here to the end nothing else runs, so the tailer cannot move on in between.
    const first = this.attached.size === 0;
    if (page.more || !(first || comparePlaces(behind.place, this.place ?? behind.place) >= 0)) return;
    if (first) {
      // A reading that is under way for others who have left sees that the place is another one and begins anew.
      this.place = { ...behind.place };
      this.headReachedAt = this.options.now();
    }
    behind.live = true;
    this.attached.add(behind);
  }

  /** Reads up to the head, unless that is being done: then once more afterwards. */
  private pump(): void {
    this.woken = true;
    if (this.pumping || this.closed) return;
    this.pumping = this.readOn().finally(() => (this.pumping = null));
  }

  private async readOn(): Promise<void> {
    try {
      while (this.woken) {
        this.woken = false;
        await this.readToHead();
      }
      this.failing = false;
    } catch (error) {
      // The next wake-up or tick tries again; subscribers wait meanwhile.
      if (!this.failing) this.options.log.warn({ err: error }, 'the event log cannot be read');
      this.failing = true;
    }
  }

  private async readToHead(): Promise<void> {
    while (this.attached.size > 0 && this.place && !this.closed) {
      const from = this.place;
      const page = await readEvents(this.database.reader, { after: from, limit: this.pageSize });
      if (this.place !== from) continue;
      this.place = page.end;
      for (const subscription of [...this.attached]) subscription.offer(page);
      if (!page.more) {
        this.headReachedAt = this.options.now();
        return;
      }
      // Between two full pages the subscribers get their turn, or a burst would make healthy ones look slow.
      await setImmediate();
    }
  }
}
