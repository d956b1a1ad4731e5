import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.js';

/**
 * Who changed what, when, from what to what, by which channel (R43). The application can add rows, not change them: a
 * trigger refuses. Personal data are not copied here, so that they can be erased without touching the trail.
 */
const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  properties: {
    seq: p.bigint('string').primary().autoincrement(),
    xid: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    at: instant(),
    actor: p.string(),
    channel: p.string().length(64),
    action: p.string().length(64),
    objectType: p.string().length(32),
    objectId: p.uuid(),
    before: p.json<unknown>().nullable(),
    after: p.json<unknown>().nullable(),
  },
  indexes: [{ properties: ['xid', 'seq'] }, { properties: ['objectId'] }],
});

export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);
