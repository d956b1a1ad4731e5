/** Orders and their lines, as the system that masters them tells. */
import { ObjectType, OrderStatus, ProductClass } from '../../entities/enums.js';
import { Order, OrderLine, type Product, type Supplier } from '../../entities/index.js';
import { parseInstant } from '../dates.js';
import { dueAt } from '../due-times.js';
import type { OrderFact, OrderLineFact } from '../facts.js';
import { lineAmount, totalAmount } from '../order-rules.js';
import { agreePromise, latestDate } from '../promise-rules.js';
import { orderTransitions } from '../transitions.js';
import type { Applied, Batch } from './batch.js';
import { type Change, fine, instant, money } from './changes.js';
import { matchLines } from './lines.js';
import { refer } from './refs.js';
import { checkStatus } from './status.js';

type TellingLine = Omit<OrderLineFact, 'product' | 'supplier'> & {
  readonly product: Product | null;
  readonly supplier: Supplier | null | undefined;
};

export function applyOrder(batch: Batch, fact: OrderFact): Applied {
  const { records, standards } = batch;
  const customer = refer(records.customers, fact.customer, 'UNKNOWN_CUSTOMER');
  const told: TellingLine[] = fact.lines.map((line) => ({
    ...line,
    product: refer(records.products, line.product, 'UNKNOWN_PRODUCT'),
    supplier: refer(records.suppliers, line.supplier, 'UNKNOWN_SUPPLIER'),
  }));
  const { at: placedAt, offsetMinutes } = parseInstant(fact.placedAt);

  const upserted = batch.upsert(Order, ObjectType.ORDER, records.orders, fact, (found) => {
    checkStatus(batch, orderTransitions, found?.recordStatus ?? found?.status, fact.status, OrderStatus.RECEIVED);
    if (found) batch.watch(ObjectType.ORDER, found);
    const receivedAt = instant(fact.receivedAt) ?? found?.receivedAt ?? placedAt;
    return {
      customer,
      channel: fact.channel,
      priority: fact.priority,
      status: fact.status,
      recordStatus: fact.status,
      paymentStatus: fact.paymentStatus,
      currency: fact.currency,
      country: fact.country,
      placedAt,
      placedAtOffset: offsetMinutes,
      receivedAt,
      dueAt: dueAt(receivedAt, standards.limit('reception-limits', receivedAt)[fact.channel], standards.calendar, standards.zone),
      confirmedAt: instant(fact.confirmedAt),
      producedAt: instant(fact.producedAt),
      ...(found ? {} : { totalAmount: money('0') }),
    };
  });
  if (!upserted) return 'unchanged';

  const { record: order, change, isNew } = upserted;
  batch.watch(ObjectType.ORDER, order);
  const lines = applyLines(batch, order, change, fact, told);
  change.assign(order, {
    totalAmount: money(totalAmount(lines)),
    productClass: strictest(lines),
    requestedDate: fact.requestedDate === undefined ? latest(lines, 'requestedDate') : fact.requestedDate,
    ...agreePromise(promisesOf(order), latest(lines, 'currentPromise') ?? fact.promisedDate ?? null),
  });

  const statedAt = instant(fact.source.updatedAt) ?? (isNew ? placedAt : batch.tx.now);
  if (order.status === OrderStatus.COMPLETED && order.completedAt == null) change.assign(order, { completedAt: statedAt });
  batch.reached(order, statedAt);
  // Goods may be on their way: what they make of the order is worked out again over what its master says.
  const outcome = batch.stamp(order, change, fact.source);
  if (!isNew && outcome === 'applied') batch.touchedOrders.add(order.id);
  return outcome;
}

function applyLines(batch: Batch, order: Order, change: Change, fact: OrderFact, told: readonly TellingLine[]): readonly OrderLine[] {
  const { orderLines, orderLineByRef } = batch.records;
  const { pairs, gone, moved } = matchLines(orderLines.of(order.id), told);
  for (const { line, lineNo } of moved) batch.renumber(line, lineNo, change);
  // A line that the master dropped may have been bought for or shipped: it is kept as cancelled.
  for (const line of gone) change.assign(line, { cancelled: true }, prefix(line));

  for (const { fact: says, line: found } of pairs) {
    const requestedDate = says.requestedDate === undefined ? fact.requestedDate : says.requestedDate;
    const promisedDate = says.promisedDate === undefined ? fact.promisedDate : says.promisedDate;
    const values: Partial<OrderLine> = {
      product: says.product,
      description: says.description,
      quantity: fine(says.quantity),
      unit: says.unit,
      unitPrice: fine(says.unitPrice),
      amount: money(says.amount ?? (says.unitPrice === null ? '0' : lineAmount(says.quantity, says.unitPrice))),
      supplier: says.supplier,
      requestedDate,
      cancelled: says.cancelled ?? false,
      // A promise is replaced, never forgotten: that the master holds none takes nothing back.
      ...agreePromise(found ? promisesOf(found) : { firstPromise: null, currentPromise: null }, promisedDate ?? null),
    };
    if (found) {
      batch.renumber(found, says.lineNo, change);
      change.assign(found, values, prefix(found));
    } else {
      const line = batch.insert(OrderLine, { ...values, order, lineNo: says.lineNo, sourceExternalId: says.externalId });
      orderLines.add(line);
      orderLineByRef.set(says.externalId, line);
      if (!change.isNew) change.note(`lines.${says.lineNo}`, 'line', null, says.externalId);
    }
  }
  return orderLines.of(order.id);
}

function prefix({ lineNo }: OrderLine): string {
  return `lines.${lineNo}.`;
}

function promisesOf({ firstPromise, currentPromise }: Order | OrderLine): Parameters<typeof agreePromise>[0] {
  return { firstPromise: firstPromise ?? null, currentPromise: currentPromise ?? null };
}

function latest(lines: readonly OrderLine[], member: 'requestedDate' | 'currentPromise'): string | null {
  return latestDate(lines.filter(({ cancelled }) => !cancelled).map((line) => line[member] ?? null));
}

const classes = [ProductClass.GENERAL, ProductClass.HIGH_VALUE, ProductClass.CUSTOM];

/** The class with the longest cycles (R39) among the lines that stand. */
function strictest(lines: readonly OrderLine[]): ProductClass {
  const ranks = lines.filter(({ cancelled }) => !cancelled).map(({ product }) => classes.indexOf(product?.productClass ?? ProductClass.GENERAL));
  return classes[Math.max(0, ...ranks)] ?? ProductClass.GENERAL;
}
