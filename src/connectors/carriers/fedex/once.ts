import { leftToAPerson, once } from '../../bookings.js';
import { ConnectorError } from '../../contract.js';
import type { Calls } from './calls.js';

/**
 * Sends what FedEx would do twice if it were sent twice, and reads the answer. Where that is lost, a person decides: the error is
 * `rejected`, which nobody repeats by himself.
 */
export async function sendOnce<T>(calls: Calls, path: string, content: object, read: (body: Uint8Array) => T, signal: AbortSignal): Promise<T> {
  // Apart, so that a token that cannot be fetched is not taken for an answer that was lost.
  await calls.token(signal);
  try {
    return await once(async () => read((await calls.send('POST', path, content, false, signal)).body));
  } catch (error) {
    const isLost = error instanceof ConnectorError && error.kind === 'transient' && error.details.mayBeDone;
    if (!isLost || signal.aborted) throw error;
    throw leftToAPerson('FedEx', `FedEx's answer was lost: ${error.message}`, error);
  }
}
