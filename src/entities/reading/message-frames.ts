/**
 * PostgreSQL's messages put together from what a socket reads: a byte of type, four of length, the rest
 * (https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-MESSAGE-CONCEPTS).
 */

const headBytes = 5;
const leastBytes = 64 * 1024;

export class MessageFrames {
  /** The beginning of a message whose end has not come; only grows, up to the largest message kept at once. */
  private held: Buffer = Buffer.allocUnsafe(leastBytes);
  private used = 0;

  /** `whole` gets whole messages only, in the order in which they came; the bytes are its own until it returns. */
  constructor(private readonly whole: (messages: Buffer) => void) {}

  /** What was read next; the caller may write over it afterwards. */
  take(read: Buffer): void {
    if (this.used === 0) {
      const end = endOfWhole(read);
      if (end > 0) this.whole(read.subarray(0, end));
      this.hold(read.subarray(end));
      return;
    }
    this.hold(read);
    const end = endOfWhole(this.held.subarray(0, this.used));
    if (end === 0) return;
    this.whole(this.held.subarray(0, end));
    this.held.copyWithin(0, end, this.used);
    this.used -= end;
  }

  private hold(bytes: Buffer): void {
    const needed = this.used + bytes.length;
    if (needed > this.held.length) {
      const grown = Buffer.allocUnsafe(Math.max(2 * this.held.length, needed));
      this.held.copy(grown, 0, 0, this.used);
      this.held = grown;
    }
    bytes.copy(this.held, this.used);
    this.used = needed;
  }
}

/** Where the last whole message ends. */
function endOfWhole(bytes: Buffer): number {
  let end = 0;
  for (let next = endOfMessage(bytes, end); next !== null; next = endOfMessage(bytes, end)) end = next;
  return end;
}

/** Where the message ends that begins at `from`; null where its end has not come. */
export function endOfMessage(bytes: Buffer, from: number): number | null {
  if (bytes.length - from < headBytes) return null;
  // The length counts itself and not the type.
  const end = from + 1 + bytes.readUInt32BE(from + 1);
  return end <= bytes.length ? end : null;
}
