/** Purchase orders and their lines, as the system that masters them tells. */
import { ObjectType, PurchaseOrderLineStatus as LineStatus, PurchaseOrderStatus as Status } from '../../entities/enums.js';
import { type OrderLine, type Product, PurchaseOrder, PurchaseOrderLine } from '../../entities/index.js';
import { parseInstant } from '../dates.js';
import { dueAt } from '../due-times.js';
import type { PurchaseOrderFact, PurchaseOrderLineFact } from '../facts.js';
import { lineAmount, totalAmount } from '../order-rules.js';
import { agreePromise, latestDate } from '../promise-rules.js';
import { headerStatus } from '../purchase-order-rules.js';
import { purchaseOrderTransitions } from '../transitions.js';
import type { Applied, Batch } from './batch.js';
import { type Change, fine, instant, money } from './changes.js';
import { matchLines } from './lines.js';
import { refer, referLine } from './refs.js';
import { checkStatus } from './status.js';

type TellingLine = Omit<PurchaseOrderLineFact, 'product' | 'orderLine'> & {
  readonly product: Product | null;
  readonly orderLine: OrderLine | null | undefined;
};

export function applyPurchaseOrder(batch: Batch, fact: PurchaseOrderFact): Applied {
  const { records } = batch;
  const supplier = refer(records.suppliers, fact.supplier, 'UNKNOWN_SUPPLIER');
  const told: TellingLine[] = fact.lines.map((line) => ({
    ...line,
    product: refer(records.products, line.product, 'UNKNOWN_PRODUCT'),
    orderLine: referLine(records.orderLineByRef, line.orderLine, 'UNKNOWN_ORDER_LINE'),
  }));
  const { at: orderedAt, offsetMinutes } = parseInstant(fact.orderedAt);

  const upserted = batch.upsert(PurchaseOrder, ObjectType.PURCHASE_ORDER, records.purchaseOrders, fact, (found) => {
    checkStatus(batch, purchaseOrderTransitions, found?.status, fact.status, Status.DRAFT);
    if (found) batch.watch(ObjectType.PURCHASE_ORDER, found);
    return {
      supplier,
      currency: fact.currency,
      orderedAt,
      orderedAtOffset: offsetMinutes,
      issuedAt: instant(fact.issuedAt),
      supplierReference: fact.supplierReference,
      ...(found ? {} : { status: fact.status, totalAmount: money('0') }),
    };
  });
  if (!upserted) return 'unchanged';

  const { record: order, change, isNew } = upserted;
  batch.watch(ObjectType.PURCHASE_ORDER, order);
  const lines = applyLines(batch, order, change, fact, told);
  change.assign(order, {
    status: headerOf(fact, lines),
    totalAmount: money(totalAmount(lines.map(({ amount, status }) => ({ amount, cancelled: status === LineStatus.CANCELLED })))),
    ...summaryOf(order, lines),
  });
  if (order.issuedAt != null && order.confirmationDueAt == null) {
    const { calendar, zone } = batch.standards;
    const limit = batch.standards.limit('supplier-answer-limit', order.issuedAt);
    change.assign(order, { confirmationDueAt: dueAt(order.issuedAt, limit, calendar, zone) });
  }

  const statedAt = instant(fact.source.updatedAt) ?? (isNew ? orderedAt : batch.tx.now);
  if (order.status === Status.CONFIRMED && order.confirmedAt == null) change.assign(order, { confirmedAt: statedAt });
  batch.reached(order, statedAt);
  const outcome = batch.stamp(order, change, fact.source);
  if (!isNew && outcome === 'applied') batch.touchedPurchaseOrders.add(order.id);
  return outcome;
}

/** What the header repeats of its lines: the latest dates of those that are still to come or came. */
export function summaryOf(
  order: PurchaseOrder,
  lines: readonly PurchaseOrderLine[],
): Pick<PurchaseOrder, 'requestedDate' | 'firstPromise' | 'currentPromise' | 'receivedOn'> {
  const live = lines.filter(({ status }) => status !== LineStatus.CANCELLED && status !== LineStatus.REFUSED);
  const promised = latestDate(live.map(({ currentPromise }) => currentPromise ?? null));
  const received = live.length > 0 && live.every(({ status }) => status === LineStatus.RECEIVED);
  return {
    requestedDate: latestDate(live.map(({ requestedDate }) => requestedDate ?? null)),
    ...agreePromise({ firstPromise: order.firstPromise ?? null, currentPromise: order.currentPromise ?? null }, promised),
    receivedOn: received ? latestDate(live.map(({ deliveredOn }) => deliveredOn ?? null)) : null,
  };
}

