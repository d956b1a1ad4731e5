/** Received messages, and what was parked of them. */
import { z } from 'zod';
import { replay } from '../../domain/inbox.js';
import { InboxStatus } from '../../entities/enums.js';
import { InboxMessage } from '../../entities/index.js';
import { CommandRefused, defineCommand, operator } from './command.js';

/** Newest first. */
export const listMessagesCommand = defineCommand({
  input: z.object({ parked: z.boolean(), sender: z.string().nullable(), limit: z.number().int().min(1).max(10_000) }),
  run: async ({ database }, { parked, sender, limit }) => {
    const where = { ...(parked ? { status: InboxStatus.PARKED } : {}), ...(sender === null ? {} : { connectorId: sender }) };
    const fields = ['id', 'connectorId', 'messageId', 'topic', 'status', 'reason', 'attempts', 'receivedAt'] as const;
    const [found, total] = await database.em.fork().findAndCount(InboxMessage, where, { fields, orderBy: { receivedAt: 'desc', id: 'desc' }, limit });
    const messages = found.map(({ id, connectorId, messageId, topic, status, reason, attempts, receivedAt }) => {
      return { id, sender: connectorId, messageId, topic, status, reason: reason ?? null, attempts, receivedAt: receivedAt.toISOString() };
    });
    return { total, messages };
  },
});

export const replayMessageCommand = defineCommand({
  input: z.object({ id: z.string() }),
  run: async ({ database, now, understandingOf }, { id }) => {
    const stored = z.uuid().safeParse(id).success ? await database.em.fork().findOne(InboxMessage, { id }, { fields: ['connectorId'] }) : null;
    if (!stored) throw new CommandRefused(`There is no message ${id}. "messages list --parked" shows the ids.`);
    if (!understandingOf(stored.connectorId)) {
      throw new CommandRefused(`The message came from ${stored.connectorId}, which is no longer configured. Put it back into CONNECTORS first.`);
    }
    const { result, reason } = await replay(database, id, understandingOf, { now: now(), by: operator });
    return { result, reason };
  },
});
