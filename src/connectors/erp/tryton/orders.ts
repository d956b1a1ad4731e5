/** Sales and purchases: the two kinds of order, alike in Tryton down to the names of their fields. */
import type { DateOnly, Instant, OrderFact, OrderLineFact, PurchaseOrderFact, PurchaseOrderLineFact, Unmapped } from '../../../domain/facts.js';
import { hasAnswer, isOpenAnswer } from '../shared/answers.js';
import { lookUp } from '../shared/lookup.js';
import { refTo } from '../shared/refs.js';
import { sourceOf } from './source.js';
import {
  MOVE,
  ORDERS_GOODS,
  ORDER_STATUS,
  ORDER_STATUS_BY_SHIPMENT,
  PAYMENT_STATUS,
  PURCHASE_STATUS,
  PURCHASE_STATUS_BY_SHIPMENT,
  type OrderStatus,
  type PurchaseOrderStatus,
} from './statuses.js';
import type { PurchaseLineWire, PurchaseWire, SaleLineWire, SaleWire } from './wire.js';

type LineWire = SaleLineWire | PurchaseLineWire;

/** Empty where the state is unknown: an order without a state cannot be said. */
export function orderFact(sale: SaleWire, version: string, unmapped: Unmapped[]): OrderFact[] {
  const lines = goodsLines(sale['lines.'], unmapped);
  const status = orderStatus(sale, lines, unmapped);
  const paymentStatus = lookUp(PAYMENT_STATUS, sale.invoice_state, 'invoice_state', unmapped);
  if (status === undefined) return [];
  return [
    {
      kind: 'order',
      source: sourceOf('sale.sale', sale, version, partsOf(sale['lines.'])),
      number: sale.number ?? refTo('sale.sale', sale.id),
      customer: refTo('party.party', sale.party),
      channel: 'ERP',
      status,
      paymentStatus,
      currency: sale['currency.'].code,
      placedAt: placed(sale.create_date, sale.sale_date),
      requestedDate: sale.shipping_date ?? null,
      country: sale['shipment_address.']?.['country.']?.code ?? null,
      lines: lines.map((line, index) => orderLine(line, index + 1)),
    },
  ];
}

function orderLine(line: SaleLineWire, lineNo: number): OrderLineFact {
  return { ...commonLine('sale.line', line, lineNo), amount: line.amount ?? null, promisedDate: plannedDate(line) };
}

function orderStatus(sale: SaleWire, lines: readonly SaleLineWire[], unmapped: Unmapped[]): OrderStatus | undefined {
  if (sale.state !== 'processing') return lookUp(ORDER_STATUS, sale.state, 'state', unmapped);
  const status = lookUp(ORDER_STATUS_BY_SHIPMENT, sale.shipment_state, 'shipment_state', unmapped);
  return status === 'CONFIRMED' && lines.some((line) => progressOf(line) !== 'open') ? 'PARTLY_SHIPPED' : status;
}

/** Empty where the state is unknown. */
export function purchaseOrderFact(purchase: PurchaseWire, version: string, unmapped: Unmapped[]): PurchaseOrderFact[] {
  const wired = goodsLines(purchase['lines.'], unmapped);
  const promised = promisedLines(purchase, wired);
  const lines = wired.map((line, index) => purchaseOrderLine(purchase, line, index + 1, promised.has(line.id)));
  const status = purchaseStatus(purchase, lines, unmapped);
  if (status === undefined) return [];
  return [
    {
      kind: 'purchaseOrder',
      source: sourceOf('purchase.purchase', purchase, version, partsOf(purchase['lines.'])),
      number: purchase.number ?? refTo('purchase.purchase', purchase.id),
      supplier: refTo('party.party', purchase.party),
      status,
      currency: purchase['currency.'].code,
      orderedAt: placed(purchase.create_date, purchase.purchase_date),
      supplierReference: purchase.reference === '' ? null : (purchase.reference ?? null),
      lines,
    },
  ];
}

/**
 * The lines whose date is the supplier's. Tryton computes a date for every line and has no mark for a promised one, so
 * that there is none before the supplier's reference is there. Where somebody set dates or noted answers line by line,
 * only the dated lines are meant.
 */
function promisedLines(purchase: PurchaseWire, lines: readonly PurchaseLineWire[]): Set<number> {
  if (purchase.reference == null || purchase.reference === '') return new Set();
  const edited = lines.filter((line) => line.delivery_date_edit === true);
  const lineByLine = edited.length > 0 || lines.some(({ note }) => hasAnswer(note ?? ''));
  return new Set((lineByLine ? edited : lines).map(({ id }) => id));
}

