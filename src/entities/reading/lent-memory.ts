/**
 * Memory for large answers that is used again. Where each answer takes memory of its own outside of V8's heap, V8 collects its whole
 * heap whenever 64 MB were taken: for answers of 126 kB that was half of the gateway's processor time (ADR 13).
 */

/** JSON text in UTF-8, in pieces, in memory that is lent. */
export interface LentText {
  readonly pieces: readonly Buffer[];
  /**
   * The pieces may hold another answer from now on: only for whoever has sent them, or needs them no more. A second call does
   * nothing; without any the memory is collected as any other.
   */
  readonly giveBack: () => void;
}

/** Sizes that are worth it: below, Node shares its own small pool; above, answers are too rare to keep memory for. */
const [least, largest] = [8 * 1024, 1024 * 1024];

export class LentMemory {
  private readonly free = new Map<number, Buffer[]>();
  private freeBytes = 0;

  /** Keeps at most so many bytes that nobody uses. */
  constructor(private readonly mostFree = 16 * 1024 * 1024) {}

  /** A copy that stays as it is until it is given back. */
  copy(bytes: Buffer): LentText {
    if (bytes.length < least || bytes.length > largest) return { pieces: [Buffer.from(bytes)], giveBack: () => {} };
    const memory = this.take(sizeFor(bytes.length));
    bytes.copy(memory);
    const lent = { isOut: true };
    const giveBack = (): void => {
      if (lent.isOut) this.put(memory);
      lent.isOut = false;
    };
    return { pieces: [memory.subarray(0, bytes.length)], giveBack };
  }

  private take(size: number): Buffer {
    const memory = this.free.get(size)?.pop();
    if (memory) this.freeBytes -= size;
    return memory ?? Buffer.allocUnsafeSlow(size);
  }

  private put(memory: Buffer): void {
    if (this.freeBytes + memory.length > this.mostFree) return;
    this.freeBytes += memory.length;
    const free = this.free.get(memory.length);
    if (free) free.push(memory);
    else this.free.set(memory.length, [memory]);
  }
}

/** The next power of two, so that sizes are few. */
function sizeFor(length: number): number {
  return 2 ** Math.ceil(Math.log2(length));
}
