/** A small trading company at random: orders, purchase orders, shipments and receipts whose dates often coincide. */
import fc from 'fast-check';
import type { Em } from '../../../src/entities/orm.js';
import { addDays } from '../../../src/domain/dates.js';

export type Day = string;
type Id = string;

export interface Promises {
  readonly requested: Day | null;
  readonly first: Day | null;
  readonly current: Day | null;
}
export interface Shipment {
  readonly id: Id;
  readonly supplier: Id | null;
  readonly carrier: Id | null;
  readonly mode: string | null;
  readonly country: string | null;
  readonly status: string;
  readonly promised: Day | null;
  readonly delivered: Day | null;
  readonly created: Day;
}
export interface Order {
  readonly id: Id;
  readonly customer: Id;
  readonly country: string | null;
  readonly status: string;
  readonly productClass: string;
  readonly placed: Day;
}
export interface OrderLine extends Promises {
  readonly id: Id;
  readonly order: Id;
  readonly product: Id | null;
  readonly supplier: Id | null;
  readonly delivered: Day | null;
  readonly completedBy: Id | null;
  readonly cancelled: boolean;
}
export interface PurchaseOrder {
  readonly id: Id;
  readonly supplier: Id;
  readonly status: string;
  /** 16:00 UTC on this day, stated at +08:00: the date there is the day after. */
  readonly orderedEve: Day;
  readonly issuedEve: Day | null;
}
export interface PurchaseOrderLine extends Promises {
  readonly id: Id;
  readonly purchaseOrder: Id;
  readonly product: Id | null;
  readonly status: string;
  readonly delivered: Day | null;
  readonly orderLine: Id | null;
}
export interface ShipmentLine {
  readonly shipment: Id;
  readonly orderLine: Id | null;
  readonly purchaseOrderLine: Id | null;
}
export interface Receipt {
  readonly id: Id;
  readonly purchaseOrderLine: Id;
  readonly receivedOn: Day;
}
export interface World {
  readonly shipments: readonly Shipment[];
  readonly orders: readonly Order[];
  readonly orderLines: readonly OrderLine[];
  readonly purchaseOrders: readonly PurchaseOrder[];
  readonly purchaseOrderLines: readonly PurchaseOrderLine[];
  readonly shipmentLines: readonly ShipmentLine[];
  readonly receipts: readonly Receipt[];
}

/** Ids sort as their numbers do, within a kind. */
export function idOf(kind: number, index: number): Id {
  return `00000000-0000-7000-8000-${kind.toString(16).padStart(2, '0')}${index.toString(16).padStart(10, '0')}`;
}
const ids = (kind: number, count: number): Id[] => Array.from({ length: count }, (_, index) => idOf(kind, index));

export const suppliers = ids(1, 3);
export const customers = ids(2, 3);
export const carriers = ids(3, 2);
export const products = ids(4, 3);
export const classes = ['GENERAL', 'HIGH_VALUE', 'CUSTOM'] as const;
export const modes = ['AIR', 'SEA'] as const;
export const countries = ['KE', 'Côte "d\\Ivoire"'] as const;

/** Six weeks around the Chinese New Year of 2024, across a month's end. */
export const anyDay = fc.integer({ min: 0, max: 45 }).map((days) => addDays('2024-01-25', days));
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });
const of = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const promises = { requested: maybe(anyDay), first: maybe(anyDay), current: maybe(anyDay) };

const listOf = <T extends object>(kind: number, max: number, shape: fc.Arbitrary<T>): fc.Arbitrary<(T & { id: Id })[]> =>
  fc.array(shape, { minLength: 1, maxLength: max }).map((all) => all.map((one, index) => ({ id: idOf(kind, index), ...one })));

export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    shipments: listOf(
      5,
      6,
      fc.record({
        supplier: maybe(of(suppliers)),
        carrier: maybe(of(carriers)),
        mode: maybe(of(modes)),
        country: maybe(of(countries)),
        status: of(['IN_TRANSIT', 'DELIVERED', 'DELIVERED', 'CANCELLED']),
        promised: maybe(anyDay),
        delivered: maybe(anyDay),
        created: anyDay,
      }),
    ),
    orders: listOf(
      6,
      5,
      fc.record({
        customer: of(customers),
        country: maybe(of(countries)),
        status: of(['CONFIRMED', 'SHIPPED', 'DELIVERED', 'DELIVERED', 'CANCELLED', 'LAPSED']),
        productClass: of(classes),
        placed: anyDay,
      }),
    ),
    purchaseOrders: listOf(
      7,
      5,
      fc.record({
        supplier: of(suppliers),
        status: of(['ISSUED', 'CONFIRMED', 'RECEIVED', 'RECEIVED', 'CANCELLED', 'REFUSED']),
        orderedEve: anyDay,
        issuedEve: maybe(anyDay),
      }),
    ),
  })
  .chain((heads) =>
    fc.record({
      ...constants(heads),
      orderLines: listOf(
        8,
        14,
        fc.record({
          order: of(heads.orders.map(({ id }) => id)),
          product: maybe(of(products)),
          supplier: maybe(of(suppliers)),
          ...promises,
          delivered: maybe(anyDay),
          completedBy: maybe(of(heads.shipments.map(({ id }) => id))),
          cancelled: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
        }),
      ),
    }),
  )
  .chain((part) =>
    fc.record({
      ...constants(part),
      purchaseOrderLines: listOf(
        9,
        12,
        fc.record({
          purchaseOrder: of(part.purchaseOrders.map(({ id }) => id)),
          product: maybe(of(products)),
          status: of(['OPEN', 'ACCEPTED', 'RECEIVED', 'RECEIVED', 'CANCELLED', 'REFUSED']),
          ...promises,
          delivered: maybe(anyDay),
          orderLine: maybe(of(part.orderLines.map(({ id }) => id))),
        }),
      ),
    }),
  )
  .chain((part) => {
    const purchaseOrderLine = of(part.purchaseOrderLines.map(({ id }) => id));
    return fc.record({
      ...constants(part),
      shipmentLines: fc.array(
        fc.record({
          shipment: of(part.shipments.map(({ id }) => id)),
          orderLine: maybe(of(part.orderLines.map(({ id }) => id))),
          purchaseOrderLine: maybe(purchaseOrderLine),
        }),
        { maxLength: 14 },
      ),
      receipts: fc
        .array(fc.record({ purchaseOrderLine, receivedOn: anyDay }), { maxLength: 8 })
        .map((all) => all.map((one, index) => ({ id: idOf(10, index), ...one }))),
    });
  });

