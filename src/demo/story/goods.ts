/** What goods on their way make of orders and purchase orders: the rules of the write path over the story's records. */
import { ObjectType, OrderStatus, PurchaseOrderLineStatus as LineStatus, ShipmentStatus } from '../../entities/enums.js';
import { completingDelivery, completionDate, followGoods, hasWhollyLeft } from '../../domain/completion.js';
import { compare, round, subtract, sum } from '../../domain/decimal.js';
import type { DateOnly, Decimal } from '../../domain/facts.js';
import { totalAmount } from '../../domain/order-rules.js';
import { agreePromise, latestDate } from '../../domain/promise-rules.js';
import { headerStatus } from '../../domain/purchase-order-rules.js';
import type {
  ConfirmationLineRow,
  OrderLineRow,
  OrderRow,
  PurchaseOrderLineRow,
  PurchaseOrderRow,
  ReceiptLineRow,
  ReceiptRow,
  ShipmentLineRow,
  ShipmentRow,
} from './rows.js';
import type { Scribe } from './timeline.js';

export interface Carried {
  readonly shipment: ShipmentRow;
  readonly line: ShipmentLineRow;
}

/** An order with what carries its goods. */
export interface OrderRecord {
  readonly row: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly carried: Carried[];
}

export interface Taken {
  readonly on: DateOnly;
  readonly line: ReceiptLineRow;
}

/** A purchase order with what came in for it. */
export interface PurchaseRecord {
  readonly row: PurchaseOrderRow;
  readonly lines: readonly PurchaseOrderLineRow[];
  readonly receipts: ReceiptRow[];
  readonly taken: Taken[];
  readonly carried: Carried[];
  /** The supplier's answers to its lines so far. */
  readonly answers: ConfirmationLineRow[];
}

/** Moves an order, or changes it where it stands. */
export function moveOrder(scribe: Scribe, { row }: OrderRecord, status: OrderStatus, occurredAt: Date, values: Partial<OrderRow> = {}): void {
  const from = row.status;
  scribe.assign(ObjectType.ORDER, row, { ...values, status });
  if (status !== from) announceOrder(scribe, row, from, occurredAt);
}

export function announceOrder(scribe: Scribe, { id, number, status }: OrderRow, from: OrderStatus | null, occurredAt: Date): void {
  scribe.announce({ objectType: ObjectType.ORDER, objectId: id, number, from, to: status, occurredAt, supplierId: null, carrierId: null });
}

export function announcePurchase(scribe: Scribe, row: PurchaseOrderRow, from: PurchaseOrderRow['status'] | null, occurredAt: Date): void {
  const { id, number, status, supplier } = row;
  const common = { objectType: ObjectType.PURCHASE_ORDER, objectId: id, number, occurredAt };
  scribe.announce({ ...common, from, to: status, supplierId: supplier, carrierId: null });
}

const goodsStates: ReadonlySet<OrderStatus> = new Set([
  OrderStatus.PARTLY_SHIPPED,
  OrderStatus.SHIPPED,
  OrderStatus.PARTLY_DELIVERED,
  OrderStatus.DELIVERED,
]);

function hasShipped({ status, shippedAt }: ShipmentRow): boolean {
  return status !== ShipmentStatus.CREATED || shippedAt !== null;
}

function hasArrived({ status }: ShipmentRow): boolean {
  return status === ShipmentStatus.DELIVERED;
}

/** Quantities, dates and status of an order after one of its outbound shipments moved. */
export function followOrder(scribe: Scribe, order: OrderRecord, occurredAt: Date): void {
  const { row, lines, carried } = order;
  for (const line of lines) {
    const mine = carried.filter((item) => item.line.orderLine === line.id);
    const arrived = mine.filter(({ shipment }) => hasArrived(shipment));
    const dated = arrived.flatMap(({ shipment, line: { quantity } }) =>
      shipment.deliveredOn === null ? [] : [{ on: shipment.deliveredOn, quantity, shipment }],
    );
    const completing = completingDelivery(line.quantity, dated);
    scribe.assignLine(ObjectType.ORDER, row, line, line.lineNo, {
      quantityShipped: total(mine.filter(({ shipment }) => hasShipped(shipment)).map((item) => item.line.quantity)),
      quantityDelivered: total(arrived.map((item) => item.line.quantity)),
      deliveredOn: completing?.on ?? null,
      completedBy: completing?.shipment.id ?? null,
    });
  }
  const said = goodsStates.has(row.status) ? row.recordStatus : row.status;
  const status = followGoods(said, lines);
  const live = lines.filter(({ cancelled }) => !cancelled);
  const delivered = live.every(({ deliveredOn }) => deliveredOn !== null);
  moveOrder(scribe, order, status, occurredAt, {
    deliveredOn: delivered ? latestDate(live.map(({ deliveredOn }) => deliveredOn)) : null,
    shippedAt: hasWhollyLeft(status, lines) ? lastOf(carried.map(({ shipment }) => shipment.shippedAt)) : null,
  });
}

