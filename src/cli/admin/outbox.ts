/** What outside systems are told, and what was given up of it. */
import { z } from 'zod';
import { retryCommand } from '../../domain/outgoing/queue.js';
import { OutgoingStatus } from '../../entities/enums.js';
import { OutgoingCommand } from '../../entities/index.js';
import { CommandRefused, defineCommand, operator } from './command.js';

/** Newest first, without what they say: that may be somebody's address. */
export const listCommandsCommand = defineCommand({
  input: z.object({ failed: z.boolean(), connector: z.string().nullable(), limit: z.int().min(1).max(10_000) }),
  run: async ({ database }, { failed, connector, limit }) => {
    const where = { ...(failed ? { status: OutgoingStatus.FAILED } : {}), ...(connector === null ? {} : { connectorId: connector }) };
    const fields = ['id', 'connectorId', 'kind', 'objectId', 'status', 'attempts', 'nextAttemptAt', 'lastErrorKind', 'lastError', 'createdAt'] as const;
    const [found, total] = await database.em.fork().findAndCount(OutgoingCommand, where, { fields, orderBy: { createdAt: 'desc', id: 'desc' }, limit });
    const commands = found.map(({ id, connectorId, kind, objectId, status, attempts, nextAttemptAt, lastErrorKind, lastError, createdAt }) => {
      const times = { createdAt: createdAt.toISOString(), nextAttemptAt: nextAttemptAt.toISOString() };
      return { id, connector: connectorId, kind, objectId, status, attempts, lastErrorKind: lastErrorKind ?? null, lastError: lastError ?? null, ...times };
    });
    return { total, commands };
  },
});

export const retryCommandCommand = defineCommand({
  input: z.object({ id: z.string(), reason: z.string().nullable() }),
  run: async ({ database, now, connectors }, { id, reason }) => {
    const stored = z.uuid().safeParse(id).success ? await database.em.fork().findOne(OutgoingCommand, { id }, { fields: ['connectorId', 'status'] }) : null;
    if (!stored) throw new CommandRefused(`There is no command ${id}. "commands list --failed" shows the ids.`);
    if (stored.status === OutgoingStatus.DONE) return { wasDone: true };
    if (!connectors.some((connector) => connector.id === stored.connectorId)) {
      throw new CommandRefused(`The command is for ${stored.connectorId}, which is no longer configured. Put it back into CONNECTORS first.`);
    }
    await retryCommand(database, id, { now: now(), by: operator, reason });
    return { wasDone: false };
  },
});
