/** Sales and purchase orders as facts. */
import type { DateOnly, Instant, OrderFact, OrderLineFact, PurchaseOrderFact, PurchaseOrderLineFact, Unmapped } from '../../../domain/facts.js';
import { lookUp } from '../shared/lookup.js';
import { refs } from './refs.js';
import { IS_GOODS, ORDER_STATUS, PURCHASE_STATUS } from './statuses.js';
import type { PurchaseLineWire, PurchaseOrderWire, SalesLineWire, SalesOrderWire } from './wire.js';

/** Empty where the status is unknown, or no date says when it was ordered: an order without them cannot be said. */
export function orderFact(order: SalesOrderWire, version: string, unmapped: Unmapped[]): OrderFact[] {
  const lines = goodsLines(order.salesOrderLines, 'salesOrderLines', unmapped);
  const status = lookUp(ORDER_STATUS, order.status, 'status', unmapped);
  const placedOn = dayOf(order.orderDate, unmapped);
  if (status === undefined || placedOn === null) return [];
  return [
    {
      kind: 'order',
      source: { externalId: refs.salesOrder(order.number), version, updatedAt: order.lastModifiedDateTime ?? null },
      number: order.number,
      customer: refs.customer(order.customerId),
      channel: 'ERP',
      status: status === 'CONFIRMED' ? shippedStatus(order, lines) : status,
      currency: order.currencyCode,
      placedAt: startOf(placedOn),
      requestedDate: order.requestedDeliveryDate ?? null,
      country: order.shipToCountry ?? null,
      lines: lines.map((line) => orderLine(order.number, line)),
    },
  ];
}

function shippedStatus({ fullyShipped }: SalesOrderWire, lines: readonly SalesLineWire[]): OrderFact['status'] {
  if (fullyShipped === true && lines.length > 0) return 'SHIPPED';
  return lines.some((line) => Number(line.shippedQuantity) > 0) ? 'PARTLY_SHIPPED' : 'CONFIRMED';
}

function orderLine(order: string, line: SalesLineWire): OrderLineFact {
  return {
    externalId: refs.salesOrderLine(order, line.sequence),
    ...commonLine(line),
    unitPrice: line.unitPrice ?? null,
    amount: line.netAmount ?? null,
    promisedDate: line.promisedDeliveryDate,
  };
}

export function purchaseOrderFact(order: PurchaseOrderWire, version: string, unmapped: Unmapped[]): PurchaseOrderFact[] {
  const lines = goodsLines(order.purchaseOrderLines, 'purchaseOrderLines', unmapped).map((line) => purchaseOrderLine(order, line));
  const status = lookUp(PURCHASE_STATUS, order.status, 'status', unmapped);
  const orderedOn = dayOf(order.orderDate, unmapped);
  if (status === undefined || orderedOn === null) return [];
  return [
    {
      kind: 'purchaseOrder',
      source: { externalId: refs.purchaseOrder(order.number), version, updatedAt: order.lastModifiedDateTime ?? null },
      number: order.number,
      supplier: refs.vendor(order.vendorId),
      status: status === 'ISSUED' ? issuedStatus(lines) : status,
      currency: order.currencyCode,
      orderedAt: startOf(orderedOn),
      // One that the supplier gave elsewhere still stands where none is written here.
      supplierReference: order.vendorOrderNumber ?? undefined,
      lines,
    },
  ];
}

function purchaseOrderLine(order: PurchaseOrderWire, line: PurchaseLineWire): PurchaseOrderLineFact {
  // Business Central works out an expected date for every line: whether it is the supplier's is for the settings to say.
  const promised = line.promisedReceiptDate ?? (order.promise === 'expected' ? line.expectedReceiptDate : null) ?? undefined;
  return {
    externalId: refs.purchaseOrderLine(order.number, line.sequence),
    ...commonLine(line),
    unitPrice: line.directUnitCost ?? null,
    requestedDate: order.requestedReceiptDate ?? (promised === undefined ? (line.expectedReceiptDate ?? null) : undefined),
    promisedDate: promised,
    status: lineStatus(line, promised),
  };
}

function lineStatus({ receivedQuantity, quantity }: PurchaseLineWire, promised: DateOnly | undefined): PurchaseOrderLineFact['status'] {
  if (Number(receivedQuantity) > 0) return Number(receivedQuantity) >= Number(quantity) ? 'RECEIVED' : 'PARTLY_RECEIVED';
  return promised === undefined ? undefined : 'ACCEPTED';
}

function issuedStatus(lines: readonly PurchaseOrderLineFact[]): PurchaseOrderFact['status'] {
  const count = (status: PurchaseOrderLineFact['status']): number => lines.filter((line) => line.status === status).length;
  if (count('RECEIVED') + count('PARTLY_RECEIVED') > 0) return count('RECEIVED') === lines.length ? 'RECEIVED' : 'PARTLY_RECEIVED';
  if (count('ACCEPTED') === 0) return 'ISSUED';
  return count('ACCEPTED') === lines.length ? 'CONFIRMED' : 'PARTLY_CONFIRMED';
}

function commonLine(line: SalesLineWire | PurchaseLineWire): Pick<OrderLineFact, 'lineNo' | 'product' | 'description' | 'quantity' | 'unit'> {
  return {
    lineNo: line.sequence,
    product: line.itemId === null ? null : refs.item(line.itemId),
    description: line.description ?? '',
    quantity: line.quantity,
    unit: line.unitOfMeasureCode ?? '',
  };
}

export function goodsLines<Line extends { readonly lineType: string }>(lines: readonly Line[], path: string, unmapped: Unmapped[]): Line[] {
  return lines.filter((line, index) => lookUp(IS_GOODS, line.lineType, `${path}[${index}].lineType`, unmapped) === true);
}

function dayOf(date: DateOnly | null | undefined, unmapped: Unmapped[]): DateOnly | null {
  if (date == null) unmapped.push({ path: 'orderDate', value: '' });
  return date ?? null;
}

/** Business Central keeps days alone; one begins with its first instant, in UTC. */
export function startOf(day: DateOnly): Instant {
  return `${day}T00:00:00Z`;
}
