/** How far a gateway is behind the system that it pulls: from the change there until it is held here. */
import type { Connection, Message } from '../../../src/connectors/contract.js';

export interface LagFigures {
  readonly median: number;
  /** Of 20 changes, 19 were here sooner. */
  readonly most: number;
  readonly longest: number;
}

export class Lag {
  readonly #seen = new Set<string>();
  #seconds: number[] = [];
  #since = -Infinity;

  constructor(private readonly connection: Connection) {}

  /** The connection's pull. A page is asked for once the one before it is stored, so that this is when it is timed. */
  async *pull(cursor: string | null, signal: AbortSignal): AsyncGenerator<{ messages: Message[]; cursor: string }> {
    for await (const page of this.connection.pull?.(cursor, signal) ?? []) {
      yield page;
      const now = Date.now();
      for (const message of page.messages) this.#note(message, now);
    }
  }

  /** Times the changes from now on: forgets what was timed so far, e.g. a first load. */
  reset(): void {
    this.#seconds = [];
    this.#since = Date.now();
  }

  figures(): LagFigures {
    const sorted = this.#seconds.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { median: at(0.5), most: at(0.95), longest: at(1) };
  }

  /**
   * A message that was there before tells of no change. The time of a change is that at which its transaction began. A record
   * that nobody has touched can still be new here, e.g. a party that supplies since its first purchase: its time is no lag.
   */
  #note(message: Message, now: number): void {
    if (this.#seen.has(message.messageId)) return;
    this.#seen.add(message.messageId);
    const changedAt = this.connection.normalise(message).facts[0]?.source.updatedAt;
    if (changedAt == null || Date.parse(changedAt) < this.#since) return;
    this.#seconds.push(Math.round((now - Date.parse(changedAt)) / 100) / 10);
  }
}
