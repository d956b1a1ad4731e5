/** Tryton's states in our words, as tables. A state that is not here is unmapped; it never becomes another one. */
import type { OrderFact, PurchaseOrderFact, ShipmentFact } from '../../../domain/facts.js';

export type OrderStatus = OrderFact['status'];
export type PaymentStatus = NonNullable<OrderFact['paymentStatus']>;
export type PurchaseOrderStatus = PurchaseOrderFact['status'];
export type ShipmentStatus = NonNullable<ShipmentFact['status']>;

/** `sale.sale` state; `processing` says little by itself and is told apart by `shipment_state`. */
export const ORDER_STATUS: Readonly<Record<string, OrderStatus>> = {
  draft: 'RECEIVED',
  quotation: 'AWAITING_CUSTOMER',
  confirmed: 'CONFIRMED',
  done: 'COMPLETED',
  cancelled: 'CANCELLED',
};

/** `shipment_state` of a sale in `processing`; with a part of its goods gone it is PARTLY_SHIPPED instead of CONFIRMED. */
export const ORDER_STATUS_BY_SHIPMENT: Readonly<Record<string, OrderStatus>> = {
  none: 'CONFIRMED',
  waiting: 'CONFIRMED',
  // A shipment was cancelled and somebody has to decide: nothing has changed for the customer yet.
  exception: 'CONFIRMED',
  sent: 'SHIPPED',
};

/** `sale.sale` invoice_state. */
export const PAYMENT_STATUS: Readonly<Record<string, PaymentStatus>> = {
  none: 'UNKNOWN',
  waiting: 'OPEN',
  paid: 'PAID',
  exception: 'UNKNOWN',
};

/** `purchase.purchase` state; `processing` is told apart by `shipment_state`. */
export const PURCHASE_STATUS: Readonly<Record<string, PurchaseOrderStatus>> = {
  draft: 'DRAFT',
  quotation: 'PENDING_APPROVAL',
  confirmed: 'APPROVED',
  done: 'CLOSED',
  cancelled: 'CANCELLED',
};

/** `shipment_state` of a purchase in `processing`; ISSUED gives way to what its lines say of receipts and promises. */
export const PURCHASE_STATUS_BY_SHIPMENT: Readonly<Record<string, PurchaseOrderStatus>> = {
  none: 'ISSUED',
  waiting: 'ISSUED',
  exception: 'ISSUED',
  received: 'RECEIVED',
};

/** `stock.shipment.out` state. */
export const SHIPMENT_STATUS: Readonly<Record<string, ShipmentStatus>> = {
  draft: 'CREATED',
  waiting: 'CREATED',
  assigned: 'CREATED',
  picked: 'CREATED',
  packed: 'CREATED',
  done: 'PICKED_UP',
  cancelled: 'CANCELLED',
};

/** `stock.shipment.in` state: whether the goods are here. A draft announces them; a cancelled one never came. */
export const RECEIVED: Readonly<Record<string, boolean>> = { draft: false, received: true, done: true, cancelled: false };

/** `stock.move` state: whether the goods have moved, still will, or never. */
export const MOVE: Readonly<Record<string, 'moved' | 'open' | 'void'>> = {
  staging: 'open',
  draft: 'open',
  assigned: 'open',
  done: 'moved',
  cancelled: 'void',
};

/** `type` of a line: whether it orders something. */
export const ORDERS_GOODS: Readonly<Record<string, boolean>> = { line: true, title: false, subtotal: false, comment: false };
