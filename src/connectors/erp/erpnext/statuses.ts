/** ERPNext's statuses in our words, as tables. A status that is not here is unmapped; it never becomes another one. */
import type { OrderFact, PurchaseOrderFact, ShipmentFact } from '../../../domain/facts.js';

export type OrderStatus = OrderFact['status'];
export type PurchaseOrderStatus = PurchaseOrderFact['status'];
export type ShipmentStatus = NonNullable<ShipmentFact['status']>;

/** Sales Order `status`; what CONFIRMED says is told apart by `per_delivered`. */
export const ORDER_STATUS: Readonly<Record<string, OrderStatus>> = {
  Draft: 'RECEIVED',
  // A hold is the house's own affair: what was agreed with the customer stands.
  'On Hold': 'CONFIRMED',
  'To Pay': 'CONFIRMED',
  'To Deliver and Bill': 'CONFIRMED',
  'To Deliver': 'CONFIRMED',
  'To Bill': 'SHIPPED',
  Completed: 'COMPLETED',
  Closed: 'COMPLETED',
  Cancelled: 'CANCELLED',
};

/** Purchase Order `status`; ISSUED gives way to what its lines say of receipts and promises. */
export const PURCHASE_STATUS: Readonly<Record<string, PurchaseOrderStatus>> = {
  Draft: 'DRAFT',
  'On Hold': 'ISSUED',
  'To Receive and Bill': 'ISSUED',
  'To Receive': 'ISSUED',
  'To Bill': 'RECEIVED',
  // By the supplier to our customer.
  Delivered: 'RECEIVED',
  Completed: 'CLOSED',
  Closed: 'CLOSED',
  Cancelled: 'CANCELLED',
};

/** `docstatus` of a document. */
export const DOCSTATUS: Readonly<Record<string, 'draft' | 'submitted' | 'cancelled'>> = { 0: 'draft', 1: 'submitted', 2: 'cancelled' };

/** A Delivery Note by its `docstatus`: ERPNext knows nothing of the way after it. */
export const SHIPMENT_STATUS = { draft: 'CREATED', submitted: 'PICKED_UP', cancelled: 'CANCELLED' } as const satisfies Record<string, ShipmentStatus>;
