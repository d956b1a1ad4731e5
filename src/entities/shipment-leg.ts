import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';
import { Carrier } from './carrier.js';
import { TransportMode } from './enums.js';
import { Shipment } from './shipment.js';

/** One stretch of a shipment's way with one carrier and one means of transport. */
const ShipmentLegSchema = defineEntity({
  name: 'ShipmentLeg',
  properties: {
    id: id(),
    shipment: p.manyToOne(Shipment),
    legNo: p.integer(),
    carrier: p.manyToOne(Carrier).nullable(),
    mode: p.enum(() => TransportMode).nullable(),
    origin: p.text().nullable(),
    destination: p.text().nullable(),
    departedAt: instant().nullable(),
    arrivedAt: instant().nullable(),
  },
  uniques: [{ properties: ['shipment', 'legNo'] }],
});

export class ShipmentLeg extends ShipmentLegSchema.class {}
ShipmentLegSchema.setClass(ShipmentLeg);
