/**
 * What a shipment's tracking says, merged from messages that come late, doubled and in any order.
 *
 * Everything here is decided by what was said, never by when it arrived: the end state of a set of messages is the same
 * for every order of arrival. Three memories make that so, each replaced only by something newer: the newest snapshot
 * that knew a status, the newest estimate of arrival, the newest name of a signer. The events themselves are a set.
 */
import { EventClassifier, type ResponsibleParty, ShipmentStatus } from '../entities/enums.js';
import { type Moment, parseInstant } from './dates.js';
import type { TrackingEventFact, TrackingFact } from './facts.js';

/** What must be known of a stored tracking event. */
export interface StoredTrackingEvent {
  readonly eventKey: string;
  readonly occurredAt: Moment;
  readonly classifier: EventClassifier;
  readonly milestone: ShipmentStatus | null;
  readonly reason: string | null;
  readonly responsible: ResponsibleParty | null;
  /** Key of the event that this one takes back; it may not have arrived yet. */
  readonly retracts: string | null;
  /** Taken back by another event. */
  readonly retracted: boolean;
  /** Claims to have happened more than 24 hours after each receipt; sets nothing. */
  readonly inFuture: boolean;
}

/** Something said, and the time at which the sender knew it. `asOf` null: he said no time, anything newer replaces it. */
export interface Said<Value> {
  readonly value: Value | null;
  readonly asOf: Date | null;
}

/** What a shipment's tracking amounts to; everything that `mergeTracking` needs to go on. */
export interface TrackingState {
  readonly status: ShipmentStatus;
  readonly reason: string | null;
  readonly responsible: ResponsibleParty | null;
  /** What the shipment's own record says where no tracking does; CREATED when nobody said anything. */
  readonly recordStatus: ShipmentStatus;
  /** Of stored ones those may be left out that cannot count for what is told now: which, says `read_tracked` (ADR 10). */
  readonly events: readonly StoredTrackingEvent[];
  /** Status of the newest snapshot that knew one. */
  readonly snapshot: Said<ShipmentStatus>;
  readonly estimatedDelivery: Said<Moment>;
  readonly signedBy: Said<string>;
  /** First of the newest unbroken run of deliveries; null unless the status is DELIVERED and an event says when. */
  readonly deliveredAt: Moment | null;
}

export interface StatusChange {
  readonly from: ShipmentStatus;
  readonly to: ShipmentStatus;
  /** When it happened by the carrier's account: the deciding event's time, or the snapshot's; else the receipt. */
  readonly occurredAt: Moment;
  readonly reason: string | null;
  readonly responsible: ResponsibleParty | null;
}

export interface AddedTrackingEvent {
  readonly fact: TrackingEventFact;
  readonly stored: StoredTrackingEvent;
}

export interface TrackingMerge {
  readonly state: TrackingState;
  /** Events seen for the first time, each once. */
  readonly added: readonly AddedTrackingEvent[];
  /** Stored events that are not what they were: taken back, believed by now, or with a milestone that was not known before. */
  readonly changed: readonly StoredTrackingEvent[];
  readonly statusChange: StatusChange | null;
  /** Keys of added events that claim to lie in the future. */
  readonly flagged: readonly string[];
}

/** How far in the future an event may lie and still be believed: clocks and assumed zones err by hours, not by days. */
const futureTolerance = 24 * 3_600_000;

/** Decides between events of the same instant: the one further along the way wins, a return over a delivery. */
const milestoneRank: Readonly<Record<ShipmentStatus, number>> = {
  UNKNOWN: 0,
  CREATED: 1,
  PICKED_UP: 2,
  IN_TRANSIT: 3,
  CUSTOMS: 4,
  OUT_FOR_DELIVERY: 5,
  AVAILABLE_FOR_PICKUP: 6,
  ATTEMPT_FAILED: 7,
  EXCEPTION: 8,
  RETURNING: 9,
  EXPIRED: 10,
  CANCELLED: 11,
  DELIVERED: 12,
  RETURNED: 13,
};

/** States after which nothing more is expected. EXPIRED: the watch ended, the goods are not proven delivered. */
export const terminalShipmentStatuses: ReadonlySet<ShipmentStatus> = new Set([
  ShipmentStatus.DELIVERED,
  ShipmentStatus.RETURNED,
  ShipmentStatus.CANCELLED,
  ShipmentStatus.EXPIRED,
]);

/** The state of a shipment that no carrier has said anything about. */
export function untracked(recordStatus: ShipmentStatus = ShipmentStatus.CREATED): TrackingState {
  const nothing = { value: null, asOf: null };
  return {
    status: recordStatus,
    reason: null,
    responsible: null,
    recordStatus,
    events: [],
    snapshot: nothing,
    estimatedDelivery: nothing,
    signedBy: nothing,
    deliveredAt: null,
  };
}

/**
 * Merges one message into a shipment's tracking. Doing it twice changes nothing the second time.
 * Throws DomainError INVALID when an instant of the fact cannot be read; nothing is merged then.
 */
