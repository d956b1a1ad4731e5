import { defineEntity, p } from '@mikro-orm/core';
import { fine, id, instant, search, source } from './columns.js';
import { Customer } from './customer.js';
import { CaseKind, CaseStatus } from './enums.js';
import { OrderLine } from './order-line.js';
import { Order } from './order.js';
import { Shipment } from './shipment.js';
import { Supplier } from './supplier.js';

/**
 * An after-sales case (R31, R32). `returnBy` is the last date on which approved goods may come back before the case
 * lapses: seven working days after the approval.
 */
const AfterSalesCaseSchema = defineEntity({
  name: 'AfterSalesCase',
  properties: {
    id: id(),
    number: p.string(),
    kind: p.enum(() => CaseKind),
    status: p.enum(() => CaseStatus),
    customer: p.manyToOne(Customer),
    order: p.manyToOne(Order).nullable(),
    orderLine: p.manyToOne(OrderLine).nullable(),
    shipment: p.manyToOne(Shipment).nullable(),
    supplier: p.manyToOne(Supplier).nullable(),
    subject: p.text(),
    reason: p.text().nullable(),
    quantity: fine().nullable(),
    resolution: p.text().nullable(),
    returnTrackingNumber: p.string().nullable(),
    returnBy: p.date().nullable(),
    openedAt: instant(),
    decidedAt: instant().nullable(),
    resolvedAt: instant().nullable(),
    closedAt: instant().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
  indexes: [
    { properties: ['openedAt', 'id'] },
    { properties: ['status', 'openedAt', 'id'] },
    { properties: ['order'] },
    { properties: ['customer'] },
    { properties: ['supplier'] },
    { properties: ['shipment'] },
  ],
});

export class AfterSalesCase extends AfterSalesCaseSchema.class {}
AfterSalesCaseSchema.setClass(AfterSalesCase);
