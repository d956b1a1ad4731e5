/** What a shipment means for the orders whose goods it carries. */
import { ShipmentDirection, ShipmentStatus } from '../../entities/enums.js';
import type { Shipment } from '../../entities/index.js';
import type { Batch } from './batch.js';

/** States that do not say by themselves whether the goods have left. */
const unsaid: ReadonlySet<ShipmentStatus> = new Set([ShipmentStatus.CREATED, ShipmentStatus.UNKNOWN]);

/** States in which goods never left, or are back. */
const ashore: ReadonlySet<ShipmentStatus> = new Set([ShipmentStatus.CANCELLED, ShipmentStatus.RETURNED]);

/** Goods on their way to a customer, or with him. Goods that come to us or come back are no progress of an order. */
export function hasShipped({ direction, status, shippedAt }: Shipment): boolean {
  if (direction !== ShipmentDirection.OUTBOUND) return false;
  return unsaid.has(status) ? shippedAt != null : !ashore.has(status);
}

/** Goods that the customer has. */
export function hasArrived({ direction, status }: Shipment): boolean {
  return direction === ShipmentDirection.OUTBOUND && status === ShipmentStatus.DELIVERED;
}

/** Everything of a shipment that its orders depend on; while this stays, they need no look. */
function footing(shipment: Shipment): string {
  return `${hasShipped(shipment)} ${hasArrived(shipment)} ${shipment.deliveredOn ?? ''} ${shipment.shippedAt?.getTime() ?? ''}`;
}

const idle = 'false false  ';

/** Runs a change of a shipment and marks the orders of its lines, before and after, if it matters to them. */
export function following(batch: Batch, shipment: Shipment, isNew: boolean, work: () => boolean): void {
  const { shipmentLines } = batch.records;
  const before = isNew ? idle : footing(shipment);
  const lines = new Set(shipmentLines.of(shipment.id));
  const relined = work();
  const after = footing(shipment);
  if (before === after && (!relined || after === idle)) return;
  for (const line of shipmentLines.of(shipment.id)) lines.add(line);
  for (const { order, purchaseOrder } of lines) {
    if (order) batch.touchedOrders.add(order.id);
    if (purchaseOrder) batch.touchedPurchaseOrders.add(purchaseOrder.id);
  }
}
