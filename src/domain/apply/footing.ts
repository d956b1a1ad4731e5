/** What a shipment means for the orders whose goods it carries. */
import { ShipmentDirection, ShipmentStatus } from '../../entities/enums.js';
import type { Shipment, ShipmentLine } from '../../entities/index.js';
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
export interface Footing {
  readonly state: string;
  readonly lines: readonly ShipmentLine[];
}

const idle = stateOf(false, false, null, null);

/** Where a shipment stands now; to be taken before it changes. One that is yet to be made stands nowhere. */
export function footingOf({ records }: Batch, shipment: Shipment | undefined): Footing {
  if (!shipment) return { state: idle, lines: [] };
  const state = stateOf(hasShipped(shipment), hasArrived(shipment), shipment.deliveredOn, shipment.shippedAt);
  return { state, lines: [...records.shipmentLines.of(shipment.id)] };
}

/** Marks the orders of a shipment's lines, former and present, if what changed matters to them. */
export function touchFollowers(batch: Batch, shipment: Shipment, before: Footing, relined: boolean): void {
  const after = footingOf(batch, shipment);
  if (before.state === after.state && (!relined || after.state === idle)) return;
  for (const { order, purchaseOrder } of [...before.lines, ...after.lines]) {
    if (order) batch.touchedOrders.add(order.id);
    if (purchaseOrder) batch.touchedPurchaseOrders.add(purchaseOrder.id);
  }
}

function stateOf(shipped: boolean, arrived: boolean, deliveredOn: string | null | undefined, shippedAt: Date | null | undefined): string {
  return JSON.stringify([shipped, arrived, deliveredOn ?? null, shippedAt ?? null]);
}
