/** UPS's answers and alerts → facts. Pure: tables and the message decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { distinctEvents, filled, contentHash, lookUp, noteInto, type Milestone, type Note } from '../../tracking-events.js';
import { STATUS_CODES, STATUS_TYPES } from './statuses.js';
import { readDeadline, readTime } from './times.js';
import type { Activity, Address, Alert, Parcel, Shipment, Told, WrittenTime } from './wire.js';

export interface MappingOptions {
  readonly receivedAt: Date;
  /** Zone of local times whose place does not tell one. */
  readonly timeZone: string;
}

export function normaliseTold(told: Told, options: MappingOptions): Normalised {
  const unmapped: Unmapped[] = [];
  const facts = told.kind === 'alert' ? alertFacts(told.alert, options, noteInto(unmapped, '')) : detailFacts(told.shipments, options, unmapped);
  return { facts, unmapped };
}

/** One fact per parcel: a snapshot of its whole history. UPS does not date it, so it is as of its receipt. */
function detailFacts(shipments: readonly Shipment[], options: MappingOptions, unmapped: Unmapped[]): TrackingFact[] {
  return shipments.flatMap(({ inquiryNumber, package: parcels }, index) =>
    (parcels ?? []).map((parcel, at) => {
      // A parcel that was asked for under another of its numbers is told under its own.
      const trackingNumber = parcels?.length === 1 ? inquiryNumber : (filled(parcel.trackingNumber) ?? inquiryNumber);
      return parcelFact(trackingNumber, parcel, options, noteInto(unmapped, `trackResponse.shipment[${index}].package[${at}].`));
    }),
  );
}

function parcelFact(trackingNumber: string, parcel: Parcel, options: MappingOptions, note: Note): TrackingFact {
  const { currentStatus } = parcel;
  const told = {
    kind: 'tracking' as const,
    trackingNumber,
    carrier: 'UPS',
    snapshotStatus: currentStatus ? meaningOf(currentStatus, (value) => note('currentStatus.statusCode', value)).milestone : null,
    estimatedDelivery: estimateOf(parcel, options),
    signedBy: filled(parcel.deliveryInformation?.receivedBy) ?? undefined,
    events: distinctEvents(
      (parcel.activity ?? []).flatMap((activity, index) => {
        const fact = eventFact(activity, options, (member, value) => note(`activity[${index}].${member}`, value));
        return fact ? [fact] : [];
      }),
    ),
  };
  return { ...told, snapshotAt: options.receivedAt.toISOString(), source: { externalId: trackingNumber, version: contentHash(told), updatedAt: null } };
}

/** An alert tells one event and what it does to the day of delivery. */
function alertFacts(alert: Alert, options: MappingOptions, note: Note): TrackingFact[] {
  const { trackingNumber, activityStatus: status, activityLocation: location } = alert;
  const isDelivered = filled(alert.actualDeliveryDate) !== null;
  const activity: Activity = {
    date: alert.localActivityDate,
    time: alert.localActivityTime,
    gmtDate: alert.gmtActivityDate,
    gmtTime: alert.gmtActivityTime,
    gmtOffset: alert.gmtOffset,
    location: { address: location },
    // In alerts, D is also what was loaded for delivery.
    status: { ...status, type: status.type === 'D' && !isDelivered ? null : status.type, statusCode: status.descriptionCode },
  };
  const event = eventFact(activity, options, (member, value) => note(member.replace('status.', 'activityStatus.'), value));
  if (!event) return [];
  const estimatedDelivery = isDelivered
    ? undefined
    : (readDeadline(filled(alert.scheduledDeliveryDate), filled(alert.deliveryEndTime), { ...placeOf(location), otherwise: options.timeZone }) ?? undefined);
  const told = {
    kind: 'tracking' as const,
    trackingNumber,
    carrier: 'UPS',
    snapshotAt: null,
    estimatedDelivery,
    signedBy: filled(alert.receivedBy) ?? undefined,
    events: [event],
  };
  return [{ ...told, source: { externalId: trackingNumber, version: contentHash(told), updatedAt: event.occurredAt } }];
}

/** Null: an event whose time cannot be read. */
function eventFact(activity: Activity, { timeZone }: MappingOptions, note: Note): TrackingEventFact | null {
  const place = placeOf(activity.location?.address);
  const occurred = readTime(activity, { ...place, otherwise: timeZone });
  if (!occurred) {
    note('date', writtenText(activity));
    return null;
  }
  const { status } = activity;
  const [type, code] = [filled(status?.type), filled(status?.code)];
  const { milestone, reason, responsible } = meaningOf(status ?? {}, (value) => note('status.statusCode', value));
  return {
    // Polled and pushed, the same event is one: neither writes the place like the other.
    eventKey: contentHash([Date.parse(occurred.instant), code ?? type]),
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    classifier: 'ACTUAL',
    milestone,
    carrierCode: code ?? filled(status?.statusCode) ?? type,
    reason,
    responsible,
    description: filled(status?.description),
    ...place,
  };
}

type Meaning = { readonly milestone: Milestone | null } & Pick<TrackingEventFact, 'reason' | 'responsible'>;

function meaningOf(status: { readonly statusCode?: string | null; readonly type?: string | null; readonly code?: string | null }, note: (value: string) => void): Meaning {
  const known = lookUp(STATUS_CODES, filled(status.statusCode));
  if (known) return { milestone: known.milestone, reason: known.reason ?? null, responsible: known.responsible ?? null };
  const byType = lookUp(STATUS_TYPES, filled(status.type));
  const said = [status.type, status.code, status.statusCode].flatMap((part) => filled(part) ?? []);
  if (byType === undefined && said.length > 0) note(said.join('/'));
  return { milestone: byType ?? null, reason: null, responsible: null };
}

/** Times of day that end what is announced; others only tell that it is the end of the day. */
const WINDOWS = ['EDW', 'CDW', 'IDW', 'CMT'];

/** Undefined where nothing is announced, or it has come already. */
function estimateOf({ deliveryDate, deliveryTime, packageAddress }: Parcel, { timeZone }: MappingOptions): string | undefined {
  const dates = new Map((deliveryDate ?? []).map(({ type, date }) => [type, filled(date)]));
  if (dates.get('DEL')) return undefined;
  const endTime = WINDOWS.includes(deliveryTime?.type ?? '') ? filled(deliveryTime?.endTime) : null;
  const destination = (packageAddress ?? []).find(({ type }) => type === 'DESTINATION')?.address;
  return readDeadline(dates.get('RDD') ?? dates.get('SDD') ?? null, endTime, { ...placeOf(destination), otherwise: timeZone }) ?? undefined;
}

function placeOf(address: Address): Pick<TrackingEventFact, 'city' | 'postalCode'> & { readonly region: string | null; readonly country: string | null } {
  return {
    city: filled(address?.city),
    region: filled(address?.stateProvince),
    country: countryCode(filled(address?.countryCode) ?? filled(address?.country)),
    postalCode: filled(address?.postalCode),
  };
}

function writtenText({ date, time }: WrittenTime): string {
  return [date, time].flatMap((part) => filled(part) ?? []).join(' ') || 'null';
}
