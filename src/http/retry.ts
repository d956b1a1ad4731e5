import type { ConnectorError, ConnectorErrorKind } from './errors.js';

export interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Upper bound of the first wait; doubles with every attempt. Milliseconds. */
  readonly baseMs: number;
  /** Upper bound of any wait that we choose ourselves. Milliseconds. */
  readonly capMs: number;
  /** A server that asks for a longer wait than this is left to the next scheduled run. Milliseconds. */
  readonly maxRetryAfterMs: number;
}

const RETRIED: readonly ConnectorErrorKind[] = ['throttled', 'transient'];

/**
 * Milliseconds to wait before attempt `attempt + 1`, or null where the failure is final. Full jitter
 * (uniform between 0 and the bound), on top of the wait that the server asked for, if any.
 */
export function waitBeforeRetry(error: ConnectorError, attempt: number, options: RetryOptions, random: () => number): number | null {
  if (!RETRIED.includes(error.kind) || attempt >= options.attempts) return null;
  const asked = error.details.retryAfterMs ?? 0;
  if (asked > options.maxRetryAfterMs) return null;
  return asked + Math.floor(random() * Math.min(options.capMs, options.baseMs * 2 ** (attempt - 1)));
}

/** Reads `Retry-After` (RFC 9110, 10.2.3: seconds or an HTTP date) as milliseconds from `now`; undefined where it is absent or unreadable. */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse reads nearly anything as some date, e.g. "-5": ask for the form that HTTP dates have.
  const at = /^[A-Za-z]{3,9},? .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
