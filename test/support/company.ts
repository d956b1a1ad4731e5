/** A small company as facts of one ERP: enough for every relation of the graph, small enough to reckon by hand. */
import type { Fact, FactSource } from '../../src/domain/facts.js';
import { applyFacts, locksForFacts } from '../../src/domain/apply/index.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';

export const erp = 'test-erp';

const at = (externalId: string): FactSource => ({ externalId, version: '1', updatedAt: '2026-03-01T00:00:00Z' });

const suppliers: Fact[] = ['S-1', 'S-2'].map((number) => ({
  kind: 'supplier',
  source: at(`supplier,${number}`),
  number,
  name: `Supplier ${number} 精密`,
  country: 'CN',
  email: `${number.toLowerCase()}@supplier.example`,
}));

const carriers: Fact[] = ['K-1', 'K-2'].map((number) => ({ kind: 'carrier', source: at(`carrier,${number}`), number, name: `Carrier ${number}` }));

const customers: Fact[] = ['C-1', 'C-2'].map((number, index) => ({
  kind: 'customer',
  source: at(`customer,${number}`),
  number,
  name: index === 0 ? 'Aurora Instruments' : '上海晨光',
  country: index === 0 ? 'DE' : 'CN',
  email: `${number.toLowerCase()}@customer.example`,
}));

const products: Fact[] = ['P-1', 'P-2', 'P-3'].map((number, index) => ({
  kind: 'product',
  source: at(`product,${number}`),
  number,
  name: `Product ${number}`,
  unit: 'pc',
  productClass: (['GENERAL', 'HIGH_VALUE', 'CUSTOM'] as const)[index],
  listPrice: '12.5',
  currency: 'CNY',
}));

const asOf = '2026-03-01T06:00:00Z';

/** Of P-3 nothing is told. */
const stockLevels: Fact[] = [
  { kind: 'stockLevel', source: at('stock,P-1.WH-A'), product: 'product,P-1', warehouse: 'WH-A', warehouseName: 'Pudong 浦东', onHand: '1250.5', unit: 'pc', asOf },
  { kind: 'stockLevel', source: at('stock,P-1.WH-B'), product: 'product,P-1', warehouse: 'WH-B', onHand: '-3', asOf },
  { kind: 'stockLevel', source: at('stock,P-1.WH-C'), product: 'product,P-1', warehouse: 'WH-C', onHand: null, asOf: null },
  { kind: 'stockLevel', source: at('stock,P-2.WH-A'), product: 'product,P-2', warehouse: 'WH-A', warehouseName: 'Pudong 浦东', onHand: '0', unit: 'pc', asOf },
];

/** Order n of customer C-1 or C-2: a line of goods from S-1 and one of S-2, each bought by a purchase order of its own. */
function orderFacts(n: number): Fact[] {
  const supplierOf = (line: number): string => `supplier,S-${line}`;
  const day = String((n % 27) + 1).padStart(2, '0');
  const status = (['RECEIVED', 'CONFIRMED', 'SHIPPED'] as const)[n % 3] ?? 'RECEIVED';
  const lines = [1, 2].map((lineNo) => ({
    externalId: `order-line,${n}.${lineNo}`,
    lineNo,
    product: `product,P-${lineNo}`,
    description: `Goods "${lineNo}" \\ of ${n}`,
    quantity: String(n + lineNo),
    unit: 'pc',
    unitPrice: '10.25',
    supplier: supplierOf(lineNo),
    requestedDate: `2026-02-${day}`,
    promisedDate: `2026-03-${day}`,
  }));
  const order: Fact = {
    kind: 'order',
    source: at(`order,${n}`),
    number: `O-${1000 + n}`,
    customer: `customer,C-${(n % 2) + 1}`,
    channel: n % 2 === 0 ? 'ONLINE' : 'ERP',
    status,
    currency: 'CNY',
    placedAt: `2026-01-${day}T09:30:00+08:00`,
    country: n % 2 === 0 ? 'DE' : 'CN',
    lines,
  };
  const purchaseOrders: Fact[] = [1, 2].map((line) => ({
    kind: 'purchaseOrder',
    source: at(`purchase,${n}.${line}`),
    number: `PO-${1000 + n}-${line}`,
    supplier: supplierOf(line),
    status: 'ISSUED',
    currency: 'CNY',
    orderedAt: `2026-01-${day}T10:00:00Z`,
    issuedAt: `2026-01-${day}T10:00:00Z`,
    lines: [
      {
        externalId: `purchase-line,${n}.${line}`,
        lineNo: 1,
        product: `product,P-${line}`,
        description: `Bought for ${n}`,
        quantity: String(n + line),
        unit: 'pc',
        unitPrice: '8',
        requestedDate: `2026-02-${day}`,
        orderLine: `order-line,${n}.${line}`,
      },
    ],
  }));
  const shipment: Fact = {
    kind: 'shipment',
    source: at(`shipment,${n}`),
    number: `SH-${1000 + n}`,
    direction: 'OUTBOUND',
    carrier: `carrier,K-${(n % 2) + 1}`,
    supplier: supplierOf((n % 2) + 1),
    trackingNumber: `TRK${1000 + n}`,
    mode: n % 2 === 0 ? 'ROAD' : 'AIR',
    country: 'DE',
    promisedDate: `2026-03-${day}`,
    lines: [
      { externalId: `shipment-line,${n}`, orderLine: `order-line,${n}.1`, purchaseOrderLine: `purchase-line,${n}.1`, quantity: String(n + 1) },
    ],
  };
  return [order, ...purchaseOrders, shipment];
}

/** The facts of a company with so many orders. */
export function companyFacts(orders: number): Fact[] {
  return [...suppliers, ...carriers, ...customers, ...products, ...stockLevels, ...Array.from({ length: orders }, (_, n) => orderFacts(n)).flat()];
}

/** Applies facts as the ERP's own word. */
export async function tell(database: Database, facts: readonly Fact[], now: Date): Promise<void> {
  const by = { actor: erp, channel: `pull:${erp}` };
  const result = await transact(database, { now, by, locks: (em) => locksForFacts(em, facts, erp) }, (tx) =>
    applyFacts(tx, facts, { system: erp, master: true }),
  );
  if (result.parked.length > 0) throw new Error(`Parked: ${JSON.stringify(result.parked.slice(0, 3))}`);
}
