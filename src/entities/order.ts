import { defineEntity, p } from '@mikro-orm/core';
import { amount, country, currency, id, instant, offset, search, source } from './columns.js';
import { Customer } from './customer.js';
import { OrderChannel, OrderPriority, OrderStatus, PaymentStatus, ProductClass } from './enums.js';

/**
 * What a customer ordered (R1-R12). `firstPromise` is the first date confirmed to the customer and is never
 * overwritten; `currentPromise` is the newest agreed one. `productClass` is the strictest class among the lines:
 * it decides the cycle standard (R39). The instants mark the ends of the manual's cycles. `recordStatus` is what the master
 * or a person last said, and `status` that or what the goods on their way make of it, whichever is further.
 */
const OrderSchema = defineEntity({
  name: 'Order',
  tableName: 'orders',
  properties: {
    id: id(),
    number: p.string(),
    customer: p.manyToOne(Customer),
    channel: p.enum(() => OrderChannel),
    priority: p.enum(() => OrderPriority).default(OrderPriority.NORMAL),
    status: p.enum(() => OrderStatus),
    recordStatus: p.enum(() => OrderStatus).nullable(),
    paymentStatus: p.enum(() => PaymentStatus).default(PaymentStatus.UNKNOWN),
    productClass: p.enum(() => ProductClass).default(ProductClass.GENERAL),
    currency: currency(),
    totalAmount: amount(),
    country: country(),
    placedAt: instant(),
    placedAtOffset: offset(),
    receivedAt: instant(),
    dueAt: instant().nullable(),
    processedAt: instant().nullable(),
    confirmedAt: instant().nullable(),
    producedAt: instant().nullable(),
    shippedAt: instant().nullable(),
    deliveredOn: p.date().nullable(),
    completedAt: instant().nullable(),
    requestedDate: p.date().nullable(),
    firstPromise: p.date().nullable(),
    currentPromise: p.date().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
  indexes: [
    { properties: ['placedAt', 'id'] },
    { properties: ['status', 'placedAt', 'id'] },
    { properties: ['customer', 'placedAt', 'id'] },
  ],
});

export class Order extends OrderSchema.class {}
OrderSchema.setClass(Order);
