import { defineEntity, p } from '@mikro-orm/core';

/** The one row that says which database this is: cursors carry the epoch, so that one of another database is refused. */
const GatewaySchema = defineEntity({
  name: 'Gateway',
  properties: {
    id: p.integer().primary().autoincrement(false),
    epoch: p.string().length(16),
    demo: p.boolean().default(false),
  },
});

export class Gateway extends GatewaySchema.class {}
GatewaySchema.setClass(Gateway);