function purchaseOrderLine(purchase: PurchaseWire, line: PurchaseLineWire, lineNo: number, promised: boolean): PurchaseOrderLineFact {
  const date = plannedDate(line) ?? (line.delivery_date_edit === true ? (line.delivery_date_store ?? null) : null);
  // Once the line's date is the supplier's, what we had asked for is no longer there to be read.
  const requestedDate = purchase.delivery_date ?? (promised ? undefined : date);
  return {
    ...commonLine('purchase.line', line, lineNo),
    requestedDate,
    promisedDate: promised ? date : undefined,
    status: purchaseLineStatus(purchase, line, promised && date !== null && !isOpenAnswer(line.note ?? '')),
  };
}

/** Undefined where Tryton cannot know: what a supplier proposed or refused is decided by others. */
function purchaseLineStatus(purchase: PurchaseWire, line: PurchaseLineWire, accepted: boolean): PurchaseOrderLineFact['status'] {
  if (purchase.state === 'cancelled') return 'CANCELLED';
  const progress = progressOf(line);
  if (progress === 'moved') return 'RECEIVED';
  if (progress === 'partly') return 'PARTLY_RECEIVED';
  // A reference and dates in a draft are an offer's: nothing was ordered that could be accepted.
  return accepted && isOrdered(purchase) ? 'ACCEPTED' : undefined;
}

function isOrdered({ state }: PurchaseWire): boolean {
  return state === 'processing' || state === 'done';
}

function purchaseStatus(purchase: PurchaseWire, lines: readonly PurchaseOrderLineFact[], unmapped: Unmapped[]): PurchaseOrderStatus | undefined {
  if (purchase.state !== 'processing') return lookUp(PURCHASE_STATUS, purchase.state, 'state', unmapped);
  const status = lookUp(PURCHASE_STATUS_BY_SHIPMENT, purchase.shipment_state, 'shipment_state', unmapped);
  if (status !== 'ISSUED') return status;
  if (lines.some((line) => line.status === 'RECEIVED' || line.status === 'PARTLY_RECEIVED')) return 'PARTLY_RECEIVED';
  const accepted = lines.filter((line) => line.status === 'ACCEPTED').length;
  if (accepted === 0) return 'ISSUED';
  return accepted === lines.length ? 'CONFIRMED' : 'PARTLY_CONFIRMED';
}

function commonLine(model: string, line: LineWire, lineNo: number): Pick<OrderLineFact, 'externalId' | 'lineNo' | 'product' | 'description' | 'quantity' | 'unit' | 'unitPrice'> {
  return {
    externalId: refTo(model, line.id),
    lineNo,
    product: refTo('product.product', line.product),
    description: line.description ?? '',
    quantity: line.quantity ?? '0',
    unit: line['unit.']?.symbol ?? '',
    unitPrice: line.unit_price ?? null,
  };
}

/** Titles, subtotals and comments are lines in Tryton too. */
function goodsLines<Line extends LineWire>(lines: readonly Line[], unmapped: Unmapped[]): Line[] {
  lines.forEach((line, index) => {
    for (const [at, move] of line['moves.'].entries()) lookUp(MOVE, move.state, `lines.[${index}].moves.[${at}].state`, unmapped);
  });
  return lines.filter((line, index) => lookUp(ORDERS_GOODS, line.type, `lines.[${index}].type`, unmapped) === true);
}

/** How much of a line's goods have moved: Tryton makes a new move for the rest of a part. */
function progressOf(line: LineWire): 'open' | 'partly' | 'moved' {
  const states = line['moves.'].map(({ state }) => (Object.hasOwn(MOVE, state) ? MOVE[state] : undefined));
  if (!states.includes('moved')) return 'open';
  return states.includes('open') ? 'partly' : 'moved';
}

/** When the last of a line's goods are to move. */
export function plannedDate(line: LineWire): DateOnly | null {
  const dates = line['moves.'].filter(({ state }) => state !== 'cancelled').flatMap(({ planned_date }) => planned_date ?? []);
  return dates.sort().at(-1) ?? null;
}

/** Entered in Tryton at `created`; an earlier `dated` is an order entered late, of which only the day is known. */
function placed(created: Instant, dated: DateOnly | null | undefined): Instant {
  return dated != null && dated < created.slice(0, 10) ? `${dated}T00:00:00Z` : created;
}

function partsOf(lines: readonly LineWire[]): { readonly id: number; readonly _timestamp: string }[] {
  return lines.flatMap((line) => [line, ...line['moves.']]);
}
