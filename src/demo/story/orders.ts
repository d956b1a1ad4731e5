/** What customers order, and how an order goes its way: review, confirmation, purchase, production, dispatch, sign-off. */
import { ObjectType, OrderPriority, OrderStatus, PaymentStatus, ProductClass, ShipmentDirection } from '../../entities/enums.js';
import { dueAt } from '../../domain/due-times.js';
import { defaultPolicy } from '../../domain/policies.js';
import { lineAmount, totalAmount } from '../../domain/order-rules.js';
import { round } from '../../domain/decimal.js';
import type { DateOnly } from '../../domain/facts.js';
import { latestDate } from '../../domain/promise-rules.js';
import type { Lane } from '../company/carriers.js';
import { outboundLanes } from '../company/carriers.js';
import { warehouse } from '../company/places.js';
import type { Random } from '../random.js';
import { calendar, clock, dateAtHome, homeOffset, minutesLater, officeMinutesLater, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import { planAgreement } from './agreement.js';
import type { Basket, BasketLine } from './baskets.js';
import { fillBasket } from './baskets.js';
import { planCases } from './cases.js';
import type { OrderRecord } from './goods.js';
import { moveOrder } from './goods.js';
import { arrivalDate } from './journey.js';
import type { Made } from './making.js';
import { planMaking, setPromise } from './making.js';
import type { OrderLineRow } from './rows.js';
import type { Load, Shipped } from './shipping.js';
import { lateDaysOn, pickUpAt, planShipment } from './shipping.js';
import { quantityOf, resynced, sourceOf } from './world.js';
import type { World } from './world.js';

const { GENERAL, HIGH_VALUE, CUSTOM } = ProductClass;

export function planOrder(world: World, index: number, placedAt: Date): void {
  const random = world.random.fork(`order ${index}`);
  const basket = fillBasket(world, random, placedAt);
  const order = draft(random, basket, index, placedAt);
  const agreed = planAgreement(world, random, order, basket);
  if (agreed === null) return;
  const plan = promise(random, basket, agreed);
  planPromise(world, order, agreed, plan.promisedOn);
  const made = planMaking(world, random, order, basket, { confirmedAt: agreed, ...plan });
  const deliveries = planDispatch(world, random, order, basket, plan, made);
  planEnd(world, random, order, basket, deliveries, plan.promisedOn);
}

function draft(random: Random, { customer, lines, channel, priority, productClass, currency }: Basket, index: number, placedAt: Date): OrderRecord {
  const id = random.id(placedAt);
  const rows = lines.map(({ product, supplier, count, unitPrice }, position): OrderLineRow => ({
    id: random.id(placedAt),
    order: id,
    lineNo: position + 1,
    product: product.row.id,
    description: product.spec.name,
    quantity: quantityOf(count),
    unit: product.spec.unit,
    unitPrice,
    amount: round(lineAmount(String(count), unitPrice), 4),
    supplier: supplier?.row.id ?? null,
    requestedDate: null,
    firstPromise: null,
    currentPromise: null,
    quantityShipped: quantityOf(0),
    quantityDelivered: quantityOf(0),
    deliveredOn: null,
    completedBy: null,
    cancelled: false,
    sourceExternalId: `order-line,${index + 1}.${position + 1}`,
  }));
  const lag = { ONLINE: 1, PHONE: 4, EMAIL: random.int(2, 60), SOCIAL_MEDIA: random.int(5, 90), ERP: random.int(5, 15) };
  const receivedAt = minutesLater(placedAt, lag[channel]);
  return {
    row: {
      id,
      number: '',
      customer: customer.row.id,
      channel,
      priority,
      status: OrderStatus.RECEIVED,
      recordStatus: OrderStatus.RECEIVED,
      paymentStatus: PaymentStatus.OPEN,
      productClass,
      currency,
      totalAmount: round(totalAmount(rows), 4),
      country: customer.spec.place.country,
      placedAt,
      placedAtOffset: homeOffset,
      receivedAt,
      dueAt: dueAt(receivedAt, defaultPolicy('reception-limits')[channel], calendar, 'Asia/Shanghai'),
      processedAt: null,
      confirmedAt: null,
      producedAt: null,
      shippedAt: null,
      deliveredOn: null,
      completedAt: null,
      requestedDate: null,
      firstPromise: null,
      currentPromise: null,
      ...sourceOf(`order,${index + 1}`, placedAt),
    },
    lines: rows,
    carried: [],
  };
}

interface Plan {
  readonly lane: Lane;
  /** Working days after the confirmation by which the goods are to be ready. */
  readonly readyIn: number;
  readonly promisedOn: DateOnly;
}

/** The date that sales can promise: by the standards of the class and the carrier's word, with a little room. */
function promise(random: Random, { productClass, isStock, customer, priority, weightKg }: Basket, confirmedAt: Date): Plan {
  const readyIn = isStock ? 1 : { [GENERAL]: random.int(6, 7), [HIGH_VALUE]: random.int(9, 10), [CUSTOM]: random.int(13, 15) }[productClass];
  const { place } = customer.spec;
  const hurried = priority === OrderPriority.URGENT;
  const lane = random.weighted(outboundLanes[place.region], ({ weight, mode, days }) => {
    if (mode === 'EXPRESS' && weightKg > 70) return 0;
    // Slow lanes are for what is heavy and has time.
    return days > 10 && (hurried || weightKg < 20) ? 0 : weight;
  });
  const pickedUpOn = workingDaysLater(dateAtHome(confirmedAt), readyIn + 1);
  const room = hurried ? 0 : random.int(0, 2);
  return { lane, readyIn, promisedOn: workingDaysLater(arrivalDate(pickedUpOn, lane.days, place), room) };
}

/** The ERP tells the date with the confirmation. */
function planPromise(world: World, order: OrderRecord, confirmedAt: Date, promisedOn: DateOnly): void {
  const at = minutesLater(confirmedAt, 6);
  world.timeline.plan(at, actors.erp, (scribe) => setPromise(scribe, order, order.lines, promisedOn));
}

function planDispatch(world: World, random: Random, order: OrderRecord, basket: Basket, { lane }: Plan, { batches, straight }: Made): readonly (DateOnly | null)[] {
  const deliveries = batches.flatMap(({ lines, readyAt }) => {
    const loads = lines.map((index): Load => {
      const line = basket.lines[index] as BasketLine;
      return { count: line.count, weightKg: line.product.spec.weightKg, order: { record: order, line: order.lines[index] as OrderLineRow } };
    });
    return consignments(random, loads, readyAt).map(({ loads: part, readyAt: partReadyAt }) => dispatch(world, random, basket, lane, part, partReadyAt));
  });
  return [...deliveries.map(({ deliveredOn }) => deliveredOn), ...straight];
}

/** Some orders go out on two days: the second pallet, the rest of a large quantity. */
function consignments(random: Random, loads: readonly Load[], readyAt: Date): { loads: readonly Load[]; readyAt: Date }[] {
  if (!random.chance(0.07)) return [{ loads, readyAt }];
  const later = officeMinutesLater(readyAt, random.int(400, 900));
  const [first] = loads;
  if (loads.length > 1) return [{ loads: loads.slice(0, -1), readyAt }, { loads: loads.slice(-1), readyAt: later }];
  if (!first || first.count < 2) return [{ loads, readyAt }];
  const half = Math.ceil(first.count / 2);
  return [
    { loads: [{ ...first, count: half }], readyAt },
    { loads: [{ ...first, count: first.count - half }], readyAt: later },
  ];
}

function dispatch(world: World, random: Random, { customer }: Basket, lane: Lane, loads: readonly Load[], readyAt: Date): Shipped {
  const readyOn = dateAtHome(readyAt);
  // Carriers fetch in the afternoon what is ready by two o'clock.
  const sameDay = readyAt.getTime() <= clock(readyOn, 14 * 60).getTime();
  const pickedUpOn = sameDay ? readyOn : workingDaysLater(readyOn, 1);
  return planShipment(world, random, {
    direction: ShipmentDirection.OUTBOUND,
    lane,
    origin: warehouse,
    destination: customer.spec.place,
    supplier: null,
    bookedAt: minutesLater(readyAt, random.int(10, 45)),
    pickedUpAt: pickUpAt(random, pickedUpOn, warehouse),
    lateDays: lateDaysOn(world, random, lane, pickedUpOn),
    loads,
  });
}

/** Payment, sign-off, and what comes after the sale. */
function planEnd(world: World, random: Random, order: OrderRecord, basket: Basket, deliveries: readonly (DateOnly | null)[], promisedOn: DateOnly): void {
  const { row } = order;
  const pay = (date: DateOnly, paymentStatus: PaymentStatus): void => {
    const at = clock(workingDaysLater(date, 0), random.int(9 * 60, 16 * 60));
    world.timeline.plan(at, actors.erp, (scribe) => scribe.assign(ObjectType.ORDER, row, { paymentStatus, ...resynced(row, at) }));
  };
  const prepaid = random.chance(0.3);
  if (prepaid) pay(workingDaysLater(dateAtHome(row.placedAt), 6), random.chance(0.01) ? PaymentStatus.FAILED : PaymentStatus.PAID);
  const deliveredOn = latestDate(deliveries);
  if (deliveredOn === null || deliveries.includes(null)) return;
  if (!prepaid) pay(workingDaysLater(deliveredOn, random.int(8, 32)), PaymentStatus.PAID);
  const at = clock(workingDaysLater(deliveredOn, random.int(1, 4)), random.int(9 * 60, 17 * 60));
  world.timeline.plan(at, actors.service, (scribe) => {
    // Something may still be open: then nobody signs.
    if (row.status !== OrderStatus.DELIVERED) return;
    moveOrder(scribe, order, OrderStatus.COMPLETED, at, { completedAt: at, recordStatus: OrderStatus.COMPLETED });
  });
  planCases(world, random, { order, basket, deliveredOn, promisedOn });
}
