import { setTimeout as delay } from 'node:timers/promises';
import type { LookupFunction } from 'node:net';
import { Transport } from './attempt.js';
import { CircuitBreaker, type BreakerOptions, type BreakerState } from './breaker.js';
import { ConnectorError } from './errors.js';
import { Pace } from './pace.js';
import { waitBeforeRetry, type RetryOptions } from './retry.js';

/** Outgoing HTTP as connectors see it. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Accepted media types; another one is a ConnectorError('contract'). */
  readonly accept: readonly string[];
  readonly signal: AbortSignal;
  /** Deadline of one attempt in milliseconds. */
  readonly deadlineMs?: number;
  /** Whether the call may be repeated after a transient failure. */
  readonly idempotent: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  text(): string;
  /** Parsed JSON; throws ConnectorError('contract') where it is broken. */
  json(): unknown;
}

/** Everything has a default; `now`, `random`, `sleep` and `lookup` are there for tests. */
export interface HttpClientOptions {
  /** Lets calls reach loopback and private networks (an ERP on the LAN, tests). Default false. */
  readonly allowPrivateAddresses?: boolean;
  /** Deadline of one attempt from the first lookup to the last byte, in milliseconds. Default 15,000. */
  readonly deadlineMs?: number;
  /** Largest answer accepted, after decompression. Default 10 MB. */
  readonly maxBodyBytes?: number;
  /** Connections to one host at the same time. Default 8. */
  readonly maxSockets?: number;
  /** From the start of one call to the start of the next, in milliseconds, where the outside system takes no more. Default 0. */
  readonly minIntervalMs?: number;
  readonly userAgent?: string;
  /** Certificate authority (PEM) that takes the place of the public ones, for systems with a private one. */
  readonly ca?: string;
  readonly retry?: Partial<RetryOptions>;
  readonly breaker?: Partial<BreakerOptions>;
  readonly now?: () => Date;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Resolves after `ms`; rejects as soon as the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly lookup?: LookupFunction;
}

export interface ClosableHttpClient extends HttpClient {
  /** Whether calls go out at all at the moment. */
  breaker(): BreakerState;
  /** Drops the connections kept for reuse; calls that are under way fail. */
  close(): void;
}

/**
 * The one way out. An answer is returned only where its status is 2xx and its media type accepted; everything else throws
 * ConnectorError, with the status in `details`. Repeats idempotent calls after transient and throttled failures, and
 * stops calling for a while after many failures in a row. One client per connector: the breaker is the client's.
 */
export function createHttpClient(options: HttpClientOptions = {}): ClosableHttpClient {
  const now = options.now ?? (() => new Date());
  const random = options.random ?? Math.random;
  const sleep = options.sleep ?? ((ms, signal) => delay(ms, undefined, { signal }));
  const retry: RetryOptions = { attempts: 4, baseMs: 500, capMs: 10_000, maxRetryAfterMs: 60_000, ...options.retry };
  const breaker = new CircuitBreaker({ failures: 8, openMs: 30_000, ...options.breaker }, now);
  const pace = new Pace({ minIntervalMs: options.minIntervalMs ?? 0, now, sleep });
  const transport = new Transport({
    allowPrivateAddresses: options.allowPrivateAddresses ?? false,
    deadlineMs: options.deadlineMs ?? 15_000,
    maxBodyBytes: options.maxBodyBytes ?? 10_000_000,
    maxSockets: options.maxSockets ?? 8,
    userAgent: options.userAgent ?? 'interline',
    ca: options.ca,
    lookup: options.lookup,
    now,
  });

  const attempt = async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      const response = await transport.send(request);
      breaker.answered();
      return response;
    } catch (error) {
      const failure = error instanceof ConnectorError ? error : null;
      if (request.signal.aborted) breaker.abandoned();
      else if (failure?.kind === 'transient') breaker.failed();
      else if (failure?.details.status !== undefined) breaker.answered();
      else breaker.abandoned();
      throw error;
    }
  };

  return {
    breaker: () => breaker.state(),
    close: () => transport.close(),
    request: async (request) => {
      let last: ConnectorError | null = null;
      for (let count = 1; ; count += 1) {
        // A refusal by the breaker is not waited for, it would hold the caller for nothing. Of a repeated call it says less than
        // the failure before it, and not that nothing was sent.
        if (last !== null && breaker.state() === 'open') throw last;
        // One that is refused anyway takes nobody's turn.
        if (breaker.state() !== 'open') await pace.turn(request.signal);
        breaker.enter();
        try {
          return await attempt(request);
        } catch (error) {
          if (!(error instanceof ConnectorError) || !request.idempotent || request.signal.aborted) throw error;
          const wait = waitBeforeRetry(error, count, retry, random);
          if (wait === null) throw error;
          // A wait that the caller cuts short ends with the failure that it was waiting on.
          await sleep(wait, request.signal).catch(() => Promise.reject(error));
          last = error;
        }
      }
    },
  };
}
