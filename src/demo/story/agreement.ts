/** From reception to the signed contract: review, the customer's answer, signature; corrections and endings on the way. */
import { ObjectType, OrderPriority, OrderStatus, ProductClass } from '../../entities/enums.js';
import { defaultPolicy } from '../../domain/policies.js';
import type { DateOnly } from '../../domain/facts.js';
import type { Actor } from '../../domain/transaction.js';
import { canMove, orderTransitions } from '../../domain/transitions.js';
import type { Random } from '../random.js';
import { clock, dateAtHome, minutesLater, officeMinutesLater, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import type { Basket } from './baskets.js';
import type { OrderRecord } from './goods.js';
import { announceOrder, moveOrder } from './goods.js';
import type { OrderRow } from './rows.js';
import type { Scribe } from './timeline.js';
import { madeByErp } from './world.js';
import type { World } from './world.js';

const { GENERAL, HIGH_VALUE, CUSTOM } = ProductClass;

const reasons = {
  correction: ['收货地址不全 delivery address incomplete', '型号与数量不符 model and quantity do not match', '缺付款方式 payment method missing'],
  revision: ['价格与价目表不一致 price differs from list', '数量超出起订量 below minimum quantity', '交期无法满足 date cannot be met'],
  cancelled: ['客户取消 cancelled by customer', '预算未批 budget not approved', '重复下单 ordered twice'],
} as const;

/** Plans the order's way to its confirmation and returns when that is; null where the order ends before. */
export function planAgreement(world: World, random: Random, order: OrderRecord, basket: Basket): Date | null {
  wish(random, order, basket);
  return basket.calledOff ? planCallOff(world, order) : planReview(world, random, order, basket);
}

function tell(world: World, scribe: Scribe, { row, lines }: OrderRecord): void {
  row.number = world.number('SO', row.placedAt);
  row.sourceSyncedAt = scribe.at;
  world.rows.orders.push(row);
  world.rows.orderLines.push(...lines);
  scribe.made(ObjectType.ORDER, row, madeByErp(row));
  announceOrder(scribe, row, null, row.placedAt);
}

/** Customers with a frame contract call off what is agreed already: the ERP's first word is a confirmed order. */
function planCallOff(world: World, order: OrderRecord): Date {
  const { row } = order;
  const confirmedAt = row.receivedAt;
  Object.assign(row, { status: OrderStatus.CONFIRMED, recordStatus: OrderStatus.CONFIRMED, confirmedAt });
  world.timeline.plan(row.receivedAt, actors.erp, (scribe) => tell(world, scribe, order));
  return confirmedAt;
}

function planReview(world: World, random: Random, order: OrderRecord, basket: Basket): Date | null {
  const { row } = order;
  world.timeline.plan(row.receivedAt, actors.erp, (scribe) => tell(world, scribe, order));
  const move = mover(world, order);

  let at = officeMinutesLater(row.receivedAt, random.int(10, 120));
  if (random.chance(0.035)) {
    move(at, actors.sales, OrderStatus.NEEDS_CORRECTION, {}, random.pick(reasons.correction));
    at = officeMinutesLater(at, random.int(120, 900));
    move(at, actors.sales, OrderStatus.RECEIVED);
    at = officeMinutesLater(at, random.int(20, 90));
  }
  move(at, actors.sales, OrderStatus.IN_REVIEW);
  const reviewing = { GENERAL: [25, 240], HIGH_VALUE: [60, 360], CUSTOM: [120, 700] } as const;
  const [shortest, longest] = reviewing[basket.productClass];
  at = officeMinutesLater(at, random.int(shortest, longest));
  if (random.chance(0.008)) return cancelled(move, at, random.pick(reasons.cancelled));
  if (random.chance(0.03)) {
    move(at, actors.sales, OrderStatus.NEEDS_REVISION, {}, random.pick(reasons.revision));
    at = officeMinutesLater(at, random.int(100, 600));
    move(at, actors.sales, OrderStatus.RECEIVED);
    at = officeMinutesLater(at, random.int(15, 60));
    move(at, actors.sales, OrderStatus.IN_REVIEW);
    at = officeMinutesLater(at, random.int(30, 200));
  }
  move(at, actors.sales, OrderStatus.AWAITING_CUSTOMER, { processedAt: at });
  if (random.chance(0.005)) {
    const days = defaultPolicy('order-answer-limit').amount;
    const lapsedAt = clock(workingDaysLater(workingDaysLater(dateAtHome(at), days), 1), 5);
    move(lapsedAt, actors.gateway, OrderStatus.LAPSED);
    return null;
  }

  const confirmedAt = confirmation(random, basket, dateAtHome(row.placedAt), at);
  const answeredAt = new Date(Math.round((at.getTime() * 0.6 + confirmedAt.getTime() * 0.4) / 60_000) * 60_000);
  move(answeredAt, actors.sales, OrderStatus.AWAITING_SIGNATURE);
  if (random.chance(0.004)) return cancelled(move, confirmedAt, random.pick(reasons.cancelled));
  move(confirmedAt, actors.sales, OrderStatus.CONFIRMED, { confirmedAt });
  return confirmedAt;
}

function cancelled(move: Move, at: Date, reason: string): null {
  move(at, actors.sales, OrderStatus.CANCELLED, {}, reason);
  return null;
}

export type Move = (at: Date, by: Actor, status: OrderStatus, values?: Partial<OrderRow>, reason?: string) => void;

/** States that goods have brought about: what the ERP says besides stands behind them. */
const byGoods: ReadonlySet<OrderStatus> = new Set([
  OrderStatus.PARTLY_SHIPPED,
  OrderStatus.SHIPPED,
  OrderStatus.PARTLY_DELIVERED,
  OrderStatus.DELIVERED,
]);

/** Plans moves that somebody makes here; the transition table must allow them. */
export function mover(world: World, order: OrderRecord): Move {
  return (at, by, status, values, reason) => {
    world.timeline.plan(at, by, (scribe) => {
      const { number, status: from } = order.row;
      const said = { ...values, recordStatus: status };
      if (by === actors.erp && byGoods.has(from)) return scribe.assign(ObjectType.ORDER, order.row, said);
      if (!canMove(orderTransitions, from, status)) throw new Error(`${number} cannot go from ${from} to ${status}`);
      if (reason !== undefined) scribe.note(ObjectType.ORDER, order.row, 'statusReason', reason);
      moveOrder(scribe, order, status, at, said);
    });
  };
}

/** Working days from placed to confirmed: within the standard of the class, mostly. */
function confirmation(random: Random, { productClass, priority }: Basket, placedOn: DateOnly, after: Date): Date {
  const shares = {
    [GENERAL]: [[1, 50], [2, 33], [3, 13], [4, 3], [6, 1]],
    [HIGH_VALUE]: [[1, 42], [2, 50], [3, 6], [5, 2]],
    [CUSTOM]: [[2, 40], [3, 52], [4, 5], [7, 3]],
  } as const;
  const days = priority === OrderPriority.URGENT ? 1 : random.outcome<number>(shares[productClass]);
  const at = clock(workingDaysLater(placedOn, days), random.int(9 * 60, 17 * 60));
  return at > minutesLater(after, 60) ? at : officeMinutesLater(after, random.int(60, 200));
}

/** Customers wish for their goods a little sooner than they mostly get them promised. */
function wish(random: Random, { row, lines }: OrderRecord, { productClass, customer, isStock }: Basket): void {
  const making = isStock ? 4 : { [GENERAL]: 10, [HIGH_VALUE]: 14, [CUSTOM]: 18 }[productClass];
  const usual = making + (customer.spec.currency === 'CNY' ? 0 : 3);
  const requestedDate = workingDaysLater(dateAtHome(row.placedAt), usual + random.int(-2, 4));
  row.requestedDate = requestedDate;
  for (const line of lines) line.requestedDate = requestedDate;
}
