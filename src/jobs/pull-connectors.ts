import { ConnectorError } from '../connectors/contract.js';
import { receiveMany } from '../domain/inbox.js';
import { lockKey } from '../domain/locks.js';
import { transact } from '../domain/transaction.js';
import { ConnectorState } from '../entities/index.js';
import { askedToWaitUntil, isAtRest } from './at-rest.js';
import type { Job, JobConnector, JobContext } from './job.js';
import { jobActor } from './job.js';

const name = 'pull-connectors';

/**
 * Asks each connector for what is new, page by page. Each is a run of its own: one that is slow or broken keeps no other
 * waiting, and no two processes pull the same one at once. A page's cursor is saved with its messages, so a pull that
 * ends early goes on where it stopped.
 */
export const pullConnectorsJob: Job = {
  name,
  about: 'asks each connector for what is new',
  when: { pauseSeconds: ({ pullIntervalSeconds }) => pullIntervalSeconds },
  keys: ({ connectors }) => connectors.filter(({ pull }) => pull !== undefined).map(({ id }) => id),
  takesPeriod: false,
  run: async (context, { key }) => {
    const connector = context.connectors.find(({ id }) => id === key);
    if (!connector?.pull || (await isAtRest(context, connector.id))) return {};
    const count = { applied: 0, duplicate: 0, parked: 0 };
    const state = await context.database.em.fork().findOne(ConnectorState, { connectorId: connector.id });
    try {
      await pull(connector, context, state?.cursor ?? null, count);
      return count;
    } catch (error) {
      // The gateway stops, or the job ran too long: no fault of the connector.
      if (context.signal.aborted) throw error;
      const kind = error instanceof ConnectorError ? error.kind : 'internal';
      context.log.warn({ err: error, connectorId: connector.id, kind }, 'pull failed');
      const hasBrought = Object.values(count).some((messages) => messages > 0);
      await noteFailure(connector, context, { kind, error, ...(!hasBrought && { lastSuccessAt: state?.lastSuccessAt ?? null }) });
      return { ...count, failed: kind };
    }
  },
};

type Count = Record<'applied' | 'duplicate' | 'parked', number>;

async function pull(connector: JobConnector, { database, now, signal }: JobContext, start: string | null, count: Count): Promise<void> {
  const { id: connectorId, understanding } = connector;
  let after = start;
  const store = async (messages: Parameters<typeof receiveMany>[2], cursor: string | null): Promise<void> => {
    const stored = await receiveMany(database, { ...understanding, connectorId, now: now(), cursor, after }, messages);
    for (const result of ['applied', 'duplicate', 'parked'] as const) count[result] += stored[result];
    after = cursor;
  };
  let pages = 0;
  for await (const { messages, cursor } of connector.pull?.(start, signal) ?? []) {
    await store(messages, cursor);
    pages += 1;
    signal.throwIfAborted();
  }
  // That nothing is new is a success too.
  if (pages === 0) await store([], start);
}

interface Failure {
  readonly kind: string;
  readonly error: unknown;
  /** That of before the pull, where it brought nothing: places that it noted on its way are no success. */
  readonly lastSuccessAt?: Date | null;
}

async function noteFailure({ id: connectorId }: JobConnector, { database, now }: JobContext, { kind, error, ...success }: Failure): Promise<void> {
  const options = { now: now(), by: jobActor(name), locks: () => [lockKey('CONNECTOR', connectorId)] };
  await transact(database, options, async ({ em }) => {
    const state = (await em.findOne(ConnectorState, { connectorId })) ?? em.create(ConnectorState, { connectorId, messages: 0 });
    const lastError = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2_000);
    const until = askedToWaitUntil(error, now());
    Object.assign(state, { lastAttemptAt: now(), lastErrorKind: kind, lastError, ...(until && { askedToWaitUntil: until }), ...success });
  });
}