export function mergeTracking(before: TrackingState, fact: TrackingFact, receivedAt: Date): TrackingMerge {
  const latest = receivedAt.getTime() + futureTolerance;
  const { events, added, changed } = mergeEvents(before.events, fact.events, latest);

  const asOf = statedAt(fact, latest);
  const believable = asOf === null || asOf.getTime() <= latest;
  const memories = believable ? mergeMemories(before, fact, asOf) : before;

  const deciding = newestEvent(events);
  const outcome = statusOf(deciding, memories.snapshot, before.recordStatus);
  const state: TrackingState = {
    status: outcome.status,
    reason: outcome.reason,
    responsible: outcome.responsible,
    recordStatus: before.recordStatus,
    events,
    snapshot: memories.snapshot,
    estimatedDelivery: memories.estimatedDelivery,
    signedBy: memories.signedBy,
    deliveredAt: outcome.status === ShipmentStatus.DELIVERED ? deliveryTime(events) : null,
  };
  const statusChange: StatusChange | null =
    state.status === before.status
      ? null
      : {
          from: before.status,
          to: state.status,
          occurredAt: outcome.occurredAt ?? { at: receivedAt, offsetMinutes: null },
          reason: outcome.reason,
          responsible: outcome.responsible,
        };
  const flagged = added.filter(({ stored }) => stored.inFuture).map(({ stored }) => stored.eventKey);
  return { state, added, changed, statusChange, flagged };
}

function mergeEvents(
  before: readonly StoredTrackingEvent[],
  told: readonly TrackingEventFact[],
  latest: number,
): Pick<TrackingMerge, 'added' | 'changed'> & { events: readonly StoredTrackingEvent[] } {
  const known = new Map(before.map((event) => [event.eventKey, event]));
  const firstTold = new Map<string, TrackingEventFact>();
  for (const event of told) {
    const stored = storedForm(event, latest);
    const old = known.get(event.eventKey);
    if (!old) {
      known.set(event.eventKey, stored);
      firstTold.set(event.eventKey, event);
    } else if (old.milestone === null && stored.milestone !== null) {
      // Told with a code that no table knew then: whoever knows it says more, whenever he says it.
      known.set(event.eventKey, { ...stored, retracted: old.retracted, inFuture: old.inFuture && stored.inFuture });
    } else if (old.inFuture && !stored.inFuture) {
      // Told again when its time has come: now it is believed.
      known.set(event.eventKey, { ...old, inFuture: old.occurredAt.at.getTime() > latest });
    }
  }

  const takenBack = new Set<string>();
  for (const { eventKey, retracts, inFuture } of known.values()) {
    if (retracts !== null && retracts !== eventKey && !inFuture) takenBack.add(retracts);
  }
  const events = [...known.values()].map((event) =>
    event.retracted === takenBack.has(event.eventKey) ? event : { ...event, retracted: !event.retracted },
  );

  const old = new Map(before.map((event) => [event.eventKey, event]));
  const added: AddedTrackingEvent[] = [];
  const changed: StoredTrackingEvent[] = [];
  for (const stored of events) {
    const fact = firstTold.get(stored.eventKey);
    if (fact) added.push({ fact, stored });
    else if (old.get(stored.eventKey) !== stored) changed.push(stored);
  }
  return { events, added, changed };
}

function storedForm(event: TrackingEventFact, latest: number): StoredTrackingEvent {
  const occurredAt = parseInstant(event.occurredAt, ['events', event.eventKey, 'occurredAt']);
  return {
    eventKey: event.eventKey,
    occurredAt,
    classifier: event.classifier,
    milestone: event.milestone,
    reason: event.reason ?? null,
    responsible: event.responsible ?? null,
    retracts: event.retracts ?? null,
    retracted: false,
    // Plans and estimates lie in the future by nature.
    inFuture: event.classifier === EventClassifier.ACTUAL && occurredAt.at.getTime() > latest,
  };
}

/**
 * When the sender knew what the message says besides its events: the snapshot's time, else the record's change time,
 * else the newest actual event that it tells. All are the sender's own words, so arrival plays no part.
 */
function statedAt(fact: TrackingFact, latest: number): Date | null {
  const said = fact.snapshotAt ?? fact.source.updatedAt;
  if (said !== null) return parseInstant(said, ['snapshotAt']).at;
  let newest: Date | null = null;
  for (const { classifier, occurredAt } of fact.events) {
    const { at } = parseInstant(occurredAt, ['events', 'occurredAt']);
    if (classifier === EventClassifier.ACTUAL && at.getTime() <= latest && (!newest || at > newest)) newest = at;
  }
  return newest;
}

type Memories = Pick<TrackingState, 'snapshot' | 'estimatedDelivery' | 'signedBy'>;

