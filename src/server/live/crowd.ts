/**
 * Subscribers who asked the same and may see the same: an event is executed and written down once for all of them. One
 * who is behind, because he resumes or reads slowly, goes alone (`member.ts`) until he has caught up.
 */
import type { FormattedExecutionResult } from 'graphql';
import type { LogEvent, LogPlace } from '../../domain/event-log.js';
import { comparePlaces } from '../../domain/event-log.js';
import { type LiveEvents, SlowConsumer } from '../../domain/live/feed.js';

/** One who is told by the crowd. */
export interface Listener {
  /** Everything up to here was told to him. */
  place: LogPlace;
  /** Takes the JSON of one result; false: he does not keep up. */
  take(json: Buffer): boolean;
  /** The crowd tells him nothing more. He has not ended: he goes on alone after his place. */
  left(): void;
}

/** Executes events together; one result each, in their order. */
export type Execute = (events: readonly LogEvent[]) => Promise<readonly FormattedExecutionResult[]>;

/** How many events that wait already are executed together. */
const mostAtOnce = 64;

export class Crowd {
  private readonly listeners = new Set<Listener>();
  private delivered: LogPlace;
  private ended = false;

  constructor(
    private source: LiveEvents,
    /** Reads on after a place, where the crowd itself was too slow for what came. */
    private readonly reopen: (place: LogPlace) => Promise<LiveEvents>,
    private readonly execute: Execute,
    private readonly onEnd: () => void,
  ) {
    this.delivered = source.place;
    // Whatever ends the reading, everybody goes on alone, and is told by his own reading what is wrong.
    void this.run().then(() => this.end(), () => this.end());
  }

  /** Takes in whoever was told everything that the crowd was told; false: he has to catch up first. */
  join(listener: Listener): boolean {
    if (this.ended || comparePlaces(listener.place, this.delivered) < 0) return false;
    this.listeners.add(listener);
    return true;
  }

  /** The crowd ends with its last listener. */
  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.end();
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      const events = await this.take();
      if (events.length === 0) return;
      const results = await this.execute(events);
      if (!this.ended) this.tell(events, results.map((result) => Buffer.from(JSON.stringify(result))));
    }
  }

  /** The next events, as many as wait already; none where the source is over. */
  private async take(): Promise<LogEvent[]> {
    const events: LogEvent[] = [];
    try {
      do {
        const { value, done } = await this.source.next();
        if (done) break;
        events.push(value);
      } while (this.source.backlog > 0 && events.length < mostAtOnce);
      return events;
    } catch (error) {
      if (!(error instanceof SlowConsumer)) throw error;
      this.source = await this.reopen(this.delivered);
      return this.take();
    }
  }

  private tell(events: readonly LogEvent[], told: readonly Buffer[]): void {
    for (const listener of this.listeners) {
      for (const [index, { place }] of events.entries()) {
        if (comparePlaces(place, listener.place) <= 0) continue;
        if (!listener.take(told[index] as Buffer)) {
          this.listeners.delete(listener);
          listener.left();
          break;
        }
        listener.place = place;
      }
    }
    this.delivered = events.at(-1)?.place ?? this.delivered;
    if (this.listeners.size === 0) this.end();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
    void this.source.return?.();
    for (const listener of this.listeners) listener.left();
    this.listeners.clear();
  }
}
