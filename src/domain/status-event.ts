/** A status change as the event log keeps it: one rule for who may see it, whoever caused it. */
import { ObjectType } from '../entities/enums.js';
import { type AfterSalesCase, Order, PurchaseOrder, Shipment, SupplierEvaluation } from '../entities/index.js';
import type { StatusEvent } from './transaction.js';

/** The objects whose status changes are announced here. */
export type Announced = Order | PurchaseOrder | Shipment | SupplierEvaluation | AfterSalesCase;

/**
 * The event of an object that has its new status already. Partners see what is theirs: a supplier its purchase orders,
 * evaluations and shipments, a carrier its shipments; orders and cases are between us and the customer.
 */
export function statusEvent(object: Announced, from: string | null, occurredAt: Date): StatusEvent {
  const common = { objectId: object.id, from, to: object.status, occurredAt, supplierId: null, carrierId: null };
  if (object instanceof Shipment) {
    const { id, number, status } = object;
    return shipmentEvent({ id, number, status, supplierId: object.supplier?.id ?? null, carrierId: object.carrier?.id ?? null }, from, occurredAt);
  }
  if (object instanceof PurchaseOrder) {
    return { ...common, objectType: ObjectType.PURCHASE_ORDER, number: object.number, supplierId: object.supplier.id };
  }
  if (object instanceof SupplierEvaluation) {
    const number = `${object.periodKind} ${object.periodFrom}`;
    return { ...common, objectType: ObjectType.SUPPLIER_EVALUATION, number, supplierId: object.supplier.id };
  }
  const objectType = object instanceof Order ? ObjectType.ORDER : ObjectType.AFTER_SALES_CASE;
  return { ...common, objectType, number: object.number };
}

/** The same for a shipment that is at hand as plain columns. */
export function shipmentEvent(
  { id, number, status, supplierId, carrierId }: { readonly id: string; readonly number: string; readonly status: string } & Partners,
  from: string | null,
  occurredAt: Date,
): StatusEvent {
  return { objectType: ObjectType.SHIPMENT, objectId: id, number, from, to: status, occurredAt, supplierId, carrierId };
}

type Partners = Pick<StatusEvent, 'supplierId' | 'carrierId'>;
