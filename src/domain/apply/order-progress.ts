/** What shipments make of orders: quantities and dates of their lines, and the order's own status. */
import { ObjectType, OrderStatus, type OrderStatus as Status } from '../../entities/enums.js';
import { Order, OrderLine, type Shipment, ShipmentLine } from '../../entities/index.js';
import { completingDelivery, followGoods, hasWhollyLeft } from '../completion.js';
import { sum } from '../decimal.js';
import { latestDate } from '../promise-rules.js';
import type { Ledger } from './ledger.js';
import { fine } from './changes.js';
import { hasArrived, hasShipped } from './footing.js';
import { Groups } from './records.js';

/** Works out every touched order anew. What the facts changed must have been flushed. */
export async function followShipments(ledger: Ledger): Promise<void> {
  const ids = [...ledger.touchedOrders];
  if (ids.length === 0) return;
  const { em } = ledger.tx;
  const orders = await em.find(Order, { id: { $in: ids } });
  const lines = new Groups(await em.find(OrderLine, { order: { $in: ids } }), ({ order }) => order.id);
  const carried = await em.find(ShipmentLine, { order: { $in: ids } }, { populate: ['shipment'] });
  const byLine = new Groups(carried, ({ orderLine }) => orderLine?.id);
  for (const order of orders) {
    ledger.watch(ObjectType.ORDER, order);
    followOrder(ledger, order, lines.of(order.id), byLine);
  }
}

function followOrder(ledger: Ledger, order: Order, lines: readonly OrderLine[], byLine: Groups<ShipmentLine>): void {
  const change = ledger.change(ObjectType.ORDER, order);
  const shipments = new Set<Shipment>();
  for (const line of lines) {
    const carried = byLine.of(line.id);
    for (const { shipment } of carried) shipments.add(shipment);
    const shipped = carried.filter(({ shipment }) => hasShipped(shipment));
    const arrived = carried.filter(({ shipment }) => hasArrived(shipment));
    const dated = arrived.flatMap(({ shipment, quantity }) =>
      shipment.deliveredOn == null ? [] : [{ on: shipment.deliveredOn, quantity, shipment }],
    );
    const completing = completingDelivery(line.quantity, dated);
    change.assign(
      line,
      {
        quantityShipped: fine(sum(shipped.map(({ quantity }) => quantity))),
        quantityDelivered: fine(sum(arrived.map(({ quantity }) => quantity))),
        deliveredOn: completing?.on ?? null,
        completedBy: completing?.shipment ?? null,
      },
      `lines.${line.lineNo}.`,
    );
  }

  // A status that goods do not bring about was given by somebody, whoever it was.
  const said = goods.includes(order.status) ? (order.recordStatus ?? order.status) : order.status;
  const status = furthest(said, shipments.size === 0 ? said : followGoods(said, lines));
  const live = lines.filter(({ cancelled }) => !cancelled);
  const delivered = live.length > 0 && live.every(({ deliveredOn }) => deliveredOn != null);
  const before = order.status;
  change.assign(order, {
    status,
    deliveredOn: delivered ? latestDate(live.map(({ deliveredOn }) => deliveredOn ?? null)) : null,
    shippedAt: hasWhollyLeft(status, lines) ? lastOf(shipments, ({ shippedAt }) => shippedAt) : null,
  });
  if (status !== before && status !== said) ledger.reached(order, reachedAt(status, shipments) ?? ledger.tx.now);
}

/** States that goods bring about, in their order. */
const goods: readonly Status[] = [
  OrderStatus.PARTLY_SHIPPED,
  OrderStatus.SHIPPED,
  OrderStatus.PARTLY_DELIVERED,
  OrderStatus.DELIVERED,
];

/** A master that knows of more deliveries than we have seen is believed; one that knows of fewer is not. */
function furthest(said: Status, followed: Status): Status {
  return goods.includes(said) && goods.indexOf(followed) < goods.indexOf(said) ? said : followed;
}

function reachedAt(status: Status, shipments: ReadonlySet<Shipment>): Date | null {
  if (goods.indexOf(status) < goods.indexOf(OrderStatus.PARTLY_DELIVERED)) return lastOf(shipments, ({ shippedAt }) => shippedAt);
  return lastOf(shipments, (shipment) =>
    hasArrived(shipment) ? (shipment.deliveredAt ?? (shipment.deliveredOn == null ? null : new Date(`${shipment.deliveredOn}T00:00:00Z`))) : null,
  );
}

function lastOf(shipments: Iterable<Shipment>, member: (shipment: Shipment) => Date | null | undefined): Date | null {
  let last: Date | null = null;
  for (const shipment of shipments) {
    const at = member(shipment);
    if (at && (!last || at > last)) last = at;
  }
  return last;
}
