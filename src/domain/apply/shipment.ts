/** Shipments, as the system that holds their record tells; where the goods are, their tracking may know better. */
import { ObjectType, ShipmentStatus } from '../../entities/enums.js';
import { Shipment, ShipmentLine, type TrackingEvent } from '../../entities/index.js';
import type { ShipmentFact } from '../facts.js';
import type { StoredTrackingEvent } from '../tracking-rules.js';
import { shipmentTransitions } from '../transitions.js';
import type { Applied, Batch } from './batch.js';
import { type Change, fine, instant, money } from './changes.js';
import { type Carried, footingOf, touchFollowers } from './footing.js';
import { refer, referLine } from './refs.js';
import { checkStatus } from './status.js';
import { mergeShipment, nothingSaid } from './tracking-state.js';

export function applyShipment(batch: Batch, fact: ShipmentFact): Applied {
  const { records, tx } = batch;
  const carrier = refer(records.carriers, fact.carrier, 'UNKNOWN_CARRIER');
  const supplier = refer(records.suppliers, fact.supplier, 'UNKNOWN_SUPPLIER');
  const told = fact.lines.map((line): TellingLine => {
    const orderLine = referLine(records.orderLineByRef, line.orderLine, 'UNKNOWN_ORDER_LINE') ?? null;
    const purchaseOrderLine = referLine(records.purchaseOrderLineByRef, line.purchaseOrderLine, 'UNKNOWN_PURCHASE_ORDER_LINE') ?? null;
    const parents = { order: orderLine?.order ?? null, purchaseOrder: purchaseOrderLine?.purchaseOrder ?? null };
    return { externalId: line.externalId, values: { orderLine, purchaseOrderLine, ...parents, quantity: fine(line.quantity) } };
  });
  const shippedAt = instant(fact.shippedAt);
  const status = fact.status ?? ShipmentStatus.CREATED;
  const first = { status, recordStatus: status, createdAt: shippedAt ?? instant(fact.source.updatedAt) ?? tx.now };

  let before = footingOf(undefined, []);
  const upserted = batch.upsert(Shipment, ObjectType.SHIPMENT, records.shipments, fact, (found) => {
    checkStatus(batch, shipmentTransitions, found?.recordStatus ?? found?.status, fact.status, ShipmentStatus.CREATED);
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
