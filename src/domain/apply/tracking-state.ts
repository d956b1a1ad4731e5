/** A shipment's columns as the tracking rules see them, and the way back. */
import { ObjectType, ShipmentStatus } from '../../entities/enums.js';
import { type Shipment, TrackingEvent, TrackingEventKey } from '../../entities/index.js';
import { type Moment, localDate } from '../dates.js';
import type { TrackingFact } from '../facts.js';
import {
  type AddedTrackingEvent,
  type StoredTrackingEvent,
  type TrackingState,
  mergeTracking,
  terminalShipmentStatuses,
} from '../tracking-rules.js';
import type { Batch } from './batch.js';

/**
 * Merges one message into a shipment and writes what changed: the shipment's columns, new events with their keys, events
 * taken back. The record's own word is read from the shipment. Returns true when anything changed.
 */
export function mergeInto(batch: Batch, shipment: Shipment, fact: TrackingFact): boolean {
  const { now } = batch.tx;
  const stored = batch.records.trackingEvents.of(shipment.id);
  const before = stateOf(shipment, stored);
  const merge = mergeTracking(before, fact, now);
  for (const added of merge.added) batch.records.trackingEvents.add(insertEvent(batch, shipment, added));
  const rows = new Map(stored.map((row) => [row.eventKey, row]));
  for (const { eventKey, retracted, inFuture } of merge.changed) Object.assign(rows.get(eventKey) ?? {}, { retracted, inFuture });

  const { state, statusChange } = withRecord(before, merge, shipment, now);
  batch.watch(ObjectType.SHIPMENT, shipment);
  const change = batch.change(ObjectType.SHIPMENT, shipment);
  const wrote = change.assign(shipment, {
    status: state.status,
    statusReason: state.reason,
    responsible: state.responsible,
    snapshotStatus: merge.state.snapshot.value,
    snapshotAt: merge.state.snapshot.asOf,
    estimatedDelivery: state.estimatedDelivery.value?.at ?? null,
    estimatedDeliveryOffset: state.estimatedDelivery.value?.offsetMinutes ?? null,
    estimateAsOf: state.estimatedDelivery.asOf,
    signedBy: state.signedBy.value,
    signerAsOf: state.signedBy.asOf,
    ...deliveryOf(shipment, state),
  });
  if (statusChange) batch.reached(shipment, statusChange.occurredAt.at);
  return wrote || merge.added.length > 0 || merge.changed.length > 0;
}

/** A message that says nothing: what the record says is weighed against the tracking all the same. */
export const nothingSaid: TrackingFact = {
  kind: 'tracking',
  source: { externalId: '', version: null, updatedAt: null },
  trackingNumber: '',
  carrier: null,
  snapshotAt: null,
  events: [],
};

/** When a record says what it says: its change time, else the end of the day on which it was delivered. */
function recordTime({ sourceUpdatedAt, recordDeliveredOn }: Shipment): Date | null {
  return sourceUpdatedAt ?? (recordDeliveredOn == null ? null : new Date(`${recordDeliveredOn}T23:59:59Z`));
}

function stateOf(shipment: Shipment, events: readonly TrackingEvent[]): TrackingState {
  const { status, statusReason, responsible, deliveredAt, deliveredAtOffset, estimatedDelivery, estimatedDeliveryOffset } = shipment;
  // Without any tracking the status is the record's.
  const untouched = events.length === 0 && shipment.snapshotStatus == null;
  return {
    status,
    reason: statusReason ?? null,
    responsible: responsible ?? null,
    recordStatus: shipment.recordStatus ?? (untouched ? status : ShipmentStatus.CREATED),
    events: events.map(storedForm),
    snapshot: { value: shipment.snapshotStatus ?? null, asOf: shipment.snapshotAt ?? null },
    estimatedDelivery: { value: moment(estimatedDelivery, estimatedDeliveryOffset), asOf: shipment.estimateAsOf ?? null },
    signedBy: { value: shipment.signedBy ?? null, asOf: shipment.signerAsOf ?? null },
    deliveredAt: moment(deliveredAt, deliveredAtOffset),
  };
}

/**
 * A master that says the goods have arrived (or came back, or never left) is believed against tracking that stopped
 * before: not every carrier tells the end. It weighs as much as a carrier's closing snapshot of the same time, so a later
 * event still leads on, and a later sync of a record that says less takes no ending back.
 */
function withRecord(
  before: TrackingState,
  merge: ReturnType<typeof mergeTracking>,
  record: Shipment,
  now: Date,
): Pick<ReturnType<typeof mergeTracking>, 'state' | 'statusChange'> {
  const { snapshot, recordStatus: status } = merge.state;
  const at = recordTime(record);
  const counts = terminalShipmentStatuses.has(status) && at !== null && (snapshot.asOf === null || snapshot.asOf <= at);
  if (!counts) return merge;
  return mergeTracking({ ...merge.state, status: before.status, snapshot: { value: status, asOf: at } }, nothingSaid, now);
}

/** The date of delivery: the deciding event's, at the place where it happened; else the one that the record states. */
function deliveryOf(
  { recordDeliveredOn }: Shipment,
  { status, deliveredAt }: TrackingState,
): Pick<Shipment, 'deliveredAt' | 'deliveredAtOffset' | 'deliveredOn'> {
  if (status !== ShipmentStatus.DELIVERED) return { deliveredAt: null, deliveredAtOffset: null, deliveredOn: null };
  if (!deliveredAt) return { deliveredAt: null, deliveredAtOffset: null, deliveredOn: recordDeliveredOn ?? null };
  const { at, offsetMinutes } = deliveredAt;
  return { deliveredAt: at, deliveredAtOffset: offsetMinutes, deliveredOn: localDate(at, offsetMinutes ?? 0) };
}

function insertEvent(batch: Batch, shipment: Shipment, { fact, stored }: AddedTrackingEvent): TrackingEvent {
  batch.tx.em.create(TrackingEventKey, { shipment: shipment.id, eventKey: stored.eventKey });
  return batch.insert(TrackingEvent, {
    recordedAt: batch.tx.now,
    shipment,
    eventKey: stored.eventKey,
    occurredAt: stored.occurredAt.at,
    occurredAtOffset: stored.occurredAt.offsetMinutes,
    zoneAssumed: fact.zoneAssumed,
    classifier: stored.classifier,
    milestone: stored.milestone,
    carrierCode: fact.carrierCode,
    reason: stored.reason,
    responsible: stored.responsible,
    description: fact.description,
    city: fact.city,
    region: fact.region,
    country: fact.country,
    postalCode: fact.postalCode,
    latitude: fact.latitude,
    longitude: fact.longitude,
    retracts: stored.retracts,
    retracted: stored.retracted,
    inFuture: stored.inFuture,
  });
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

function moment(at: Date | null | undefined, offsetMinutes: number | null | undefined): Moment | null {
  return at == null ? null : { at, offsetMinutes: offsetMinutes ?? null };
}
