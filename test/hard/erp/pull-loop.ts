/** Pulls a connector again and again beside what a test does, and counts. */
import { setTimeout as sleep } from 'node:timers/promises';

/** What the job that pulls reports of one connector. */
interface Report {
  readonly applied?: number;
  readonly failed?: string;
}

const pauseMs = 200;

/** A pull that does not come within this time will not come. */
const patienceMs = 300_000;

export class PullLoop {
  /** Pulls that came to their end. */
  pulls = 0;
  /** Messages that said something new. */
  applied = 0;
  /** The pull that took longest. */
  longestSeconds = 0;
  /** The kinds of the failures. */
  readonly failures: string[] = [];
  /** True once no more pulls come, so that nobody waits for one. */
  #over = false;

  constructor(private readonly pull: () => Promise<Report>) {}

  async once(): Promise<Report> {
    const start = performance.now();
    const report = await this.pull();
    this.longestSeconds = Math.max(this.longestSeconds, Math.round((performance.now() - start) / 100) / 10);
    this.applied += report.applied ?? 0;
    if (report.failed === undefined) this.pulls += 1;
    else this.failures.push(report.failed);
    return report;
  }

  /** Pulls without end until `work` is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const state = { done: false };
    const working = work().finally(() => {
      state.done = true;
    });
    const pulling = async (): Promise<void> => {
      try {
        while (!state.done) {
          await this.once();
          await sleep(pauseMs);
        }
      } finally {
        this.#over = true;
      }
    };
    const [result] = await Promise.all([working, pulling()]);
    return result;
  }

  /** Pulls until one brings nothing new. */
  async untilQuiet(): Promise<void> {
    for (;;) {
      const { applied, failed } = await this.once();
      if (failed !== undefined) throw new Error(`The last pulls fail: ${failed}`);
      if (applied === 0) return;
    }
  }

  /** Returns after `count` further pulls, of which all but the first have begun after the call. */
  afterPulls(count: number): Promise<void> {
    const wanted = this.pulls + count;
    return this.#until(() => this.pulls >= wanted);
  }

  /** The same, or after `ms` where pulls take longer. */
  async afterPullsOr(ms: number, count: number): Promise<void> {
    const [wanted, deadline] = [this.pulls + count, Date.now() + ms];
    await this.#until(() => this.pulls >= wanted || Date.now() > deadline);
  }

  afterFailure(): Promise<void> {
    const known = this.failures.length;
    return this.#until(() => this.failures.length > known);
  }

  async #until(reached: () => boolean): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!reached()) {
      if (this.#over || Date.now() > deadline) throw new Error(`No such pull has come, after ${this.pulls} pulls and ${this.failures.length} failures`);
      await sleep(20);
    }
  }
}
