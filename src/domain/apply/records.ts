/** Reads everything that a chunk of facts speaks of: one query per table, however many facts there are. */
import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import type { Em } from '../../entities/orm.js';
import {
  Carrier,
  Customer,
  Order,
  OrderLine,
  Product,
  PurchaseOrder,
  PurchaseOrderLine,
  Receipt,
  ReceiptLine,
  Shipment,
  ShipmentLine,
  StockLevel,
  Supplier,
  TrackingEvent,
} from '../../entities/index.js';
import type { Fact, PurchaseOrderConfirmationFact, Ref, StockLevelFact, TrackingFact } from '../facts.js';
import { Known, type Sourced } from './known.js';
import { Ours } from './ours.js';

/** Rows by the id of the record that they belong to. */
export class Groups<T> {
  private readonly groups = new Map<string, T[]>();

  constructor(rows: Iterable<T>, private readonly keyOf: (row: T) => string | null | undefined) {
    for (const row of rows) this.add(row);
  }

  add(row: T): void {
    const key = this.keyOf(row);
    if (key == null) return;
    const group = this.groups.get(key);
    if (group) group.push(row);
    else this.groups.set(key, [row]);
  }

  of(key: string): readonly T[] {
    return this.groups.get(key) ?? [];
  }

  remove(row: T): void {
    const group = this.groups.get(this.keyOf(row) ?? '');
    group?.splice(group.indexOf(row), 1);
  }
}

export interface Records {
  readonly customers: Known<Customer>;
  readonly suppliers: Known<Supplier>;
  readonly carriers: Known<Carrier>;
  readonly products: Known<Product>;
  readonly orders: Known<Order>;
  readonly purchaseOrders: Known<PurchaseOrder>;
  readonly receipts: Known<Receipt>;
  readonly shipments: Known<Shipment>;
  /** Lines by the outside system's id: those that facts name, and those of the records that facts change. */
  readonly orderLineByRef: Map<Ref, OrderLine>;
  readonly purchaseOrderLineByRef: Map<Ref, PurchaseOrderLine>;
  readonly orderLines: Groups<OrderLine>;
  readonly purchaseOrderLines: Groups<PurchaseOrderLine>;
  readonly receiptLines: Groups<ReceiptLine>;
  readonly shipmentLines: Groups<ShipmentLine>;
  /** By product. */
  readonly stockLevels: Groups<StockLevel>;
  readonly trackingEvents: Groups<TrackingEvent>;
  /** What suppliers name by our numbers. */
  readonly ours: Ours;
}

/** What facts name, by kind. */
export interface Named {
  readonly customers: Names;
  readonly suppliers: Names;
  readonly carriers: Names;
  readonly products: Names;
  readonly orders: Names;
  readonly purchaseOrders: Names;
  readonly receipts: Names;
  readonly shipments: Names;
  readonly orderLines: ReadonlySet<Ref>;
  readonly purchaseOrderLines: ReadonlySet<Ref>;
  readonly warehouses: ReadonlySet<string>;
}

export interface Names {
  readonly refs: Set<Ref>;
  readonly numbers: Set<string>;
}

/** Facts about a record that has an id and a number in the outside system. */
type FactSourced = Exclude<Fact, TrackingFact | PurchaseOrderConfirmationFact | StockLevelFact>;

export async function readRecords(em: Em, facts: readonly Fact[], system: string): Promise<Records> {
  const named = namesOf(facts);
  const known = async <T extends Sourced>(type: EntityClass<T>, names: Names): Promise<Known<T>> => {
    if (names.refs.size === 0 && names.numbers.size === 0) return new Known<T>([]);
    const wanted = [{ sourceExternalId: { $in: [...names.refs] } }, { number: { $in: [...names.numbers] } }];
    return new Known(await em.find(type, { sourceSystem: system, $or: wanted } as unknown as FilterQuery<T>));
  };
  // One after the other: a transaction has one connection.
  const customers = await known(Customer, named.customers);
  const suppliers = await known(Supplier, named.suppliers);
  const carriers = await known(Carrier, named.carriers);
  const products = await known(Product, named.products);
  const orders = await known(Order, named.orders);
  const purchaseOrders = await known(PurchaseOrder, named.purchaseOrders);
  const receipts = await known(Receipt, named.receipts);
  const shipments = await known(Shipment, named.shipments);

  const orderLines = await lines(em, OrderLine, 'order', idsOf(orders, facts, 'order'), named.orderLines, system);
  const purchaseOrderLines = await lines(
    em,
    PurchaseOrderLine,
    'purchaseOrder',
    idsOf(purchaseOrders, facts, 'purchaseOrder'),
    named.purchaseOrderLines,
    system,
  );
  const receiptLines = await rows(idsOf(receipts, facts, 'receipt'), (ids) => em.find(ReceiptLine, { receipt: { $in: ids } }));
  const shipmentIds = idsOf(shipments, facts, 'shipment');
  const shipmentLines = await rows(shipmentIds, (ids) => em.find(ShipmentLine, { shipment: { $in: ids } }));
  const stockLevels = await rows(idsOf(products, facts, 'stockLevel'), (ids) =>
    em.find(StockLevel, { product: { $in: ids }, sourceSystem: system, warehouse: { $in: [...named.warehouses] } }),
  );
  const trackingEvents = await rows(shipmentIds, (ids) => em.find(TrackingEvent, { shipment: { $in: ids } }));

  return {
    customers,
    suppliers,
    carriers,
    products,
    orders,
    purchaseOrders,
    receipts,
    shipments,
    orderLineByRef: byRef(orderLines),
    purchaseOrderLineByRef: byRef(purchaseOrderLines),
    orderLines: new Groups(orderLines, ({ order }) => order.id),
    purchaseOrderLines: new Groups(purchaseOrderLines, ({ purchaseOrder }) => purchaseOrder.id),
    receiptLines: new Groups(receiptLines, ({ receipt }) => receipt.id),
    shipmentLines: new Groups(shipmentLines, ({ shipment }) => shipment.id),
    stockLevels: new Groups(stockLevels, ({ product }) => product.id),
    trackingEvents: new Groups(trackingEvents, ({ shipment }) => shipment.id),
    ours: await Ours.read(em, facts),
  };
}

