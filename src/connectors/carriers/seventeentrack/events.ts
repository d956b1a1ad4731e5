/** One event of a parcel → tracking event. Pure. */
import type { TrackingEventFact } from '../../../domain/facts.js';
import { countryCode } from '../../countries.js';
import { readPlacedInstant, type PlacedInstant } from '../../local-time.js';
import { contentHash, filled, lookUp, type Milestone, type Note } from '../../tracking-events.js';
import { STAGES, STATUSES, SUB_STATUSES } from './statuses.js';
import type { TrackEvent } from './wire.js';

/** Null: an event whose time cannot be read. */
export function eventFact(event: TrackEvent, timeZone: string, note: Note): TrackingEventFact | null {
  const { address } = event;
  const location = {
    city: filled(address?.city) ?? filled(event.location),
    region: filled(address?.state),
    country: countryCode(filled(address?.country)),
    postalCode: filled(address?.postal_code),
  };
  const occurred = timeOf(event, location.country, timeZone);
  if (!occurred) {
    note('time_raw', rawTime(event) ?? 'null');
    return null;
  }
  const [subStatus, stage] = [filled(event.sub_status), filled(event.stage)];
  const { reason = null, responsible = null } = (subStatus && lookUp(SUB_STATUSES, subStatus)) || {};
  return {
    // The carrier's own clock: a zone that is learned later does not make another event of it.
    eventKey: contentHash([event.time_raw?.date ? [event.time_raw.date, event.time_raw.time] : occurred.clock, subStatus, filled(event.description), location]),
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    classifier: 'ACTUAL',
    milestone: subStatus === null ? milestoneOfStage(stage, note) : milestoneOf(subStatus, undefined, note),
    carrierCode: subStatus ?? stage,
    reason,
    responsible,
    description: filled(event.description),
    ...location,
    latitude: degrees(address?.coordinates?.latitude, 90),
    longitude: degrees(address?.coordinates?.longitude, 180),
  };
}

/** A sub-status that no table knows is noted, and its main status decides; that is the part before the underscore where it is not told. */
export function milestoneOf(subStatus: string | null | undefined, status: string | null | undefined, note: Note): Milestone | null {
  const detail = filled(subStatus);
  const refined = detail === null ? undefined : lookUp(SUB_STATUSES, detail);
  if (detail !== null && refined === undefined) note('sub_status', detail);
  const told = filled(status);
  const main = told ?? detail?.split('_')[0] ?? null;
  const milestone = main === null ? undefined : lookUp(STATUSES, main);
  if (told !== null && milestone === undefined) note('status', told);
  return refined?.milestone ?? milestone ?? null;
}

function milestoneOfStage(stage: string | null, note: Note): Milestone | null {
  const milestone = stage === null ? undefined : lookUp(STAGES, stage);
  if (stage !== null && milestone === undefined) note('stage', stage);
  return milestone ?? null;
}

/** The local time with its offset; else the instant; else the carrier's words, in the place's zone. */
function timeOf(event: TrackEvent, country: string | null, otherwise: string): PlacedInstant | null {
  for (const text of [filled(event.time_iso), filled(event.time_utc), rawTime(event)]) {
    const read = text === null ? null : readPlacedInstant(text, { country, otherwise });
    if (read) return read;
  }
  return null;
}

/** A day without a time of day is told as its beginning. */
function rawTime({ time_raw: raw }: TrackEvent): string | null {
  const date = filled(raw?.date);
  return date === null ? null : `${date}T${filled(raw?.time) ?? '00:00:00'}${filled(raw?.timezone) ?? ''}`;
}

/** Null for what is no place on the map. */
function degrees(text: string | null | undefined, most: number): number | null {
  const value = /^-?\d{1,3}(\.\d{1,20})?$/.test(text ?? '') ? Number(text) : Number.NaN;
  return Math.abs(value) <= most ? value : null;
}
