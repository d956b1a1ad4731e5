/** Purchase orders from their draft to their closing: what was asked for, what the supplier made of it, what came. */
import { ObjectType, PurchaseOrderStatus, ShipmentDirection } from '../../entities/enums.js';
import { dueAt } from '../../domain/due-times.js';
import { lineAmount, totalAmount } from '../../domain/order-rules.js';
import { round } from '../../domain/decimal.js';
import { latestDate } from '../../domain/promise-rules.js';
import { defaultPolicy } from '../../domain/policies.js';
import type { DateOnly } from '../../domain/facts.js';
import { inboundLanes, regionalLane } from '../company/carriers.js';
import type { Place } from '../company/places.js';
import { warehouse } from '../company/places.js';
import { rates } from '../company/products.js';
import { manners } from '../company/suppliers.js';
import type { Random } from '../random.js';
import { calendar, clock, dateAtHome, homeOffset, officeMinutesLater, workingDayBefore, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import { type Agreement, planAnswers, planProposal } from './answers.js';
import { arrivalDate } from './journey.js';
import type { OrderRecord, PurchaseRecord } from './goods.js';
import { announcePurchase, restate } from './goods.js';
import { planReceipts } from './receipts.js';
import type { OrderLineRow, PurchaseOrderLineRow } from './rows.js';
import { lateDaysOn, pickUpAt, planShipment } from './shipping.js';
import type { Scribe } from './timeline.js';
import { madeByErp, quantityOf, resynced, sourceOf } from './world.js';
import type { KnownProduct, KnownSupplier, World } from './world.js';

export interface Wanted {
  readonly product: KnownProduct;
  readonly count: number;
  /** The customer's line that is bought for, if for one. */
  readonly customer?: { readonly record: OrderRecord; readonly line: OrderLineRow };
}

export interface Purchase {
  readonly supplier: KnownSupplier;
  readonly wanted: readonly Wanted[];
  readonly issuedAt: Date;
  /** When the goods are wanted: at the warehouse, or where they are sent straight to. */
  readonly requestedOn: DateOnly;
  /** Goods that never see the warehouse. */
  readonly straightTo?: Place;
  /** Called off before the supplier has answered. */
  readonly cancelled?: boolean;
  /** How far the exchange has come when the story ends: the supplier is waited for, or the buyer. */
  readonly pending?: 'ANSWER' | 'DECISION';
}

/** What comes of a wanted line. */
export interface Outcome {
  readonly wanted: Wanted;
  /** When the whole quantity was there in good order; null: the supplier refused, and when we knew. */
  readonly completeOn: DateOnly | null;
  readonly refusedAt: Date | null;
}

/** Goods worth more are bought with a second signature. */
const approvalFrom = 80_000;

export function planPurchase(world: World, random: Random, purchase: Purchase): Outcome[] {
  const { supplier, wanted, requestedOn } = purchase;
  const worth = wanted.reduce((sum, { product, count }) => sum + product.spec.price * count * 0.6, 0);
  const orderedAt = purchase.issuedAt;
  const issuedAt = worth > approvalFrom ? officeMinutesLater(orderedAt, random.int(120, 600)) : orderedAt;
  const record = draft(random, purchase, orderedAt);
  const lines = wanted.map((item, index) => ({ wanted: item, row: record.lines[index] as PurchaseOrderLineRow }));
  planIssue(world, record, orderedAt, issuedAt, worth > approvalFrom);
  if (purchase.cancelled) {
    planCancellation(world, record, officeMinutesLater(issuedAt, random.int(30, 200)));
    return [];
  }

  const asked = { record, supplier, lines: lines.map(({ row }) => row), issuedAt, requestedOn };
  if (purchase.pending) {
    if (purchase.pending === 'DECISION') planProposal(world, random, asked);
    return [];
  }

  const agreements = planAnswers(world, random, asked);
  const outcomes: Outcome[] = [];
  const coming: { wanted: Wanted; row: PurchaseOrderLineRow; agreement: Agreement; arrivesOn: DateOnly }[] = [];
  const arrivals = new Map<DateOnly, DateOnly>();
  lines.forEach(({ wanted: item, row }, index) => {
    const agreement = agreements[index];
    if (!agreement) return;
    if (agreement.refusedAt) return void outcomes.push({ wanted: item, completeOn: null, refusedAt: agreement.refusedAt });
    // What was promised for one day comes on one lorry.
    const arrivesOn = arrivals.get(agreement.dueOn) ?? arrivalOf(world, random, purchase, agreement, issuedAt);
    arrivals.set(agreement.dueOn, arrivesOn);
    coming.push({ wanted: item, row, agreement, arrivesOn });
  });

  if (purchase.straightTo) return [...outcomes, ...planStraight(world, random, purchase, record, coming)];
  const lastIn: DateOnly[] = [];
  for (const { wanted: item, row, agreement, arrivesOn } of coming) {
    const completeOn = planReceipts(world, random, { record, row, count: agreement.count, supplier, arrivesOn });
    outcomes.push({ wanted: item, completeOn: completeOn.good, refusedAt: null });
    lastIn.push(completeOn.last);
  }
  planInbound(world, random, purchase, record, coming);
  const last = latestDate(lastIn);
  if (last !== null) planClosing(world, random, record, last);
  return outcomes;
}

function draft(random: Random, { supplier, wanted, requestedOn }: Purchase, at: Date): PurchaseRecord {
  const { currency } = supplier.spec;
  const id = random.id(at);
  const lines = wanted.map(({ product, count, customer }, index): PurchaseOrderLineRow => {
    const unitPrice = round((product.spec.price * 0.58 * (0.94 + 0.12 * random.next()) / rates[currency]).toFixed(2), 6);
    return {
      id: random.id(at),
      purchaseOrder: id,
      lineNo: index + 1,
      product: product.row.id,
      description: product.spec.name,
      quantity: quantityOf(count),
      unit: product.spec.unit,
      unitPrice,
      amount: round(lineAmount(String(count), unitPrice), 4),
      status: 'OPEN',
      requestedDate: requestedOn,
      firstPromise: null,
      currentPromise: null,
      quantityConfirmed: null,
      quantityReceived: quantityOf(0),
      quantityRejected: null,
      deliveredOn: null,
      order: customer?.record.row.id ?? null,
      orderLine: customer?.line.id ?? null,
      sourceExternalId: '',
    };
  });
  return {
    row: {
      id,
      number: '',
      supplier: supplier.row.id,
      status: PurchaseOrderStatus.ISSUED,
      currency,
      totalAmount: round(totalAmount(lines), 4),
      orderedAt: at,
      orderedAtOffset: homeOffset,
      issuedAt: null,
      confirmationDueAt: null,
      confirmedAt: null,
      receivedOn: null,
      supplierReference: null,
      requestedDate: requestedOn,
      firstPromise: null,
      currentPromise: null,
      ...sourceOf('', at),
    },
    lines,
    receipts: [],
    taken: [],
    carried: [],
    answers: [],
  };
}

/** The ERP tells an order when it is sent, large ones from their draft on. */
function planIssue(world: World, record: PurchaseRecord, orderedAt: Date, issuedAt: Date, approved: boolean): void {
  const { row, lines } = record;
  const { timeline, rows } = world;
  const issued = {
    issuedAt,
    confirmationDueAt: dueAt(issuedAt, defaultPolicy('supplier-answer-limit'), calendar, homeOffset),
  };
  timeline.plan(orderedAt, actors.erp, (scribe) => {
    row.number = world.number('PO', scribe.at);
    row.sourceExternalId = `purchase,${row.number}`;
    for (const line of lines) line.sourceExternalId = `purchase-line,${row.number}.${line.lineNo}`;
    if (approved) row.status = PurchaseOrderStatus.DRAFT;
    else Object.assign(row, issued);
    rows.purchaseOrders.push(row);
    rows.purchaseOrderLines.push(...lines);
    scribe.made(ObjectType.PURCHASE_ORDER, row, madeByErp(row));
    announcePurchase(scribe, row, null, scribe.at);
  });
  if (!approved) return;
  const minutes = (issuedAt.getTime() - orderedAt.getTime()) / 60_000;
  const move = (share: number, status: PurchaseOrderStatus, values: Partial<typeof row> = {}): void => {
    const at = new Date(orderedAt.getTime() + Math.round(minutes * share) * 60_000);
    timeline.plan(at, actors.erp, (scribe) => {
      const from = row.status;
      scribe.assign(ObjectType.PURCHASE_ORDER, row, { status, ...values, ...resynced(row, at) });
      announcePurchase(scribe, row, from, at);
    });
  };
  move(0.1, PurchaseOrderStatus.PENDING_APPROVAL);
  move(0.9, PurchaseOrderStatus.APPROVED);
  move(1, PurchaseOrderStatus.ISSUED, issued);
}

function planCancellation(world: World, record: PurchaseRecord, at: Date): void {
  world.timeline.plan(at, actors.erp, (scribe) => {
    for (const line of record.lines) scribe.assignLine(ObjectType.PURCHASE_ORDER, record.row, line, line.lineNo, { status: 'CANCELLED' });
    restate(scribe, record, at, resynced(record.row, at));
  });
}

/** When the goods come, against what was agreed: by the supplier's manner, which may change with time, and the season. */
function arrivalOf(world: World, random: Random, { supplier, straightTo }: Purchase, { dueOn, hurried }: Agreement, issuedAt: Date): DateOnly {
  const { late, lateDays } = manners[supplier.spec.manner];
  const progress = world.progress(dateAtHome(issuedAt));
  const strain = straightTo ? 0 : world.season.strain(dueOn);
  const share = (late[0] + (late[1] - late[0]) * progress) * (1 + 1.5 * strain) + (hurried ? 0.25 : 0);
  if (random.chance(share)) return workingDaysLater(dueOn, random.int(lateDays[0], lateDays[1]) + Math.round(2 * strain));
  const earliest = workingDaysLater(dateAtHome(issuedAt), 1);
  let date = calendar.isWorkingDay(dueOn) ? dueOn : workingDayBefore(dueOn);
  for (let early = random.outcome([[0, 55], [1, 30], [2, 15]]); early > 0 && workingDayBefore(date) > earliest; early -= 1) date = workingDayBefore(date);
  return date < earliest ? earliest : date;
}

type Coming = readonly { readonly wanted: Wanted; readonly row: PurchaseOrderLineRow; readonly agreement: Agreement; readonly arrivesOn: DateOnly }[];

/** Goods from far away can be watched on their way; of those from nearby only some are. */
function planInbound(world: World, random: Random, { supplier, issuedAt }: Purchase, record: PurchaseRecord, coming: Coming): void {
  const { place } = supplier.spec;
  const watched = place.country !== 'CN' ? 1 : place.region === 'CHINA' ? 0.3 : 0.12;
  if (!random.chance(watched)) return;
  const lane = random.weighted(inboundLanes[place.region], ({ weight }) => weight);
  for (const arrivesOn of new Set(coming.map((item) => item.arrivesOn))) {
    const lateDays = lateDaysOn(world, random, lane, arrivesOn);
    const arrival = (pickedUpOn: DateOnly): DateOnly => arrivalDate(arrivalDate(pickedUpOn, lane.days, warehouse), lateDays, warehouse);
    // Handed over so early that the goods are there when they are taken in, whatever the carrier makes of its own promise.
    let start = workingDayBefore(arrivesOn);
    while (arrival(start) >= arrivesOn && start > dateAtHome(issuedAt)) start = workingDayBefore(start);
    if (start <= dateAtHome(issuedAt)) return;
    const pickedUpAt = pickUpAt(random, start, place);
    planShipment(world, random, {
      direction: ShipmentDirection.INBOUND,
      lane,
      origin: place,
      destination: warehouse,
      supplier: supplier.row.id,
      bookedAt: new Date(pickedUpAt.getTime() - random.int(4, 20) * 3_600_000),
      pickedUpAt,
      lateDays,
      loads: coming
        .filter((item) => item.arrivesOn === arrivesOn)
        .map(({ wanted, row, agreement }) => ({
          count: agreement.count,
          weightKg: wanted.product.spec.weightKg,
          purchase: { record, line: row },
        })),
    });
  }
}

/** The supplier sends the goods to the customer: what our warehouse never takes in counts once it is there. */
function planStraight(world: World, random: Random, { supplier, straightTo, issuedAt }: Purchase, record: PurchaseRecord, coming: Coming): Outcome[] {
  if (!straightTo) return [];
  return coming.map(({ wanted, row, agreement, arrivesOn }) => {
    const earliest = workingDaysLater(dateAtHome(issuedAt), 1);
    let start = arrivesOn;
    while (start > earliest && arrivalDate(start, regionalLane.days, straightTo) > arrivesOn) start = workingDayBefore(start);
    const pickedUpAt = pickUpAt(random, start, supplier.spec.place);
    const { deliveredOn } = planShipment(world, random, {
      direction: ShipmentDirection.OUTBOUND,
      lane: regionalLane,
      origin: supplier.spec.place,
      destination: straightTo,
      supplier: supplier.row.id,
      bookedAt: new Date(pickedUpAt.getTime() - random.int(2, 6) * 3_600_000),
      pickedUpAt,
      lateDays: lateDaysOn(world, random, regionalLane, start),
      loads: [
        {
          count: agreement.count,
          weightKg: wanted.product.spec.weightKg,
          purchase: { record, line: row },
          ...(wanted.customer && { order: wanted.customer }),
        },
      ],
    });
    if (deliveredOn !== null) planClosing(world, random, record, deliveredOn);
    return { wanted, completeOn: deliveredOn, refusedAt: null };
  });
}

/** The books of a purchase order are closed some weeks after the last goods. */
function planClosing(world: World, random: Random, record: PurchaseRecord, last: DateOnly): void {
  const at = clock(workingDaysLater(last, random.int(8, 18)), random.int(9 * 60, 17 * 60));
  world.timeline.plan(at, actors.erp, (scribe: Scribe) => {
    const { row } = record;
    if (row.status !== PurchaseOrderStatus.RECEIVED) return;
    scribe.assign(ObjectType.PURCHASE_ORDER, row, { status: PurchaseOrderStatus.CLOSED, ...resynced(row, at) });
    announcePurchase(scribe, row, PurchaseOrderStatus.RECEIVED, at);
  });
}

