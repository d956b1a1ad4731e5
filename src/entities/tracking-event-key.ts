import { defineEntity, p } from '@mikro-orm/core';

/** One row per tracking event ever stored: the unpartitioned place where a doubled event is refused. */
const TrackingEventKeySchema = defineEntity({
  name: 'TrackingEventKey',
  properties: {
    shipment: p.uuid().primary(),
    eventKey: p.string().primary(),
  },
  // What takes an event back may name no shipment.
  indexes: [{ properties: ['eventKey'] }],
});

export class TrackingEventKey extends TrackingEventKeySchema.class {}
TrackingEventKeySchema.setClass(TrackingEventKey);
