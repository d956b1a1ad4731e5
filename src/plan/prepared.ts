/** How many texts may be prepared before the next renewal. */
const most = 500;

/** A connection of the read pool lives no longer than this: postgres.js ends each after 30 to 60 minutes. */
const connectionMs = 3_600_000;

/**
 * Which statements are prepared in the database. A connection keeps what was prepared on it for as long as it lives, and
 * planning costs more than running most statements, so the first `most` texts that recur are let in, and an hour later all
 * are looked at anew. No connection ever holds more than twice as many, whatever documents clients think of.
 */
export class PreparedTexts {
  private readonly admitted = new Set<string>();
  private renewedAt = -Infinity;

  /** `clock` in milliseconds; it never goes back. */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  admit(sql: string): boolean {
    if (this.clock() - this.renewedAt >= connectionMs) {
      this.admitted.clear();
      this.renewedAt = this.clock();
    }
    if (this.admitted.size < most) this.admitted.add(sql);
    return this.admitted.has(sql);
  }
}
