/** Received messages, and what was parked of them. */
import { raw } from '@mikro-orm/core';
import { z } from 'zod';
import { replay } from '../../domain/inbox.js';
import { replayUnmapped } from '../../domain/replay-unmapped.js';
import { InboxStatus } from '../../entities/enums.js';
import { InboxMessage } from '../../entities/index.js';
import { CommandRefused, defineCommand, operator } from './command.js';

/** Newest first. */
export const listMessagesCommand = defineCommand({
  input: z.object({ parked: z.boolean(), unmapped: z.boolean(), sender: z.string().nullable(), limit: z.number().int().min(1).max(10_000) }),
  run: async ({ database }, { parked, unmapped: isUnmapped, sender, limit }) => {
    const where = {
      ...(parked ? { status: InboxStatus.PARKED } : {}),
      ...(isUnmapped ? { [raw('unmapped')]: { $ne: raw(`'[]'::jsonb`) } } : {}),
      ...(sender === null ? {} : { connectorId: sender }),
    };
    const [found, total] = await database.em.fork().findAndCount(InboxMessage, where, { exclude: ['body'], orderBy: { receivedAt: 'desc', id: 'desc' }, limit });
    const messages = found.map(({ id, connectorId, messageId, topic, status, reason, attempts, receivedAt, unmapped }) => {
      return { id, sender: connectorId, messageId, topic, status, reason: reason ?? null, unmapped: [unmapped].flat(), attempts, receivedAt: receivedAt.toISOString() };
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

/** Those of a connector that came while a code was unknown, oldest first, a portion at a time. */
export const replayUnmappedCommand = defineCommand({
  input: z.object({ connector: z.string(), after: z.string().nullable() }),
  run: async ({ database, now, understandingOf }, { connector, after }, signal) => {
    if (!understandingOf(connector)) throw new CommandRefused(`There is no connector ${connector}. "connectors list" shows the ids.`);
    return replayUnmapped(database, understandingOf, { connectorId: connector, after, now: now(), by: operator, signal });
  },
});
