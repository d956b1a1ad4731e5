import { defineEntity, p } from '@mikro-orm/core';
import { amount, country, currency, fine, id, instant, offset, search, source } from './columns.js';
import { Carrier } from './carrier.js';
import { ResponsibleParty, ShipmentDirection, ShipmentStatus, TransportMode } from './enums.js';
import { Supplier } from './supplier.js';

/**
 * Goods handed to a carrier under one tracking number or bill of lading. The status is that of the newest actual
 * tracking event. `deliveredOn` is the destination's date. `recordStatus` (with `recordDeliveredOn`) is what the
 * record's own master says, and holds where no tracking does; `snapshotStatus`, `estimateAsOf` and `signerAsOf` are what merging late and doubled
 * messages must remember: the newest status told as a whole (at `snapshotAt`), and when estimate and signer were said.
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
    recordStatus: p.enum(() => ShipmentStatus).nullable(),
    recordDeliveredOn: p.date().nullable(),
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
    estimateAsOf: instant().nullable(),
    snapshotStatus: p.enum(() => ShipmentStatus).nullable(),
    snapshotAt: instant().nullable(),
    signedBy: p.text().nullable(),
    signerAsOf: instant().nullable(),
    weightKg: fine().nullable(),
    freightAmount: amount().nullable(),
    freightCurrency: currency().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
  indexes: [
    { properties: ['createdAt', 'id'] },
    { properties: ['status', 'createdAt', 'id'] },
    { properties: ['carrier', 'createdAt', 'id'] },
    { properties: ['supplier', 'createdAt', 'id'] },
    { properties: ['trackingNumber'] },
    { properties: ['promisedDate'] },
  ],
});

export class Shipment extends ShipmentSchema.class {}
ShipmentSchema.setClass(Shipment);
