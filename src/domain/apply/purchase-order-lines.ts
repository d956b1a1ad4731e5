/** A purchase order's rows as its rules see them, and the way back. */
import type { PurchaseOrder, PurchaseOrderLine } from '../../entities/index.js';
import { PurchaseOrderLineStatus, PurchaseOrderStatus } from '../../entities/enums.js';
import { type Change, fine, money } from './changes.js';
import { summaryOf } from './purchase-order.js';
import { lineAmount, totalAmount } from '../order-rules.js';
import type { LineChanges, PurchaseOrderLineState } from '../purchase-order-rules.js';

export function stateOf(line: PurchaseOrderLine): PurchaseOrderLineState {
  return {
    lineNo: line.lineNo,
    status: line.status,
    quantity: line.quantity,
    unitPrice: line.unitPrice ?? null,
    requestedDate: line.requestedDate ?? null,
    firstPromise: line.firstPromise ?? null,
    currentPromise: line.currentPromise ?? null,
    quantityConfirmed: line.quantityConfirmed ?? null,
    quantityReceived: line.quantityReceived,
  };
}

export function writeLine(change: Change, line: PurchaseOrderLine, changes: LineChanges): void {
  const { unitPrice, quantityConfirmed } = changes;
  const priced = unitPrice == null ? {} : { unitPrice: fine(unitPrice), amount: money(lineAmount(line.quantity, unitPrice)) };
  change.assign(line, { ...changes, quantityConfirmed: fine(quantityConfirmed), ...priced }, `lines.${line.lineNo}.`);
}

/** Writes what the header repeats of its lines, and its status. */
export function writeHeader(
  change: Change,
  order: PurchaseOrder,
  lines: readonly PurchaseOrderLine[],
  status: PurchaseOrderStatus,
  now: Date,
): void {
  const amounts = lines.map((line) => ({ amount: line.amount, cancelled: line.status === PurchaseOrderLineStatus.CANCELLED }));
  change.assign(order, {
    status,
    totalAmount: money(totalAmount(amounts)),
    confirmedAt: status === PurchaseOrderStatus.CONFIRMED && order.confirmedAt == null ? now : undefined,
    ...summaryOf(order, lines),
  });
}
