/**
 * Shipments under tracking, read in one statement and written in one, however many messages there are: carriers send far
 * more than anybody else, and messages that queue up are applied together.
 */
import { v7 as uuid } from 'uuid';
import type { Em } from '../../entities/orm.js';
import type { Shipment } from '../../entities/index.js';
import type { TrackingFact } from '../facts.js';
import type { AddedTrackingEvent, StoredTrackingEvent } from '../tracking-rules.js';
import type { Carried, Moving } from './footing.js';
import { toJson } from '../json.js';
import type { TrackingRows } from '../transaction.js';
import type { ShipmentMerge, TrackedColumns } from './tracking-state.js';

/** A shipment as plain columns, with what its tracking depends on and what depends on it. */
export interface TrackedShipment extends TrackedColumns, Moving, Pick<Shipment, 'id' | 'number' | 'createdAt' | 'status'> {
  readonly trackingNumber: string;
  readonly supplierId: string | null;
  readonly carrierId: string | null;
  /** The carrier's number and name here, in lower case. */
  readonly carrierNames: readonly string[];
  readonly carried: readonly Carried[];
  /** Those that can count for what is told now; see `read_tracked`. */
  events: readonly StoredTrackingEvent[];
}

const instants = ['sourceUpdatedAt', 'createdAt', 'shippedAt', 'deliveredAt', 'estimatedDelivery', 'estimateAsOf', 'snapshotAt', 'signerAsOf'];

/** Keys of the events that facts take back which name no parcel. */
export function takenBackBlindly(facts: readonly TrackingFact[]): ReadonlySet<string> {
  const blind = facts.filter(({ trackingNumber }) => trackingNumber === null);
  return new Set(blind.flatMap(({ events }) => events.flatMap(({ retracts }) => retracts ?? [])));
}

/**
 * What facts tell, by tracking number: the keys of their events; null where something is taken back, so that all that is known of the
 * shipment counts. What only takes events back speaks of the shipments that know these events.
 */
export type Told = ReadonlyMap<string, readonly string[] | null>;

export async function toldOf(em: Em, facts: readonly TrackingFact[]): Promise<Told> {
  const keys = new Map<string, string[]>();
  const takenBack = new Set(await numbersKnowing(em, takenBackBlindly(facts)));
  for (const { trackingNumber, events } of facts) {
    if (trackingNumber === null) continue;
    keys.set(trackingNumber, [...(keys.get(trackingNumber) ?? []), ...events.map(({ eventKey }) => eventKey)]);
    if (events.some(({ retracts }) => retracts != null)) takenBack.add(trackingNumber);
  }
  return new Map([...keys, ...[...takenBack].map((number) => [number, null] as const)]);
}

/** Tracking numbers of shipments that know one of these events. */
async function numbersKnowing(em: Em, keys: ReadonlySet<string>): Promise<readonly string[]> {
  if (keys.size === 0) return [];
  const rows = await em.execute<{ number: string }[]>(
    `select distinct s.tracking_number as number from tracking_event_key k join shipment s on s.id = k.shipment
     where k.event_key in (select jsonb_array_elements_text(?::jsonb)) and s.tracking_number is not null`,
    [toJson([...keys])],
  );
  return rows.map(({ number }) => number);
}

/** As `read_tracked` takes it. */
export function toldJson(told: Told): string {
  return toJson(Object.fromEntries(told));
}

/** Shipments as `read_tracked` gives them. */
export type TrackedJson = readonly Record<string, unknown>[] | null;

export function readTracked(found: TrackedJson): TrackedShipment[] {
  return (found ?? []).map((row) => {
    const shipment = { ...row };
    for (const name of instants) if (typeof row[name] === 'string') shipment[name] = new Date(row[name]);
    const events = ((row['events'] ?? []) as EventJson[]).map(readEvent);
    return { ...shipment, carried: row['carried'] ?? [], events } as unknown as TrackedShipment;
  });
}

type EventJson = Omit<StoredTrackingEvent, 'occurredAt'> & { readonly at: string; readonly offset: number | null };

/** Member by member: a shipment's events are read again with each message, and copying what is left of an object is several times as dear. */
function readEvent({ eventKey, at, offset, classifier, milestone, reason, responsible, retracts, retracted, inFuture }: EventJson): StoredTrackingEvent {
  const occurredAt = { at: new Date(at), offsetMinutes: offset };
  return { eventKey, occurredAt, classifier, milestone, reason, responsible, retracts, retracted, inFuture };
}

/** Every shipment of which something is told, from whichever system it came. */
export async function findTracked(em: Em, told: Told): Promise<TrackedShipment[]> {
  const [row] = await em.execute<{ found: string | null }[]>('select read_tracked(?::jsonb)::text as found', [toldJson(told)]);
  return readTracked(JSON.parse(row?.found ?? 'null') as TrackedJson);
}

/** What is to be written of all messages together. */
export class TrackingWrites {
  private readonly shipments = new Set<TrackedShipment>();
  private readonly added = new Map<string, object>();
  private readonly changed = new Map<string, object>();

  /** `system`: who tells. */
  constructor(private readonly system: string) {}

  shipment(shipment: TrackedShipment): void {
    this.shipments.add(shipment);
  }

  events({ id }: TrackedShipment, { added, changed }: Pick<ShipmentMerge, 'added' | 'changed'>): void {
    for (const event of added) this.added.set(`${id} ${event.stored.eventKey}`, rowOf(id, event, this.system));
    for (const { eventKey: key, retracted, inFuture: future, classifier, milestone, reason, responsible } of changed) {
      const fresh = this.added.get(`${id} ${key}`);
      const meaning = { classifier, milestone, reason, responsible };
      if (fresh) Object.assign(fresh, { retracted, in_future: future, ...meaning });
      else this.changed.set(`${id} ${key}`, { shipment: id, key, retracted, future, ...meaning });
    }
  }

  rows(): TrackingRows {
    return { shipments: [...this.shipments].map(columnsOf), added: [...this.added.values()], changed: [...this.changed.values()] };
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

function rowOf(shipmentId: string, { fact, stored }: AddedTrackingEvent, system: string): object {
  return {
    id: uuid(),
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
    source_system: system,
  };
}
