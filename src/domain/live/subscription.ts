/** One subscriber's side of the feed: what waits for it, and how it ends. */
import type { LogCursor, LogEvent, LogPage, LogPlace } from '../event-log.js';
import { comparePlaces, formatCursor } from '../event-log.js';

/**
 * The subscriber took events more slowly than they came and was ended, so that what waits for it stays bounded. Nothing
 * is lost: subscribing again after `cursor` goes on where it stopped.
 */
export class SlowConsumer extends Error {
  override readonly name = 'SlowConsumer';
  readonly code = 'SLOW_CONSUMER';

  constructor(readonly cursor: LogCursor) {
    super('The subscriber is too slow; it can go on after its last cursor.');
  }
}

export interface SubscriptionOptions {
  /** Where it starts: everything up to here is known to the subscriber. */
  readonly place: LogPlace;
  readonly filter: (event: LogEvent) => boolean;
  /** How many events may wait before the subscriber counts as too slow. */
  readonly maxWaiting: number;
  /** Reads one page on for a subscriber that is behind the live head. */
  readonly catchUp: (subscription: Subscription) => Promise<void>;
  readonly onEnd: (subscription: Subscription) => void;
}

/**
 * The events of one subscriber, in order, each once. Written out instead of as an async generator: one that waits for
 * its next event could not be ended before that event came.
 */
export class Subscription implements AsyncIterableIterator<LogEvent, undefined> {
  /** Everything up to here was offered, whether the filter let it through or not. */
  place: LogPlace;
  /** True once the tailer hands it its events; until then it reads for itself. */
  live = false;
  private waiting: LogEvent[] = [];
  private taken = 0;
  private cursor: LogCursor;
  private ended: { error: Error | null } | null = null;
  private wake: (() => void) | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SubscriptionOptions) {
    this.place = options.place;
    this.cursor = formatCursor(options.place);
  }

  /** How many events wait to be taken. */
  get backlog(): number {
    return this.waiting.length - this.taken;
  }

  get isEnded(): boolean {
    return this.ended !== null;
  }

  /** Takes over a page; what lies before the subscriber's place already came another way. */
  offer(page: Pick<LogPage, 'events' | 'end'>): void {
    if (this.ended || comparePlaces(page.end, this.place) <= 0) return;
    try {
      for (const event of page.events) {
        if (comparePlaces(event.place, this.place) > 0 && this.options.filter(event)) this.waiting.push(event);
      }
    } catch (error) {
      // One subscriber's mistake must not keep the others from their events.
      return this.end(error as Error);
    }
    this.place = page.end;
    if (this.live && this.backlog > this.options.maxWaiting) this.end(new SlowConsumer(this.cursor));
    else this.rouse();
  }

  /** Ends the iteration at once, with an error where there is one; what still waits is dropped. */
  end(error: Error | null): void {
    if (this.ended) return;
    this.ended = { error };
    this.waiting = [];
    this.taken = 0;
    this.options.onEnd(this);
    this.rouse();
  }

  next(): Promise<IteratorResult<LogEvent, undefined>> {
    const result = this.turn.then(() => this.take());
    this.turn = result.catch(() => {});
    return result;
  }

  async return(): Promise<IteratorResult<LogEvent, undefined>> {
    this.end(null);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async take(): Promise<IteratorResult<LogEvent, undefined>> {
    for (;;) {
      if (this.ended) return this.finish(this.ended);
      const event = this.waiting[this.taken];
      if (event) {
        this.taken += 1;
        if (this.taken === this.waiting.length) {
          this.waiting = [];
          this.taken = 0;
        }
        this.cursor = event.cursor;
        return { done: false, value: event };
      }
      if (this.live) await new Promise<void>((resolve) => (this.wake = resolve));
      else await this.options.catchUp(this).catch((error: Error) => this.end(error));
    }
  }

  /** An error is thrown once; after it the iteration is simply over. */
  private finish(ended: { error: Error | null }): IteratorResult<LogEvent, undefined> {
    const { error } = ended;
    ended.error = null;
    if (error) throw error;
    return { done: true, value: undefined };
  }

  private rouse(): void {
    this.wake?.();
    this.wake = null;
  }
}
