/** Shipments, as the system that holds their record tells; where the goods are, their tracking may know better. */
import { ObjectType, ShipmentDirection, ShipmentStatus } from '../../entities/enums.js';
import {
  type Carrier,
  type OrderLine,
  type PurchaseOrderLine,
  Shipment,
  ShipmentLine,
  type Supplier,
  type TrackingEvent,
} from '../../entities/index.js';
import type { ShipmentFact } from '../facts.js';
import type { StoredTrackingEvent } from '../tracking-rules.js';
import { shipmentTransitions } from '../transitions.js';
import type { Applied, Batch } from './batch.js';
import { type Change, fine, instant, money } from './changes.js';
import { type Carried, footingOf, touchFollowers } from './footing.js';
import type { Records } from './records.js';
import { refer, referLine } from './refs.js';
import { checkStatus } from './status.js';
import { mergeShipment, nothingSaid } from './tracking-state.js';

export function applyShipment(batch: Batch, fact: ShipmentFact): Applied {
  const { records, tx } = batch;
  const { carrier, supplier } = partiesOf(records, fact);
  const told = fact.lines.map((line): TellingLine => {
    const purchaseOrderLine = boughtLine(records, fact, line);
    const orderLine = soldLine(records, fact, line, purchaseOrderLine);
    const parents = { order: orderLine?.order ?? null, purchaseOrder: purchaseOrderLine?.purchaseOrder ?? null };
    return { externalId: line.externalId, values: { orderLine, purchaseOrderLine, ...parents, quantity: fine(line.quantity) } };
  });
  const shippedAt = instant(fact.shippedAt);
  const status = fact.status ?? ShipmentStatus.CREATED;
  const first = { status, recordStatus: status, createdAt: shippedAt ?? instant(fact.source.updatedAt) ?? tx.now };

  let before = footingOf(undefined, []);
  const upserted = batch.upsert(Shipment, ObjectType.SHIPMENT, records.shipments, fact, (found) => {
    checkStatus(batch, shipmentTransitions, found?.recordStatus ?? found?.status, found ? fact.status : status, ShipmentStatus.CREATED);
    if (found) batch.watch(ObjectType.SHIPMENT, found);
    if (found) before = footingOf(found, carriedBy(batch, found));
    return {
      direction: fact.direction,
      carrier,
      supplier,
      trackingNumber: fact.trackingNumber,
      mode: fact.mode,
      country: fact.country,
      shippedAt,
      promisedDate: fact.promisedDate,
      weightKg: fine(fact.weightKg),
      freightAmount: fact.freight == null ? fact.freight : money(fact.freight.amount),
      freightCurrency: fact.freight == null ? fact.freight : fact.freight.currency,
      recordStatus: fact.status,
      recordDeliveredOn: fact.deliveredOn,
      sourceUpdatedAt: instant(fact.source.updatedAt),
      ...(found ? {} : first),
    };
  });
  if (!upserted) return 'unchanged';

  const { record: shipment, change } = upserted;
  batch.watch(ObjectType.SHIPMENT, shipment);
  const relined = applyLines(batch, shipment, change, told);
  const events = records.trackingEvents.of(shipment.id).map(storedForm);
  change.assign(shipment, mergeShipment(shipment, events, nothingSaid, tx.now).columns);
  batch.reached(shipment, occurredAt(shipment, fact) ?? tx.now);
  touchFollowers(batch, before, footingOf(shipment, carriedBy(batch, shipment)), relined);
  batch.announce([shipment]);
  return batch.stamp(shipment, change, fact.source);
}

function partiesOf({ carriers, suppliers, ours }: Records, { despatch, ...fact }: ShipmentFact): { carrier: Carrier | null; supplier: Supplier | null | undefined } {
  if (!despatch) {
    return { carrier: refer(carriers, fact.carrier, 'UNKNOWN_CARRIER'), supplier: refer(suppliers, fact.supplier, 'UNKNOWN_SUPPLIER') };
  }
  const { supplierNumber, carrierNumber } = despatch;
  const [ordered] = fact.lines.flatMap((line) => line.ordered ?? []);
  // The order that he delivers on says best who is meant: numbers of parties may repeat among systems of ours.
  const order = ordered && ours.purchaseOrder({ supplierNumber, number: ordered.purchaseOrderNumber }).order;
  return {
    carrier: carrierNumber === null ? null : ours.carrier(carrierNumber, order?.sourceSystem ?? null),
    supplier: order ? order.supplier : ours.supplier(supplierNumber),
  };
}

