/** Purchase orders as facts, with what the supplier has confirmed of them. */
import type { DateOnly, Decimal, Instant, PurchaseOrderFact, PurchaseOrderLineFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import { refs } from './numbers.js';
import { covers, latest, startOf } from './orders.js';
import { IS_DELETED, PURCHASE_STATUS } from './statuses.js';
import type { ConfirmationWire, PurchaseItemWire, PurchaseOrderWire } from './wire.js';

/** Empty where it has no supplier (stock moved between own plants), or its status is unknown. */
export function purchaseOrderFact(order: PurchaseOrderWire, version: string, unmapped: Unmapped[]): PurchaseOrderFact[] {
  const said = lookUp(PURCHASE_STATUS, order.PurchasingProcessingStatus, 'PurchasingProcessingStatus', unmapped);
  const isDeleted = lookUp(IS_DELETED, order.PurchasingDocumentDeletionCode, 'PurchasingDocumentDeletionCode', unmapped);
  const orderedOn = order.PurchaseOrderDate ?? order.CreationDate ?? null;
  if (order.Supplier === null) unmapped.push({ path: 'Supplier', value: '' });
  if (orderedOn === null) unmapped.push({ path: 'PurchaseOrderDate', value: '' });
  const lines = order.to_PurchaseOrderItem.flatMap((item, index) => purchaseOrderLine(order, item, index, unmapped));
  if (said === undefined || isDeleted === undefined || order.Supplier === null || orderedOn === null) return [];
  return [
    {
      kind: 'purchaseOrder',
      source: { externalId: refs.purchaseOrder(order.PurchaseOrder), version, updatedAt: changedAt(order) },
      number: order.PurchaseOrder,
      supplier: refs.supplier(order.Supplier),
      status: isDeleted ? 'CANCELLED' : statusOf(said, lines),
      currency: order.DocumentCurrency,
      orderedAt: startOf(orderedOn),
      supplierReference: referenceOf(order.confirmations ?? []),
      lines,
    },
  ];
}

/** A returns item orders nothing. */
function purchaseOrderLine(order: PurchaseOrderWire, item: PurchaseItemWire, index: number, unmapped: Unmapped[]): PurchaseOrderLineFact[] {
  const path = `to_PurchaseOrderItem[${index}].PurchasingDocumentDeletionCode`;
  const isDeleted = lookUp(IS_DELETED, item.PurchasingDocumentDeletionCode, path, unmapped);
  if (item.IsReturnsItem === true) return [];
  const answer = order.confirmations === undefined ? movedDate(item) : confirmedDate(order.confirmations, item);
  return [
    {
      externalId: refs.purchaseOrderItem(order.PurchaseOrder, item.PurchaseOrderItem),
      lineNo: Number(item.PurchaseOrderItem),
      product: item.Material === null ? null : refs.product(item.Material),
      description: item.PurchaseOrderItemText ?? '',
      quantity: item.OrderQuantity,
      unit: item.PurchaseOrderQuantityUnit ?? '',
      unitPrice: unitPrice(item),
      requestedDate: latest(item.to_ScheduleLine.map((line) => line.SchedLineStscDeliveryDate ?? line.ScheduleLineDeliveryDate)),
      promisedDate: answer.promised,
      status: lineStatus(item, isDeleted, answer.status),
    },
  ];
}

interface Answer {
  readonly status: PurchaseOrderLineFact['status'];
  readonly promised: DateOnly | undefined;
}

const NO_ANSWER: Answer = { status: undefined, promised: undefined };

/** What the confirmations say of an item: all of it confirmed, refused, or (not said) less than that. */
function confirmedDate(confirmations: readonly ConfirmationWire[], item: PurchaseItemWire): Answer {
  const own = confirmations.flatMap(({ _SupplierConfirmationItemTP: items }) =>
    items.filter((confirmed) => confirmed.SuplrConfRefPurchaseOrderItem === item.PurchaseOrderItem),
  );
  if (own.some((confirmed) => confirmed.ItemIsRejectedBySupplier === true)) return { status: 'REFUSED', promised: undefined };
  const lines = own.flatMap(({ _SupplierConfirmationLineTP: parts }) => parts).filter((part) => Number(part.ConfirmedQuantity) > 0);
  const quantity = lines.reduce((sum, part) => sum + Number(part.ConfirmedQuantity), 0);
  if (lines.length === 0 || !covers(quantity, item.OrderQuantity)) return NO_ANSWER;
  return { status: 'ACCEPTED', promised: latest(lines.map((part) => part.DeliveryDate)) ?? undefined };
}

/** Without confirmations: a delivery date that was moved away from the one first asked for is the supplier's. */
function movedDate(item: PurchaseItemWire): Answer {
  const moved = item.to_ScheduleLine.some((line) => line.SchedLineStscDeliveryDate != null && line.SchedLineStscDeliveryDate !== line.ScheduleLineDeliveryDate);
  if (!moved) return NO_ANSWER;
  return { status: 'ACCEPTED', promised: latest(item.to_ScheduleLine.map((line) => line.ScheduleLineDeliveryDate)) ?? undefined };
}

function lineStatus(item: PurchaseItemWire, isDeleted: boolean | undefined, answered: Answer['status']): PurchaseOrderLineFact['status'] {
  if (isDeleted === true) return 'CANCELLED';
  return item.IsCompletelyDelivered === true ? 'RECEIVED' : answered;
}

/** What a released order's lines make of it; goods that came in part are told by the receipts. */
function statusOf(said: PurchaseOrderFact['status'], lines: readonly PurchaseOrderLineFact[]): PurchaseOrderFact['status'] {
  const live = lines.filter(({ status }) => status !== 'CANCELLED');
  if (said !== 'ISSUED' || lines.length === 0) return said;
  if (live.length === 0) return 'CANCELLED';
  const count = (status: PurchaseOrderLineFact['status']): number => live.filter((line) => line.status === status).length;
  if (count('RECEIVED') > 0) return count('RECEIVED') === live.length ? 'RECEIVED' : 'PARTLY_RECEIVED';
  if (count('REFUSED') === live.length) return 'REFUSED';
  if (count('ACCEPTED') === 0) return 'ISSUED';
  return count('ACCEPTED') === live.length ? 'CONFIRMED' : 'PARTLY_CONFIRMED';
}

/** Prices are for a number of units (`NetPriceQuantity`). One in another unit than the ordered one is no price of ours. */
function unitPrice(item: PurchaseItemWire): Decimal | null {
  const { NetPriceAmount: amount, NetPriceQuantity: per, OrderPriceUnit: unit } = item;
  if (amount == null || (unit != null && unit !== item.PurchaseOrderQuantityUnit)) return null;
  if (per == null || per === '1') return amount;
  return Number(per) > 0 ? floatText(Number(amount) / Number(per)) : null;
}

/** Undefined where none is written here: one that the supplier gave elsewhere still stands. */
function referenceOf(confirmations: readonly ConfirmationWire[]): string | undefined {
  return confirmations.flatMap(({ SuplrConfExternalReference: reference }) => reference ?? []).at(-1);
}

/** Of the order and its confirmations, whichever changed last. */
function changedAt(order: PurchaseOrderWire): Instant | null {
  const stamps = [order, ...(order.confirmations ?? [])].flatMap(({ LastChangeDateTime: at }) => at ?? []);
  const newest = stamps.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  const day = order.CreationDate ?? null;
  return newest ?? (day === null ? null : startOf(day));
}
