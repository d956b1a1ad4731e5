import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.js';
import { ObjectType } from './enums.js';

/**
 * A domain event: something that changed here. Read in the order (xid, seq) and only below the snapshot's xmin, so that
 * the order respects commit and cause. Partitioned by `recordedAt`; rows are never changed.
 */
const EventSchema = defineEntity({
  name: 'Event',
  tableName: 'event_log',
  properties: {
    seq: p.bigint('string').primary().autoincrement(),
    xid: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    recordedAt: instant(),
    occurredAt: instant(),
    type: p.string().length(64),
    objectType: p.enum(() => ObjectType),
    objectId: p.uuid(),
    number: p.string(),
    fromStatus: p.string().length(32).nullable(),
    toStatus: p.string().length(32),
    actor: p.string(),
    channel: p.string().length(64),
    supplierId: p.uuid().nullable(),
    carrierId: p.uuid().nullable(),
  },
  indexes: [{ properties: ['xid', 'seq'] }, { properties: ['objectId', 'xid', 'seq'] }],
});

export class Event extends EventSchema.class {}
EventSchema.setClass(Event);
