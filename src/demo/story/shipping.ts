/** Shipments and what carriers tell of them, message by message, through the rules that real messages go through. */
import { ObjectType, ShipmentDirection, ShipmentStatus } from '../../entities/enums.js';
import { localDate } from '../../domain/dates.js';
import { round } from '../../domain/decimal.js';
import type { DateOnly, Decimal, TrackingEventFact, TrackingFact } from '../../domain/facts.js';
import type { TrackingState } from '../../domain/tracking-rules.js';
import { mergeTracking, untracked } from '../../domain/tracking-rules.js';
import type { Lane } from '../company/carriers.js';
import { carriers } from '../company/carriers.js';
import type { Place } from '../company/places.js';
import type { Random } from '../random.js';
import { clock, instantText, minutesLater, offsetOn } from '../working-time.js';
import { actors } from './actors.js';
import type { OrderRecord, PurchaseRecord } from './goods.js';
import { followOrder, followPurchase } from './goods.js';
import type { Journey, Scan } from './journey.js';
import { travel } from './journey.js';
import { phrases } from './phrases.js';
import type { OrderLineRow, PurchaseOrderLineRow, ShipmentRow } from './rows.js';
import type { Scribe } from './timeline.js';
import { madeByErp, quantityOf, resynced, sourceOf } from './world.js';
import type { World } from './world.js';

export interface Load {
  readonly count: number;
  readonly weightKg: number;
  readonly order?: { readonly record: OrderRecord; readonly line: OrderLineRow };
  readonly purchase?: { readonly record: PurchaseRecord; readonly line: PurchaseOrderLineRow };
}

export interface Consignment {
  readonly direction: ShipmentDirection;
  readonly lane: Lane;
  readonly origin: Place;
  readonly destination: Place;
  /** Id of the supplier that sends the goods. */
  readonly supplier: string | null;
  readonly bookedAt: Date;
  readonly pickedUpAt: Date;
  readonly lateDays: number;
  readonly loads: readonly Load[];
}

export interface Shipped {
  readonly row: ShipmentRow;
  readonly promisedOn: DateOnly;
  /** Null: lost on the way. */
  readonly deliveredAt: Date | null;
  readonly deliveredOn: DateOnly | null;
}

/** Days that a shipment comes late on a lane; lorries and aircraft are full around Spring Festival. */
export function lateDaysOn(world: World, random: Random, lane: Lane, pickedUpOn: DateOnly): number {
  const strain = world.season.strain(pickedUpOn);
  if (!random.chance(lane.late * (1 + 2 * strain))) return 0;
  return random.outcome([[1, 45], [2, 25], [3, 15], [5, 10], [8, 5]]) + Math.round(2 * strain);
}

export function planShipment(world: World, random: Random, consignment: Consignment): Shipped {
  const { lane, direction, destination, bookedAt, pickedUpAt, supplier, loads } = consignment;
  const journey = travel(random, { ...consignment, mode: lane.mode, days: lane.days });
  const carrier = carriers.find(({ number }) => number === lane.carrier) ?? carriers[0];
  const weight = loads.reduce((sum, load) => sum + load.count * load.weightKg, 0);
  const row: ShipmentRow = {
    id: random.id(bookedAt),
    number: '',
    direction,
    trackingNumber: `${carrier.prefix}${String(random.int(0, 9_999_999_999)).padStart(10, '0')}`,
    carrier: world.carriers.get(carrier.number)?.id ?? '',
    supplier,
    mode: lane.mode,
    status: ShipmentStatus.CREATED,
    recordStatus: ShipmentStatus.CREATED,
    statusReason: null,
    responsible: null,
    country: destination.country,
    createdAt: bookedAt,
    shippedAt: null,
    deliveredAt: null,
    deliveredAtOffset: null,
    deliveredOn: null,
    promisedDate: journey.promisedOn,
    estimatedDelivery: null,
    estimatedDeliveryOffset: null,
    estimateAsOf: null,
    signedBy: null,
    signerAsOf: null,
    weightKg: decimal(weight, 6),
    freightAmount: decimal(lane.freight[0] + lane.freight[1] * weight ** 0.85, 4),
    freightCurrency: 'CNY',
    ...sourceOf('', bookedAt),
  };
  const parcel: Parcel = { row, loads, state: untracked(), told: 0, carrier: carrier.name, language: carrier.language };

  world.timeline.plan(bookedAt, actors.erp, (scribe) => book(world, random, scribe, parcel));
  world.timeline.plan(pickedUpAt, actors.erp, (scribe) => {
    scribe.assign(ObjectType.SHIPMENT, row, { shippedAt: pickedUpAt, ...resynced(row, pickedUpAt) });
    followLoads(scribe, parcel, pickedUpAt);
  });
  const lost = direction === ShipmentDirection.OUTBOUND && random.chance(0.0015);
  planLegs(world, random, row, journey, consignment, lost);
  planScans(world, random, parcel, journey, lost);
  const { promisedOn } = journey;
  return { row, promisedOn, deliveredAt: lost ? null : journey.deliveredAt, deliveredOn: lost ? null : journey.deliveredOn };
}

