/** Booking goods with a carrier, and having them fetched (R25, R49). The carrier is told by the outbox. */
import { v7 as uuid } from 'uuid';
import { ObjectType, OutgoingKind, OutgoingStatus } from '../../entities/enums.js';
import { OutgoingCommand, Shipment } from '../../entities/index.js';
import { isDateOnly, parseInstant } from '../dates.js';
import { compare, isDecimal } from '../decimal.js';
import { type Problem, problem } from '../errors.js';
import type { DateOnly, Decimal, Instant } from '../facts.js';
import { lockKey } from '../locks.js';
import type { Address, Parcel } from '../outgoing/commands.js';
import type { Transaction } from '../transaction.js';
import { type CommandContext, type CommandResult, checkText, done, isBlank, isId, notFound, refused, run } from './command.js';

/** A parcel as a client states it. */
export interface Goods extends Pick<Parcel, 'weightKg'> {
  /** Three sides, where they are stated. */
  readonly sizeCm: readonly Decimal[] | null;
}

export interface BookShipmentInput {
  readonly shipmentId: string;
  readonly connectorId: string;
  readonly from: Address;
  readonly to: Address;
  readonly parcels: readonly Goods[];
  readonly service: string | null;
  readonly shipOn: DateOnly;
}

export interface RequestPickupInput {
  readonly shipmentIds: readonly string[];
  readonly connectorId: string;
  readonly from: Address;
  readonly parcels: readonly Goods[];
  readonly readyFrom: Instant;
  readonly readyTo: Instant;
}

/** Connectors that take such a command, by their ids. */
export type Takers = ReadonlySet<string>;

const maxParcels = 50;

/** A booking that is under way or done, or may have been, is not made twice: a shipment has one tracking number. */
export function bookShipment(context: CommandContext, takers: Takers, input: BookShipmentInput): Promise<CommandResult> {
  const { shipmentId, connectorId, from, to, parcels, service, shipOn } = input;
  if (!isId(shipmentId)) return Promise.resolve(notFound('shipmentId'));
  const locks = [lockKey(ObjectType.SHIPMENT, shipmentId.toLowerCase())];
  return run(context, { name: 'bookShipment', input, locks }, async (tx) => {
    const { em, now } = tx;
    const shipment = await em.findOne(Shipment, { id: shipmentId });
    const problems = [
      ...(takers.has(connectorId) ? [] : [problem('NOT_FOUND', ['connectorId'], {})]),
      ...checkAddress(from, ['from']),
      ...checkAddress(to, ['to']),
      ...checkParcels(parcels),
      ...checkText(service, ['service'], 100),
      ...(isDateOnly(shipOn) ? [] : [problem('DATE_INVALID', ['shipOn'], { value: String(shipOn).slice(0, 40) })]),
      ...(shipment ? [] : [problem('NOT_FOUND', ['shipmentId'], {})]),
    ];
    if (!shipment || problems.length > 0) return refused(problems);
    const earlier = await em.find(OutgoingCommand, { kind: OutgoingKind.BOOK_SHIPMENT, objectId: shipment.id });
    const isTaken = shipment.trackingNumber != null || earlier.some(({ status }) => status !== OutgoingStatus.FAILED);
    if (isTaken) return refused([problem('CONFLICT', ['shipmentId'], {})]);
    const unclear = earlier.find(({ begunAt }) => begunAt != null);
    if (unclear) return refused([problem('BOOKING_UNCLEAR', ['shipmentId'], { command: unclear.id })]);
    const id = uuid();
    const booking = { idempotencyKey: `booking-${id}`, shipmentNumber: shipment.number, from, to, parcels, service, shipOn };
    const common = { id, connectorId, kind: OutgoingKind.BOOK_SHIPMENT, objectId: shipment.id, revision: earlier.length };
    em.create(OutgoingCommand, { ...common, input: booking, answer: null, nextAttemptAt: now, createdAt: now });
    auditCommand(tx, common, [shipment.id]);
    return done(id);
  });
}

