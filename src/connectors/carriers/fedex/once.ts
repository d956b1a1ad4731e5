import { ConnectorError, type HttpResponse } from '../../contract.js';
import type { Calls } from './calls.js';

/** FedEx says by it that it did nothing. */
const UNAVAILABLE = 503;

/**
 * Sends what FedEx would do twice if it were sent twice. Where the answer is lost, a person decides: the error is `rejected`,
 * which nobody repeats by himself.
 */
export async function sendOnce(calls: Calls, path: string, content: object, signal: AbortSignal): Promise<HttpResponse> {
  // Apart, so that a token that cannot be fetched is not taken for an answer that was lost.
  await calls.token(signal);
  try {
    return await calls.send('POST', path, content, false, signal);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'transient' || signal.aborted) throw error;
    if (error.details.notSent || error.details.status === UNAVAILABLE) throw error;
    throw new ConnectorError('rejected', `FedEx's answer was lost, so it may have been done; look at FedEx before you try again: ${error.message}`, { cause: error });
  }
}
