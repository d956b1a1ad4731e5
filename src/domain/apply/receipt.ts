/** Goods taken in: what it makes of the purchase order's lines is worked out from all receipts, in progress.ts. */
import { ObjectType } from '../../entities/enums.js';
import { Receipt, ReceiptLine } from '../../entities/index.js';
import type { ReceiptFact } from '../facts.js';
import type { Applied, Batch } from './batch.js';
import { fine } from './changes.js';
import { refer, referLine } from './refs.js';
import { CannotApply } from './result.js';

export function applyReceipt(batch: Batch, fact: ReceiptFact): Applied {
  const { records, tx } = batch;
  const purchaseOrder = refer(records.purchaseOrders, fact.purchaseOrder, 'UNKNOWN_PURCHASE_ORDER');
  const told = fact.lines.map((line) => {
    const ordered = referLine(records.purchaseOrderLineByRef, line.purchaseOrderLine, 'UNKNOWN_PURCHASE_ORDER_LINE');
    if (ordered?.purchaseOrder.id !== purchaseOrder.id) {
      throw new CannotApply('UNKNOWN_PURCHASE_ORDER_LINE', { ref: line.purchaseOrderLine.slice(0, 80) });
    }
    return { ...line, ordered };
  });

  const touched = new Set([purchaseOrder.id]);
  const upserted = batch.upsert(Receipt, 'RECEIPT', records.receipts, fact, (found) => {
    if (found) touched.add(found.purchaseOrder.id);
    for (const id of touched) tx.assertHeld(ObjectType.PURCHASE_ORDER, id);
    return { purchaseOrder, receivedOn: fact.receivedOn };
  });
  if (!upserted) return 'unchanged';

  const { record: receipt, change } = upserted;
  const { receiptLines } = records;
  const stored = new Map(receiptLines.of(receipt.id).map((line) => [line.sourceExternalId, line]));
  for (const { externalId, ordered, quantity, rejectedQuantity } of told) {
    const values = { line: ordered, quantity: fine(quantity), rejectedQuantity: fine(rejectedQuantity) };
    const found = stored.get(externalId);
    stored.delete(externalId);
    if (found) change.assign(found, values, `lines.${externalId}.`);
    else receiptLines.add(batch.insert(ReceiptLine, { ...values, receipt, sourceExternalId: externalId }));
    if (!found && !change.isNew) change.note(`lines.${externalId}`, 'line', null, values.quantity);
  }
  // A receipt that was corrected no longer holds what it does not name.
  for (const line of stored.values()) {
    change.note(`lines.${line.sourceExternalId}`, 'line', line.quantity, null);
    receiptLines.remove(line);
    tx.em.remove(line);
  }
  const outcome = batch.stamp(receipt, change, fact.source);
  if (outcome === 'applied') for (const id of touched) batch.touchedPurchaseOrders.add(id);
  return outcome;
}
