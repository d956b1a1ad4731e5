/** What goods taken in make of purchase orders: quantities, dates and states of their lines, and the header's status. */
import { ObjectType, PurchaseOrderLineStatus as LineStatus } from '../../entities/enums.js';
import { PurchaseOrder, PurchaseOrderLine, ReceiptLine, ShipmentLine } from '../../entities/index.js';
import { completionDate } from '../completion.js';
import { compare, subtract, sum } from '../decimal.js';
import type { DateOnly, Decimal } from '../facts.js';
import { headerStatus } from '../purchase-order-rules.js';
import type { Ledger } from './ledger.js';
import { fine } from './changes.js';
import { hasArrived } from './footing.js';
import { summaryOf } from './purchase-order.js';
import { Groups } from './records.js';

interface Arrival {
  readonly on: DateOnly | null;
  readonly quantity: Decimal;
  /** Null: not inspected, unknown. */
  readonly rejected: Decimal | null;
}

/** Works out every touched purchase order anew. What the facts changed must have been flushed. */
export async function followReceipts(ledger: Ledger): Promise<void> {
  const ids = [...ledger.touchedPurchaseOrders];
  if (ids.length === 0) return;
  const { em } = ledger.tx;
  const orders = await em.find(PurchaseOrder, { id: { $in: ids } });
  const lines = new Groups(await em.find(PurchaseOrderLine, { purchaseOrder: { $in: ids } }), ({ purchaseOrder }) => purchaseOrder.id);
  const taken = await em.find(ReceiptLine, { receipt: { purchaseOrder: { $in: ids } } }, { populate: ['receipt'] });
  const carried = await em.find(ShipmentLine, { purchaseOrder: { $in: ids } }, { populate: ['shipment'] });
  const receipts = new Groups(taken, ({ line }) => line.id);
  const shipments = new Groups(carried, ({ purchaseOrderLine }) => purchaseOrderLine?.id);
  for (const order of orders) {
    ledger.watch(ObjectType.PURCHASE_ORDER, order);
    followOrder(ledger, order, lines.of(order.id), (line) => arrivals(receipts.of(line.id), shipments.of(line.id)));
  }
}

/**
 * Goods taken in count; where nothing was, those that the supplier sent straight to the customer do, once they are there
 * (no warehouse of ours will ever take them in).
 */
function arrivals(receipts: readonly ReceiptLine[], shipments: readonly ShipmentLine[]): Arrival[] {
  if (receipts.length > 0) {
    return receipts.map(({ receipt, quantity, rejectedQuantity }) => ({ on: receipt.receivedOn, quantity, rejected: rejectedQuantity ?? null }));
  }
  const arrived = shipments.filter(({ shipment }) => hasArrived(shipment));
  return arrived.map(({ shipment, quantity }) => ({ on: shipment.deliveredOn ?? null, quantity, rejected: null }));
}

function followOrder(
  ledger: Ledger,
  order: PurchaseOrder,
  lines: readonly PurchaseOrderLine[],
  arrivalsOf: (line: PurchaseOrderLine) => readonly Arrival[],
): void {
  const change = ledger.change(ObjectType.PURCHASE_ORDER, order);
  let last: DateOnly | null = null;
  let moved = false;
  for (const line of lines) {
    const arrived = arrivalsOf(line);
    for (const { on } of arrived) if (on !== null && (last === null || on > last)) last = on;
    // Nothing came by our books, nor had it before: whatever the master says of the line stands.
    if (arrived.length === 0 && compare(line.quantityReceived, '0') === 0) continue;
    const values = progressOf(line, arrived);
    moved ||= values.status !== line.status;
    change.assign(line, values, `lines.${line.lineNo}.`);
  }
  const before = order.status;
  const status = moved ? headerStatus(order.status, lines.map((line) => line.status)) : order.status;
  change.assign(order, { status, ...summaryOf(order, lines) });
  if (status !== before) ledger.reached(order, last === null ? ledger.tx.now : new Date(`${last}T00:00:00Z`));
}

function progressOf(
  line: PurchaseOrderLine,
  arrived: readonly Arrival[],
): Pick<PurchaseOrderLine, 'quantityReceived' | 'quantityRejected' | 'deliveredOn' | 'status'> {
  const wanted = line.quantityConfirmed ?? line.quantity;
  const accepted = arrived.map(({ on, quantity, rejected }) => ({ on, quantity: rejected === null ? quantity : subtract(quantity, rejected) }));
  const dated = accepted.flatMap(({ on, quantity }) => (on === null ? [] : [{ on, quantity }]));
  const received = sum(arrived.map(({ quantity }) => quantity));
  const known = arrived.flatMap(({ rejected }) => (rejected === null ? [] : [rejected]));
  const complete = compare(sum(accepted.map(({ quantity }) => quantity)), wanted) >= 0;
  return {
    quantityReceived: fine(received),
    // One delivery that nobody inspected leaves the number of rejected goods unknown.
    quantityRejected: known.length > 0 && known.length === arrived.length ? fine(sum(known)) : null,
    deliveredOn: completionDate(wanted, dated),
    status: compare(received, '0') > 0 ? (complete ? LineStatus.RECEIVED : LineStatus.PARTLY_RECEIVED) : withoutGoods(line),
  };
}

/** A receipt that was taken back leaves the line as it stood before goods came. */
function withoutGoods({ status, quantityConfirmed }: PurchaseOrderLine): LineStatus {
  const hadGoods = status === LineStatus.RECEIVED || status === LineStatus.PARTLY_RECEIVED;
  if (!hadGoods) return status;
  return quantityConfirmed == null ? LineStatus.OPEN : LineStatus.ACCEPTED;
}
