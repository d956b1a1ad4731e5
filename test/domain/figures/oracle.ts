/** Delivery performance recomputed from the world's objects, by loops and without SQL: what the statement must agree with. */
import { chineseCalendar } from '../../../src/domain/calendar.js';
import { addDays, daysBetween } from '../../../src/domain/dates.js';
import type { DeliveryDimension, DeliveryRequest } from '../../../src/domain/figures/request.js';
import type { Day, Promises, Shipment, World } from './world.js';
import { classes, products } from './world.js';

interface Thing extends Promises {
  readonly line: string;
  readonly delivery: string;
  readonly owner: string;
  readonly supplier: string | null;
  readonly customer: string | null;
  readonly country: string | null;
  readonly carrier: string | null;
  readonly mode: string | null;
  readonly productClass: string | null;
  readonly orderStatus: string | null;
  readonly delivered: Day | null;
  readonly ordered: Day;
  readonly sent: Day | null;
  readonly void: string | null;
}

export interface Judged extends Thing {
  readonly keys: readonly (string | null)[];
  readonly unit: string;
  readonly excluded: string | null;
  readonly onTime: boolean | null;
  readonly delay: number | null;
  readonly cycle: number | null;
}

export interface Expected {
  readonly numerator: number;
  readonly denominator: number;
  readonly meanDelayDays: number | null;
  readonly cycle: { readonly count: number; readonly meanDays: number | null; readonly medianDays: number | null } | null;
}

export function judge(world: World, request: DeliveryRequest): Judged[] {
  const things = { ORDER: orderThings, PURCHASE_ORDER: purchaseThings, SHIPMENT: shipmentThings }[request.subject](world);
  const judged: Judged[] = [];
  for (const thing of things) {
    const promised = { REQUESTED: thing.requested, FIRST: thing.first, CURRENT: thing.current }[request.promise ?? 'FIRST'];
    const period = promised ?? thing.ordered;
    if (!passes(thing, period, request)) continue;
    const delivered = thing.delivered !== null && thing.delivered <= request.asOf ? thing.delivered : null;
    const excluded = thing.void ?? (promised === null ? 'NO_PROMISE' : null);
    let onTime: boolean | null = null;
    if (excluded === null && promised !== null) {
      const due = chineseCalendar.addWorkingDays(promised, request.windowWorkingDays ?? 0);
      if (delivered !== null) onTime = delivered <= due;
      else if (due < request.asOf) onTime = false;
    }
    judged.push({
      ...thing,
      delivered,
      keys: (request.groupBy ?? []).map((dimension) => keyOf(thing, period, dimension)),
      unit: { LINE: thing.line, DELIVERY: thing.delivery, ORDER: thing.owner }[request.level ?? 'LINE'],
      excluded,
      onTime,
      delay: onTime !== null && delivered !== null && promised !== null ? daysBetween(promised, delivered) : null,
      cycle: thing.void === null && delivered !== null && thing.sent !== null ? daysBetween(thing.sent, delivered) : null,
    });
  }
  return judged;
}

export function figureOf(lines: readonly Judged[], request: DeliveryRequest): Expected {
  const units = new Map<string, Judged[]>();
  for (const line of lines) {
    if (line.onTime === null) continue;
    units.set(line.unit, [...(units.get(line.unit) ?? []), line]);
  }
  let numerator = 0;
  const delays: number[] = [];
  for (const members of units.values()) {
    if (members.every(({ onTime }) => onTime)) numerator += 1;
    const known = members.map(({ delay }) => delay).filter((delay) => delay !== null);
    if (known.length === members.length) delays.push(Math.max(...known));
  }
  const cycles = lines.map(({ cycle }) => cycle).filter((cycle) => cycle !== null && cycle >= 0) as number[];
  return {
    numerator,
    denominator: units.size,
    meanDelayDays: mean(delays),
    cycle: request.subject === 'SHIPMENT' ? null : { count: cycles.length, meanDays: mean(cycles), medianDays: median(cycles) },
  };
}

function passes(thing: Thing, period: Day, { range, filter, scope }: DeliveryRequest): boolean {
  const allowed = (list: readonly string[] | null | undefined, value: string | null): boolean =>
    list == null || (value !== null && list.includes(value));
  return (
    (range?.from == null || period >= range.from) &&
    (range?.to == null || period < range.to) &&
    allowed(filter?.supplierIds, thing.supplier) &&
    allowed(filter?.customerIds, thing.customer) &&
    allowed(filter?.carrierIds, thing.carrier) &&
    allowed(filter?.countries, thing.country) &&
    allowed(filter?.modes, thing.mode) &&
    allowed(filter?.productClasses, thing.productClass) &&
    allowed(filter?.orderStatus, thing.orderStatus) &&
    (filter?.ownWarehouse == null || filter.ownWarehouse === (thing.supplier === null)) &&
    (scope?.supplierId == null || scope.supplierId === thing.supplier) &&
    (scope?.carrierId == null || scope.carrierId === thing.carrier)
  );
}

function keyOf(thing: Thing, period: Day, dimension: DeliveryDimension): string | null {
  const [year, month] = period.split('-');
  switch (dimension) {
    case 'YEAR':
      return `${year}`;
    case 'QUARTER':
      return `${year}-Q${Math.ceil(Number(month) / 3)}`;
    case 'MONTH':
      return `${year}-${month}`;
    case 'SUPPLIER':
      return thing.supplier;
    case 'CUSTOMER':
      return thing.customer;
    case 'COUNTRY':
      return thing.country;
    case 'CARRIER':
      return thing.carrier;
    case 'MODE':
      return thing.mode;
    case 'PRODUCT_CLASS':
      return thing.productClass;
  }
}

