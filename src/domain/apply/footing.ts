/** What a shipment means for the orders whose goods it carries. */
import { ShipmentDirection, ShipmentStatus } from '../../entities/enums.js';
import type { Shipment } from '../../entities/index.js';
import type { Ledger } from './ledger.js';

export type Moving = Pick<Shipment, 'direction' | 'status' | 'shippedAt' | 'deliveredOn'>;

/** States that do not say by themselves whether the goods have left. */
const unsaid: ReadonlySet<ShipmentStatus> = new Set([ShipmentStatus.CREATED, ShipmentStatus.UNKNOWN]);

/** States in which goods never left, or are back. */
const ashore: ReadonlySet<ShipmentStatus> = new Set([ShipmentStatus.CANCELLED, ShipmentStatus.RETURNED]);

/** Goods on their way to a customer, or with him. Goods that come to us or come back are no progress of an order. */
export function hasShipped({ direction, status, shippedAt }: Moving): boolean {
  if (direction !== ShipmentDirection.OUTBOUND) return false;
  return unsaid.has(status) ? shippedAt != null : !ashore.has(status);
}

/** Goods that the customer has. */
export function hasArrived({ direction, status }: Moving): boolean {
  return direction === ShipmentDirection.OUTBOUND && status === ShipmentStatus.DELIVERED;
}

/** The orders whose goods a shipment carries. */
export interface Carried {
  readonly orderId: string | null;
  readonly purchaseOrderId: string | null;
}

/** Everything of a shipment that its orders depend on; while this stays, they need no look. */
export interface Footing {
  readonly state: string;
  readonly carried: readonly Carried[];
}

const idle = stateOf(false, false, null, null);

/** Where a shipment stands now; to be taken before it changes. One that is yet to be made stands nowhere. */
export function footingOf(shipment: Moving | undefined, carried: readonly Carried[]): Footing {
  if (!shipment) return { state: idle, carried };
  const { deliveredOn = null, shippedAt = null } = shipment;
  return { state: stateOf(hasShipped(shipment), hasArrived(shipment), deliveredOn, shippedAt), carried };
}

function stateOf(shipped: boolean, arrived: boolean, deliveredOn: string | null, shippedAt: Date | null): string {
  return `${shipped} ${arrived} ${deliveredOn} ${shippedAt?.getTime()}`;
}

/** Marks the orders of a shipment's lines, former and present, if what changed matters to them. */
export function touchFollowers(ledger: Ledger, before: Footing, after: Footing, relined: boolean): void {
  if (before.state === after.state && (!relined || after.state === idle)) return;
  for (const { orderId, purchaseOrderId } of [...before.carried, ...after.carried]) {
    if (orderId !== null) ledger.touchedOrders.add(orderId);
    if (purchaseOrderId !== null) ledger.touchedPurchaseOrders.add(purchaseOrderId);
  }
}
