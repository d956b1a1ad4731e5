import { defineEntity, p } from '@mikro-orm/core';
import { fine, id } from './columns.js';
import { OrderLine } from './order-line.js';
import { Order } from './order.js';
import { PurchaseOrderLine } from './purchase-order-line.js';
import { PurchaseOrder } from './purchase-order.js';
import { Shipment } from './shipment.js';

/** Goods in a shipment: of which order line, of which purchase order line, how much. */
const ShipmentLineSchema = defineEntity({
  name: 'ShipmentLine',
  properties: {
    id: id(),
    shipment: p.manyToOne(Shipment),
    order: p.manyToOne(Order).nullable(),
    orderLine: p.manyToOne(OrderLine).nullable(),
    purchaseOrder: p.manyToOne(PurchaseOrder).nullable(),
    purchaseOrderLine: p.manyToOne(PurchaseOrderLine).nullable(),
    quantity: fine(),
    sourceExternalId: p.string().nullable(),
  },
  indexes: [
    { properties: ['shipment'] },
    { properties: ['order', 'shipment'] },
    { properties: ['orderLine'] },
    { properties: ['purchaseOrder', 'shipment'] },
    { properties: ['purchaseOrderLine'] },
  ],
});

export class ShipmentLine extends ShipmentLineSchema.class {}
ShipmentLineSchema.setClass(ShipmentLine);