/** Every record that the facts are about or refer to. */
export function namesOf(facts: readonly Fact[]): Named {
  const names = (): Names => ({ refs: new Set(), numbers: new Set() });
  const named = {
    customers: names(),
    suppliers: names(),
    carriers: names(),
    products: names(),
    orders: names(),
    purchaseOrders: names(),
    receipts: names(),
    shipments: names(),
    orderLines: new Set<Ref>(),
    purchaseOrderLines: new Set<Ref>(),
    warehouses: new Set<string>(),
  };
  const about = ({ refs, numbers }: Names, { source, number }: FactSourced): void => {
    refs.add(source.externalId);
    numbers.add(number);
  };
  const add = (set: Set<string>, ref: Ref | null | undefined): void => {
    if (ref != null) set.add(ref);
  };
  for (const fact of facts) {
    switch (fact.kind) {
      case 'customer':
        about(named.customers, fact);
        break;
      case 'supplier':
        about(named.suppliers, fact);
        break;
      case 'carrier':
        about(named.carriers, fact);
        break;
      case 'product':
        about(named.products, fact);
        break;
      case 'stockLevel':
        add(named.products.refs, fact.product);
        add(named.warehouses, fact.warehouse);
        break;
      case 'order':
        about(named.orders, fact);
        add(named.customers.refs, fact.customer);
        for (const line of fact.lines) {
          add(named.products.refs, line.product);
          add(named.suppliers.refs, line.supplier);
        }
        break;
      case 'purchaseOrder':
        about(named.purchaseOrders, fact);
        add(named.suppliers.refs, fact.supplier);
        for (const line of fact.lines) {
          add(named.products.refs, line.product);
          add(named.orderLines, line.orderLine);
        }
        break;
      case 'purchaseOrderConfirmation':
        // By our numbers: see `Ours`.
        break;
      case 'receipt':
        about(named.receipts, fact);
        add(named.purchaseOrders.refs, fact.purchaseOrder);
        for (const line of fact.lines) add(named.purchaseOrderLines, line.purchaseOrderLine);
        break;
      case 'shipment':
        about(named.shipments, fact);
        add(named.carriers.refs, fact.carrier);
        add(named.suppliers.refs, fact.supplier);
        for (const line of fact.lines) {
          add(named.orderLines, line.orderLine);
          add(named.purchaseOrderLines, line.purchaseOrderLine);
        }
        break;
      case 'tracking':
        break;
    }
  }
  return named;
}

/** Lines of the given records, and those that are named by the outside system's id. */
async function lines<T extends OrderLine | PurchaseOrderLine>(
  em: Em,
  type: EntityClass<T>,
  parent: 'order' | 'purchaseOrder',
  ids: ReadonlySet<string>,
  refs: ReadonlySet<Ref>,
  system: string,
): Promise<T[]> {
  const own = await rows(ids, (list) => em.find(type, { [parent]: { $in: list } } as unknown as FilterQuery<T>));
  const known = new Set(own.map((line) => line.sourceExternalId));
  const missing = new Set([...refs].filter((ref) => !known.has(ref)));
  const others = await rows(missing, (list) =>
    em.find(type, { sourceExternalId: { $in: list }, [parent]: { sourceSystem: system } } as unknown as FilterQuery<T>),
  );
  return [...own, ...others];
}

async function rows<T>(wanted: ReadonlySet<string>, read: (list: string[]) => Promise<T[]>): Promise<T[]> {
  return wanted.size === 0 ? [] : read([...wanted]);
}

/** Ids of the known records that facts of one kind are about; a stock level is about its product. */
function idsOf<T extends Sourced>(known: Known<T>, facts: readonly Fact[], kind: Fact['kind']): ReadonlySet<string> {
  const refs = facts.filter((fact) => fact.kind === kind).map((fact) => (fact.kind === 'stockLevel' ? fact.product : fact.source.externalId));
  const ids = refs.map((ref) => known.get(ref)?.id);
  return new Set(ids.filter((id) => id !== undefined));
}

function byRef<T extends { sourceExternalId?: string | null }>(rows: readonly T[]): Map<Ref, T> {
  return new Map(rows.flatMap((row) => (row.sourceExternalId == null ? [] : [[row.sourceExternalId, row]])));
}
