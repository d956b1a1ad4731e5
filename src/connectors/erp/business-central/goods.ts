/** Posted receipts and shipments as facts. */
import type { Decimal, ReceiptFact, ShipmentFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { goodsLines, startOf } from './orders.js';
import { refs } from './refs.js';
import type { PostedLineWire, ReceiptWire, ShipmentWire } from './wire.js';

/** Empty for a receipt without an order: an invoice that was posted by itself. */
export function receiptFacts(receipt: ReceiptWire, version: string, unmapped: Unmapped[]): ReceiptFact[] {
  const { number, orderNumber: order, postingDate: receivedOn } = receipt;
  if (order == null) return [];
  if (receivedOn == null) {
    unmapped.push({ path: 'postingDate', value: '' });
    return [];
  }
  return [
    {
      kind: 'receipt',
      source: { externalId: refs.receipt(number), version, updatedAt: receipt.lastModifiedDateTime ?? null },
      number,
      purchaseOrder: refs.purchaseOrder(order),
      receivedOn,
      lines: postedLines(receipt.purchaseReceiptLines, 'purchaseReceiptLines', unmapped).map(({ sequence, quantity }) => ({
        externalId: `${refs.receipt(number)}/${sequence}`,
        purchaseOrderLine: refs.purchaseOrderLine(order, sequence),
        quantity,
        rejectedQuantity: null,
      })),
    },
  ];
}

/** Posted means that the goods have left. */
export function shipmentFact(shipment: ShipmentWire, version: string, unmapped: Unmapped[]): ShipmentFact {
  const { number, orderNumber: order } = shipment;
  return {
    kind: 'shipment',
    source: { externalId: refs.shipment(number), version, updatedAt: shipment.lastModifiedDateTime ?? null },
    number,
    direction: 'OUTBOUND',
    carrier: null,
    trackingNumber: shipment.packageTrackingNumber ?? null,
    mode: null,
    // With a tracking number the carrier knows better how far it is.
    status: shipment.packageTrackingNumber == null ? 'PICKED_UP' : undefined,
    shippedAt: shipment.postingDate == null ? null : startOf(shipment.postingDate),
    country: shipment.shipToCountry ?? null,
    lines: postedLines(shipment.salesShipmentLines, 'salesShipmentLines', unmapped).map(({ sequence, quantity }) => ({
      externalId: `${refs.shipment(number)}/${sequence}`,
      orderLine: order == null ? null : refs.salesOrderLine(order, sequence),
      quantity,
    })),
  };
}

/**
 * The quantities that stand. A posted line bears the number of the ordered line. One that was undone is followed, under a
 * number in between, by a line of the same object with the quantity taken away: it belongs to the nearest one before it.
 */
function postedLines(lines: readonly PostedLineWire[], path: string, unmapped: Unmapped[]): { sequence: number; quantity: Decimal }[] {
  const goods = goodsLines(lines, path, unmapped).sort((a, b) => a.sequence - b.sequence);
  const posted = goods.filter((line) => Number(line.quantity) > 0).map((line) => ({ line, quantity: Number(line.quantity) }));
  for (const undone of goods.filter((line) => Number(line.quantity) < 0)) {
    const target = posted.findLast(({ line }) => line.sequence < undone.sequence && line.lineObjectNumber === undone.lineObjectNumber);
    if (target === undefined) unmapped.push({ path: `${path}[${lines.indexOf(undone)}].quantity`, value: undone.quantity });
    else target.quantity += Number(undone.quantity);
  }
  return posted.filter(({ quantity }) => quantity > 0).map(({ line, quantity }) => ({ sequence: line.sequence, quantity: floatText(quantity) }));
}