function constants<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}

/** Puts the parties in, once. */
export async function insertParties(em: Em): Promise<void> {
  const named = (all: readonly Id[], word: string): object[] => all.map((id, n) => ({ id, number: `${word}-${n}`, name: `${word} ${n}` }));
  await insert(em, 'supplier', named(suppliers, 'supplier'));
  await insert(em, 'customer', named(customers, 'customer'));
  await insert(em, 'carrier', named(carriers, 'carrier'));
  await insert(em, 'product', products.map((id, n) => ({ id, number: `P-${n}`, name: `product ${n}`, unit: 'pc', product_class: classes[n] })));
}

/** Replaces whatever world there was. */
export async function replaceWorld(em: Em, world: World): Promise<void> {
  await em.execute('truncate shipment_line, receipt_line, receipt, purchase_order_line, purchase_order, order_line, orders, shipment cascade');
  const orderOf = new Map(world.orderLines.map((line) => [line.id, line.order]));
  const purchaseOrderOf = new Map(world.purchaseOrderLines.map((line) => [line.id, line.purchaseOrder]));
  const goods = { description: 'goods', quantity: 1, unit: 'pc', amount: 1 };
  const dates = ({ requested, first, current }: Promises): object => ({ requested_date: requested, first_promise: first, current_promise: current });

  await insert(em, 'shipment', world.shipments.map((s) => ({
    id: s.id, number: s.id, direction: 'OUTBOUND', carrier_id: s.carrier, supplier_id: s.supplier, mode: s.mode, country: s.country,
    status: s.status, created_at: `${s.created}T12:00:00Z`, delivered_on: s.delivered, promised_date: s.promised,
  })));
  await insert(em, 'orders', world.orders.map((o) => ({
    id: o.id, number: o.id, customer_id: o.customer, channel: 'ERP', status: o.status, product_class: o.productClass, country: o.country,
    currency: 'EUR', total_amount: 1, placed_at: `${o.placed}T12:00:00Z`, received_at: `${o.placed}T12:00:00Z`,
  })));
  await insert(em, 'order_line', world.orderLines.map((l, n) => ({
    id: l.id, order_id: l.order, line_no: n, product_id: l.product, supplier_id: l.supplier, ...goods, ...dates(l),
    delivered_on: l.delivered, completed_by_id: l.completedBy, cancelled: l.cancelled,
  })));
  await insert(em, 'purchase_order', world.purchaseOrders.map((po) => ({
    id: po.id, number: po.id, supplier_id: po.supplier, status: po.status, currency: 'EUR', total_amount: 1,
    ordered_at: `${po.orderedEve}T16:00:00Z`, ordered_at_offset: 480, issued_at: po.issuedEve && `${po.issuedEve}T16:00:00Z`,
  })));
  await insert(em, 'purchase_order_line', world.purchaseOrderLines.map((l, n) => ({
    id: l.id, purchase_order_id: l.purchaseOrder, line_no: n, product_id: l.product, ...goods, ...dates(l), status: l.status,
    delivered_on: l.delivered, order_line_id: l.orderLine, order_id: l.orderLine && orderOf.get(l.orderLine),
  })));
  await insert(em, 'shipment_line', world.shipmentLines.map((l, n) => ({
    id: idOf(11, n), shipment_id: l.shipment, order_line_id: l.orderLine, order_id: l.orderLine && orderOf.get(l.orderLine),
    purchase_order_line_id: l.purchaseOrderLine, purchase_order_id: l.purchaseOrderLine && purchaseOrderOf.get(l.purchaseOrderLine), quantity: 1,
  })));
  await insert(em, 'receipt', world.receipts.map((r) => ({
    id: r.id, number: r.id, purchase_order_id: purchaseOrderOf.get(r.purchaseOrderLine), received_on: r.receivedOn,
  })));
  await insert(em, 'receipt_line', world.receipts.map((r, n) => ({
    id: idOf(12, n), receipt_id: r.id, line_id: r.purchaseOrderLine, quantity: 1,
  })));
}

/** Columns that the rows do not name keep their defaults. */
export async function insert(em: Em, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await em.execute(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, ?::json)`, [
    JSON.stringify(rows),
  ]);
}
