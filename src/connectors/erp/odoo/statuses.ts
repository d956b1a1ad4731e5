/** Odoo's states in our words, as tables. A state that is not here is unmapped; it never becomes another one. */
import type { OrderFact, PurchaseOrderFact, ShipmentFact } from '../../../domain/facts.js';

export type OrderStatus = OrderFact['status'];
export type PurchaseOrderStatus = PurchaseOrderFact['status'];
export type ShipmentStatus = NonNullable<ShipmentFact['status']>;

/** `sale.order` state. `done` (up to 16) means locked, not finished; what CONFIRMED says is told apart by the deliveries. */
export const ORDER_STATUS: Readonly<Record<string, OrderStatus>> = {
  draft: 'RECEIVED',
  sent: 'AWAITING_CUSTOMER',
  sale: 'CONFIRMED',
  done: 'CONFIRMED',
  cancel: 'CANCELLED',
};

/** `delivery_status` of a confirmed sale (16 and later). */
export const ORDER_STATUS_BY_DELIVERY: Readonly<Record<string, OrderStatus>> = {
  pending: 'CONFIRMED',
  // A step within the warehouse was done; nothing has left it.
  started: 'CONFIRMED',
  partial: 'PARTLY_SHIPPED',
  full: 'SHIPPED',
};

/** `purchase.order` state. `done` (up to 18) means locked; what ISSUED says is told apart by receipts and acknowledgement. */
export const PURCHASE_STATUS: Readonly<Record<string, PurchaseOrderStatus>> = {
  draft: 'DRAFT',
  // An inquiry that the supplier has; nothing was ordered.
  sent: 'DRAFT',
  'to approve': 'PENDING_APPROVAL',
  purchase: 'ISSUED',
  done: 'ISSUED',
  cancel: 'CANCELLED',
};

/** `stock.picking` state of a delivery. */
export const SHIPMENT_STATUS: Readonly<Record<string, ShipmentStatus>> = {
  draft: 'CREATED',
  waiting: 'CREATED',
  confirmed: 'CREATED',
  assigned: 'CREATED',
  done: 'PICKED_UP',
  cancel: 'CANCELLED',
};

/** `stock.picking` state of a receipt: whether the goods are here. */
export const RECEIVED: Readonly<Record<string, boolean>> = {
  draft: false,
  waiting: false,
  confirmed: false,
  assigned: false,
  done: true,
  cancel: false,
};

/** `stock.move` state: whether the goods have moved, still will, or never. */
export const MOVE: Readonly<Record<string, 'moved' | 'open' | 'void'>> = {
  draft: 'open',
  waiting: 'open',
  confirmed: 'open',
  partially_available: 'open',
  assigned: 'open',
  done: 'moved',
  cancel: 'void',
};

/** `display_type` of a line that orders nothing; a line of goods has none. */
export const HEADINGS: Readonly<Record<string, true>> = { line_section: true, line_subsection: true, line_note: true };
