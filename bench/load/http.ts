/**
 * A load over HTTP on connections that are kept open, each with one request under way at a time. The requests are made
 * beforehand and the answers only counted, so that measuring takes little of the processors that the measured need; times
 * are in microseconds, and every request may differ. Those are the reasons for not taking a ready-made generator.
 */
import type { Socket } from 'node:net';
import { connect } from 'node:net';

export interface LoadOptions {
  /** `http://host:port` */
  readonly url: string;
  readonly connections: number;
  /** The next request's bytes; null: there are no more. */
  readonly next: () => Buffer | null;
  /** Stop after so many seconds; without it, when there are no more requests. */
  readonly seconds?: number;
  /** How the body of a good answer begins. */
  readonly expect: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds, ascending. */
  readonly latencies: Float64Array;
}

/** Throws at the first answer that is not as expected: a load of errors is no measurement. */
export async function load({ url, connections, next, seconds, expect }: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const { hostname, port } = new URL(url);
  const expected = Buffer.from(expect);
  const start = performance.now();
  const until = seconds === undefined ? Infinity : start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname);
      socket.setNoDelay(true);
      try {
        await keepAsking(socket, () => (performance.now() < until ? next() : null), expected, latencies);
      } finally {
        socket.destroy();
      }
    }),
  );
  const tookSeconds = (performance.now() - start) / 1000;
  return { requests: latencies.length, perSecond: latencies.length / tookSeconds, latencies: Float64Array.from(latencies).sort() };
}

function keepAsking(socket: Socket, next: () => Buffer | null, expected: Buffer, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let head: Buffer | null = null;
    let bodyLeft = 0;

    const ask = (): void => {
      const request = next();
      if (!request) return resolve();
      sentAt = performance.now();
      socket.write(request);
    };
    const answered = (): void => {
      latencies.push(performance.now() - sentAt);
      ask();
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('A connection was closed by the server.')));
    socket.on('data', (chunk) => {
      if (bodyLeft > 0) {
        bodyLeft -= chunk.length;
        if (bodyLeft === 0) answered();
        return;
      }
      head = head ? Buffer.concat([head, chunk]) : chunk;
      const bodyAt = head.indexOf('\r\n\r\n') + 4;
      if (bodyAt < 4 || head.length < bodyAt + expected.length) return;
      const length = contentLength(head.toString('latin1', 0, bodyAt));
      const isGood = head.compare(expected, 0, expected.length, bodyAt, bodyAt + expected.length) === 0;
      if (length === null || !isGood) return reject(new Error(`Not the answer expected: ${head.toString('utf8', 0, 1000)}`));
      bodyLeft = bodyAt + length - head.length;
      head = null;
      if (bodyLeft === 0) answered();
    });
    socket.on('connect', ask);
  });
}

/** Null for an answer without a stated length, or other than 200. */
function contentLength(head: string): number | null {
  if (!head.startsWith('HTTP/1.1 200')) return null;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  return length === undefined ? null : Number(length);
}
