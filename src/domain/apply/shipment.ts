/** Shipments, as the system that holds their record tells; where the goods are, their tracking may know better. */
import { ObjectType, ShipmentStatus } from '../../entities/enums.js';
import { Shipment, ShipmentLine } from '../../entities/index.js';
import type { ShipmentFact, TrackingFact } from '../facts.js';
import { shipmentTransitions } from '../transitions.js';
import type { Applied, Batch } from './batch.js';
import { type Change, fine, instant, money } from './changes.js';
import { following } from './footing.js';
import { refer, referLine } from './refs.js';
import { checkStatus } from './status.js';
import { mergeInto, recordTime } from './tracking-state.js';

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
  const found = records.shipments.get(fact.source.externalId);
  checkStatus(batch, shipmentTransitions, found?.recordStatus ?? found?.status, fact.status, ShipmentStatus.CREATED);
  const shippedAt = instant(fact.shippedAt);

  const change = (): { record: Shipment; change: Change; isNew: boolean } | null =>
    batch.upsert(Shipment, ObjectType.SHIPMENT, records.shipments, fact, () => {
      if (found) batch.watch(ObjectType.SHIPMENT, found);
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
        ...(found
          ? {}
          : {
              status: fact.status ?? ShipmentStatus.CREATED,
              recordStatus: fact.status ?? ShipmentStatus.CREATED,
              createdAt: shippedAt ?? instant(fact.source.updatedAt) ?? tx.now,
            }),
      };
    });

  const upserted = found ? null : change();
  const shipment = found ?? upserted?.record;
  if (!shipment) return 'unchanged';
  if (upserted) records.tracked.add(shipment);
  let outcome: Applied = 'unchanged';
  following(batch, shipment, upserted !== null, () => {
    const at = upserted ?? change();
    if (!at) return false;
    batch.watch(ObjectType.SHIPMENT, shipment);
    if (found && !records.tracked.of(found.trackingNumber ?? '').includes(found)) records.tracked.add(found);
    batch.reached(shipment, shippedAt ?? instant(fact.source.updatedAt) ?? tx.now);
    const relined = applyLines(batch, shipment, at.change, told);
    if (fact.status !== undefined) {
      const word = { status: fact.status, at: recordTime({ sourceUpdatedAt: instant(fact.source.updatedAt), deliveredOn: fact.deliveredOn }), deliveredOn: fact.deliveredOn ?? null };
      mergeInto(batch, shipment, silent(fact), word);
    }
    outcome = batch.stamp(shipment, at.change, fact.source);
    return relined;
  });
  batch.announce([shipment]);
  return outcome;
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

/** A tracking message that says nothing: what the record says is merged beside it. */
function silent({ source, trackingNumber }: ShipmentFact): TrackingFact {
  return {
    kind: 'tracking',
    source: { ...source, updatedAt: null },
    trackingNumber: trackingNumber ?? '',
    carrier: null,
    snapshotAt: null,
    events: [],
  };
}
