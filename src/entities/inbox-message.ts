import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';
import { InboxStatus } from './enums.js';

/**
 * A message as it was received, with what became of it. The same id with the same body is stored once; with another
 * body it is a row of its own, parked.
 */
const InboxMessageSchema = defineEntity({
  name: 'InboxMessage',
  properties: {
    id: id(),
    connectorId: p.string().length(64),
    messageId: p.string(),
    bodyHash: p.string().length(64),
    topic: p.string(),
    contentType: p.string(),
    body: p.blob(),
    receivedAt: instant(),
    status: p.enum(() => InboxStatus),
    reason: p.text().nullable(),
    unmapped: p.json<readonly { path: string; value: string }[]>(),
    attempts: p.integer().default(1),
    appliedAt: instant().nullable(),
  },
  uniques: [{ properties: ['messageId', 'connectorId', 'bodyHash'] }],
  indexes: [
    { properties: ['status', 'receivedAt'] },
    // Why on an expression: migrations/010-newest-messages.ts.
    { name: 'inbox_message_connector_id_received_at_index', expression: `create index "inbox_message_connector_id_received_at_index" on "inbox_message" (("connector_id" || ''), "received_at")` },
  ],
});

export class InboxMessage extends InboxMessageSchema.class {}
InboxMessageSchema.setClass(InboxMessage);
