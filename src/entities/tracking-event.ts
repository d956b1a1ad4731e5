import { defineEntity, p } from '@mikro-orm/core';
import { country, id, instant, offset } from './columns.js';
import { EventClassifier, ResponsibleParty, ShipmentStatus } from './enums.js';
import { Shipment } from './shipment.js';

/**
 * One fact told by a carrier. Partitioned by `recordedAt`; that it is stored once is held by `TrackingEventKey`.
 * `sourceSystem`: the connector or import that told it first; null for those told before that was kept. `inFuture`: it claims to have happened more than 24 hours after we received it, so it sets nothing.
 */
const TrackingEventSchema = defineEntity({
  name: 'TrackingEvent',
  properties: {
    id: id(),
    recordedAt: instant(),
    shipment: p.manyToOne(Shipment),
    eventKey: p.string(),
    occurredAt: instant(),
    occurredAtOffset: offset(),
    zoneAssumed: p.boolean().default(false),
    classifier: p.enum(() => EventClassifier),
    milestone: p.enum(() => ShipmentStatus).nullable(),
    carrierCode: p.string().nullable(),
    reason: p.text().nullable(),
    responsible: p.enum(() => ResponsibleParty).nullable(),
    description: p.text().nullable(),
    city: p.text().nullable(),
    region: p.text().nullable(),
    country: country(),
    postalCode: p.string().length(32).nullable(),
    latitude: p.double().nullable(),
    longitude: p.double().nullable(),
    retracts: p.string().nullable(),
    retracted: p.boolean().default(false),
    inFuture: p.boolean().default(false),
    sourceSystem: p.string().length(64).nullable(),
  },
  indexes: [{ properties: ['shipment', 'occurredAt'] }],
});

export class TrackingEvent extends TrackingEventSchema.class {}
TrackingEventSchema.setClass(TrackingEvent);
