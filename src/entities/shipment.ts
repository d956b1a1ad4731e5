import { defineEntity, p } from '@mikro-orm/core';
import { amount, country, currency, fine, id, instant, offset, search, source } from './columns.js';
import { Carrier } from './carrier.js';
import { ResponsibleParty, ShipmentDirection, ShipmentStatus, TransportMode } from './enums.js';
import { Supplier } from './supplier.js';

/**
 * Goods handed to a carrier under one tracking number or bill of lading. The status is that of the newest actual
 * tracking event; `snapshotAt` is the newest whole-history message merged. `deliveredOn` is the destination's date.
 */
const ShipmentSchema = defineEntity({
  name: 'Shipment',
  properties: {
    id: id(),
    number: p.string(),
    direction: p.enum(() => ShipmentDirection),
    trackingNumber: p.string().nullable(),
    carrier: p.manyToOne(Carrier).nullable(),
    supplier: p.manyToOne(Supplier).nullable(),
    mode: p.enum(() => TransportMode).nullable(),
    status: p.enum(() => ShipmentStatus),
    statusReason: p.text().nullable(),
    responsible: p.enum(() => ResponsibleParty).nullable(),
    country: country(),
    createdAt: instant(),
    shippedAt: instant().nullable(),
    deliveredAt: instant().nullable(),
    deliveredAtOffset: offset(),
    deliveredOn: p.date().nullable(),
    promisedDate: p.date().nullable(),
    estimatedDelivery: instant().nullable(),
    estimatedDeliveryOffset: offset(),
    snapshotAt: instant().nullable(),
    signedBy: p.text().nullable(),
    weightKg: fine().nullable(),
    freightAmount: amount().nullable(),
    freightCurrency: currency().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceSystem', 'sourceExternalId'] }, { properties: ['sourceSystem', 'number'] }],
  indexes: [
    { properties: ['createdAt', 'id'] },
    { properties: ['status', 'createdAt', 'id'] },
    { properties: ['carrier', 'createdAt', 'id'] },
    { properties: ['supplier', 'createdAt', 'id'] },
    { properties: ['trackingNumber'] },
  ],
});

export class Shipment extends ShipmentSchema.class {}
ShipmentSchema.setClass(Shipment);
