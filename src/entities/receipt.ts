import { defineEntity, p } from '@mikro-orm/core';
import { id, source } from './columns.js';
import { PurchaseOrder } from './purchase-order.js';

/** Goods taken in against a purchase order (R22). `receivedOn` is the warehouse's local date. */
const ReceiptSchema = defineEntity({
  name: 'Receipt',
  properties: {
    id: id(),
    number: p.string(),
    purchaseOrder: p.manyToOne(PurchaseOrder),
    receivedOn: p.date(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
  indexes: [{ properties: ['purchaseOrder'] }],
});

export class Receipt extends ReceiptSchema.class {}
ReceiptSchema.setClass(Receipt);
