/** Goods on their way: Purchase Receipts and Delivery Notes. */
import type { Decimal, Instant, ReceiptFact, ShipmentFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import type { Zone } from '../shared/zone.js';
import { refTo, sourceOf } from './source.js';
import { DOCSTATUS, SHIPMENT_STATUS } from './statuses.js';
import { at } from './values.js';
import type { DeliveryNoteWire, PurchaseReceiptWire } from './wire.js';

type ReceiptItem = PurchaseReceiptWire['items'][number];

/**
 * One fact for each purchase order that the delivery was for. A draft says nothing; one that was cancelled is told without
 * lines, so that what it had said of them is taken back. Returns to the supplier are no receipts.
 */
export function receiptFacts(receipt: PurchaseReceiptWire, zone: Zone, unmapped: Unmapped[]): ReceiptFact[] {
  const state = lookUp(DOCSTATUS, String(receipt.docstatus), 'docstatus', unmapped);
  if (receipt.is_return || state === undefined || state === 'draft') return [];
  const orders = [...new Set(receipt.items.flatMap(({ purchase_order }) => purchase_order ?? []))].sort();
  return orders.map((order): ReceiptFact => {
    const own = receipt.items.filter((item) => item.purchase_order === order && item.purchase_order_item !== null);
    const fact: Omit<ReceiptFact, 'source'> = {
      kind: 'receipt',
      number: orders.length === 1 ? receipt.name : `${receipt.name}/${order}`,
      purchaseOrder: refTo('Purchase Order', order),
      receivedOn: receipt.posting_date,
      lines: state === 'cancelled' ? [] : own.map((item) => receiptLine(item)),
    };
    return { ...fact, source: sourceOf(fact, `${refTo('Purchase Receipt', receipt.name)}/${order}`, receipt.modified, zone) };
  });
}

function receiptLine(item: ReceiptItem): ReceiptFact['lines'][number] {
  return {
    externalId: refTo('Purchase Receipt Item', item.name),
    purchaseOrderLine: refTo('Purchase Order Item', item.purchase_order_item!),
    // `qty` is what was accepted; `received_qty` holds the rejected goods too.
    quantity: floatText(item.received_qty ?? item.qty),
    rejectedQuantity: rejected(item),
  };
}

/** A rejected quantity of 0 is what ERPNext puts there by itself: it counts only where somebody inspected. */
function rejected({ rejected_qty, quality_inspection }: ReceiptItem): Decimal | null {
  return rejected_qty != null && (rejected_qty !== 0 || quality_inspection !== null) ? floatText(rejected_qty) : null;
}

/** Returns from the customer are no shipments. */
export function shipmentFacts(note: DeliveryNoteWire, zone: Zone, unmapped: Unmapped[]): ShipmentFact[] {
  const state = lookUp(DOCSTATUS, String(note.docstatus), 'docstatus', unmapped);
  if (note.is_return || state === undefined) return [];
  const fact: Omit<ShipmentFact, 'source'> = {
    kind: 'shipment',
    number: note.name,
    direction: 'OUTBOUND',
    carrier: refTo('Supplier', note.transporter),
    trackingNumber: note.lr_no,
    mode: null,
    // With a tracking number the carrier knows better, except that it may never have been given the goods.
    status: note.lr_no === null || state === 'cancelled' ? SHIPMENT_STATUS[state] : undefined,
    shippedAt: state === 'submitted' ? postedAt(note, zone) : null,
    lines: [...note.items].sort((a, b) => a.idx - b.idx).map((item) => ({
      externalId: refTo('Delivery Note Item', item.name),
      orderLine: refTo('Sales Order Item', item.so_detail),
      quantity: floatText(item.qty),
    })),
  };
  return [{ ...fact, source: sourceOf(fact, refTo('Delivery Note', note.name), note.modified, zone) }];
}

function postedAt({ posting_date, posting_time }: DeliveryNoteWire, zone: Zone): Instant {
  return at(zone, posting_time == null ? posting_date : `${posting_date} ${posting_time}`);
}
