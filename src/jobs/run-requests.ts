/** Runs that are asked for outside of their schedule, by whoever knows that there is something to do. */
import type { PgBoss } from 'pg-boss';

/** So long a request waits for others, so that a burst of them in several processes is one run. */
const gatherMs = 1_000;

/** From one run that was asked for here to the next, however many ask. */
const apartMs = 5_000;

/** A worker looks a little later than the run is due: the database's clock decides. */
const marginMs = 20;

/** Times that a waiting run may slip away between two statements: it was begun meanwhile, and another one was made to wait. */
const mostAttempts = 5;

/** Marks a waiting run as asked for. One without it waits for the time of its schedule. */
const asked = { asked: true };

/**
 * The queue of a job holds at most one run that waits, most of the time for the schedule. A request makes one, or brings that
 * one forward; where one that was asked for waits already, in whatever process, it will do.
 */
export class RunRequests {
  readonly #workers = new Map<string, string>();
  /** When the run is due that was asked for here last, on the clock of this process (milliseconds). */
  readonly #due = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(private readonly boss: PgBoss) {}

  /** From now on runs of this queue can be asked for; `worker` takes them in this process. */
  take(queue: string, worker: string): void {
    this.#workers.set(queue, worker);
  }

  /** Resolves once the run is sure to come. Throws where the database cannot note it. */
  async request(queue: string): Promise<void> {
    const now = performance.now();
    const last = this.#due.get(queue) ?? Number.NEGATIVE_INFINITY;
    // It has not begun yet, so it will see whatever has happened until now.
    if (last > now) return;
    const waitMs = Math.max(gatherMs, last + apartMs - now);
    if (!(await this.#note(queue, waitMs / 1000))) return;
    this.#due.set(queue, now + waitMs);
    this.#wakeLater(queue, waitMs);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** False: one that was asked for waits already. */
  async #note(queue: string, startAfter: number): Promise<boolean> {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      if ((await this.boss.send(queue, asked, { startAfter })) !== null) return true;
      const queued = await this.boss.findJobs<Partial<typeof asked> | null>(queue, { queued: true });
      const waiting = queued.find(({ state }) => state === 'created');
      if (waiting?.data?.asked) return false;
      if (waiting && (await this.boss.update(queue, asked, { id: waiting.id, startAfter })).updated > 0) return true;
    }
    throw new Error(`No run of ${queue} could be asked for`);
  }

  /** A worker is woken by runs that are made, not by those whose time has come; it would find this one at its next look. */
  #wakeLater(queue: string, waitMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.boss.notifyWorker(this.#workers.get(queue) ?? '');
    }, waitMs + marginMs);
    this.#timers.add(timer.unref());
  }
}
