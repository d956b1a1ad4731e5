/** Goods taken in: whole or in two deliveries, good or partly rejected and replaced (R22). */
import type { DateOnly } from '../../domain/facts.js';
import { manners } from '../company/suppliers.js';
import type { Random } from '../random.js';
import { clock, workingDayBefore, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import type { PurchaseRecord } from './goods.js';
import { followPurchase } from './goods.js';
import type { PurchaseOrderLineRow, ReceiptRow } from './rows.js';
import { madeByErp, quantityOf, sourceOf } from './world.js';
import type { KnownSupplier, World } from './world.js';

interface Incoming {
  readonly record: PurchaseRecord;
  readonly row: PurchaseOrderLineRow;
  readonly count: number;
  readonly supplier: KnownSupplier;
  readonly arrivesOn: DateOnly;
}

/** Plans the receipts of a line. Returns when the whole quantity is there in good order, and when anything came last. */
export function planReceipts(world: World, random: Random, incoming: Incoming): { good: DateOnly; last: DateOnly } {
  const { count, supplier, arrivesOn } = incoming;
  const { splits, rejects } = manners[supplier.spec.manner];
  const first = count >= 2 && random.chance(splits) ? Math.ceil(count * 0.6) : count;
  const parts = [{ on: arrivesOn, quantity: count }];
  if (first < count) {
    // A part comes beforehand, or a part comes after.
    const [on, later] = random.chance(0.6) ? [workingDayBefore(arrivesOn), arrivesOn] : [arrivesOn, workingDaysLater(arrivesOn, random.int(1, 4))];
    parts.splice(0, 1, { on, quantity: first }, { on: later, quantity: count - first });
  }

  let good = arrivesOn;
  for (const { on, quantity } of parts) {
    const uninspected = random.chance(0.05);
    const rejected = !uninspected && random.chance(rejects[0]) ? Math.min(quantity, Math.max(1, Math.round(quantity * rejects[1] * (0.5 + random.next())))) : 0;
    planReceipt(world, random, incoming, on, quantity, uninspected ? null : rejected);
    good = on > good ? on : good;
    if (rejected === 0) continue;
    const replacedOn = workingDaysLater(on, random.int(3, 7));
    planReceipt(world, random, incoming, replacedOn, rejected, 0);
    good = replacedOn > good ? replacedOn : good;
  }
  return { good, last: good };
}

function planReceipt(world: World, random: Random, { record, row }: Incoming, on: DateOnly, count: number, rejected: number | null): void {
  // All that comes on one day for one purchase order stands on one receipt.
  const at = clock(on, 9 * 60 + 40 + (Number.parseInt(record.row.id.slice(-3), 16) % 300));
  const [id, lineId] = [random.id(at), random.id(at)];
  world.timeline.plan(at, actors.erp, (scribe) => {
    const { rows } = world;
    let receipt = record.receipts.find(({ receivedOn }) => receivedOn === on);
    if (!receipt) {
      receipt = receiptOf(world, record, id, on, at);
      record.receipts.push(receipt);
      rows.receipts.push(receipt);
      scribe.made('RECEIPT', receipt, madeByErp(receipt));
    }
    const held = record.taken.filter((taken) => taken.on === on).length;
    const line = {
      id: lineId,
      receipt: receipt.id,
      line: row.id,
      quantity: quantityOf(count),
      rejectedQuantity: rejected === null ? null : quantityOf(rejected),
      sourceExternalId: `receipt-line,${receipt.number}.${held + 1}`,
    };
    rows.receiptLines.push(line);
    record.taken.push({ on, line });
    followPurchase(scribe, record, at);
  });
}

function receiptOf(world: World, record: PurchaseRecord, id: string, on: DateOnly, at: Date): ReceiptRow {
  const number = world.number('RC', at);
  return { id, number, purchaseOrder: record.row.id, receivedOn: on, ...sourceOf(`receipt,${number}`, at) };
}
