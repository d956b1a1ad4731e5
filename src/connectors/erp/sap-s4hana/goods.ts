/** Goods that move: receipts from suppliers and deliveries to customers, as facts. */
import type { Decimal, ReceiptFact, ShipmentFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import { refs } from './numbers.js';
import { startOf } from './orders.js';
import { IS_PROVEN, IS_RECEIPT, KILOGRAMS, SHIPMENT_STATUS } from './statuses.js';
import type { DeliveryWire, MaterialDocumentWire, MovementWire } from './wire.js';

/** One fact for each purchase order that the document is about. One whose movements were all reversed holds nothing any more. */
export function receiptFacts(document: MaterialDocumentWire, version: string, unmapped: Unmapped[]): ReceiptFact[] {
  const movements = document.to_MaterialDocumentItem.map((movement, index) => ({ movement, index })).filter(({ movement, index }) => {
    const path = `to_MaterialDocumentItem[${index}].GoodsMovementType`;
    return movement.PurchaseOrder !== null && lookUp(IS_RECEIPT, movement.GoodsMovementType, path, unmapped) === true;
  });
  const orders = [...new Set(movements.flatMap(({ movement }) => movement.PurchaseOrder ?? []))].sort();
  if (document.PostingDate == null) {
    if (orders.length > 0) unmapped.push({ path: 'PostingDate', value: '' });
    return [];
  }
  const { MaterialDocumentYear: year, MaterialDocument: number, PostingDate: receivedOn } = document;
  const updatedAt = document.CreationDate == null ? null : startOf(document.CreationDate);
  return orders.map((order): ReceiptFact => {
    const own = movements.filter(({ movement }) => movement.PurchaseOrder === order);
    return {
      kind: 'receipt',
      source: { externalId: `${refs.materialDocument(year, number)}/${order}`, version, updatedAt },
      number: orders.length === 1 ? `${number}/${year}` : `${number}/${year}/${order}`,
      purchaseOrder: refs.purchaseOrder(order),
      receivedOn,
      lines: own.flatMap(({ movement, index }) => receiptLine(document, movement, index, unmapped)),
    };
  });
}

function receiptLine(document: MaterialDocumentWire, movement: MovementWire, index: number, unmapped: Unmapped[]): ReceiptFact['lines'] {
  if (movement.GoodsMovementIsCancelled === true || movement.PurchaseOrder === null || movement.PurchaseOrderItem === null) return [];
  const quantity = orderedQuantity(movement);
  if (quantity === null) {
    unmapped.push({ path: `to_MaterialDocumentItem[${index}].EntryUnit`, value: movement.EntryUnit ?? '' });
    return [];
  }
  return [
    {
      externalId: `${refs.materialDocument(document.MaterialDocumentYear, document.MaterialDocument)}/${movement.MaterialDocumentItem}`,
      purchaseOrderLine: refs.purchaseOrderItem(movement.PurchaseOrder, movement.PurchaseOrderItem),
      quantity,
      rejectedQuantity: null,
    },
  ];
}

/** The quantity in the ordered unit, where the document states it in that; null: it cannot be told without SAP's conversions. */
function orderedQuantity(movement: MovementWire): Decimal | null {
  const unit = movement.orderedUnit ?? null;
  if (unit === null) return null;
  if (unit === movement.EntryUnit) return movement.QuantityInEntryUnit;
  return unit === movement.MaterialBaseUnit ? movement.QuantityInBaseUnit : null;
}

export function shipmentFact(delivery: DeliveryWire, version: string, unmapped: Unmapped[]): ShipmentFact {
  const left = lookUp(SHIPMENT_STATUS, delivery.OverallGoodsMovementStatus, 'OverallGoodsMovementStatus', unmapped);
  const isProven = lookUp(IS_PROVEN, delivery.OverallProofOfDeliveryStatus, 'OverallProofOfDeliveryStatus', unmapped) === true;
  const changedOn = delivery.LastChangeDate ?? delivery.CreationDate ?? null;
  return {
    kind: 'shipment',
    source: { externalId: refs.delivery(delivery.DeliveryDocument), version, updatedAt: changedOn === null ? null : startOf(changedOn) },
    number: delivery.DeliveryDocument,
    direction: 'OUTBOUND',
    carrier: null,
    trackingNumber: delivery.BillOfLading ?? null,
    mode: null,
    // With a tracking number the carrier knows better how far it is; that it has arrived is the customer's word.
    status: isProven ? 'DELIVERED' : delivery.BillOfLading == null ? left : undefined,
    shippedAt: delivery.ActualGoodsMovementDate == null ? null : startOf(delivery.ActualGoodsMovementDate),
    ...(isProven ? { deliveredOn: delivery.ProofOfDeliveryDate } : {}),
    promisedDate: delivery.DeliveryDate,
    weightKg: weight(delivery, unmapped),
    lines: delivery.to_DeliveryDocumentItem.filter((item) => Number(item.ActualDeliveryQuantity) > 0).map((item) => shipmentLine(delivery, item)),
  };
}

function shipmentLine(delivery: DeliveryWire, item: DeliveryWire['to_DeliveryDocumentItem'][number]): ShipmentFact['lines'][number] {
  const { ReferenceSDDocument: order, ReferenceSDDocumentItem: line } = item;
  return {
    externalId: `${refs.delivery(delivery.DeliveryDocument)}/${item.DeliveryDocumentItem}`,
    orderLine: order === null || line === null ? null : refs.salesOrderItem(order, line),
    quantity: item.ActualDeliveryQuantity,
  };
}

function weight(delivery: DeliveryWire, unmapped: Unmapped[]): Decimal | null {
  const { HeaderGrossWeight: value, HeaderWeightUnit: unit } = delivery;
  if (value == null || Number(value) <= 0) return null;
  const factor = lookUp(KILOGRAMS, unit, 'HeaderWeightUnit', unmapped);
  return factor === undefined ? null : floatText(Number(value) * factor);
}