function mergeMemories(before: Memories, fact: TrackingFact, asOf: Date | null): Memories {
  const { snapshotStatus, estimatedDelivery, signedBy } = fact;
  const knowsStatus = snapshotStatus != null && snapshotStatus !== ShipmentStatus.UNKNOWN;
  // A carrier that lost track of a parcel says null everywhere; that takes nothing back.
  const lostTrack = snapshotStatus === ShipmentStatus.UNKNOWN;
  const isSaid = (value: unknown): boolean => value !== undefined && !(value === null && lostTrack);

  let { snapshot, estimatedDelivery: estimate, signedBy: signer } = before;
  if (fact.snapshotAt !== null && knowsStatus) {
    snapshot = newer(snapshot, { value: snapshotStatus, asOf }, (status) => milestoneRank[status]);
  }
  if (isSaid(estimatedDelivery)) {
    const value = estimatedDelivery ? parseInstant(estimatedDelivery, ['estimatedDelivery']) : null;
    estimate = newer(estimate, { value, asOf }, sortMoment);
  }
  for (const event of fact.events) {
    if (event.classifier !== EventClassifier.ESTIMATED || event.milestone !== ShipmentStatus.DELIVERED) continue;
    const value = parseInstant(event.occurredAt, ['events', event.eventKey, 'occurredAt']);
    estimate = newer(estimate, { value, asOf }, sortMoment);
  }
  if (isSaid(signedBy)) signer = newer(signer, { value: signedBy ?? null, asOf }, (name) => name);
  return { snapshot, estimatedDelivery: estimate, signedBy: signer };
}

/** The newer statement; of the same time, the one that says something; of two that do, the one that sorts last. */
function newer<Value>(old: Said<Value>, told: Said<Value>, sortKey: (value: Value) => number | string): Said<Value> {
  const [oldTime, toldTime] = [old.asOf?.getTime() ?? -Infinity, told.asOf?.getTime() ?? -Infinity];
  if (oldTime !== toldTime) return toldTime > oldTime ? told : old;
  if (old.value === null || told.value === null) return old.value === null ? told : old;
  return sortKey(told.value) > sortKey(old.value) ? told : old;
}

function sortMoment({ at, offsetMinutes }: Moment): string {
  return `${at.toISOString()} ${offsetMinutes ?? ''}`;
}

/** True for events that say something about the status: actual, believed, not taken back, with a milestone we know. */
function speaks(event: StoredTrackingEvent): event is StoredTrackingEvent & { milestone: ShipmentStatus } {
  return (
    event.classifier === EventClassifier.ACTUAL &&
    !event.retracted &&
    !event.inFuture &&
    event.milestone !== null &&
    event.milestone !== ShipmentStatus.UNKNOWN
  );
}

type SpeakingEvent = StoredTrackingEvent & { readonly milestone: ShipmentStatus };

function newestEvent(events: readonly StoredTrackingEvent[]): SpeakingEvent | null {
  return events.filter(speaks).reduce<SpeakingEvent | null>(
    (newest, event) => (newest === null || byOccurrence(newest, event) < 0 ? event : newest),
    null,
  );
}

/** By (occurredAt, milestone rank, event key): never by arrival. */
function byOccurrence(a: SpeakingEvent, b: SpeakingEvent): number {
  return (
    a.occurredAt.at.getTime() - b.occurredAt.at.getTime() ||
    milestoneRank[a.milestone] - milestoneRank[b.milestone] ||
    (a.eventKey < b.eventKey ? -1 : a.eventKey > b.eventKey ? 1 : 0)
  );
}

interface Outcome {
  readonly status: ShipmentStatus;
  readonly occurredAt: Moment | null;
  readonly reason: string | null;
  readonly responsible: ResponsibleParty | null;
}

/**
 * The newest event decides. A snapshot's own status counts where no event speaks, and where it is final and newer than
 * every event: carriers close a parcel without telling the event that closed it, and a late older event must not reopen
 * it. Where both say the same, the event knows better when and why.
 */
function statusOf(event: SpeakingEvent | null, { value, asOf }: Said<ShipmentStatus>, record: ShipmentStatus): Outcome {
  const bySnapshot =
    value !== null &&
    asOf !== null &&
    (event === null ||
      (terminalShipmentStatuses.has(value) &&
        value !== event.milestone &&
        asOf.getTime() >= event.occurredAt.at.getTime()));
  if (bySnapshot) {
    return { status: value, occurredAt: { at: asOf, offsetMinutes: null }, reason: null, responsible: null };
  }
  if (event === null) return { status: record, occurredAt: null, reason: null, responsible: null };
  const { milestone, occurredAt, reason, responsible } = event;
  return { status: milestone, occurredAt, reason, responsible };
}

/** When goods were delivered: carriers repeat a delivery (signature, photo), so the first of the last run counts. */
function deliveryTime(events: readonly StoredTrackingEvent[]): Moment | null {
  let first: Moment | null = null;
  for (const event of events.filter(speaks).sort(byOccurrence).reverse()) {
    if (event.milestone !== ShipmentStatus.DELIVERED) break;
    first = event.occurredAt;
  }
  return first;
}
