/** Track result → fact. Pure: tables and the result decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { readPlacedInstant } from '../../local-time.js';
import { distinctEvents, filled, contentHash, lookUp, noteInto, type Milestone, type Note } from '../../tracking-events.js';
import { DELAYS, EXCEPTIONS, MILESTONES } from './statuses.js';
import { RESULTS, saysSomething, type CompleteTrackResult, type ScanEvent, type TrackResult } from './wire.js';

type Address = ScanEvent['scanLocation'];

/** One fact per tracking number that FedEx knows. Their answers carry no time of their own: it is that of receipt. */
export function normaliseResults(results: readonly CompleteTrackResult[], receivedAt: Date): Normalised {
  const unmapped: Unmapped[] = [];
  const facts = results.flatMap(({ trackingNumber, trackResults }, index) => {
    const told = (trackResults ?? []).flatMap((result, at) => {
      if (!saysSomething(result)) return [];
      return [factOf(trackingNumber, result, receivedAt, noteInto(unmapped, `${RESULTS}[${index}].trackResults[${at}].`))];
    });
    // FedEx uses numbers again and then tells of each parcel that had this one: the newest is ours.
    const [newest] = told.toSorted((a, b) => newestAt(b) - newestAt(a));
    return newest ? [newest] : [];
  });
  return { facts, unmapped };
}

function newestAt({ events }: TrackingFact): number {
  const newest = events.at(-1);
  return newest ? Date.parse(newest.occurredAt) : -Infinity;
}

function factOf(trackingNumber: string, result: TrackResult, receivedAt: Date, note: Note): TrackingFact {
  const { latestStatusDetail: latest, deliveryDetails: delivery } = result;
  const told = {
    kind: 'tracking' as const,
    trackingNumber,
    carrier: 'FedEx',
    snapshotStatus: milestoneOf([latest?.code, latest?.derivedCode], (value) => note('latestStatusDetail.code', value)),
    estimatedDelivery: estimateOf(result, note),
    signedBy: filled(delivery?.signedByName) ?? filled(delivery?.receivedByName) ?? undefined,
    events: distinctEvents(
      (result.scanEvents ?? []).flatMap((event, index) => {
        const fact = eventFact(event, (member, value) => note(`scanEvents[${index}].${member}`, value));
        return fact ? [fact] : [];
      }),
    ),
  };
  const externalId = filled(result.trackingNumberInfo?.trackingNumberUniqueId) ?? trackingNumber;
  return { ...told, snapshotAt: receivedAt.toISOString(), source: { externalId, version: contentHash(told), updatedAt: null } };
}

/** Null: an event whose time cannot be read. */
function eventFact(event: ScanEvent, note: Note): TrackingEventFact | null {
  const place = placeOf(event.scanLocation);
  const occurred = readPlacedInstant(event.date ?? '', { ...place, otherwise: 'UTC' });
  if (!occurred) {
    note('date', event.date ?? 'null');
    return null;
  }
  const code = filled(event.eventType) ?? filled(event.derivedStatusCode);
  const exception = filled(event.exceptionCode);
  return {
    // Descriptions are left out: they come in the language that is asked for.
    eventKey: contentHash([Date.parse(occurred.instant), code, exception, filled(event.locationId), place]),
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    classifier: 'ACTUAL',
    milestone: milestoneOf([event.eventType, event.derivedStatusCode], (value) => note('eventType', value)),
    carrierCode: code,
    ...reasonOf(exception, event.delayDetail, note),
    description: filled(event.eventDescription) ?? filled(event.exceptionDescription),
    ...place,
  };
}

/** By the first code that the table knows: a scan's own says more than the status derived from it. */
function milestoneOf(codes: readonly (string | null | undefined)[], note: (value: string) => void): Milestone | null {
  const said = codes.flatMap((code) => filled(code)?.toUpperCase() ?? []);
  const known = said.map((code) => lookUp(MILESTONES, code)).find((milestone) => milestone !== undefined);
  if (known === undefined && said[0] !== undefined) note(said[0]);
  return known ?? null;
}

function reasonOf(exception: string | null, delay: ScanEvent['delayDetail'], note: Note): Pick<TrackingEventFact, 'reason' | 'responsible'> {
  const known = lookUp(EXCEPTIONS, exception);
  if (known) return known;
  if (exception !== null) note('exceptionCode', exception);
  const type = delay?.status === 'DELAYED' ? filled(delay.type) : null;
  if (type === null) return { reason: null, responsible: null };
  const responsible = lookUp(DELAYS, type);
  if (responsible === undefined) note('delayDetail.type', type);
  const parts = [type, filled(delay?.subType)].flatMap((part) => part?.toLowerCase() ?? []);
  return { reason: parts.join('/'), responsible: responsible ?? null };
}

/** The end of the window that FedEx estimates; undefined where it estimates none. */
function estimateOf({ estimatedDeliveryTimeWindow: estimate, dateAndTimes, recipientInformation }: TrackResult, note: Note): string | undefined {
  const listed = (dateAndTimes ?? []).find(({ type }) => type === 'ESTIMATED_DELIVERY')?.dateTime;
  const text = filled(estimate?.window?.ends) ?? filled(listed);
  if (text === null) return undefined;
  const read = readPlacedInstant(text, { ...placeOf(recipientInformation?.address), otherwise: 'UTC' });
  if (!read) note(listed === text ? 'dateAndTimes' : 'estimatedDeliveryTimeWindow.window.ends', text);
  return read?.instant;
}

interface Spot {
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly postalCode: string | null;
}

function placeOf(address: Address): Spot {
  return {
    city: filled(address?.city),
    region: filled(address?.stateOrProvinceCode),
    country: countryCode(filled(address?.countryCode)),
    postalCode: filled(address?.postalCode),
  };
}
