import type { Writable } from 'node:stream';
import type { WebSocket } from 'ws';

export interface OutletLimits {
  /** Bytes that may wait for the client; more are not produced until it reads. */
  readonly waitingBytes: number;
  /** How long a client may leave them waiting, in milliseconds. */
  readonly slowMs: number;
}

/** One socket's way out. */
export interface Outlet {
  /**
   * Sends one message, in order after what was pushed. While too much waits for the client the promise resolves only once
   * the message is written, so the operation that makes messages waits too.
   */
  send(data: string): Promise<void>;
  /**
   * Sends a message together with others of the next moment. False: too much waits for the client, and this message was
   * not taken.
   */
  push(data: Buffer): boolean;
}

/** Pushed messages wait this long for company: one write for all of a socket costs little more than one for each. */
const gatherMs = 2;

/**
 * A client that leaves messages waiting for `slowMs` is reported; it can come back and resume. On a socket that is being closed
 * `send` waits for the close, which ends the operations: resolved at once, it would let them go on making messages for
 * nobody. `wire` is what the socket writes to.
 */
export function createOutlet(socket: WebSocket, wire: Writable, limits: OutletLimits, gathering: Gathering, tooSlow: () => void): Outlet {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const pushed: { frames: Buffer[]; bytes: number } = { frames: [], bytes: 0 };

  const flush = (): void => {
    const { frames } = pushed;
    if (frames.length === 0) return;
    pushed.frames = [];
    pushed.bytes = 0;
    if (socket.readyState !== socket.OPEN) return;
    wire.cork();
    for (const frame of frames) socket.send(frame, asText);
    wire.uncork();
  };

  return {
    send: (data) => {
      flush();
      if (socket.readyState !== socket.OPEN) return gone;
      if (socket.bufferedAmount <= limits.waitingBytes) {
        socket.send(data);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(tooSlow, limits.slowMs);
        socket.send(data, () => {
          clearTimeout(timer);
          resolve(socket.readyState === socket.OPEN ? undefined : gone);
        });
      });
    },
    push: (data) => {
      if (socket.bufferedAmount + pushed.bytes > limits.waitingBytes) {
        flush();
        return false;
      }
      if (pushed.frames.length === 0) gathering.add(flush);
      pushed.frames.push(data);
      pushed.bytes += data.length;
      return true;
    },
  };
}

const asText = { binary: false };

/** The sockets that have something to write at the next moment; one timer for all of them. */
export class Gathering {
  private waiting: (() => void)[] = [];

  add(flush: () => void): void {
    if (this.waiting.length === 0) setTimeout(() => this.flushAll(), gatherMs);
    this.waiting.push(flush);
  }

  private flushAll(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const flush of waiting) flush();
  }
}
