/**
 * Shipments under tracking, read in one statement and written in one, however many messages there are: carriers send far
 * more than anybody else, and messages that queue up are applied together.
 */
import { v7 as uuid } from 'uuid';
import type { Em } from '../../entities/orm.js';
import type { Shipment } from '../../entities/index.js';
import type { AddedTrackingEvent, StoredTrackingEvent } from '../tracking-rules.js';
import type { Carried, Moving } from './footing.js';
import { toJson } from './json.js';
import type { ShipmentMerge, TrackedColumns } from './tracking-state.js';

/** A shipment as plain columns, with what its tracking depends on and what depends on it. */
export interface TrackedShipment extends TrackedColumns, Moving, Pick<Shipment, 'id' | 'number' | 'createdAt' | 'status'> {
  readonly trackingNumber: string;
  readonly supplierId: string | null;
  readonly carrierId: string | null;
  /** The carrier's number and name here, in lower case. */
  readonly carrierNames: readonly string[];
  readonly carried: readonly Carried[];
  events: readonly StoredTrackingEvent[];
}

const instants = ['sourceUpdatedAt', 'createdAt', 'shippedAt', 'deliveredAt', 'estimatedDelivery', 'estimateAsOf', 'snapshotAt', 'signerAsOf'];

/** Every shipment with one of these tracking numbers, from whichever system it came. */
export async function readTracked(em: Em, trackingNumbers: ReadonlySet<string>): Promise<TrackedShipment[]> {
  const rows = await em.execute<{ shipment: string }[]>(reading, [toJson([...trackingNumbers])]);
  return rows.map(({ shipment }) => {
    const row = JSON.parse(shipment) as Record<string, unknown> & { events: (StoredTrackingEvent & { at: string; offset: number | null })[] | null };
    for (const name of instants) if (typeof row[name] === 'string') row[name] = new Date(row[name]);
    const events = (row.events ?? []).map(({ at, offset, ...event }) => ({ ...event, occurredAt: { at: new Date(at), offsetMinutes: offset } }));
    return { ...row, carried: row['carried'] ?? [], events } as unknown as TrackedShipment;
  });
}

const reading = `
select row_to_json(found)::text as shipment from (
  select s.id, s.number, s.tracking_number as "trackingNumber", s.direction, s.status, s.record_status as "recordStatus",
    s.record_delivered_on as "recordDeliveredOn", s.status_reason as "statusReason", s.responsible, s.created_at as "createdAt",
    s.shipped_at as "shippedAt", s.delivered_at as "deliveredAt", s.delivered_at_offset as "deliveredAtOffset",
    s.delivered_on as "deliveredOn", s.estimated_delivery as "estimatedDelivery",
    s.estimated_delivery_offset as "estimatedDeliveryOffset", s.estimate_as_of as "estimateAsOf",
    s.snapshot_status as "snapshotStatus", s.snapshot_at as "snapshotAt", s.signed_by as "signedBy",
    s.signer_as_of as "signerAsOf", s.source_updated_at as "sourceUpdatedAt", s.supplier_id as "supplierId",
    s.carrier_id as "carrierId", array_remove(array[lower(c.number), lower(c.name)], null) as "carrierNames",
    (select json_agg(line) from (
       select distinct l.order_id as "orderId", l.purchase_order_id as "purchaseOrderId" from shipment_line l where l.shipment_id = s.id
     ) line) as carried,
    (select json_agg(event) from (
       select e.event_key as "eventKey", e.occurred_at as at, e.occurred_at_offset as "offset", e.classifier, e.milestone, e.reason,
         e.responsible, e.retracts, e.retracted, e.in_future as "inFuture" from tracking_event e where e.shipment_id = s.id
     ) event) as events
  from shipment s left join carrier c on c.id = s.carrier_id
  where s.tracking_number in (select jsonb_array_elements_text(?::jsonb))
) found`;

/** What is to be written of all messages together. */
export class TrackingWrites {
  private readonly shipments = new Set<TrackedShipment>();
  private readonly added = new Map<string, object>();
  private readonly changed = new Map<string, { shipment: string; key: string; retracted: boolean; future: boolean }>();

