import { defineEntity, p } from '@mikro-orm/core';
import { amount, fine, id } from './columns.js';
import { Order } from './order.js';
import { Product } from './product.js';
import { Shipment } from './shipment.js';
import { Supplier } from './supplier.js';

/**
 * One product of an order. `deliveredOn` is the destination's local date on which the quantity accepted, summed over
 * deliveries, reached the quantity ordered; `completedBy` is the shipment that did it. `supplier` is null for goods
 * from an own warehouse.
 */
const OrderLineSchema = defineEntity({
  name: 'OrderLine',
  properties: {
    id: id(),
    order: p.manyToOne(Order),
    lineNo: p.integer(),
    product: p.manyToOne(Product).nullable(),
    description: p.text(),
    quantity: fine(),
    unit: p.string().length(32),
    unitPrice: fine().nullable(),
    amount: amount(),
    supplier: p.manyToOne(Supplier).nullable(),
    requestedDate: p.date().nullable(),
    firstPromise: p.date().nullable(),
    currentPromise: p.date().nullable(),
    quantityShipped: fine().default('0'),
    quantityDelivered: fine().default('0'),
    deliveredOn: p.date().nullable(),
    completedBy: p.manyToOne(Shipment).nullable(),
    cancelled: p.boolean().default(false),
    sourceExternalId: p.string().nullable(),
  },
  uniques: [{ properties: ['order', 'lineNo'] }],
  indexes: [
    { properties: ['product'] },
    { properties: ['supplier'] },
    { properties: ['completedBy'] },
    { properties: ['sourceExternalId'] },
    { properties: ['requestedDate'] },
    { properties: ['firstPromise'] },
    { properties: ['currentPromise'] },
  ],
});

export class OrderLine extends OrderLineSchema.class {}
OrderLineSchema.setClass(OrderLine);