function orderThings(world: World): Thing[] {
  return world.orderLines.map((line) => {
    const order = find(world.orders, line.order);
    const shipment =
      line.completedBy !== null ? find(world.shipments, line.completedBy) : newest(shipmentsOf(world, 'orderLine', line.id));
    const sends = world.purchaseOrderLines
      .filter((bought) => bought.orderLine === line.id && bought.status !== 'CANCELLED' && bought.status !== 'REFUSED')
      .map((bought) => find(world.purchaseOrders, bought.purchaseOrder).issuedEve)
      .filter((eve) => eve !== null)
      .sort();
    return {
      ...promisesOf(line),
      line: line.id,
      delivery: shipment?.id ?? line.id,
      owner: order.id,
      supplier: line.supplier,
      customer: order.customer,
      country: order.country,
      carrier: shipment?.carrier ?? null,
      mode: shipment?.mode ?? null,
      productClass: classOf(line.product) ?? order.productClass,
      orderStatus: order.status,
      delivered: line.delivered,
      ordered: order.placed,
      sent: sends[0] === undefined ? null : addDays(sends[0], 1),
      void: line.cancelled || order.status === 'CANCELLED' || order.status === 'LAPSED' ? 'CANCELLED' : null,
    };
  });
}

function purchaseThings(world: World): Thing[] {
  return world.purchaseOrderLines.map((line) => {
    const po = find(world.purchaseOrders, line.purchaseOrder);
    const orderLine = line.orderLine === null ? null : find(world.orderLines, line.orderLine);
    const order = orderLine && find(world.orders, orderLine.order);
    const candidates = shipmentsOf(world, 'purchaseOrderLine', line.id);
    const shipment = newest(candidates.filter(({ delivered }) => delivered === line.delivered)) ?? newest(candidates);
    const receipts = world.receipts.filter((receipt) => receipt.purchaseOrderLine === line.id);
    const receipt =
      receipts.filter(({ receivedOn }) => receivedOn === line.delivered).sort((a, b) => compare(b.id, a.id))[0] ??
      receipts.sort((a, b) => compare(b.receivedOn, a.receivedOn) || compare(b.id, a.id))[0];
    const states = [line.status, po.status];
    return {
      ...promisesOf(line),
      line: line.id,
      delivery: shipment?.id ?? receipt?.id ?? line.id,
      owner: po.id,
      supplier: po.supplier,
      customer: order?.customer ?? null,
      country: order?.country ?? shipment?.country ?? null,
      carrier: shipment?.carrier ?? null,
      mode: shipment?.mode ?? null,
      productClass: classOf(line.product) ?? order?.productClass ?? null,
      orderStatus: order?.status ?? null,
      delivered: line.delivered,
      ordered: addDays(po.orderedEve, 1),
      sent: po.issuedEve === null ? null : addDays(po.issuedEve, 1),
      void: states.includes('CANCELLED') ? 'CANCELLED' : states.includes('REFUSED') ? 'REFUSED' : null,
    };
  });
}

/** A shipment once per thing that it carries. */
function shipmentThings(world: World): Thing[] {
  return world.shipments.flatMap((shipment) => {
    const inside = world.shipmentLines.filter((line) => line.shipment === shipment.id);
    return (inside.length > 0 ? inside : [null]).map((content): Thing => {
      const orderLine = content?.orderLine ? find(world.orderLines, content.orderLine) : null;
      const bought = content?.purchaseOrderLine ? find(world.purchaseOrderLines, content.purchaseOrderLine) : null;
      const order = orderLine && find(world.orders, orderLine.order);
      return {
        requested: null,
        first: shipment.promised,
        current: shipment.promised,
        line: shipment.id,
        delivery: shipment.id,
        owner: order?.id ?? bought?.purchaseOrder ?? shipment.id,
        supplier: shipment.supplier,
        customer: order?.customer ?? null,
        country: shipment.country,
        carrier: shipment.carrier,
        mode: shipment.mode,
        productClass: classOf(orderLine?.product ?? bought?.product ?? null) ?? order?.productClass ?? null,
        orderStatus: order?.status ?? null,
        delivered: shipment.delivered,
        ordered: shipment.created,
        sent: null,
        void: shipment.status === 'CANCELLED' ? 'CANCELLED' : null,
      };
    });
  });
}

function promisesOf({ requested, first, current }: Promises): Promises {
  return { requested, first, current };
}

function shipmentsOf(world: World, by: 'orderLine' | 'purchaseOrderLine', id: string): Shipment[] {
  return world.shipmentLines
    .filter((line) => line[by] === id)
    .map((line) => find(world.shipments, line.shipment))
    .filter(({ status }) => status !== 'CANCELLED');
}

function newest(shipments: Shipment[]): Shipment | undefined {
  return shipments.sort((a, b) => compare(b.created, a.created) || compare(b.id, a.id))[0];
}

function classOf(product: string | null): string | null {
  return product === null ? null : (classes[products.indexOf(product)] ?? null);
}

function find<T extends { readonly id: string }>(all: readonly T[], id: string): T {
  const found = all.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
