/** EPCIS events → facts. Pure: tables and the event decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { readInstant } from '../../instant.js';
import { atOffset } from '../../local-time.js';
import { filled, contentHash, lookUp, noteInto, type Milestone, type Note } from '../../tracking-events.js';
import type { Config } from './config.js';
import { trackingNumbersOf } from './references.js';
import { QUIET, STEPS, TROUBLE, vocabularyValue } from './statuses.js';
import { readEvent, type EpcisEvent, type ListedEvent } from './wire.js';

export type MappingOptions = Pick<Config, 'trackBy' | 'carrier'>;

/** Longer ids than this do not fit a key; a hash of them does. */
const LONGEST_ID = 200;

/** One fact per event and shipment that it belongs to. Throws ConnectorError('contract') where one cannot be read. */
export function normaliseEvents(listed: readonly ListedEvent[], { trackBy, carrier }: MappingOptions): Normalised {
  const unmapped: Unmapped[] = [];
  const facts = listed.flatMap((one) => {
    const event = readEvent(one);
    const note = noteInto(unmapped, one.path === '' ? '' : `${one.path}.`);
    const mapped = event.errorDeclaration ? withdrawal(event, one.content, note) : toldEvent(event, one.content, note);
    if (!mapped) return [];
    const numbers = trackingNumbersOf(event, trackBy);
    if (numbers.length === 0) note('bizTransactionList', `no ${trackBy.join(', ')} of event ${mapped.eventKey}`);
    const recorded = readInstant(event.recordTime ?? '');
    return numbers.map((trackingNumber): TrackingFact => {
      const source = { externalId: mapped.eventKey, version: mapped.eventKey, updatedAt: recorded?.instant ?? null };
      return { kind: 'tracking', source, trackingNumber, carrier, snapshotAt: null, events: [mapped] };
    });
  });
  return { facts, unmapped };
}

/** Null: an event whose time cannot be read. */
function toldEvent(event: EpcisEvent, content: unknown, note: Note): TrackingEventFact | null {
  const occurred = readInstant(event.eventTime ?? '');
  if (!occurred) {
    note('eventTime', event.eventTime ?? 'null');
    return null;
  }
  const [step, disposition] = [event.bizStep, event.disposition].map((text) => filled(text) && vocabularyValue(filled(text)!));
  return {
    eventKey: keyOf(event, content),
    // The offset of the place stands beside the time, which may be written in another zone.
    occurredAt: event.eventTimeZoneOffset ? atOffset(occurred.epochMs, event.eventTimeZoneOffset) : occurred.instant,
    zoneAssumed: !occurred.hasOffset,
    classifier: 'ACTUAL',
    ...statusOf(step ?? null, disposition ?? null, note),
    carrierCode: [step, disposition].flatMap((part) => part ?? []).join('/').slice(0, 255) || null,
    description: descriptionOf(step ?? null, event),
  };
}

/** An event that was declared erroneous is sent once more, with the declaration: it is taken back from then on. */
function withdrawal(event: EpcisEvent, content: unknown, note: Note): TrackingEventFact | null {
  const declared = readInstant(event.errorDeclaration?.declarationTime ?? '');
  if (!declared) {
    note('errorDeclaration.declarationTime', event.errorDeclaration?.declarationTime ?? 'null');
    return null;
  }
  const retracts = keyOf(event, content);
  const reason = filled(event.errorDeclaration?.reason);
  return {
    eventKey: `${retracts}/error`,
    occurredAt: declared.instant,
    zoneAssumed: !declared.hasOffset,
    classifier: 'ACTUAL',
    milestone: null,
    carrierCode: reason === null ? null : vocabularyValue(reason).slice(0, 255),
    description: 'An earlier event was taken back',
    retracts,
  };
}

/** Ids are optional; without one, an event is what it says. */
function keyOf({ eventID }: EpcisEvent, content: unknown): string {
  const id = filled(eventID);
  if (id !== null) return id.length > LONGEST_ID ? contentHash(id) : id;
  const { errorDeclaration: _, recordTime: __, ...said } = content as Record<string, unknown>;
  return contentHash(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Places are keys of somebody's master data: no city can be read from them. */
function descriptionOf(step: string | null, { readPoint, bizLocation }: EpcisEvent): string | null {
  const place = filled(readPoint?.id) ?? filled(bizLocation?.id);
  return [step?.replaceAll('_', ' ') ?? null, place === null ? null : `at ${place}`].flatMap((part) => part ?? []).join(' ') || null;
}

type Status = Pick<TrackingEventFact, 'milestone' | 'reason' | 'responsible'>;

function statusOf(step: string | null, disposition: string | null, note: Note): Status {
  const milestone = lookUp(STEPS, step);
  if (milestone === undefined && step !== null) note('bizStep', step);
  const responsible = lookUp(TROUBLE, disposition);
  if (responsible !== undefined) return { milestone: 'EXCEPTION', reason: disposition, responsible };
  if (disposition === 'returned') return { milestone: returned(milestone ?? null), reason: null, responsible: null };
  if (disposition !== null && !QUIET.includes(disposition)) note('disposition', disposition);
  return { milestone: milestone ?? null, reason: null, responsible: null };
}

/** What is received as returned is back; until then it is on its way back. */
function returned(milestone: Milestone | null): Milestone {
  return milestone === 'DELIVERED' ? 'RETURNED' : 'RETURNING';
}
