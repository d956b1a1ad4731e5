import { defineEntity, p } from '@mikro-orm/core';

/** One link of the hash chain over the audit trail, written in log order by one writer at a time. */
const AuditLinkSchema = defineEntity({
  name: 'AuditLink',
  properties: {
    position: p.bigint('string').primary().autoincrement(false),
    entrySeq: p.bigint('string').unique(),
    hash: p.string().length(64),
  },
});

export class AuditLink extends AuditLinkSchema.class {}
AuditLinkSchema.setClass(AuditLink);
