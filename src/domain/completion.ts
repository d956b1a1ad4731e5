/** When an order line is complete, and what shipped and delivered goods make of an order. */
import { OrderStatus } from '../entities/enums.js';
import { add, compare } from './decimal.js';
import type { DateOnly, Decimal } from './facts.js';

/** Goods that reached the destination. */
export interface Delivery {
  /** Local date at the destination. */
  readonly on: DateOnly;
  /** The quantity accepted, in the line's unit. */
  readonly quantity: Decimal;
}

/**
 * The delivery with which the accepted quantity, summed by date, reached `quantity`: its date is the date of delivery, so
 * that two punctual halves are on time. Null while something is missing. Deliveries of one date count in the order given.
 */
export function completingDelivery<D extends Delivery>(quantity: Decimal, deliveries: readonly D[]): D | null {
  let total: Decimal = '0';
  for (const delivery of [...deliveries].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    total = add(total, delivery.quantity);
    if (compare(total, quantity) >= 0) return delivery;
  }
  return null;
}

/** The date on which the accepted quantity reached `quantity`; null while something is missing. */
export function completionDate(quantity: Decimal, deliveries: readonly Delivery[]): DateOnly | null {
  return completingDelivery(quantity, deliveries)?.on ?? null;
}

export interface LineProgress {
  readonly quantity: Decimal;
  readonly quantityShipped: Decimal;
  readonly quantityDelivered: Decimal;
  readonly cancelled: boolean;
}

type GoodsStatus = 'PARTLY_SHIPPED' | 'SHIPPED' | 'PARTLY_DELIVERED' | 'DELIVERED';

/** How far an order's goods have come; null: nothing has left, or every line is cancelled. */
export function goodsStatus(lines: readonly LineProgress[]): GoodsStatus | null {
  const live = lines.filter(({ cancelled }) => !cancelled);
  if (live.length === 0) return null;
  const whole = (quantity: Decimal, of: Decimal): boolean => compare(quantity, of) >= 0;
  const some = (quantity: Decimal): boolean => compare(quantity, '0') > 0;
  if (live.some((line) => some(line.quantityDelivered))) {
    return live.every((line) => whole(line.quantityDelivered, line.quantity)) ? 'DELIVERED' : 'PARTLY_DELIVERED';
  }
  if (!live.some((line) => some(line.quantityShipped))) return null;
  return live.every((line) => whole(line.quantityShipped, line.quantity)) ? 'SHIPPED' : 'PARTLY_SHIPPED';
}

/** True once the last of an order has left. What has arrived in part may still be waiting to leave in part. */
export function hasWhollyLeft(status: OrderStatus, lines: readonly LineProgress[]): boolean {
  if (status === OrderStatus.SHIPPED || status === OrderStatus.DELIVERED || status === OrderStatus.COMPLETED) return true;
  const live = lines.filter(({ cancelled }) => !cancelled);
  return live.length > 0 && live.every(({ quantity, quantityShipped }) => compare(quantityShipped, quantity) >= 0);
}

const byGoods: ReadonlySet<OrderStatus> = new Set([
  OrderStatus.PARTLY_SHIPPED,
  OrderStatus.SHIPPED,
  OrderStatus.PARTLY_DELIVERED,
  OrderStatus.DELIVERED,
]);

const ended: ReadonlySet<OrderStatus> = new Set([OrderStatus.COMPLETED, OrderStatus.LAPSED, OrderStatus.CANCELLED]);

/**
 * The order's status by its goods. Goods that left move it on, whatever the papers say; a delivery taken back moves it
 * back. An order that has ended stays as it is.
 */
export function followGoods(current: OrderStatus, lines: readonly LineProgress[]): OrderStatus {
  if (ended.has(current)) return current;
  return goodsStatus(lines) ?? (byGoods.has(current) ? OrderStatus.READY_TO_SHIP : current);
}
