import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.js';

/** The stored answer to a command with an idempotency key, written in the command's own transaction. */
const IdempotencyRecordSchema = defineEntity({
  name: 'IdempotencyRecord',
  properties: {
    actor: p.string().primary(),
    key: p.string().primary(),
    requestHash: p.string().length(64),
    response: p.json<unknown>(),
    createdAt: instant(),
  },
});

export class IdempotencyRecord extends IdempotencyRecordSchema.class {}
IdempotencyRecordSchema.setClass(IdempotencyRecord);
