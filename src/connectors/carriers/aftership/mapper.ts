/** Tracking → fact. Pure: tables, the tracking and the settings decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import { ConnectorError, type Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { readInstant } from '../../instant.js';
import { readPlacedDeadline, readPlacedInstant } from '../../local-time.js';
import { contentHash, distinctEvents, filled, lookUp, type Milestone, type Note } from '../../tracking-events.js';
import type { Config } from './config.js';
import { SUBTAGS, TAGS } from './statuses.js';
import { readTracking, type Checkpoint, type ReadMessage, type Tracking } from './wire.js';

type Settings = Pick<Config, 'carriers' | 'timeZone'>;

/** Throws ConnectorError('contract') where the tracking cannot be read or nothing says when it changed. */
export function normaliseTracking({ tracking: content, path, givenAt }: ReadMessage, { carriers, timeZone }: Settings): Normalised {
  const tracking = readTracking(content, path);
  const unmapped: Unmapped[] = [];
  const note: Note = (member, value) => void unmapped.push({ path: path + member, value: value.slice(0, 200) });

  const updated = readInstant(tracking.updated_at ?? givenAt ?? '');
  if (!updated) throw new ConnectorError('contract', `${path}updated_at: not an instant`);

  const events = (tracking.checkpoints ?? []).flatMap((checkpoint, index) => {
    const fact = eventFact(checkpoint, timeZone, (member, value) => note(`checkpoints[${index}].${member}`, value));
    return fact ? [fact] : [];
  });
  const slug = filled(tracking.slug);
  const fact: Omit<TrackingFact, 'source'> = {
    kind: 'tracking',
    trackingNumber: tracking.tracking_number,
    carrier: slug && (carriers.nameOf(slug) ?? slug),
    snapshotAt: updated.instant,
    snapshotStatus: milestoneOf(tracking, note),
    estimatedDelivery: estimate(tracking, timeZone, note),
    signedBy: tracking.signed_by === undefined ? undefined : filled(tracking.signed_by),
    events: distinctEvents(events),
  };
  // Change times have seconds only: the version needs the content as well.
  const version = `${updated.instant} ${contentHash(fact)}`;
  return { facts: [{ ...fact, source: { externalId: tracking.id, version, updatedAt: updated.instant } }], unmapped };
}

/** Null: a checkpoint whose time cannot be read. */
function eventFact(checkpoint: Checkpoint, timeZone: string, note: Note): TrackingEventFact | null {
  const location = {
    city: filled(checkpoint.city) ?? filled(checkpoint.location),
    region: filled(checkpoint.state),
    country: countryCode(filled(checkpoint.country_region) ?? filled(checkpoint.country_iso3)),
    postalCode: filled(checkpoint.postal_code) ?? filled(checkpoint.zip),
  };
  const occurred = readPlacedInstant(checkpoint.checkpoint_time ?? '', { country: location.country, otherwise: timeZone });
  if (!occurred) {
    note('checkpoint_time', checkpoint.checkpoint_time ?? 'null');
    return null;
  }
  const subtag = filled(checkpoint.subtag);
  const { reason = null, responsible = null } = (subtag && lookUp(SUBTAGS, subtag)) || {};
  return {
    // The clock's time: a zone that is learned later does not make another event of it.
    eventKey: contentHash([occurred.clock, filled(checkpoint.tag), subtag, filled(checkpoint.message), location]),
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    classifier: 'ACTUAL',
    milestone: milestoneOf(checkpoint, note),
    carrierCode: filled(checkpoint.raw_tag) ?? subtag ?? filled(checkpoint.tag),
    reason,
    responsible,
    description: filled(checkpoint.message),
    ...location,
    latitude: checkpoint.coordinate?.latitude ?? null,
    longitude: checkpoint.coordinate?.longitude ?? null,
  };
}

/** The tag decides; a subtag refines it. A subtag that no table knows is noted and changes nothing. */
function milestoneOf({ tag, subtag }: Pick<Checkpoint, 'tag' | 'subtag'>, note: Note): Milestone | null {
  const [code, detail] = [filled(tag), filled(subtag)];
  const refined = detail === null ? undefined : lookUp(SUBTAGS, detail);
  if (detail !== null && refined === undefined) note('subtag', detail);
  const milestone = code === null ? undefined : lookUp(TAGS, code);
  if (code !== null && milestone === undefined) note('tag', code);
  return refined?.milestone ?? milestone ?? null;
}

/** The carrier's own estimate; AfterShip's guesses are left alone. A range stands for its end. */
function estimate(tracking: Tracking, timeZone: string, note: Note): string | null | undefined {
  const { courier_estimated_delivery_date: range, expected_delivery: legacy } = tracking;
  if (range === undefined && legacy === undefined) return undefined;
  const text = filled(range?.estimated_delivery_date) ?? filled(range?.estimated_delivery_date_max) ?? filled(legacy);
  if (text === null) return null;
  const country = countryCode(filled(tracking.destination_country_region) ?? filled(tracking.destination_country_iso3));
  const read = readPlacedDeadline(text, { country, otherwise: timeZone });
  if (!read) note(range === undefined ? 'expected_delivery' : 'courier_estimated_delivery_date', text);
  return read?.instant;
}
