import { ConnectorError } from './errors.js';

export interface PaceOptions {
  /** From the start of one call to the start of the next, in milliseconds; 0: as they come. */
  readonly minIntervalMs: number;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Spaces calls out as the outside system asks for it: each takes the next free place and waits for it. */
export class Pace {
  /** Milliseconds since 1970. */
  #nextFree = 0;
  #waiting = 0;

  constructor(private readonly options: PaceOptions) {}

  /** Throws ConnectorError('transient') where the caller gives up meanwhile. */
  async turn(signal: AbortSignal): Promise<void> {
    const { minIntervalMs, now, sleep } = this.options;
    if (minIntervalMs === 0) return;
    const at = now().getTime();
    // Further off than those who wait can explain: the clock was set back.
    const isOff = this.#nextFree - at > (this.#waiting + 1) * minIntervalMs;
    const start = isOff ? at : Math.max(at, this.#nextFree);
    this.#nextFree = start + minIntervalMs;
    if (start === at) return;
    this.#waiting += 1;
    try {
      await sleep(start - at, signal);
    } catch (cause) {
      throw new ConnectorError('transient', 'not tried: cancelled by the caller while it waited for its turn', { notSent: true, cause });
    } finally {
      this.#waiting -= 1;
    }
  }
}
