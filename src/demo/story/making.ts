/** Buying and making: what of an order is ready when, and what the floor reports. */
import { ObjectType, OrderStatus, ProductClass } from '../../entities/enums.js';
import type { DateOnly } from '../../domain/facts.js';
import { agreePromise, latestDate } from '../../domain/promise-rules.js';
import type { Random } from '../random.js';
import { calendar, clock, dateAtHome, officeMinutesLater, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import type { Move } from './agreement.js';
import { mover } from './agreement.js';
import type { Basket } from './baskets.js';
import type { OrderRecord } from './goods.js';
import type { OrderLineRow } from './rows.js';
import { buyFor } from './sourcing.js';
import type { Scribe } from './timeline.js';
import { resynced } from './world.js';
import type { World } from './world.js';

const { GENERAL, HIGH_VALUE, CUSTOM } = ProductClass;

export interface MakingPlan {
  readonly confirmedAt: Date;
  /** Working days after the confirmation by which the goods are to be ready. */
  readonly readyIn: number;
  readonly promisedOn: DateOnly;
}

/** A part of an order that is ready at one time. */
export interface Batch {
  readonly lines: readonly number[];
  readonly readyAt: Date;
}

/** Buying and making. Returns what is ready when, in order; lines that the supplier sends himself are not in it. */
export function planMaking(world: World, random: Random, order: OrderRecord, basket: Basket, plan: MakingPlan): Made {
  const { confirmedAt, readyIn, promisedOn } = plan;
  const confirmedOn = dateAtHome(confirmedAt);
  const bought = buyFor(world, random, order, basket, plan);
  const straight = [...bought.straight.values()];
  const inHouse = basket.lines.map((_, index) => index).filter((index) => !bought.straight.has(index));
  if (inHouse.length === 0) return { batches: [], straight };

  const own = inHouse.filter((index) => basket.lines[index]?.supplier === null);
  const madeOn = own.length === 0 ? confirmedOn : makingEnd(world, random, basket, confirmedOn, readyIn);
  const readyOn = (index: number): DateOnly => {
    const arrived = bought.arrivals.get(index);
    return arrived === undefined ? madeOn : workingDaysLater(arrived, random.int(0, 1));
  };
  const dates = new Map(inHouse.map((index) => [index, readyOn(index)]));
  const last = latestDate([...dates.values()]) ?? madeOn;
  const planned = workingDaysLater(confirmedOn, readyIn);
  const early = inHouse.filter((index) => (dates.get(index) ?? last) <= planned);
  // What is ready does not wait for what is late: the customer gets it in two parts.
  const isSplit = last > workingDaysLater(planned, 1) && early.length > 0 && early.length < inHouse.length && random.chance(0.65);
  const firstOn = isSplit ? (latestDate(early.map((index) => dates.get(index) ?? null)) ?? last) : last;
  const readyAt = planFloor(world, random, { order, basket, confirmedAt, madeOn: firstOn, isSplit, byErp: straight.length > 0 });
  if (!isSplit) {
    warnOfDelay(world, random, order, order.lines, planned, last, promisedOn);
    return { batches: [{ lines: inHouse, readyAt }], straight };
  }
  const rest = inHouse.filter((index) => !early.includes(index));
  const restAt = officeMinutesLater(clock(last, random.int(9 * 60, 15 * 60)), random.int(60, 300));
  if (own.length > 0) world.timeline.plan(restAt, actors.erp, (scribe) => scribe.assign(ObjectType.ORDER, order.row, { producedAt: restAt, ...resynced(order.row, restAt) }));
  warnOfDelay(world, random, order, rest.flatMap((index) => order.lines[index] ?? []), planned, last, promisedOn);
  return { batches: [{ lines: early, readyAt }, { lines: rest, readyAt: restAt }], straight };
}

export interface Made {
  readonly batches: readonly Batch[];
  /** Dates on which goods that suppliers send to the customer arrive; null: lost. */
  readonly straight: readonly (DateOnly | null)[];
}

/** Mostly a day or two before the plan; some orders overrun it. */
function makingEnd(world: World, random: Random, { productClass, isStock }: Basket, confirmedOn: DateOnly, readyIn: number): DateOnly {
  if (isStock) return workingDaysLater(confirmedOn, random.outcome([[0, 55], [1, 43], [3, 2]]));
  const overrun = { [GENERAL]: 0.04, [HIGH_VALUE]: 0.06, [CUSTOM]: 0.09 }[productClass] * (1 + 2 * world.season.strain(confirmedOn));
  if (random.chance(overrun)) return workingDaysLater(confirmedOn, readyIn + random.int(1, productClass === CUSTOM ? 7 : 4));
  return workingDaysLater(confirmedOn, Math.max(1, readyIn - random.outcome([[0, 25], [1, 40], [2, 25], [3, 10]])));
}

interface Floor {
  readonly order: OrderRecord;
  readonly basket: Basket;
  readonly confirmedAt: Date;
  readonly madeOn: DateOnly;
  /** A later part is still to come. */
  readonly isSplit: boolean;
  /** Goods that a supplier sent may have moved the order on: then only its master can say what the floor does. */
  readonly byErp: boolean;
}

/** The floor: production, inspection, now and then rework. Returns when the goods stand ready. */
function planFloor(world: World, random: Random, { order, basket, confirmedAt, madeOn, isSplit, byErp }: Floor): Date {
  const report = mover(world, order);
  const move: Move = (at, desk, ...said) => report(at, byErp ? actors.erp : desk, ...said);
  if (basket.isStock) {
    const at = clockAfter(confirmedAt, clock(madeOn, random.int(10 * 60, 14 * 60)), random.int(30, 150));
    move(at, actors.dispatch, OrderStatus.READY_TO_SHIP);
    return at;
  }
  const isMade = basket.lines.some(({ supplier }) => supplier === null);
  const madeAt = clockAfter(confirmedAt, clock(madeOn, random.int(9 * 60, 15 * 60)), random.int(200, 500));
  if (isMade) move(officeMinutesLater(confirmedAt, random.int(40, 180)), actors.planning, OrderStatus.IN_PRODUCTION);
  // What is only bought is not produced; of what comes in two parts, the second one is the end.
  move(madeAt, isMade ? actors.planning : actors.quality, OrderStatus.IN_INSPECTION, isMade && !isSplit ? { producedAt: madeAt } : {});
  let at = officeMinutesLater(madeAt, random.int(20, 160));
  if (random.chance(basket.productClass === CUSTOM ? 0.07 : 0.025)) {
    move(at, actors.quality, OrderStatus.REWORK, {}, random.pick(['示值超差 reading out of tolerance', '外观划伤 scratched', '密封不良 leaks']));
    at = officeMinutesLater(at, random.int(240, 1_200));
    move(at, actors.planning, OrderStatus.IN_INSPECTION);
    at = officeMinutesLater(at, random.int(30, 160));
  }
  move(at, actors.quality, OrderStatus.READY_TO_SHIP);
  return at;
}

/** The wished time, unless it is too soon after what came before. */
function clockAfter(before: Date, wished: Date, minutes: number): Date {
  const soonest = officeMinutesLater(before, minutes);
  return wished > soonest ? wished : soonest;
}

/** Where it is seen that a date will not hold, most customers are told a new one. The first promise stays on record. */
function warnOfDelay(world: World, random: Random, order: OrderRecord, lines: readonly OrderLineRow[], planned: DateOnly, ready: DateOnly, promisedOn: DateOnly): void {
  if (ready <= planned || !random.chance(0.6)) return;
  const late = calendar.workingDaysBetween(planned, ready);
  const at = clock(planned, random.int(13 * 60, 17 * 60));
  world.timeline.plan(at, actors.erp, (scribe) => {
    if (order.row.firstPromise === null) return;
    setPromise(scribe, order, lines, workingDaysLater(promisedOn, late));
  });
}

/** The ERP tells a date for these lines; the order's is that of its last one. */
export function setPromise(scribe: Scribe, { row, lines }: OrderRecord, which: readonly OrderLineRow[], date: DateOnly): void {
  for (const line of which) scribe.assignLine(ObjectType.ORDER, row, line, line.lineNo, agreePromise(line, date));
  const latest = latestDate(lines.filter(({ cancelled }) => !cancelled).map(({ currentPromise }) => currentPromise));
  scribe.assign(ObjectType.ORDER, row, { ...agreePromise(row, latest), ...resynced(row, scribe.at) });
}

