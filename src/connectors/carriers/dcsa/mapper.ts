/** DCSA events → facts. Pure: tables and the event decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { readPlacedInstant, type PlacedInstant } from '../../local-time.js';
import { filled, lookUp, noteInto, type Note } from '../../tracking-events.js';
import type { Config } from './config.js';
import { trackingNumbersOf } from './references.js';
import { CLASSIFIERS, EQUIPMENT, SHIPMENT, TRANSPORT, type Meaning } from './statuses.js';
import type { DcsaEvent, Location, Payload, ReadMessage } from './wire.js';

export type MappingOptions = Pick<Config, 'trackBy' | 'destinations' | 'carrier'>;

/**
 * One fact per event and shipment that it belongs to. What takes an event back names no shipment: it is that of the event,
 * where the message has it as well, or the one that was asked about; else whichever knows the event.
 */
export function normaliseEvents({ events, trackingNumber: asked }: ReadMessage, options: MappingOptions): Normalised {
  const unmapped: Unmapped[] = [];
  const byId = new Map(events.map(({ id, payload }) => [id, payload ? trackingNumbersOf(payload, options.trackBy) : []]));
  const facts = events.flatMap((event) => {
    const note = noteInto(unmapped, event.path);
    const mapped = event.retracts === null ? toldEvent(event, note) : retraction(event, note);
    if (!mapped) return [];
    const numbers = asked === null ? (byId.get(event.retracts ?? event.id) ?? []) : [asked];
    if (numbers.length > 0) return numbers.map((trackingNumber) => factOf(event, mapped, trackingNumber, options));
    if (event.retracts !== null) return [factOf(event, mapped, null, options)];
    note('references', `no ${options.trackBy.join(', ')} of event ${event.id}`);
    return [];
  });
  return { facts, unmapped };
}

function factOf(event: DcsaEvent, mapped: TrackingEventFact, trackingNumber: string | null, { carrier, destinations }: MappingOptions): TrackingFact {
  const created = createdAt(event);
  return {
    kind: 'tracking',
    source: { externalId: event.id, version: event.id, updatedAt: created?.instant ?? null },
    trackingNumber,
    carrier: carrier ?? filled(event.publisher),
    snapshotAt: null,
    estimatedDelivery: movesEstimate(event.payload, mapped, destinations) ? mapped.occurredAt : undefined,
    events: [mapped],
  };
}

function createdAt({ createdAt: text }: DcsaEvent): PlacedInstant | null {
  return readPlacedInstant(text ?? '', { country: null, otherwise: 'UTC' });
}

/** An estimated arrival is when the goods will be there, if it is at a destination. Plans move nothing. */
function movesEstimate(payload: Payload | null, { classifier, carrierCode }: TrackingEventFact, destinations: readonly string[]): boolean {
  if (classifier !== 'ESTIMATED' || carrierCode !== 'ARRI') return false;
  return destinations.length === 0 || destinations.includes(unLocation(payload) ?? '');
}

/** Null: no event of the goods' way, or one whose time cannot be read. */
function toldEvent({ id, type, payload }: DcsaEvent, note: Note): TrackingEventFact | null {
  if (!payload) {
    note('eventDateTime', 'null');
    return null;
  }
  const place = placeOf(payload);
  const occurred = readPlacedInstant(payload.eventDateTime ?? '', { country: place.country, otherwise: 'UTC' });
  if (!occurred) {
    note('eventDateTime', payload.eventDateTime ?? 'null');
    return null;
  }
  const classifier = classifierOf(payload, type, note);
  const { code, meaning } = meaningOf(payload, type, note);
  return {
    eventKey: id,
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    // What is not known to be a fact sets nothing.
    classifier: classifier ?? 'PLANNED',
    milestone: classifier === null ? null : milestoneOf(payload, meaning),
    carrierCode: code,
    reason: filled(payload.delayReasonCode),
    description: [meaning?.text ?? null, remarkOf(payload)].flatMap((part) => part ?? []).join(': ') || null,
    ...place,
  };
}

