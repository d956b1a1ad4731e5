/** What a told story must not say: each rule lists the records that break it, by number. */
import type { Story } from '../../src/demo/story/index.js';
import type { Rows } from '../../src/demo/story/rows.js';

type Rule = (story: Story, now: Date) => string[];

/** Dates that speak of the future: wishes, promises, estimates and deadlines. */
const ahead: ReadonlySet<string> = new Set([
  ...['requestedDate', 'firstPromise', 'currentPromise', 'promisedDate', 'estimatedDelivery', 'dueAt', 'confirmationDueAt', 'returnBy'],
]);

const nameOf = (row: object): string => ('number' in row ? String(row.number) : 'id' in row ? String(row.id) : JSON.stringify(row));
const dayOf = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? '';

/** Whether known instants come in this order. */
function isInOrder(times: readonly (Date | null)[]): boolean {
  const known = times.filter((at) => at !== null);
  return known.every((at, index) => index === 0 || at >= (known[index - 1] ?? at));
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function twice(values: readonly string[]): string[] {
  return [...grouped(values, (value) => value)].filter(([, same]) => same.length > 1).map(([value]) => value);
}

const withStatus = ({ orders, purchaseOrders, shipments, cases }: Rows) => [...orders, ...purchaseOrders, ...shipments, ...cases];

export const rules: Readonly<Record<string, Rule>> = {
  'numbers and ids are given once': ({ rows }) =>
    Object.values(rows as unknown as Record<string, readonly { id: string; number?: string }[]>).flatMap((list) => [
      ...twice(list.map(({ id }) => id)),
      ...twice(list.flatMap(({ number }) => number ?? [])),
    ]),
  'tracking numbers are given once': ({ rows }) => twice(rows.shipments.map(({ trackingNumber }) => trackingNumber)),
  'nothing is dated in the future but wishes, promises, estimates and deadlines': ({ rows, to }, now) =>
    Object.values(rows).flatMap((list: readonly object[]) =>
      list.flatMap((row) =>
        Object.entries(row)
          .filter(([name]) => !ahead.has(name))
          .filter(([, value]) => (value instanceof Date ? value >= now : typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && value >= to))
          .map(([name]) => `${nameOf(row)} ${name}`),
      ),
    ),
  'orders have lines, whose amounts add up to theirs': ({ rows }) => {
    const lines = grouped(rows.orderLines, ({ order }) => order);
    return rows.orders
      .filter(({ id, totalAmount }) => Math.abs((lines.get(id) ?? []).reduce((sum, { amount }) => sum + Number(amount), 0) - Number(totalAmount)) > 0.005 || !lines.has(id))
      .map(nameOf);
  },
  'purchase orders have lines, whose amounts add up to theirs': ({ rows }) => {
    const lines = grouped(rows.purchaseOrderLines, ({ purchaseOrder }) => purchaseOrder);
    return rows.purchaseOrders
      .filter(({ id, totalAmount }) => {
        const live = (lines.get(id) ?? []).filter(({ status }) => status !== 'CANCELLED');
        return !lines.has(id) || Math.abs(live.reduce((sum, { amount }) => sum + Number(amount), 0) - Number(totalAmount)) > 0.005;
      })
      .map(nameOf);
  },
  'an order goes its way in order': ({ rows }) =>
    rows.orders
      .filter((order) => !isInOrder([order.placedAt, order.receivedAt, order.processedAt, order.confirmedAt, order.producedAt, order.shippedAt, order.completedAt]))
      .map(nameOf),
  'nothing is bought for an order that is not confirmed': ({ rows }) => {
    const [orders, purchases] = [byId(rows.orders), byId(rows.purchaseOrders)];
    return rows.purchaseOrderLines
      .filter(({ order, purchaseOrder }) => order !== null && !isInOrder([orders.get(order)?.confirmedAt ?? new Date(8e15), purchases.get(purchaseOrder)?.orderedAt ?? null]))
      .map(({ purchaseOrder }) => nameOf(purchases.get(purchaseOrder) ?? {}));
  },
  'goods come after they were ordered': ({ rows }) => {
    const purchases = byId(rows.purchaseOrders);
    const issuedOn = (purchaseOrder: string): string => dayOf(purchases.get(purchaseOrder)?.issuedAt ?? new Date(8e15));
    return [
      ...rows.receipts.filter(({ purchaseOrder, receivedOn }) => receivedOn < issuedOn(purchaseOrder)),
      ...rows.purchaseOrderLines.filter(({ purchaseOrder, deliveredOn }) => deliveredOn !== null && deliveredOn < issuedOn(purchaseOrder)),
    ].map(nameOf);
  },
  'no supplier promises a day that has passed': ({ rows }) => {
    const answers = byId(rows.confirmations);
    return rows.confirmationLines.filter(({ promisedDate, confirmation }) => promisedDate !== null && promisedDate < dayOf(answers.get(confirmation)?.receivedAt ?? null)).map(nameOf);
  },
  'no more is rejected than came': ({ rows }) =>
    rows.receiptLines.filter(({ quantity, rejectedQuantity }) => rejectedQuantity !== null && Number(rejectedQuantity) > Number(quantity)).map(nameOf),
  'a shipment leaves after it is booked, and arrives after it left': ({ rows }) =>
    rows.shipments.filter(({ createdAt, shippedAt, deliveredAt }) => !isInOrder([createdAt, shippedAt, deliveredAt])).map(nameOf),
  'every shipment has a history, told after it happened': ({ rows }) => {
    const events = grouped(rows.trackingEvents, ({ shipment }) => shipment);
    return [
      ...rows.shipments.filter(({ id, status }) => status !== 'CREATED' && (events.get(id)?.length ?? 0) < 2),
      ...rows.trackingEvents.filter(({ occurredAt, recordedAt }) => occurredAt > recordedAt),
    ].map(nameOf);
  },
  'cases are about what was delivered': ({ rows }) => {
    const orders = byId(rows.orders);
    return rows.cases
      .filter(({ order, openedAt, decidedAt, resolvedAt, closedAt }) => (orders.get(order)?.deliveredOn ?? '9') > dayOf(openedAt) || !isInOrder([openedAt, decidedAt, resolvedAt, closedAt]))
      .map(nameOf);
  },
  'every event begins where the one before it ended, and the last one ends where the record stands': ({ rows, entries }) => {
    const states = new Map<string, string>();
    const breaks = entries.flatMap(({ event }) => {
      if (!event) return [];
      const before = states.get(event.objectId) ?? null;
      states.set(event.objectId, event.to);
      return event.from === before ? [] : [`${event.number} ${event.from}→${event.to} after ${before}`];
    });
    return [...breaks, ...withStatus(rows).filter(({ id, status }) => states.get(id) !== status).map(nameOf)];
  },
  'events are told in order, each after it happened': ({ entries }) =>
    entries.flatMap(({ at, event }, index) => ((event && event.occurredAt > at) || at < (entries[index - 1]?.at ?? at) ? [event?.number ?? `entry ${index}`] : [])),
};
