import { defineEntity, p } from '@mikro-orm/core';
import { fine, id } from './columns.js';
import { PurchaseOrderLine } from './purchase-order-line.js';
import { Receipt } from './receipt.js';

/** What came in for one purchase order line. `rejectedQuantity` null: not inspected, unknown; never 0 by default. */
const ReceiptLineSchema = defineEntity({
  name: 'ReceiptLine',
  properties: {
    id: id(),
    receipt: p.manyToOne(Receipt),
    line: p.manyToOne(PurchaseOrderLine),
    quantity: fine(),
    rejectedQuantity: fine().nullable(),
    sourceExternalId: p.string().nullable(),
  },
  indexes: [{ properties: ['receipt'] }, { properties: ['line'] }],
});

export class ReceiptLine extends ReceiptLineSchema.class {}
ReceiptLineSchema.setClass(ReceiptLine);