/** The taking back of an event is an event itself, at the time when it was taken back. */
function retraction(event: DcsaEvent, note: Note): TrackingEventFact | null {
  const created = createdAt(event);
  if (!created) {
    note('eventCreatedDateTime', event.createdAt ?? 'null');
    return null;
  }
  return {
    eventKey: event.id,
    occurredAt: created.instant,
    zoneAssumed: created.zoneAssumed,
    classifier: 'ACTUAL',
    milestone: null,
    carrierCode: null,
    description: 'An earlier event was taken back',
    retracts: event.retracts,
  };
}

/** Documents have no other classifier than actual, and version 2 leaves it out for them. */
function classifierOf({ eventClassifierCode }: Payload, type: string | null, note: Note): TrackingEventFact['classifier'] | null {
  const code = filled(eventClassifierCode);
  if (code === null && type === 'SHIPMENT') return 'ACTUAL';
  const classifier = lookUp(CLASSIFIERS, code);
  if (!classifier) note('eventClassifierCode', code ?? 'null');
  return classifier ?? null;
}

function meaningOf(payload: Payload, type: string | null, note: Note): { readonly code: string | null; readonly meaning: Meaning | null } {
  const tables = [
    { member: 'transportEventTypeCode', table: TRANSPORT, type: 'TRANSPORT' },
    { member: 'equipmentEventTypeCode', table: EQUIPMENT, type: 'EQUIPMENT' },
    { member: 'shipmentEventTypeCode', table: SHIPMENT, type: 'SHIPMENT' },
  ] as const;
  const stated = tables.find(({ member }) => filled(payload[member]) !== null) ?? tables.find((one) => one.type === type);
  const code = (stated && filled(payload[stated.member])) ?? filled(payload.eventTypeCode) ?? filled(payload.eventSubtype);
  const meaning = stated && lookUp<Meaning>(stated.table, code);
  if (!meaning) note(stated?.member ?? 'eventTypeCode', code ?? 'null');
  return { code, meaning: meaning ?? null };
}

/** An empty container carries no goods; between two ships, picking up and dropping off is a part of the way. */
function milestoneOf({ emptyIndicatorCode, isTransshipmentMove }: Payload, meaning: Meaning | null): TrackingEventFact['milestone'] {
  if (emptyIndicatorCode === 'EMPTY' || !meaning) return null;
  return isTransshipmentMove && meaning.milestone !== null ? 'IN_TRANSIT' : meaning.milestone;
}

function remarkOf({ changeRemark, reason, remark }: Payload): string | null {
  return filled(changeRemark) ?? filled(reason) ?? filled(remark);
}

type Spot = Pick<TrackingEventFact, 'city' | 'region' | 'postalCode' | 'latitude' | 'longitude'> & { readonly country: string | null };

function placeOf(payload: Payload): Spot {
  const location = payload.transportCall?.location ?? payload.eventLocation;
  const code = unLocation(payload);
  return {
    city: filled(location?.address?.city) ?? filled(location?.locationName) ?? code,
    region: filled(location?.address?.stateRegion),
    country: countryCode(code?.slice(0, 2) ?? filled(location?.address?.country)),
    postalCode: filled(location?.address?.postalCode),
    latitude: degrees(location, 'latitude', 90),
    longitude: degrees(location, 'longitude', 180),
  };
}

function unLocation(payload: Payload | null): string | null {
  const call = payload?.transportCall;
  const code = filled(call?.location?.UNLocationCode) ?? filled(call?.UNLocationCode) ?? filled(payload?.eventLocation?.UNLocationCode);
  return code !== null && /^[A-Z]{2}[A-Z0-9]{3}$/.test(code) ? code : null;
}

function degrees(location: Location, member: 'latitude' | 'longitude', most: number): number | null {
  const value = filled(location?.[member]);
  if (value === null || !/^-?\d{1,3}(\.\d+)?$/.test(value)) return null;
  return Math.abs(Number(value)) <= most ? Number(value) : null;
}