  constructor(private readonly now: Date) {}

  shipment(shipment: TrackedShipment): void {
    this.shipments.add(shipment);
  }

  events({ id }: TrackedShipment, { added, changed }: Pick<ShipmentMerge, 'added' | 'changed'>): void {
    for (const event of added) this.added.set(`${id} ${event.stored.eventKey}`, rowOf(id, event, this.now));
    for (const { eventKey: key, retracted, inFuture: future } of changed) {
      const fresh = this.added.get(`${id} ${key}`);
      if (fresh) Object.assign(fresh, { retracted, in_future: future });
      else this.changed.set(`${id} ${key}`, { shipment: id, key, retracted, future });
    }
  }

  async write(em: Em): Promise<void> {
    if (this.shipments.size + this.added.size + this.changed.size === 0) return;
    const all = { shipments: [...this.shipments].map(columnsOf), added: [...this.added.values()], changed: [...this.changed.values()] };
    await em.execute(writing, [toJson(all)]);
  }
}

function columnsOf(shipment: TrackedShipment): object {
  return {
    id: shipment.id,
    status: shipment.status,
    status_reason: shipment.statusReason,
    responsible: shipment.responsible,
    delivered_at: shipment.deliveredAt,
    delivered_at_offset: shipment.deliveredAtOffset,
    delivered_on: shipment.deliveredOn,
    estimated_delivery: shipment.estimatedDelivery,
    estimated_delivery_offset: shipment.estimatedDeliveryOffset,
    estimate_as_of: shipment.estimateAsOf,
    snapshot_status: shipment.snapshotStatus,
    snapshot_at: shipment.snapshotAt,
    signed_by: shipment.signedBy,
    signer_as_of: shipment.signerAsOf,
  };
}

function rowOf(shipmentId: string, { fact, stored }: AddedTrackingEvent, now: Date): object {
  return {
    id: uuid(),
    recorded_at: now,
    shipment_id: shipmentId,
    event_key: stored.eventKey,
    occurred_at: stored.occurredAt.at,
    occurred_at_offset: stored.occurredAt.offsetMinutes,
    zone_assumed: fact.zoneAssumed,
    classifier: stored.classifier,
    milestone: stored.milestone,
    carrier_code: fact.carrierCode,
    reason: stored.reason,
    responsible: stored.responsible,
    description: fact.description,
    city: fact.city,
    region: fact.region,
    country: fact.country,
    postal_code: fact.postalCode,
    latitude: fact.latitude,
    longitude: fact.longitude,
    retracts: stored.retracts,
    retracted: stored.retracted,
    in_future: stored.inFuture,
  };
}

/** The row types of the tables themselves say how to read the JSON. */
const writing = `
with told as (select ?::jsonb as rows),
new_events as (
  select e.* from told, jsonb_populate_recordset(null::tracking_event, rows -> 'added') e
),
keys as (
  insert into tracking_event_key (shipment, event_key) select shipment_id, event_key from new_events
),
events as (
  insert into tracking_event select * from new_events
),
corrections as (
  update tracking_event e set retracted = r.retracted, in_future = r.future
  from told, jsonb_to_recordset(rows -> 'changed') as r(shipment uuid, key text, retracted boolean, future boolean)
  where e.shipment_id = r.shipment and e.event_key = r.key
)
update shipment s
set status = r.status, status_reason = r.status_reason, responsible = r.responsible, delivered_at = r.delivered_at,
  delivered_at_offset = r.delivered_at_offset, delivered_on = r.delivered_on, estimated_delivery = r.estimated_delivery,
  estimated_delivery_offset = r.estimated_delivery_offset, estimate_as_of = r.estimate_as_of, snapshot_status = r.snapshot_status,
  snapshot_at = r.snapshot_at, signed_by = r.signed_by, signer_as_of = r.signer_as_of
from told, jsonb_populate_recordset(null::shipment, rows -> 'shipments') r
where s.id = r.id`;
