/** When a connector is left in peace: while a person has paused it, and as long as its system has asked for. */
import { ConnectorError } from '../connectors/contract.js';
import { lockKey } from '../domain/locks.js';
import { type Actor, transact } from '../domain/transaction.js';
import { ConnectorState } from '../entities/index.js';
import type { JobContext } from './job.js';

/** Longer than this nobody is believed: a person would have to find out why nothing comes any more. */
const MOST_WAIT_MS = 24 * 3_600_000;

/** It is neither pulled nor told anything; what it sends by itself is still taken. */
export async function isAtRest({ database, now }: Pick<JobContext, 'database' | 'now'>, connectorId: string): Promise<boolean> {
  const resting = { $or: [{ pausedAt: { $ne: null } }, { askedToWaitUntil: { $gt: now() } }] };
  return (await database.em.fork().count(ConnectorState, { connectorId, ...resting })) > 0;
}

/** Until when the system that answered so (`Retry-After`) wants to be left in peace; null where it did not say. */
export function askedToWaitUntil(error: unknown, now: Date): Date | null {
  // Without a status it was our own breaker that spoke.
  if (!(error instanceof ConnectorError) || error.details.status === undefined || !error.details.retryAfterMs) return null;
  return new Date(now.getTime() + Math.min(error.details.retryAfterMs, MOST_WAIT_MS));
}

/** Has every run of every process wait as it was asked for. */
export async function noteAskedToWait(error: unknown, connectorId: string, { database, now }: Pick<JobContext, 'database' | 'now'>, by: Actor): Promise<void> {
  const until = askedToWaitUntil(error, now());
  if (until === null) return;
  await transact(database, { now: now(), by, locks: () => [lockKey('CONNECTOR', connectorId)] }, async ({ em }) => {
    const state = (await em.findOne(ConnectorState, { connectorId })) ?? em.create(ConnectorState, { connectorId, messages: 0 });
    state.askedToWaitUntil = until;
  });
}
