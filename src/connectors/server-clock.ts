/**
 * The outside system's clock. Change times are written by it, so a pull's "changed since" must be read from it: with ours,
 * when it is ahead, changes would be missed for good.
 */
import type { HttpClient, HttpResponse } from './contract.js';

/**
 * An answer's `Date` is in whole seconds, and some servers round up (Werkzeug does), so that it can be ahead of its own
 * clock.
 */
const ROUNDING_MS = 1000;

/** Learns from the `Date` of every answer (RFC 9110, 6.6.1). Where none has one, their clock is taken to be ours. */
export class ServerClock {
  #aheadMs = 0;

  constructor(private readonly now: () => Date) {}

  /** The client, listened to. */
  listening(http: HttpClient): HttpClient {
    return {
      request: async (request) => {
        const response = await http.request(request);
        this.note(response);
        return response;
      },
    };
  }

  note({ headers }: Pick<HttpResponse, 'headers'>): void {
    const told = Date.parse(headers['date'] ?? '');
    if (!Number.isNaN(told)) this.#aheadMs = told - ROUNDING_MS - this.now().getTime();
  }

  /** What their clock showed when ours showed `ours`: a second or two too early rather than too late. */
  at(ours: Date): Date {
    return new Date(ours.getTime() + this.#aheadMs);
  }
}