function applyLines(
  batch: Batch,
  order: PurchaseOrder,
  change: Change,
  fact: PurchaseOrderFact,
  told: readonly TellingLine[],
): readonly PurchaseOrderLine[] {
  const { purchaseOrderLines, purchaseOrderLineByRef } = batch.records;
  const { pairs, gone, moved } = matchLines(purchaseOrderLines.of(order.id), told);
  for (const { line, lineNo } of moved) batch.renumber(line, lineNo, change);
  // What was received stays received, whatever the master keeps of the line.
  for (const line of gone) if (!hasGoods(line)) change.assign(line, { status: LineStatus.CANCELLED }, prefix(line));

  for (const { fact: says, line: found } of pairs) {
    const status = lineStatusOf(fact, says, found);
    const agreed = status === LineStatus.ACCEPTED && found?.quantityConfirmed == null ? fine(says.quantity) : undefined;
    const standsAnew = found?.status === LineStatus.CANCELLED && status === LineStatus.OPEN;
    const values: Partial<PurchaseOrderLine> = {
      product: says.product,
      description: says.description,
      quantity: fine(says.quantity),
      unit: says.unit,
      unitPrice: fine(says.unitPrice),
      amount: money(says.unitPrice === null ? '0' : lineAmount(says.quantity, says.unitPrice)),
      status,
      requestedDate: says.requestedDate,
      quantityConfirmed: standsAnew ? null : agreed,
      orderLine: says.orderLine,
      order: says.orderLine === undefined ? undefined : (says.orderLine?.order ?? null),
      // As with orders: a promise is replaced, never forgotten.
      ...agreePromise(
        { firstPromise: found?.firstPromise ?? null, currentPromise: found?.currentPromise ?? null },
        says.promisedDate ?? null,
      ),
    };
    if (found) {
      batch.renumber(found, says.lineNo, change);
      change.assign(found, values, prefix(found));
    } else {
      const ownership = { purchaseOrder: order, lineNo: says.lineNo, sourceExternalId: says.externalId };
      const line = batch.insert(PurchaseOrderLine, { quantityReceived: fine('0'), ...values, ...ownership });
      purchaseOrderLines.add(line);
      purchaseOrderLineByRef.set(says.externalId, line);
      if (!change.isNew) change.note(`lines.${says.lineNo}`, 'line', null, says.externalId);
    }
  }
  return purchaseOrderLines.of(order.id);
}

/** What a header that a master states means for lines that it says nothing about. */
const impliedByHeader: Readonly<Partial<Record<Status, LineStatus>>> = {
  CONFIRMED: LineStatus.ACCEPTED,
  REFUSED: LineStatus.REFUSED,
  RECEIVED: LineStatus.RECEIVED,
  CANCELLED: LineStatus.CANCELLED,
};

/**
 * The line's own word; else what the header implies for a line that nobody has answered; else what the line was. A line that
 * was cancelled with its order, or left out for a while, stands anew where the master tells of it in an order that stands.
 */
function lineStatusOf(fact: PurchaseOrderFact, says: TellingLine, found: PurchaseOrderLine | undefined): LineStatus {
  if (says.status !== undefined) return says.status;
  const now = found?.status ?? LineStatus.OPEN;
  const implied = impliedByHeader[fact.status];
  if (implied === LineStatus.CANCELLED) return found && hasGoods(found) ? now : implied;
  if (implied === LineStatus.RECEIVED) return now === LineStatus.CANCELLED || now === LineStatus.REFUSED ? now : implied;
  return now === LineStatus.OPEN || now === LineStatus.CANCELLED ? (implied ?? LineStatus.OPEN) : now;
}

/** Rank of what a master may say of a whole order without saying it of a line. */
const rank: Readonly<Partial<Record<Status, number>>> = {
  ISSUED: 0,
  PARTLY_CONFIRMED: 1,
  COUNTER_PROPOSED: 1,
  CONFIRMED: 2,
  REFUSED: 2,
  PARTLY_RECEIVED: 3,
  RECEIVED: 4,
};

/** The header follows from the lines; where the master says nothing of the lines, its word holds if it goes further. */
function headerOf(fact: PurchaseOrderFact, lines: readonly PurchaseOrderLine[]): Status {
  const derived = headerStatus(fact.status, lines.map(({ status }) => status));
  const silent = fact.lines.every(({ status }) => status === undefined);
  return silent && (rank[fact.status] ?? 0) > (rank[derived] ?? 0) && derived !== Status.CANCELLED ? fact.status : derived;
}

function hasGoods({ status }: PurchaseOrderLine): boolean {
  return status === LineStatus.RECEIVED || status === LineStatus.PARTLY_RECEIVED;
}

function prefix({ lineNo }: PurchaseOrderLine): string {
  return `lines.${lineNo}.`;
}
