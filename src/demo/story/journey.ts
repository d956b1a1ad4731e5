/** The scans that a carrier makes between pick-up and delivery, by means of transport. */
import type { ResponsibleParty, ShipmentStatus, TransportMode } from '../../entities/enums.js';
import { addDays, localDate } from '../../domain/dates.js';
import type { DateOnly } from '../../domain/facts.js';
import type { Place } from '../company/places.js';
import { gateways, warehouse } from '../company/places.js';
import type { Random } from '../random.js';
import { clock, minutesLater, offsetOn, weekdayFrom, workingDayFrom } from '../working-time.js';
import type { Phrase } from './phrases.js';
import { hiccups, phrases } from './phrases.js';

/** One scan. */
export interface Scan {
  readonly at: Date;
  /** Minutes east of UTC of the place where it was made. */
  readonly offset: number;
  readonly place: Place;
  /** Null: a code that says nothing about the status. */
  readonly milestone: ShipmentStatus | null;
  readonly phrase: Phrase;
  readonly reason?: string;
  readonly responsible?: ResponsibleParty;
}

export interface Route {
  readonly origin: Place;
  readonly destination: Place;
  readonly mode: TransportMode;
  /** Days on the calendar that the carrier promises. */
  readonly days: number;
  readonly bookedAt: Date;
  readonly pickedUpAt: Date;
  /** Days after the promised date; 0 or less: in time. */
  readonly lateDays: number;
}

export interface Journey {
  /** In order of time. */
  readonly scans: readonly Scan[];
  readonly promisedOn: DateOnly;
  readonly deliveredAt: Date;
  readonly deliveredOn: DateOnly;
  /** Where the goods change hands on the way: one leg ends, the next begins. */
  readonly changes: readonly { readonly place: Place; readonly at: Date }[];
}

/** The date for which a carrier promises goods: never a Sunday, in China never a holiday. */
export function arrivalDate(pickedUpOn: DateOnly, days: number, destination: Place): DateOnly {
  const date = addDays(pickedUpOn, days);
  return destination.country === 'CN' ? workingDayFrom(date) : weekdayFrom(date);
}

export function travel(random: Random, route: Route): Journey {
  const { origin, destination, mode, days, bookedAt, pickedUpAt, lateDays } = route;
  const startsOn = dateAt(pickedUpAt, origin);
  const promisedOn = arrivalDate(startsOn, days, destination);
  const deliveredOn = arrivalDate(promisedOn, lateDays, destination);
  const deliveredAt = clock(deliveredOn, random.int(9 * 60, 17 * 60), offsetOn(deliveredOn, destination.zone));
  const abroad = origin.country !== destination.country;

  const scans: Scan[] = [];
  const scan = (at: Date, place: Place, milestone: ShipmentStatus | null, phrase: Phrase, why: Pick<Scan, 'reason' | 'responsible'> = {}): void => {
    scans.push({ at, place, milestone, phrase, ...why, offset: offsetOn(dateAt(at, place), place.zone) });
  };

  const outForDelivery = minutesLater(deliveredAt, -random.int(60, 200));
  const from = minutesLater(pickedUpAt, random.int(150, 260));
  const to = new Date(Math.max(minutesLater(outForDelivery, -random.int(300, 540)).getTime(), minutesLater(from, 20).getTime()));
  const between = (share: number): Date => new Date(from.getTime() + (to.getTime() - from.getTime()) * share);

  scan(bookedAt, origin, 'CREATED', phrases.booked);
  scan(pickedUpAt, origin, 'PICKED_UP', phrases.pickedUp);
  const changes: { place: Place; at: Date }[] = [];
  if (abroad) {
    const [exit, entry] = [exchange(origin, mode), exchange(destination, mode)];
    scan(from, origin, 'IN_TRANSIT', phrases.departed);
    scan(between(0.12), exit, 'IN_TRANSIT', phrases.arrivedAtHub);
    scan(between(0.18), exit, 'CUSTOMS', phrases.exportCustoms);
    scan(between(0.25), exit, 'IN_TRANSIT', phrases.loaded[mode]);
    const stages = Math.min(6, Math.floor(days / 5));
    for (let stage = 1; stage <= stages; stage += 1) scan(between(0.25 + (0.4 * stage) / (stages + 1)), stage % 2 === 0 ? entry : exit, 'IN_TRANSIT', phrases.underWay[mode]);
    scan(between(0.68), entry, 'IN_TRANSIT', phrases.arrivedAtHub);
    scan(between(0.74), entry, 'CUSTOMS', phrases.importCustoms);
    scan(between(0.86), entry, 'IN_TRANSIT', phrases.cleared);
    changes.push({ place: exit, at: between(0.25) }, { place: entry, at: between(0.68) });
  } else {
    scan(from, origin, 'IN_TRANSIT', phrases.departed);
    scan(between(0.7), destination, 'IN_TRANSIT', phrases.arrivedAtHub);
    if (days > 2) scan(between(0.9), destination, 'IN_TRANSIT', phrases.departed);
  }
  if (random.chance(0.03)) scan(between(0.95), destination, null, phrases.note);

  if (lateDays > 0) {
    const hiccup = random.weighted(hiccups, ({ weight, abroadOnly }) => (abroadOnly && !abroad ? 0 : weight));
    const place = hiccup.atDoor ? destination : abroad ? exchange(destination, mode) : destination;
    // At the door on the day promised; on the way some time before the last stretch.
    const promisedAt = clock(promisedOn, random.int(10 * 60, 16 * 60), offsetOn(promisedOn, destination.zone));
    const at = hiccup.atDoor && promisedAt > to && promisedAt < outForDelivery ? promisedAt : between(0.9 + random.next() * 0.05);
    scan(at, place, hiccup.milestone, hiccup.phrase, { reason: hiccup.reason, responsible: hiccup.responsible });
    scan(minutesLater(outForDelivery, -90), destination, 'IN_TRANSIT', phrases.arrivedAtHub);
  }
  scan(outForDelivery, destination, 'OUT_FOR_DELIVERY', phrases.outForDelivery);
  scan(deliveredAt, destination, 'DELIVERED', phrases.delivered);
  scans.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { scans, promisedOn, deliveredAt, deliveredOn, changes };
}

/** Where long-distance transport begins or ends on that side of the way. */
function exchange(place: Place, mode: TransportMode): Place {
  if (mode === 'RAIL') return place.region === 'EUROPE' ? gateways.EUROPE : warehouse;
  return gateways[place.region];
}

function dateAt(at: Date, { zone }: Place): DateOnly {
  return localDate(at, offsetOn(at.toISOString().slice(0, 10), zone));
}