interface Parcel {
  readonly row: ShipmentRow;
  readonly loads: readonly Load[];
  readonly carrier: string;
  readonly language: 'zh' | 'en';
  state: TrackingState;
  /** Events that the carrier has told so far. */
  told: number;
}

function book(world: World, random: Random, scribe: Scribe, { row, loads }: Parcel): void {
  row.number = world.number('SH', scribe.at);
  row.sourceExternalId = `shipment,${row.number}`;
  world.rows.shipments.push(row);
  loads.forEach(({ count, order, purchase }, index) => {
    const line = {
      id: random.id(scribe.at),
      shipment: row.id,
      order: order?.record.row.id ?? null,
      orderLine: order?.line.id ?? null,
      purchaseOrder: purchase?.record.row.id ?? null,
      purchaseOrderLine: purchase?.line.id ?? null,
      quantity: quantityOf(count),
      sourceExternalId: `shipment-line,${row.number}.${index + 1}`,
    };
    world.rows.shipmentLines.push(line);
    order?.record.carried.push({ shipment: row, line });
    purchase?.record.carried.push({ shipment: row, line });
  });
  scribe.made(ObjectType.SHIPMENT, row, madeByErp(row));
  announce(scribe, row, null, scribe.at);
}

/** Carriers tell most scans within the hour, some late: then a newer one may have come before. */
function planScans(world: World, random: Random, parcel: Parcel, journey: Journey, lost: boolean): void {
  const scans = lost ? losing(journey.scans) : random.chance(0.002) ? withMistake(journey.scans) : journey.scans;
  const keys = new Map<Scan, string>();
  scans.forEach((scan, index) => {
    keys.set(scan, `${parcel.row.trackingNumber}-${String(index + 1).padStart(2, '0')}`);
    const isBooking = scan.milestone === ShipmentStatus.CREATED;
    const lag = random.chance(0.02) && !isBooking ? random.int(200, 900) : random.int(2, 40);
    const at = minutesLater(scan.at, lag);
    const withdrawn = scan.phrase === phrases.scanWithdrawn ? scans[index - 1] : undefined;
    const retracts = withdrawn === undefined ? null : (keys.get(withdrawn) ?? null);
    const id = random.id(at);
    world.timeline.plan(at, actors.carriers, (scribe) => {
      hear(world, scribe, parcel, factOf(parcel, scan, keys.get(scan) ?? '', retracts, journey), id);
    });
  });
}

/** Past the hub nobody has seen it again. */
function losing(scans: readonly Scan[]): Scan[] {
  const known = scans.slice(0, Math.max(3, Math.ceil(scans.length * 0.6)));
  const last = known.at(-1);
  if (!last) return [];
  const traced: Scan = { ...last, at: minutesLater(last.at, 4 * 24 * 60), milestone: 'EXCEPTION', phrase: phrases.lost, reason: 'lost', responsible: 'CARRIER' };
  return [...known, traced];
}

/** A driver scans a pallet as delivered that still lies in the depot, and takes it back. */
function withMistake(scans: readonly Scan[]): readonly Scan[] {
  const index = scans.findIndex(({ milestone }) => milestone === ShipmentStatus.OUT_FOR_DELIVERY);
  const next = scans[index];
  if (!next) return scans;
  const mistaken: Scan = { ...next, at: minutesLater(next.at, -45), milestone: 'DELIVERED', phrase: phrases.scannedInError };
  const withdrawn: Scan = { ...next, at: minutesLater(next.at, -10), milestone: null, phrase: phrases.scanWithdrawn };
  return [...scans.slice(0, index), mistaken, withdrawn, ...scans.slice(index)];
}

function factOf(parcel: Parcel, scan: Scan, eventKey: string, retracts: string | null, journey: Journey): TrackingFact {
  const { at, offset, place, milestone, phrase, reason = null, responsible = null } = scan;
  const event: TrackingEventFact = {
    eventKey,
    occurredAt: instantText(at, offset),
    zoneAssumed: false,
    classifier: 'ACTUAL',
    milestone,
    carrierCode: phrase.code,
    reason,
    responsible,
    description: phrase[parcel.language],
    city: place.city,
    country: place.country,
    retracts,
  };
  const { deliveredAt, promisedOn, scans } = journey;
  const end = scans.at(-1)?.offset ?? offset;
  // The carrier promises a day, and knows better once something went wrong.
  const known = reason === null ? clock(promisedOn, 18 * 60, end) : clock(localDate(deliveredAt, end), 18 * 60, end);
  const estimates = milestone === ShipmentStatus.PICKED_UP || (reason !== null && reason !== 'lost');
  return {
    kind: 'tracking',
    source: { externalId: eventKey, version: null, updatedAt: null },
    trackingNumber: parcel.row.trackingNumber,
    carrier: parcel.carrier,
    snapshotAt: null,
    ...(estimates && { estimatedDelivery: instantText(known, end) }),
    ...(milestone === ShipmentStatus.DELIVERED && { signedBy: parcel.language === 'zh' ? '前台' : 'Goods-in desk' }),
    events: [event],
  };
}

