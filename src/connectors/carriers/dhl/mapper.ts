/** Answer → fact. Pure: tables and the answer decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { type PlacedInstant, readPlacedInstant } from '../../local-time.js';
import { type Milestone, type Note, contentHash, distinctEvents, filled } from '../../tracking-events.js';
import type { Event, Place, Polled, Shipment } from './wire.js';

/** The five codes that all divisions are brought to. */
const MILESTONES: Readonly<Record<string, Milestone>> = {
  'pre-transit': 'CREATED',
  transit: 'IN_TRANSIT',
  delivered: 'DELIVERED',
  failure: 'EXCEPTION',
  unknown: 'UNKNOWN',
};

/** Normalises the answer about one number. Where it is the number of several parcels, it is nobody's: `SERVICE` tells them apart. */
export function normalisePolled({ trackingNumber, shipments }: Polled): Normalised {
  const unmapped: Unmapped[] = [];
  const note: Note = (path, value) => void unmapped.push({ path, value: value.slice(0, 200) });
  const meant = shipments.length === 1 ? shipments : shipments.filter(({ id }) => id === trackingNumber);
  const [shipment] = meant;
  if (meant.length === 1 && shipment) {
    return { facts: toFacts(trackingNumber, shipment, `shipments[${shipments.indexOf(shipment)}].`, note), unmapped };
  }
  if (shipments.length > 0) note('shipments', shipments.map(({ id, service }) => `${service ?? '?'} ${id}`).join(', '));
  return { facts: [], unmapped };
}

function toFacts(trackingNumber: string, shipment: Shipment, path: string, note: Note): TrackingFact[] {
  const { status, destination } = shipment;
  const told = (shipment.events ?? []).map((event, index) => ({ event, path: `${path}events[${index}].` }));
  // The status is the newest event told once more, or the only one that a division tells of.
  const isToldAgain = told.some(({ event }) => isSame(event, status));
  if (status && !isToldAgain) told.unshift({ event: status, path: `${path}status.` });
  const events = distinctEvents(told.flatMap(({ event, path: at }) => eventFacts(event, at, note)));
  const snapshotAt = (status && readTime(status.timestamp, status.location)?.instant) ?? events.at(-1)?.occurredAt;
  if (snapshotAt === undefined) return [];
  const fact: Omit<TrackingFact, 'source'> = {
    kind: 'tracking',
    trackingNumber,
    carrier: 'DHL',
    snapshotAt,
    snapshotStatus: milestoneOf(status?.statusCode, () => undefined),
    estimatedDelivery: estimate(shipment, destination, path, note),
    signedBy: signer(shipment),
    events,
  };
  const externalId = `${filled(shipment.service) ?? ''}/${shipment.id}`;
  return [{ ...fact, source: { externalId, version: contentHash(fact), updatedAt: snapshotAt } }];
}

/** One may state an offset where the other does not: what the clock showed is compared. */
function isSame(event: Event, status: Event | null | undefined): boolean {
  return event.timestamp?.slice(0, 19) === status?.timestamp?.slice(0, 19) && event.statusCode === status?.statusCode;
}

/** None where its time cannot be read. */
function eventFacts(event: Event, path: string, note: Note): TrackingEventFact[] {
  const occurred = readTime(event.timestamp, event.location);
  if (!occurred) {
    note(`${path}timestamp`, event.timestamp ?? 'null');
    return [];
  }
  const [statusCode, status] = [filled(event.statusCode), filled(event.status)];
  const description = filled(event.description) ?? filled(event.remark) ?? status;
  const { city, country, postalCode } = placeOf(event.location);
  return [
    {
      eventKey: contentHash([occurred.epochMs, statusCode, status, filled(event.description), city, country]),
      occurredAt: occurred.instant,
      zoneAssumed: occurred.zoneAssumed,
      classifier: 'ACTUAL',
      milestone: milestoneOf(event.statusCode, (value) => note(`${path}statusCode`, value)),
      carrierCode: statusCode,
      description,
      city,
      country,
      postalCode,
    },
  ];
}

function milestoneOf(statusCode: string | null | undefined, note: (value: string) => void): Milestone | null {
  const code = filled(statusCode);
  if (code === null) return null;
  // hasOwn: `__proto__` and `constructor` are found in every object.
  if (Object.hasOwn(MILESTONES, code)) return MILESTONES[code]!;
  note(code);
  return null;
}

/** A time without an offset is that of the place, where its country has one time; else it is taken for UTC. */
function readTime(text: string | null | undefined, place: Place | null | undefined): PlacedInstant | null {
  return readPlacedInstant(text ?? '', { country: placeOf(place).country, otherwise: 'UTC' });
}

function estimate(shipment: Shipment, destination: Place | null | undefined, path: string, note: Note): string | undefined {
  const text = filled(shipment.estimatedTimeOfDelivery) ?? filled(shipment.estimatedDeliveryTimeFrame?.estimatedThrough);
  if (text === null) return undefined;
  const read = readTime(text, destination);
  if (!read) note(`${path}estimatedTimeOfDelivery`, text);
  return read?.instant;
}

function signer({ details }: Shipment): string | undefined {
  const signed = details?.proofOfDelivery?.signed;
  const parts = [filled(signed?.givenName), filled(signed?.familyName)].filter((part) => part !== null);
  return filled(signed?.name) ?? filled(parts.join(' ')) ?? undefined;
}

function placeOf(place: Place | null | undefined): { city: string | null; country: string | null; postalCode: string | null } {
  const country = filled(place?.address?.countryCode);
  return {
    city: filled(place?.address?.addressLocality),
    country: country !== null && /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : country,
    postalCode: filled(place?.address?.postalCode),
  };
}
