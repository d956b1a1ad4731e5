/** After the sale: questions, repairs, goods that come back, complaints (R31, R32). */
import { CaseKind, CaseStatus, ObjectType, ShipmentDirection } from '../../entities/enums.js';
import { returnBy } from '../../domain/case-rules.js';
import { addDays, daysBetween } from '../../domain/dates.js';
import type { DateOnly } from '../../domain/facts.js';
import { defaultPolicy } from '../../domain/policies.js';
import type { Actor } from '../../domain/transaction.js';
import { canMove, caseTransitions } from '../../domain/transitions.js';
import { outboundLanes } from '../company/carriers.js';
import { warehouse } from '../company/places.js';
import { manners } from '../company/suppliers.js';
import type { Random } from '../random.js';
import { calendar, clock, dateAtHome, minutesLater, officeMinutesLater, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import type { Basket } from './baskets.js';
import type { OrderRecord } from './goods.js';
import type { CaseRow } from './rows.js';
import { pickUpAt, planShipment } from './shipping.js';
import type { Scribe } from './timeline.js';
import { quantityOf } from './world.js';
import type { World } from './world.js';

interface Sale {
  readonly order: OrderRecord;
  readonly basket: Basket;
  readonly deliveredOn: DateOnly;
  readonly promisedOn: DateOnly;
}

interface Topic {
  readonly kind: CaseKind;
  readonly weight: number;
  readonly subject: string;
  readonly reason: string;
  readonly resolution: string;
}

const topics: readonly Topic[] = [
  { kind: 'INQUIRY', weight: 3, subject: '量程与精度咨询 Question about range and accuracy', reason: '使用前确认 before first use', resolution: '已书面答复 answered in writing' },
  { kind: 'INQUIRY', weight: 2, subject: '校准周期咨询 Recalibration interval', reason: '内审要求 internal audit', resolution: '已寄校准指南 guide sent' },
  { kind: 'SUPPORT', weight: 4, subject: '软件连接失败 Software does not connect', reason: '驱动版本不符 driver version', resolution: '远程更新驱动 driver updated remotely' },
  { kind: 'SUPPORT', weight: 2, subject: '现场安装指导 On-site installation', reason: '客户首次安装 first installation', resolution: '工程师已到场 engineer on site' },
  { kind: 'REPAIR', weight: 3, subject: '读数漂移 Reading drifts', reason: '传感器受潮 moisture in sensor', resolution: '更换传感器并重新校准 sensor replaced and recalibrated' },
  { kind: 'RETURN', weight: 3, subject: '型号订错 Wrong model ordered', reason: '不适用 not suitable', resolution: '已退款 refunded' },
  { kind: 'EXCHANGE', weight: 2, subject: '配件不符 Accessory does not fit', reason: '接口不同 different connector', resolution: '已换货 exchanged' },
];
const lateTopic: Topic = { kind: 'COMPLAINT', weight: 1, subject: '交货延误 Late delivery', reason: '影响生产 production stopped', resolution: '致歉并减免运费 apology, freight credited' };
const faultTopic: Topic = { kind: 'COMPLAINT', weight: 1, subject: '来料缺陷 Defective on arrival', reason: '外观及功能缺陷 defect in appearance and function', resolution: '补发并向供应商索赔 replaced, claimed from supplier' };

/** A few sales in a hundred have an aftermath; late ones and those with poor suppliers' goods more often. */
export function planCases(world: World, random: Random, sale: Sale): void {
  const { basket, deliveredOn, promisedOn } = sale;
  const late = daysBetween(promisedOn, deliveredOn);
  const careless = basket.lines.findIndex(({ supplier }) => supplier !== null && manners[supplier.spec.manner].rejects[0] > 0.1);
  const usual = { GENERAL: 0.045, HIGH_VALUE: 0.085, CUSTOM: 0.1 }[basket.productClass];
  if (late > 2 && random.chance(0.22)) plan(world, random, sale, lateTopic, -1);
  else if (careless >= 0 && random.chance(0.12)) plan(world, random, sale, faultTopic, careless);
  else if (random.chance(usual)) plan(world, random, sale, random.weighted(topics, ({ weight }) => weight), random.int(0, basket.lines.length - 1));
}

function plan(world: World, random: Random, sale: Sale, topic: Topic, lineIndex: number): void {
  const { order, basket, deliveredOn } = sale;
  const openedAt = clock(addDays(deliveredOn, random.int(topic.kind === 'COMPLAINT' ? 1 : 3, 30)), random.int(8 * 60, 19 * 60));
  const line = order.lines[lineIndex];
  const count = basket.lines[lineIndex]?.count ?? 1;
  const carried = (): string | null => order.carried.find((item) => item.line.orderLine === line?.id)?.shipment.id ?? order.carried[0]?.shipment.id ?? null;
  const row: CaseRow = {
    id: random.id(openedAt),
    number: '',
    kind: topic.kind,
    status: CaseStatus.REQUESTED,
    customer: basket.customer.row.id,
    order: order.row.id,
    orderLine: line?.id ?? null,
    shipment: null,
    supplier: null,
    subject: topic.subject,
    reason: topic.reason,
    quantity: line && topic.kind !== CaseKind.INQUIRY ? quantityOf(random.int(1, count)) : null,
    resolution: null,
    returnTrackingNumber: null,
    returnBy: null,
    openedAt,
    decidedAt: null,
    resolvedAt: null,
    closedAt: null,
  };
  world.timeline.plan(openedAt, actors.service, (scribe) => {
    row.number = world.number('CS', openedAt);
    row.shipment = carried();
    row.supplier = line?.supplier ?? null;
    world.rows.cases.push(row);
    scribe.made(ObjectType.AFTER_SALES_CASE, row, { number: row.number, kind: row.kind, status: row.status });
    announce(scribe, row, null);
  });
  const reviewedAt = officeMinutesLater(openedAt, random.int(20, 500));
  move(world, row, reviewedAt, actors.service, CaseStatus.IN_REVIEW);
  if (canMove(caseTransitions[topic.kind], CaseStatus.IN_REVIEW, CaseStatus.APPROVED)) planReturn(world, random, sale, row, topic, reviewedAt, lineIndex);
  else planSettlement(world, random, row, topic, officeMinutesLater(reviewedAt, random.int(60, 2_000)));
}

function planSettlement(world: World, random: Random, row: CaseRow, { resolution }: Topic, at: Date): void {
  move(world, row, at, actors.service, CaseStatus.RESOLVED, { resolution, resolvedAt: at });
  const closedAt = clock(workingDaysLater(dateAtHome(at), random.int(1, 5)), random.int(9 * 60, 17 * 60));
  move(world, row, closedAt, actors.service, CaseStatus.CLOSED, { closedAt });
}

/** Goods come back within the limit after the approval, or the case lapses. */
function planReturn(world: World, random: Random, sale: Sale, row: CaseRow, topic: Topic, reviewedAt: Date, lineIndex: number): void {
  const decidedAt = officeMinutesLater(reviewedAt, random.int(60, 900));
  if (topic.kind === CaseKind.RETURN && random.chance(0.2)) {
    move(world, row, decidedAt, actors.service, CaseStatus.REFUSED, { decidedAt, resolution: '已超退货期 past the return period' });
    return;
  }
  const last = returnBy(dateAtHome(decidedAt), defaultPolicy('return-limit'), calendar);
  move(world, row, decidedAt, actors.service, CaseStatus.APPROVED, { decidedAt, returnBy: last });
  if (random.chance(0.12)) {
    move(world, row, clock(addDays(last, 1), 5), actors.gateway, CaseStatus.LAPSED);
    return;
  }
  const { basket } = sale;
  const { place } = basket.customer.spec;
  const lane = outboundLanes[place.region].find(({ mode }) => mode === 'EXPRESS') ?? outboundLanes[place.region][0];
  const spec = basket.lines[lineIndex]?.product.spec;
  if (!lane || !spec) return;
  const pickedUpAt = pickUpAt(random, workingDaysLater(dateAtHome(decidedAt), 1), place);
  const sent = planShipment(world, random, {
    direction: ShipmentDirection.RETURN,
    lane,
    origin: place,
    destination: warehouse,
    supplier: null,
    bookedAt: minutesLater(pickedUpAt, -random.int(60, 300)),
    pickedUpAt,
    lateDays: 0,
    loads: [{ count: Number(row.quantity ?? 1), weightKg: spec.weightKg }],
  });
  const returningAt = minutesLater(pickedUpAt, 25);
  move(world, row, returningAt, actors.service, CaseStatus.GOODS_RETURNING, { returnTrackingNumber: sent.row.trackingNumber });
  if (sent.deliveredAt === null) return;
  const receivedAt = officeMinutesLater(sent.deliveredAt, random.int(20, 120));
  move(world, row, receivedAt, actors.dispatch, CaseStatus.GOODS_RECEIVED);
  const inspectedAt = officeMinutesLater(receivedAt, random.int(60, 900));
  move(world, row, inspectedAt, actors.quality, CaseStatus.INSPECTED);
  planSettlement(world, random, row, topic, officeMinutesLater(inspectedAt, random.int(120, 2_400)));
}

/** A move that the transition table must allow. */
function move(world: World, row: CaseRow, at: Date, by: Actor, status: CaseStatus, values: Partial<CaseRow> = {}): void {
  world.timeline.plan(at, by, (scribe) => {
    const from = row.status;
    if (!canMove(caseTransitions[row.kind], from, status)) throw new Error(`${row.number} cannot go from ${from} to ${status}`);
    scribe.assign(ObjectType.AFTER_SALES_CASE, row, { ...values, status });
    announce(scribe, row, from);
  });
}

function announce(scribe: Scribe, { id, number, status }: CaseRow, from: CaseStatus | null): void {
  const common = { objectType: ObjectType.AFTER_SALES_CASE, objectId: id, number, supplierId: null, carrierId: null };
  scribe.announce({ ...common, from, to: status, occurredAt: scribe.at });
}
