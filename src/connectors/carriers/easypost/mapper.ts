/** Tracker → fact. Pure: tables and the tracker decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import { ConnectorError, type Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { readInstant } from '../../instant.js';
import { contentHash, distinctEvents, filled, lookUp, type Milestone, type Note } from '../../tracking-events.js';
import type { Tracker, TrackingDetail } from './wire.js';

type Responsible = TrackingEventFact['responsible'];

/** EasyPost's statuses, https://docs.easypost.com/docs/trackers. */
const MILESTONES: Readonly<Record<string, Milestone>> = {
  unknown: 'UNKNOWN',
  pre_transit: 'CREATED',
  in_transit: 'IN_TRANSIT',
  out_for_delivery: 'OUT_FOR_DELIVERY',
  available_for_pickup: 'AVAILABLE_FOR_PICKUP',
  delivered: 'DELIVERED',
  return_to_sender: 'RETURNING',
  failure: 'EXCEPTION',
  cancelled: 'CANCELLED',
  // Their error in asking the carrier; it says nothing about the parcel.
  error: 'UNKNOWN',
};

/** Status details that are a reason for trouble, with who answers for it; null: the code does not tell. */
const REASONS: Readonly<Record<string, Responsible>> = {
  address_correction: 'CUSTOMER',
  awaiting_information: null,
  damaged: 'CARRIER',
  delayed: 'CARRIER',
  delivery_exception: null,
  expired: null,
  failure: null,
  held: null,
  lost: 'CARRIER',
  missorted: 'CARRIER',
  refused: 'CUSTOMER',
  return: null,
  transit_exception: 'CARRIER',
  weather_delay: null,
};

/** Normalises a tracker that stands at `path` of its message. Throws ConnectorError('contract') where it has no change time. */
export function normaliseTracker(tracker: Tracker, path: string): Normalised {
  const unmapped: Unmapped[] = [];
  const note: Note = (member, value) => void unmapped.push({ path: path + member, value: value.slice(0, 200) });

  const updated = readInstant(tracker.updated_at);
  if (!updated) throw new ConnectorError('contract', `${path}updated_at: not an instant`);

  const events = (tracker.tracking_details ?? []).flatMap((detail, index) => {
    const fact = eventFact(detail, (member, value) => note(`tracking_details[${index}].${member}`, value));
    return fact ? [fact] : [];
  });
  const fact: Omit<TrackingFact, 'source'> = {
    kind: 'tracking',
    trackingNumber: tracker.tracking_code,
    carrier: filled(tracker.carrier),
    snapshotAt: updated.instant,
    snapshotStatus: milestoneOf(tracker.status, (value) => note('status', value)),
    estimatedDelivery: estimate(tracker.est_delivery_date, (value) => note('est_delivery_date', value)),
    signedBy: tracker.signed_by === undefined ? undefined : filled(tracker.signed_by),
    events: distinctEvents(events),
  };
  // Change times have seconds only, and snapshots of the same second differ: the version needs the content as well.
  const version = `${tracker.updated_at} ${contentHash(fact)}`;
  return { facts: [{ ...fact, source: { externalId: tracker.id, version, updatedAt: updated.instant } }], unmapped };
}

/** Null: no event of the parcel, or one whose time cannot be read. */
function eventFact(detail: TrackingDetail, note: Note): TrackingEventFact | null {
  // EasyPost files its own failed look-ups among the carrier's scans; they never happened to the parcel.
  if (detail.status === 'error') return null;
  const occurred = readInstant(detail.datetime ?? '');
  if (!occurred) {
    note('datetime', detail.datetime ?? 'null');
    return null;
  }
  const place = detail.tracking_location;
  const location = {
    city: filled(place?.city),
    region: filled(place?.state),
    country: countryCode(filled(place?.country)),
    postalCode: filled(place?.zip),
  };
  const statusDetail = filled(detail.status_detail);
  const isReason = statusDetail !== null && Object.hasOwn(REASONS, statusDetail);
  const description = filled(detail.message) ?? filled(detail.description);
  return {
    // The place in the list is not part of it: lists grow at either end and are not always in order.
    eventKey: contentHash([occurred.epochMs, filled(detail.status), statusDetail, filled(detail.message), location]),
    occurredAt: occurred.instant,
    // Without a place EasyPost writes the carrier's local time as if it were UTC.
    zoneAssumed: !occurred.hasOffset || (occurred.instant.endsWith('Z') && location.city === null && location.postalCode === null),
    classifier: 'ACTUAL',
    milestone: milestoneOf(detail.status, (value) => note('status', value)),
    carrierCode: filled(detail.carrier_code) ?? ([filled(detail.status), statusDetail].filter((code) => code !== null).join('/') || null),
    reason: isReason ? statusDetail : null,
    responsible: isReason ? REASONS[statusDetail] : null,
    description,
    ...location,
  };
}

function milestoneOf(status: string | null | undefined, note: (value: string) => void): Milestone | null {
  const code = filled(status);
  if (code === null) return null;
  const milestone = lookUp(MILESTONES, code);
  if (milestone === undefined) note(code);
  return milestone ?? null;
}

function estimate(text: string | null | undefined, note: (value: string) => void): string | null | undefined {
  if (!text) return text === undefined ? undefined : null;
  const read = readInstant(text);
  if (!read) note(text);
  return read?.instant;
}
