/** Tells failures that pass from failures that would come again with the same input. */
import { StaleLocks } from './locks.js';

/** SQLSTATE classes of bad data: values that do not fit (22), rows that contradict others (23), broken conditions (44). */
const badData = /^(22|23|44)/;
const sqlState = /^[0-9A-Z]{5}$/;
const awayMessages = /connection terminated|connection error|timeout exceeded when trying to connect|pglite is clos/i;

/**
 * True where trying again later may help: the database is away or busy, or too many wanted the same objects. False for
 * bad data and for errors of our own, which the same message would meet for ever.
 */
export function isPassing(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof StaleLocks || awayMessages.test(at.message)) return true;
    const code = 'code' in at ? at.code : undefined;
    if (typeof code !== 'string') continue;
    if (sqlState.test(code)) return !badData.test(code);
    // Node's and the drivers' own codes: ECONNRESET, CONNECTION_CLOSED …
    if (/^E[A-Z]+$|CONNECTION|TIMEOUT/.test(code)) return true;
  }
  return false;
}
