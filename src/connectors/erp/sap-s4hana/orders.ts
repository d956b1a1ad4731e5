/** Sales orders as facts. */
import type { DateOnly, Instant, OrderFact, OrderLineFact, Unmapped } from '../../../domain/facts.js';
import { lookUp } from '../shared/lookup.js';
import { refs } from './numbers.js';
import { IS_COMPLETED, IS_REJECTED, ORDER_STATUS_BY_DELIVERY } from './statuses.js';
import type { SalesItemWire, SalesOrderWire } from './wire.js';

/** Empty where a status is unknown, or no date says when it was ordered: an order without them cannot be said. */
export function orderFact(order: SalesOrderWire, version: string, unmapped: Unmapped[]): OrderFact[] {
  const status = orderStatus(order, unmapped);
  const placedOn = order.SalesOrderDate ?? order.CreationDate ?? null;
  if (placedOn === null) unmapped.push({ path: 'SalesOrderDate', value: '' });
  if (status === undefined || placedOn === null) return [];
  return [
    {
      kind: 'order',
      source: { externalId: refs.salesOrder(order.SalesOrder), version, updatedAt: changedAt(order) },
      number: order.SalesOrder,
      customer: refs.customer(order.SoldToParty),
      channel: 'ERP',
      status,
      currency: order.TransactionCurrency,
      placedAt: startOf(placedOn),
      requestedDate: order.RequestedDeliveryDate,
      lines: order.to_Item.map((item) => orderLine(order.SalesOrder, item)),
    },
  ];
}

function orderStatus(order: SalesOrderWire, unmapped: Unmapped[]): OrderFact['status'] | undefined {
  const isRejected = lookUp(IS_REJECTED, order.OverallSDDocumentRejectionSts, 'OverallSDDocumentRejectionSts', unmapped);
  const isCompleted = lookUp(IS_COMPLETED, order.OverallSDProcessStatus, 'OverallSDProcessStatus', unmapped);
  const status = lookUp(ORDER_STATUS_BY_DELIVERY, order.OverallDeliveryStatus, 'OverallDeliveryStatus', unmapped);
  if (isRejected === undefined || isCompleted === undefined) return undefined;
  if (isRejected) return 'CANCELLED';
  return isCompleted ? 'COMPLETED' : status;
}

function orderLine(order: string, item: SalesItemWire): OrderLineFact {
  return {
    externalId: refs.salesOrderItem(order, item.SalesOrderItem),
    lineNo: Number(item.SalesOrderItem),
    product: item.Material === null ? null : refs.product(item.Material),
    description: item.SalesOrderItemText ?? '',
    quantity: item.RequestedQuantity,
    unit: item.RequestedQuantityUnit ?? '',
    // The API gives the amount of the item, after all conditions, and no price that it comes from.
    unitPrice: null,
    amount: item.NetAmount ?? null,
    requestedDate: latest(item.to_ScheduleLine.map((line) => line.RequestedDeliveryDate)) ?? undefined,
    promisedDate: promisedDate(item),
    cancelled: item.SalesDocumentRjcnReason !== '',
  };
}

/** The day by which all of it is confirmed; null while a part is not. */
function promisedDate(item: SalesItemWire): DateOnly | null {
  const confirmed = item.to_ScheduleLine.filter((line) => Number(line.ConfdOrderQtyByMatlAvailCheck) > 0);
  const quantity = confirmed.reduce((sum, line) => sum + Number(line.ConfdOrderQtyByMatlAvailCheck), 0);
  return quantity > 0 && covers(quantity, item.RequestedQuantity) ? latest(confirmed.map((line) => line.ConfirmedDeliveryDate)) : null;
}

/** Whether a sum reaches a quantity; what binary fractions leave over is none. */
export function covers(sum: number, quantity: string): boolean {
  return sum >= Number(quantity) - 1e-6;
}

export function latest(dates: readonly (DateOnly | null | undefined)[]): DateOnly | null {
  return dates.flatMap((date) => date ?? []).sort().at(-1) ?? null;
}

/** SAP keeps the day of most things; it begins with its first instant, in UTC as SAP's dates are. */
export function startOf(day: DateOnly): Instant {
  return `${day}T00:00:00Z`;
}

function changedAt(order: SalesOrderWire): Instant | null {
  const day = order.LastChangeDate ?? order.CreationDate ?? null;
  return order.LastChangeDateTime ?? (day === null ? null : startOf(day));
}