function hear(world: World, scribe: Scribe, parcel: Parcel, fact: TrackingFact, id: string): void {
  const { row } = parcel;
  const { state, added, changed, statusChange } = mergeTracking(parcel.state, fact, scribe.at);
  parcel.state = state;
  for (const { fact: told, stored } of added) {
    world.rows.trackingEvents.push({
      id,
      recordedAt: scribe.at,
      shipment: row.id,
      eventKey: stored.eventKey,
      occurredAt: stored.occurredAt.at,
      occurredAtOffset: stored.occurredAt.offsetMinutes,
      zoneAssumed: told.zoneAssumed,
      classifier: stored.classifier,
      milestone: stored.milestone,
      carrierCode: told.carrierCode ?? '',
      reason: stored.reason,
      responsible: stored.responsible,
      description: told.description ?? '',
      city: told.city ?? '',
      country: told.country ?? '',
      retracts: stored.retracts,
      retracted: stored.retracted,
      inFuture: stored.inFuture,
      sourceSystem: actors.carriers.actor,
    });
  }
  for (const { eventKey, retracted } of changed) {
    const told = world.rows.trackingEvents.find((event) => event.shipment === row.id && event.eventKey === eventKey);
    if (told) told.retracted = retracted;
  }
  const { deliveredAt, estimatedDelivery, signedBy } = state;
  scribe.assign(ObjectType.SHIPMENT, row, {
    status: state.status,
    statusReason: state.reason,
    responsible: state.responsible,
    estimatedDelivery: estimatedDelivery.value?.at ?? null,
    estimatedDeliveryOffset: estimatedDelivery.value?.offsetMinutes ?? null,
    estimateAsOf: estimatedDelivery.asOf,
    signedBy: signedBy.value,
    signerAsOf: signedBy.asOf,
    deliveredAt: deliveredAt?.at ?? null,
    deliveredAtOffset: deliveredAt?.offsetMinutes ?? null,
    deliveredOn: deliveredAt === null ? null : localDate(deliveredAt.at, deliveredAt.offsetMinutes ?? 0),
  });
  if (!statusChange) return;
  announce(scribe, row, statusChange.from, statusChange.occurredAt.at);
  followLoads(scribe, parcel, statusChange.occurredAt.at);
}

function followLoads(scribe: Scribe, { row, loads }: Parcel, occurredAt: Date): void {
  if (row.direction !== ShipmentDirection.OUTBOUND) return;
  for (const order of new Set(loads.flatMap((load) => (load.order ? [load.order.record] : [])))) followOrder(scribe, order, occurredAt);
  for (const purchase of new Set(loads.flatMap((load) => (load.purchase ? [load.purchase.record] : [])))) followPurchase(scribe, purchase, occurredAt);
}

function announce(scribe: Scribe, row: ShipmentRow, from: ShipmentStatus | null, occurredAt: Date): void {
  const { id, number, status, supplier, carrier } = row;
  scribe.announce({ objectType: ObjectType.SHIPMENT, objectId: id, number, from, to: status, occurredAt, supplierId: supplier, carrierId: carrier });
}

/** One stretch between each two places where the goods change hands. */
function planLegs(world: World, random: Random, row: ShipmentRow, journey: Journey, { origin, destination, lane, pickedUpAt }: Consignment, lost: boolean): void {
  if (journey.changes.length === 0) return;
  const { end } = world.timeline;
  const stops = [{ place: origin, at: pickedUpAt }, ...journey.changes, { place: destination, at: journey.deliveredAt }];
  world.timeline.plan(pickedUpAt, actors.erp, () => {
    stops.slice(1).forEach((stop, index) => {
      const start = stops[index] ?? stop;
      const isLast = index === stops.length - 2;
      world.rows.shipmentLegs.push({
        id: random.id(pickedUpAt),
        shipment: row.id,
        legNo: index + 1,
        carrier: row.carrier,
        mode: index === 1 ? lane.mode : 'ROAD',
        origin: start.place.city,
        destination: stop.place.city,
        departedAt: passed(start.at, end),
        arrivedAt: isLast && lost ? null : passed(stop.at, end),
      });
    });
  });
}

function passed(at: Date, end: Date): Date | null {
  return at < end ? at : null;
}

/** Numbers of the story are small and positive: their decimal form is exact enough to be rounded. */
function decimal(value: number, digits: number): Decimal {
  return round(value.toFixed(4), digits);
}

/** When a carrier fetches goods on a date. */
export function pickUpAt(random: Random, date: DateOnly, place: Place): Date {
  return clock(date, random.int(15 * 60, 17 * 60 + 50), offsetOn(date, place.zone));
}