/** All shipments must have been booked by the same connector. */
export function requestPickup(context: CommandContext, takers: Takers, input: RequestPickupInput): Promise<CommandResult> {
  const { shipmentIds, connectorId, from, parcels, readyFrom, readyTo } = input;
  const id = uuid();
  return run(context, { name: 'requestPickup', input, locks: [lockKey('OUTGOING', id)] }, async (tx) => {
    const { em, now } = tx;
    const known = { kind: OutgoingKind.BOOK_SHIPMENT, status: OutgoingStatus.DONE, connectorId };
    const booked = await em.find(OutgoingCommand, { ...known, objectId: { $in: shipmentIds.filter(isId) } });
    const bookings = new Map(booked.map(({ objectId, answer }) => [objectId, (answer as { externalId: string }).externalId]));
    const problems = [
      ...(takers.has(connectorId) ? [] : [problem('NOT_FOUND', ['connectorId'], {})]),
      ...(shipmentIds.length === 0 ? [problem('LIST_EMPTY', ['shipmentIds'], {})] : []),
      ...shipmentIds.flatMap((each, index) => (bookings.has(each.toLowerCase()) ? [] : [problem('NOT_FOUND', ['shipmentIds', String(index)], {})])),
      ...checkAddress(from, ['from']),
      ...checkParcels(parcels),
      ...(parseInstant(readyFrom).at < parseInstant(readyTo).at ? [] : [problem('RANGE_INVALID', ['readyTo'], { from: readyFrom, to: readyTo })]),
    ];
    if (problems.length > 0) return refused(problems);
    const content = { idempotencyKey: `pickup-${id}`, from, parcels, bookings: [...bookings.values()], readyFrom, readyTo };
    const common = { id, connectorId, kind: OutgoingKind.REQUEST_PICKUP, objectId: id };
    em.create(OutgoingCommand, { ...common, input: content, answer: null, nextAttemptAt: now, createdAt: now });
    auditCommand(tx, common, [...bookings.keys()]);
    return done(id);
  });
}

/** Who told a carrier what, without the addresses: those are personal data. */
function auditCommand(tx: Transaction, { id, connectorId, kind }: Pick<OutgoingCommand, 'id' | 'connectorId' | 'kind'>, shipmentIds: readonly string[]): void {
  const after = { kind, connectorId, shipmentIds };
  tx.audit({ action: 'OUTGOING_COMMAND_CREATED', objectType: 'OUTGOING_COMMAND', objectId: id, before: null, after });
}

function checkAddress(place: Address, path: readonly string[]): Problem[] {
  const required = (['name', 'city', 'country'] as const).flatMap((member) =>
    isBlank(place[member]) ? [problem('REQUIRED', [...path, member], {})] : [],
  );
  const texts = (['name', 'company', 'city', 'region', 'postalCode', 'phone', 'email'] as const).flatMap((member) =>
    checkText(place[member], [...path, member], 200),
  );
  const streets = place.street.flatMap((line, index) => checkText(line, [...path, 'street', String(index)], 200));
  return [
    ...required,
    ...texts,
    ...streets,
    ...(place.street.length === 0 || place.street.every(isBlank) ? [problem('REQUIRED', [...path, 'street'], {})] : []),
    ...(place.street.length > 3 ? [problem('LIST_TOO_LONG', [...path, 'street'], { max: 3 })] : []),
    ...(/^[A-Z]{2}$/.test(place.country) ? [] : [problem('VALUE_UNKNOWN', [...path, 'country'], { value: place.country.slice(0, 40) })]),
  ];
}

function checkParcels(parcels: readonly Goods[]): Problem[] {
  const measure = (value: Decimal, path: readonly string[]): Problem[] =>
    isDecimal(value) && compare(value, '0') > 0 ? [] : [problem('QUANTITY_NOT_POSITIVE', path, { value: String(value).slice(0, 40) })];
  return [
    ...(parcels.length === 0 ? [problem('LIST_EMPTY', ['parcels'], {})] : []),
    ...(parcels.length > maxParcels ? [problem('LIST_TOO_LONG', ['parcels'], { max: maxParcels })] : []),
    ...parcels.flatMap(({ weightKg, sizeCm }, index) => [
      ...measure(weightKg, ['parcels', String(index), 'weightKg']),
      ...(sizeCm ?? []).flatMap((side, at) => measure(side, ['parcels', String(index), 'sizeCm', String(at)])),
      ...(sizeCm && sizeCm.length !== 3 ? [problem('VALUE_UNKNOWN', ['parcels', String(index), 'sizeCm'], { value: sizeCm.length })] : []),
    ]),
  ];
}