/** Quantities, dates and states of a purchase order after goods came in, here or straight at the customer's. */
export function followPurchase(scribe: Scribe, purchase: PurchaseRecord, occurredAt: Date): void {
  const { row, lines, taken, carried } = purchase;
  for (const line of lines) {
    const receipts = taken.filter((item) => item.line.line === line.id);
    const sent = carried.filter(({ line: { purchaseOrderLine }, shipment }) => purchaseOrderLine === line.id && shipment.direction === 'OUTBOUND');
    const arrivals =
      receipts.length > 0
        ? receipts.map(({ on, line: { quantity, rejectedQuantity } }) => ({ on, quantity, rejected: rejectedQuantity }))
        : sent.flatMap(({ shipment, line: { quantity } }) =>
            shipment.deliveredOn === null ? [] : [{ on: shipment.deliveredOn, quantity, rejected: null }],
          );
    if (arrivals.length === 0) continue;
    const wanted = line.quantityConfirmed ?? line.quantity;
    const accepted = arrivals.map(({ on, quantity, rejected }) => ({ on, quantity: rejected === null ? quantity : subtract(quantity, rejected) }));
    const known = arrivals.flatMap(({ rejected }) => (rejected === null ? [] : [rejected]));
    const complete = compare(sum(accepted.map(({ quantity }) => quantity)), wanted) >= 0;
    scribe.assignLine(ObjectType.PURCHASE_ORDER, row, line, line.lineNo, {
      quantityReceived: total(arrivals.map(({ quantity }) => quantity)),
      quantityRejected: known.length === arrivals.length ? total(known) : null,
      deliveredOn: completionDate(wanted, accepted),
      status: complete ? LineStatus.RECEIVED : LineStatus.PARTLY_RECEIVED,
    });
  }
  restate(scribe, purchase, occurredAt);
}

/** The header of a purchase order by its lines. */
export function restate(scribe: Scribe, { row, lines }: PurchaseRecord, occurredAt: Date, values: Partial<PurchaseOrderRow> = {}): void {
  const from = row.status;
  const live = lines.filter(({ status }) => status !== LineStatus.CANCELLED && status !== LineStatus.REFUSED);
  const received = live.length > 0 && live.every(({ status }) => status === LineStatus.RECEIVED);
  scribe.assign(ObjectType.PURCHASE_ORDER, row, {
    status: headerStatus(from, lines.map(({ status }) => status)),
    totalAmount: round(totalAmount(lines.map(({ amount, status }) => ({ amount, cancelled: status === LineStatus.CANCELLED }))), 4),
    requestedDate: latestDate(live.map(({ requestedDate }) => requestedDate)),
    ...agreePromise(row, latestDate(live.map(({ currentPromise }) => currentPromise))),
    receivedOn: received ? latestDate(live.map(({ deliveredOn }) => deliveredOn)) : null,
    ...values,
  });
  if (row.status === 'CONFIRMED' && row.confirmedAt === null) scribe.assign(ObjectType.PURCHASE_ORDER, row, { confirmedAt: occurredAt });
  if (row.status !== from) announcePurchase(scribe, row, from, occurredAt);
}

/** A sum as the quantity columns hold it. */
function total(quantities: readonly Decimal[]): Decimal {
  return round(sum(quantities), 6);
}

function lastOf(times: readonly (Date | null)[]): Date | null {
  return times.reduce<Date | null>((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
}