type ToldLine = ShipmentFact['lines'][number];

function boughtLine({ ours, purchaseOrderLineByRef }: Records, { despatch }: ShipmentFact, line: ToldLine): PurchaseOrderLine | null {
  if (!despatch || !line.ordered) return referLine(purchaseOrderLineByRef, line.purchaseOrderLine, 'UNKNOWN_PURCHASE_ORDER_LINE') ?? null;
  const { purchaseOrderNumber: number, lineNo } = line.ordered;
  return ours.purchaseOrderLine({ supplierNumber: despatch.supplierNumber, number }, lineNo);
}

/** Goods that a supplier sends straight to the customer are those of the order line that they were bought for. */
function soldLine({ orderLineByRef }: Records, fact: ShipmentFact, line: ToldLine, bought: PurchaseOrderLine | null): OrderLine | null {
  if (fact.despatch && fact.direction === ShipmentDirection.OUTBOUND) return bought?.orderLine ?? null;
  return referLine(orderLineByRef, line.orderLine, 'UNKNOWN_ORDER_LINE') ?? null;
}

interface TellingLine {
  readonly externalId: string;
  readonly values: Pick<ShipmentLine, 'orderLine' | 'purchaseOrderLine' | 'order' | 'purchaseOrder' | 'quantity'>;
}

/** True when a line came, went or changed. */
function applyLines(batch: Batch, shipment: Shipment, change: Change, told: readonly TellingLine[]): boolean {
  const { shipmentLines } = batch.records;
  const stored = new Map(shipmentLines.of(shipment.id).map((line) => [line.sourceExternalId, line]));
  let differs = false;
  for (const { externalId, values } of told) {
    const found = stored.get(externalId);
    stored.delete(externalId);
    if (found) {
      differs = change.assign(found, values, `lines.${externalId}.`) || differs;
    } else {
      shipmentLines.add(batch.insert(ShipmentLine, { ...values, shipment, sourceExternalId: externalId }));
      if (!change.isNew) change.note(`lines.${externalId}`, 'line', null, values.quantity);
      differs = true;
    }
  }
  for (const line of stored.values()) {
    change.note(`lines.${line.sourceExternalId}`, 'line', line.quantity, null);
    shipmentLines.remove(line);
    batch.tx.em.remove(line);
    differs = true;
  }
  return differs;
}

/** When the state was reached that the record tells: when it happened by its own account, else when it was written there. */
function occurredAt({ status }: Shipment, { source, shippedAt, deliveredOn }: ShipmentFact): Date | null {
  if (status === ShipmentStatus.DELIVERED && deliveredOn != null) return new Date(`${deliveredOn}T00:00:00Z`);
  return instant(status === ShipmentStatus.CREATED ? source.updatedAt : (shippedAt ?? source.updatedAt)) ?? null;
}

function carriedBy({ records }: Batch, { id }: Shipment): Carried[] {
  const lines = records.shipmentLines.of(id);
  return lines.map(({ order, purchaseOrder }) => ({ orderId: order?.id ?? null, purchaseOrderId: purchaseOrder?.id ?? null }));
}

function storedForm(row: TrackingEvent): StoredTrackingEvent {
  return {
    eventKey: row.eventKey,
    occurredAt: { at: row.occurredAt, offsetMinutes: row.occurredAtOffset ?? null },
    classifier: row.classifier,
    milestone: row.milestone ?? null,
    reason: row.reason ?? null,
    responsible: row.responsible ?? null,
    retracts: row.retracts ?? null,
    retracted: row.retracted,
    inFuture: row.inFuture,
  };
}
