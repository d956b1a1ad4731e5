/** What a carrier answers about one parcel: its events as lines, each with its own code and time. */
import { ShipmentStatus } from '../../entities/enums.js';
import type { Fact, TrackingEventFact, TrackingFact } from '../../domain/facts.js';
import { readPlacedDeadline, readPlacedInstant } from '../local-time.js';
import { contentHash, distinctEvents } from '../tracking-events.js';
import type { ClockTime } from './clock.js';
import type { FactKind, FactValues } from './kinds.js';
import type { Members } from './members.js';

/** For a code that is known and says nothing of where the parcel stands. */
const NOTHING = 'NOTHING';
const statusWords = { ...ShipmentStatus, [NOTHING]: NOTHING };

const parcel: Members = {
  /** Where an answer tells of several parcels: which one this is. */
  trackingNumber: { type: 'text', absent: 'unsaid' },
  snapshotStatus: { type: statusWords, absent: 'unsaid' },
  estimatedDelivery: { type: 'clock', absent: 'unsaid' },
  signedBy: { type: 'text', absent: 'unsaid' },
  /** Where it goes: the zone of an estimate without an offset. */
  country: { type: 'country', absent: 'unsaid' },
};

const event: Members = {
  occurredAt: { type: 'clock', absent: 'needed' },
  milestone: { type: statusWords, absent: 'orNull' },
  carrierCode: { type: 'text', absent: 'orNull' },
  description: { type: 'text', absent: 'orNull' },
  reason: { type: 'text', absent: 'orNull' },
  city: { type: 'text', absent: 'orNull' },
  region: { type: 'text', absent: 'orNull' },
  country: { type: 'country', absent: 'orNull' },
  postalCode: { type: 'text', absent: 'orNull' },
};

/** `carrier` is its name for itself; the parcel is the one of this tracking number. */
export function trackingKind(carrier: string): FactKind {
  return {
    members: parcel,
    lines: event,
    keepsWholeLines: true,
    build: (source, values, told): Fact => {
      const { trackingNumber = null, snapshotStatus, estimatedDelivery, signedBy, country } = values as Parcel;
      const events = distinctEvents(told.map(eventFact));
      const estimate = estimatedDelivery && readPlacedDeadline(estimatedDelivery.text, { country: country ?? null, otherwise: estimatedDelivery.otherwise });
      const fact: TrackingFact = {
        kind: 'tracking',
        source,
        trackingNumber,
        carrier,
        // Null: nothing happened yet, and nothing says when that was so.
        snapshotAt: source.updatedAt ?? events.at(-1)?.occurredAt ?? null,
        snapshotStatus: milestoneOf(snapshotStatus),
        estimatedDelivery: estimate?.instant,
        signedBy,
        events,
      };
      return fact;
    },
  };
}

interface Parcel {
  readonly trackingNumber?: string;
  readonly snapshotStatus?: string;
  readonly estimatedDelivery?: ClockTime;
  readonly signedBy?: string;
  readonly country?: string;
}

type EventValues = Pick<TrackingEventFact, 'carrierCode' | 'description' | 'reason'> &
  Readonly<Record<'city' | 'region' | 'country' | 'postalCode' | 'milestone', string | null>> & { readonly occurredAt: ClockTime };

function eventFact(values: FactValues): TrackingEventFact {
  const { occurredAt: time, milestone, ...told } = values as unknown as EventValues;
  // A parser let it through, so it can be read; of a bare date the end of the day is not what is meant.
  const text = time.text.includes('T') ? time.text : `${time.text}T00:00:00`;
  const occurred = readPlacedInstant(text, { country: told.country, region: told.region, otherwise: time.otherwise })!;
  return {
    // By the clock: a zone that is learned later does not make another event of it.
    eventKey: contentHash([occurred.clock, told.carrierCode, told.reason, told.description, told.city, told.region, told.country, told.postalCode]),
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    classifier: 'ACTUAL',
    milestone: milestoneOf(milestone ?? undefined) ?? null,
    ...told,
  };
}

function milestoneOf(word: string | undefined): TrackingEventFact['milestone'] | undefined {
  if (word === undefined) return undefined;
  return word === NOTHING ? null : (word as ShipmentStatus);
}
