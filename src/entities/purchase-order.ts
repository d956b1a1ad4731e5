import { defineEntity, p } from '@mikro-orm/core';
import { amount, currency, id, instant, offset, search, source } from './columns.js';
import { PurchaseOrderStatus } from './enums.js';
import { Supplier } from './supplier.js';

/** What we ordered from a supplier (R18, R19). The status follows from the lines by one precedence table. */
const PurchaseOrderSchema = defineEntity({
  name: 'PurchaseOrder',
  properties: {
    id: id(),
    number: p.string(),
    supplier: p.manyToOne(Supplier),
    status: p.enum(() => PurchaseOrderStatus),
    currency: currency(),
    totalAmount: amount(),
    orderedAt: instant(),
    orderedAtOffset: offset(),
    issuedAt: instant().nullable(),
    confirmationDueAt: instant().nullable(),
    confirmedAt: instant().nullable(),
    receivedOn: p.date().nullable(),
    supplierReference: p.string().nullable(),
    requestedDate: p.date().nullable(),
    firstPromise: p.date().nullable(),
    currentPromise: p.date().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
  indexes: [
    { properties: ['orderedAt', 'id'] },
    { properties: ['status', 'orderedAt', 'id'] },
    { properties: ['supplier', 'orderedAt', 'id'] },
  ],
});

export class PurchaseOrder extends PurchaseOrderSchema.class {}
PurchaseOrderSchema.setClass(PurchaseOrder);
