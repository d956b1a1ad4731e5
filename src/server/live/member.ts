/**
 * One subscriber. Behind the live head he reads alone, and what he is told goes through the protocol's own sending, which
 * waits for a slow client; at the head he is one of the crowd, whose results are pushed to his socket as they are.
 */
import type { FormattedExecutionResult } from 'graphql';
import type { LogPlace } from '../../domain/event-log.js';
import type { LiveEvents } from '../../domain/live/feed.js';
import type { Crowd, Execute, Listener } from './crowd.js';

export interface MemberOptions {
  readonly execute: Execute;
  /** The crowd of those who asked the same; a new one where the last has ended. Null: it cannot be opened now. */
  readonly crowd: () => Promise<Crowd | null>;
  /** Reads on alone after this place. */
  readonly readAlone: (place: LogPlace) => Promise<LiveEvents>;
  /** Pushes one result to the subscriber's socket; false: too much waits there. */
  readonly push: (json: Buffer) => boolean;
}

type Result = IteratorResult<FormattedExecutionResult, undefined>;

export class Member implements AsyncIterableIterator<FormattedExecutionResult, undefined>, Listener {
  private joined: Crowd | null = null;
  private ended = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly options: MemberOptions,
    /** His own reading of the log; null while the crowd reads for him. */
    private alone: LiveEvents | null,
    /** Everything up to here was told to him. */
    public place: LogPlace,
  ) {}

  async next(): Promise<Result> {
    while (!this.ended) {
      if (this.joined) await new Promise<void>((resolve) => (this.wake = resolve));
      else if (!(await this.tryToJoin())) {
        const told = await this.readOn();
        if (told) return told;
      }
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<Result> {
    this.end();
    return { done: true, value: undefined };
  }

  /** Ends at once, whatever he waits for. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.joined?.leave(this);
    void this.alone?.return?.();
    this.rouse();
  }

  take(json: Buffer): boolean {
    return this.options.push(json);
  }

  left(): void {
    this.joined = null;
    this.rouse();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** With nothing left to read alone he has caught up. Between looking at that and joining nothing else may run. */
  private async tryToJoin(): Promise<boolean> {
    if (this.alone && !hasCaughtUp(this.alone)) return false;
    const crowd = await this.options.crowd();
    const { alone, place } = this;
    if (alone && hasCaughtUp(alone)) this.place = alone.place;
    if (this.ended || (alone && !hasCaughtUp(alone)) || !crowd?.join(this)) {
      this.place = place;
      // It may have been opened for nobody but him.
      crowd?.leave(this);
      return this.ended;
    }
    this.joined = crowd;
    this.alone = null;
    void alone?.return?.();
    return true;
  }

  private async readOn(): Promise<Result | null> {
    this.alone ??= await this.options.readAlone(this.place);
    if (this.ended) {
      void this.alone.return?.();
      return null;
    }
    const { value: event, done } = await this.alone.next();
    if (done) return { done: true, value: undefined };
    const [value] = await this.options.execute([event]);
    this.place = event.place;
    return value ? { done: false, value } : null;
  }

  private rouse(): void {
    this.wake?.();
    this.wake = null;
  }
}

function hasCaughtUp({ live, backlog }: LiveEvents): boolean {
  return live && backlog === 0;
}
