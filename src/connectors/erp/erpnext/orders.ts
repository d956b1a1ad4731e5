/** Sales Orders and Purchase Orders. */
import type { OrderFact, PurchaseOrderFact, PurchaseOrderLineFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import { issuedStatus } from '../shared/purchase-status.js';
import type { Zone } from '../shared/zone.js';
import { refTo, sourceOf } from './source.js';
import { ORDER_STATUS, PURCHASE_STATUS, type OrderStatus } from './statuses.js';
import { placed } from './values.js';
import type { PurchaseOrderItemWire, PurchaseOrderWire, SalesOrderItemWire, SalesOrderWire } from './wire.js';

/** Empty where the status is unknown: an order without a status cannot be said. */
export function orderFacts(order: SalesOrderWire, zone: Zone, unmapped: Unmapped[]): OrderFact[] {
  const status = orderStatus(order, unmapped);
  if (status === undefined) return [];
  const draft = order.docstatus === 0;
  const fact: Omit<OrderFact, 'source'> = {
    kind: 'order',
    number: order.name,
    customer: refTo('Customer', order.customer),
    channel: 'ERP',
    status,
    currency: order.currency,
    placedAt: placed(zone, order.creation, order.transaction_date),
    // ERPNext has one date: a wish while the order is a draft, and a promise from the day on which it is submitted.
    requestedDate: draft ? order.delivery_date : undefined,
    promisedDate: draft ? undefined : order.delivery_date,
    lines: inOrder(order.items).map((item, index) => ({
      ...commonLine(item, index + 1),
      externalId: refTo('Sales Order Item', item.name),
      amount: item.amount,
      requestedDate: draft ? item.delivery_date : undefined,
      promisedDate: draft ? undefined : item.delivery_date,
    })),
  };
  return [{ ...fact, source: sourceOf(fact, refTo('Sales Order', order.name), order.modified, zone) }];
}

function orderStatus({ status, per_delivered }: SalesOrderWire, unmapped: Unmapped[]): OrderStatus | undefined {
  const stated = lookUp(ORDER_STATUS, status, 'status', unmapped);
  if (stated !== 'CONFIRMED' || (per_delivered ?? 0) <= 0) return stated;
  return per_delivered! >= 100 ? 'SHIPPED' : 'PARTLY_SHIPPED';
}

/** Empty where the status is unknown. */
export function purchaseOrderFacts(order: PurchaseOrderWire, zone: Zone, unmapped: Unmapped[]): PurchaseOrderFact[] {
  const stated = lookUp(PURCHASE_STATUS, order.status, 'status', unmapped);
  if (stated === undefined) return [];
  const items = inOrder(order.items);
  const accepted = acceptedItems(order, items);
  const lines = items.map((item, index): PurchaseOrderLineFact => {
    const isAccepted = accepted.has(item.name);
    return {
      ...commonLine(item, index + 1),
      externalId: refTo('Purchase Order Item', item.name),
      requestedDate: item.schedule_date,
      promisedDate: isAccepted ? (item.expected_delivery_date ?? item.schedule_date) : undefined,
      status: lineStatus(order, item, isAccepted),
      orderLine: item.sales_order_item === null ? undefined : refTo('Sales Order Item', item.sales_order_item),
    };
  });
  const fact: Omit<PurchaseOrderFact, 'source'> = {
    kind: 'purchaseOrder',
    number: order.name,
    supplier: refTo('Supplier', order.supplier),
    status: stated === 'ISSUED' ? issuedStatus(lines) : stated,
    currency: order.currency,
    orderedAt: placed(zone, order.creation, order.transaction_date),
    supplierReference: order.order_confirmation_no,
    lines,
  };
  return [{ ...fact, source: sourceOf(fact, refTo('Purchase Order', order.name), order.modified, zone) }];
}

/**
 * The lines that the supplier said yes to: none before the order bears its confirmation; then those with a date of their
 * own, or all where no line has one and the confirmation has its day. Its number alone is a mere reference.
 */
function acceptedItems(order: PurchaseOrderWire, items: readonly PurchaseOrderItemWire[]): Set<string> {
  if (order.order_confirmation_no === null && order.order_confirmation_date === null) return new Set();
  const dated = items.filter(({ expected_delivery_date }) => expected_delivery_date !== null);
  const meant = dated.length === 0 && order.order_confirmation_date !== null ? items : dated;
  return new Set(meant.map(({ name }) => name));
}

/** Undefined where ERPNext cannot know: what a supplier proposed or refused is decided by others. */
function lineStatus({ docstatus }: PurchaseOrderWire, { received_qty, qty }: PurchaseOrderItemWire, accepted: boolean): PurchaseOrderLineFact['status'] {
  if (docstatus === 2) return 'CANCELLED';
  const received = received_qty ?? 0;
  if (received > 0) return received >= qty ? 'RECEIVED' : 'PARTLY_RECEIVED';
  return accepted ? 'ACCEPTED' : undefined;
}

function commonLine(item: SalesOrderItemWire | PurchaseOrderItemWire, lineNo: number): Pick<PurchaseOrderLineFact, 'lineNo' | 'product' | 'description' | 'quantity' | 'unit' | 'unitPrice'> {
  return {
    lineNo,
    product: refTo('Item', item.item_code),
    // Its `description` is HTML of the item's page.
    description: item.item_name ?? '',
    quantity: floatText(item.qty),
    unit: item.uom ?? '',
    unitPrice: item.rate,
  };
}

function inOrder<Item extends { readonly idx: number }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => a.idx - b.idx);
}
