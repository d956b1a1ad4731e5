/** A shipment's columns as the tracking rules see them, and what the rules make of them. */
import { ShipmentStatus } from '../../entities/enums.js';
import type { Shipment } from '../../entities/index.js';
import { type Moment, localDate } from '../dates.js';
import type { TrackingFact } from '../facts.js';
import { type StoredTrackingEvent, type TrackingMerge, type TrackingState, mergeTracking, terminalShipmentStatuses } from '../tracking-rules.js';

/** The columns that decide and hold where a shipment stands. */
export type TrackedColumns = Pick<
  Shipment,
  | 'status'
  | 'recordStatus'
  | 'recordDeliveredOn'
  | 'statusReason'
  | 'responsible'
  | 'deliveredAt'
  | 'deliveredAtOffset'
  | 'deliveredOn'
  | 'estimatedDelivery'
  | 'estimatedDeliveryOffset'
  | 'estimateAsOf'
  | 'snapshotStatus'
  | 'snapshotAt'
  | 'signedBy'
  | 'signerAsOf'
  | 'sourceUpdatedAt'
>;

export interface ShipmentMerge {
  /** The columns as they are to be. */
  readonly columns: Partial<TrackedColumns>;
  /** All events, new ones included. */
  readonly events: readonly StoredTrackingEvent[];
  readonly added: TrackingMerge['added'];
  readonly changed: TrackingMerge['changed'];
  /** When the new status was reached; null: the status is what it was. */
  readonly reachedAt: Date | null;
}

/** Merges one message into a shipment. The record's own word stands among its columns. */
export function mergeShipment(
  shipment: TrackedColumns,
  events: readonly StoredTrackingEvent[],
  fact: TrackingFact,
  now: Date,
): ShipmentMerge {
  const before = stateOf(shipment, events);
  const merge = mergeTracking(before, fact, now);
  const { state, statusChange } = withRecord(before, merge, shipment, now);
  const { snapshot, estimatedDelivery, signedBy } = merge.state;
  return {
    columns: {
      status: state.status,
      statusReason: state.reason,
      responsible: state.responsible,
      snapshotStatus: snapshot.value,
      snapshotAt: snapshot.asOf,
      estimatedDelivery: estimatedDelivery.value?.at ?? null,
      estimatedDeliveryOffset: estimatedDelivery.value?.offsetMinutes ?? null,
      estimateAsOf: estimatedDelivery.asOf,
      signedBy: signedBy.value,
      signerAsOf: signedBy.asOf,
      ...deliveryOf(shipment, state),
    },
    events: merge.state.events,
    added: merge.added,
    changed: merge.changed,
    reachedAt: statusChange?.occurredAt.at ?? null,
  };
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

function stateOf(shipment: TrackedColumns, events: readonly StoredTrackingEvent[]): TrackingState {
  const { status, statusReason, responsible, deliveredAt, deliveredAtOffset, estimatedDelivery, estimatedDeliveryOffset } = shipment;
  // Without any tracking the status is the record's.
  const untouched = events.length === 0 && shipment.snapshotStatus == null;
  return {
    status,
    reason: statusReason ?? null,
    responsible: responsible ?? null,
    recordStatus: shipment.recordStatus ?? (untouched ? status : ShipmentStatus.CREATED),
    events,
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
  merge: TrackingMerge,
  { sourceUpdatedAt, recordDeliveredOn }: TrackedColumns,
  now: Date,
): Pick<TrackingMerge, 'state' | 'statusChange'> {
  const { snapshot, recordStatus: value } = merge.state;
  // When the record says what it says: its change time, else the end of the day on which it was delivered.
  const asOf = sourceUpdatedAt ?? (recordDeliveredOn == null ? null : new Date(`${recordDeliveredOn}T23:59:59Z`));
  const counts = terminalShipmentStatuses.has(value) && asOf !== null && (snapshot.asOf === null || snapshot.asOf <= asOf);
  return counts ? mergeTracking({ ...merge.state, status: before.status, snapshot: { value, asOf } }, nothingSaid, now) : merge;
}

/** The date of delivery: the deciding event's, at the place where it happened; else the one that the record states. */
function deliveryOf(
  { recordDeliveredOn }: TrackedColumns,
  { status, deliveredAt }: TrackingState,
): Pick<TrackedColumns, 'deliveredAt' | 'deliveredAtOffset' | 'deliveredOn'> {
  if (status !== ShipmentStatus.DELIVERED) return { deliveredAt: null, deliveredAtOffset: null, deliveredOn: null };
  if (!deliveredAt) return { deliveredAt: null, deliveredAtOffset: null, deliveredOn: recordDeliveredOn ?? null };
  const { at, offsetMinutes } = deliveredAt;
  return { deliveredAt: at, deliveredAtOffset: offsetMinutes, deliveredOn: localDate(at, offsetMinutes ?? 0) };
}

function moment(at: Date | null | undefined, offsetMinutes: number | null | undefined): Moment | null {
  return at == null ? null : { at, offsetMinutes: offsetMinutes ?? null };
}
