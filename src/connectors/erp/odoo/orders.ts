/** Sales and purchases. */
import type { OrderFact, OrderLineFact, PurchaseOrderFact, PurchaseOrderLineFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import { issuedStatus } from '../shared/purchase-status.js';
import { refTo } from '../shared/refs.js';
import type { Zone } from '../shared/zone.js';
import { sourceOf } from './source.js';
import { HEADINGS, ORDER_STATUS, ORDER_STATUS_BY_DELIVERY, PURCHASE_STATUS, type OrderStatus } from './statuses.js';
import { dayOf } from './values.js';
import type { PurchaseLineWire, PurchaseWire, SaleLineWire, SaleWire } from './wire.js';

type LineWire = SaleLineWire | PurchaseLineWire;
type CommonLine = Pick<OrderLineFact, 'externalId' | 'lineNo' | 'product' | 'description' | 'unit' | 'unitPrice'>;

/** Empty where the state is unknown: an order without a state cannot be said. */
export function orderFact(sale: SaleWire, version: string, zone: Zone, unmapped: Unmapped[]): OrderFact[] {
  const lines = goodsLines(sale['order_line.'], unmapped).filter((line) => line.is_downpayment !== true);
  const status = orderStatus(sale, lines, unmapped);
  if (status === undefined) return [];
  const promisedDate = sale.commitment_date === null ? null : dayOf(sale.commitment_date, zone);
  return [
    {
      kind: 'order',
      source: sourceOf('sale.order', sale, version, sale['order_line.']),
      number: sale.name ?? refTo('sale.order', sale.id),
      customer: refTo('res.partner', sale['partner_id.'].commercial_partner_id ?? sale['partner_id.'].id),
      channel: 'ERP',
      status,
      currency: sale['currency_id.'].name,
      placedAt: sale.date_order ?? sale.create_date,
      promisedDate,
      country: sale['partner_shipping_id.']?.['country_id.']?.code ?? null,
      lines: lines.map((line, index) => ({
        ...commonLine('sale.order.line', line, index + 1),
        quantity: floatText(line.product_uom_qty),
        amount: line.price_subtotal,
        promisedDate,
      })),
    },
  ];
}

function orderStatus(sale: SaleWire, lines: readonly SaleLineWire[], unmapped: Unmapped[]): OrderStatus | undefined {
  const status = lookUp(ORDER_STATUS, sale.state, 'state', unmapped);
  if (status !== 'CONFIRMED') return status;
  if (sale.delivery_status !== null) return lookUp(ORDER_STATUS_BY_DELIVERY, sale.delivery_status, 'delivery_status', unmapped);
  const delivered = lines.filter(({ qty_delivered }) => (qty_delivered ?? 0) > 0);
  if (delivered.length === 0) return 'CONFIRMED';
  return lines.every((line) => (line.qty_delivered ?? 0) >= line.product_uom_qty) ? 'SHIPPED' : 'PARTLY_SHIPPED';
}

/** Empty where the state is unknown. */
export function purchaseOrderFact(purchase: PurchaseWire, version: string, zone: Zone, unmapped: Unmapped[]): PurchaseOrderFact[] {
  const stated = lookUp(PURCHASE_STATUS, purchase.state, 'state', unmapped);
  const lines = goodsLines(purchase['order_line.'], unmapped).map((line, index) => purchaseOrderLine(purchase, line, index + 1, zone));
  if (stated === undefined) return [];
  return [
    {
      kind: 'purchaseOrder',
      source: sourceOf('purchase.order', purchase, version, purchase['order_line.']),
      number: purchase.name ?? refTo('purchase.order', purchase.id),
      supplier: refTo('res.partner', purchase['partner_id.'].commercial_partner_id ?? purchase['partner_id.'].id),
      status: stated === 'ISSUED' ? issuedStatus(lines) : stated,
      currency: purchase['currency_id.'].name,
      orderedAt: purchase.date_approve ?? purchase.create_date,
      supplierReference: purchase.partner_ref,
      lines,
    },
  ];
}

/**
 * Odoo has one date per line and no mark for a promised one. The purchase's acknowledgement is the mark; before it, a
 * supplier's reference says that the dates may be the supplier's already, so that they are no longer what we asked for.
 */
function purchaseOrderLine(purchase: PurchaseWire, line: PurchaseLineWire, lineNo: number, zone: Zone): PurchaseOrderLineFact {
  const date = line.date_planned === null ? null : dayOf(line.date_planned, zone);
  const acknowledged = isAcknowledged(purchase);
  return {
    ...commonLine('purchase.order.line', line, lineNo),
    quantity: floatText(line.product_qty),
    requestedDate: acknowledged || purchase.partner_ref !== null ? undefined : date,
    promisedDate: acknowledged ? date : undefined,
    status: purchaseLineStatus(purchase, line, acknowledged),
    orderLine: line.sale_line_id === null ? undefined : refTo('sale.order.line', line.sale_line_id),
  };
}

/** Whether the supplier has said yes to the whole: `acknowledged` from 19 on, `mail_reception_confirmed` before. */
export function isAcknowledged(purchase: Pick<PurchaseWire, 'acknowledged' | 'mail_reception_confirmed'>): boolean {
  return purchase.acknowledged ?? purchase.mail_reception_confirmed ?? false;
}

/** Undefined where Odoo cannot know: what a supplier proposed or refused is decided by others. */
function purchaseLineStatus({ state }: PurchaseWire, line: PurchaseLineWire, acknowledged: boolean): PurchaseOrderLineFact['status'] {
  if (state === 'cancel') return 'CANCELLED';
  const received = line.qty_received ?? 0;
  if (received > 0) return received >= line.product_qty ? 'RECEIVED' : 'PARTLY_RECEIVED';
  return acknowledged ? 'ACCEPTED' : undefined;
}

function commonLine(model: string, line: LineWire, lineNo: number): CommonLine {
  return {
    externalId: refTo(model, line.id),
    lineNo,
    product: refTo('product.product', line.product_id),
    description: line.name ?? '',
    unit: (line['product_uom_id.'] ?? line['product_uom.'])?.name ?? '',
    unitPrice: line.price_unit,
  };
}

/** In the order of the document; sections and notes are lines in Odoo too, and are left out. */
export function goodsLines<Line extends LineWire>(lines: readonly Line[], unmapped: Unmapped[]): Line[] {
  for (const { id, display_type } of lines) {
    if (display_type !== null) lookUp(HEADINGS, display_type, `order_line.[id=${id}].display_type`, unmapped);
  }
  const goods = lines.filter(({ display_type }) => display_type === null);
  return goods.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0) || a.id - b.id);
}
