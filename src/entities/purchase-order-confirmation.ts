import { defineEntity, p } from '@mikro-orm/core';
import { id, instant, source } from './columns.js';
import { PurchaseOrder } from './purchase-order.js';

/**
 * One answer of a supplier to a purchase order, as it came (R19); kept for ever, also when a later one replaces it. It has a
 * source where the supplier's own system told it, none where a person gave it here.
 */
const PurchaseOrderConfirmationSchema = defineEntity({
  name: 'PurchaseOrderConfirmation',
  properties: {
    id: id(),
    purchaseOrder: p.manyToOne(PurchaseOrder),
    supplierReference: p.string().nullable(),
    note: p.text().nullable(),
    channel: p.string().length(32),
    receivedAt: instant(),
    ...source,
  },
  indexes: [{ properties: ['purchaseOrder', 'receivedAt'] }],
});

export class PurchaseOrderConfirmation extends PurchaseOrderConfirmationSchema.class {}
PurchaseOrderConfirmationSchema.setClass(PurchaseOrderConfirmation);
