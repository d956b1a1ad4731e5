import { defineEntity, p } from '@mikro-orm/core';

/** One row per tracking event ever stored: the unpartitioned place where a doubled event is refused. */
const TrackingEventKeySchema = defineEntity({
  name: 'TrackingEventKey',
  properties: {
    // First in the key: what takes an event back may name no shipment.
    eventKey: p.string().primary(),
    shipment: p.uuid().primary(),
  },
});

export class TrackingEventKey extends TrackingEventKeySchema.class {}
TrackingEventKeySchema.setClass(TrackingEventKey);
