import { defineEntity, p } from '@mikro-orm/core';
import { amount, fine, id } from './columns.js';
import { PurchaseOrderLineStatus } from './enums.js';
import { OrderLine } from './order-line.js';
import { Order } from './order.js';
import { Product } from './product.js';
import { PurchaseOrder } from './purchase-order.js';

/**
 * One line of a purchase order. `quantityConfirmed` is what the supplier has agreed to; `quantityRejected` is null
 * while nobody has inspected. `order` and `orderLine` say for which customer order the goods are bought, if for one.
 */
const PurchaseOrderLineSchema = defineEntity({
  name: 'PurchaseOrderLine',
  properties: {
    id: id(),
    purchaseOrder: p.manyToOne(PurchaseOrder),
    lineNo: p.integer(),
    product: p.manyToOne(Product).nullable(),
    description: p.text(),
    quantity: fine(),
    unit: p.string().length(32),
    unitPrice: fine().nullable(),
    amount: amount(),
    status: p.enum(() => PurchaseOrderLineStatus).default(PurchaseOrderLineStatus.OPEN),
    requestedDate: p.date().nullable(),
    firstPromise: p.date().nullable(),
    currentPromise: p.date().nullable(),
    quantityConfirmed: fine().nullable(),
    quantityReceived: fine().default('0'),
    quantityRejected: fine().nullable(),
    deliveredOn: p.date().nullable(),
    order: p.manyToOne(Order).nullable(),
    orderLine: p.manyToOne(OrderLine).nullable(),
    sourceExternalId: p.string().nullable(),
  },
  uniques: [{ properties: ['purchaseOrder', 'lineNo'] }],
  indexes: [
    { properties: ['product'] },
    { properties: ['order'] },
    { properties: ['orderLine'] },
    { properties: ['sourceExternalId'] },
    { properties: ['requestedDate'] },
    { properties: ['firstPromise'] },
    { properties: ['currentPromise'] },
  ],
});

export class PurchaseOrderLine extends PurchaseOrderLineSchema.class {}
PurchaseOrderLineSchema.setClass(PurchaseOrderLine);
