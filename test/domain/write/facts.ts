/** Invented facts for the tests of the write path: a small company whose ERP is called `erp`. */
import { applyFacts, locksForFacts } from '../../../src/domain/apply/index.js';
import type { ApplyResult } from '../../../src/domain/apply/index.js';
import type {
  Fact,
  FactSource,
  OrderFact,
  OrderLineFact,
  PurchaseOrderFact,
  PurchaseOrderLineFact,
  ReceiptFact,
  ShipmentFact,
  TrackingEventFact,
  TrackingFact,
} from '../../../src/domain/facts.js';
import { transact } from '../../../src/domain/transaction.js';
import type { Database } from '../../../src/entities/database.js';

export const system = 'erp';
export const now = new Date('2026-03-02T08:00:00Z');
export const by = { actor: 'erp', channel: 'test' };

export function source(externalId: string, version: string | null = '1', updatedAt: string | null = null): FactSource {
  return { externalId, version, updatedAt };
}

export const parties: readonly Fact[] = [
  { kind: 'customer', source: source('C1'), number: 'C-1', name: 'Aurora Clinics', country: 'KE', email: 'buyer@aurora.example' },
  { kind: 'supplier', source: source('S1'), number: 'S-1', name: 'Lanzhou Optics' },
  { kind: 'supplier', source: source('S2'), number: 'S-2', name: 'Breda Plastics' },
  { kind: 'carrier', source: source('K1'), number: 'KITE', name: 'Kite Parcels' },
  { kind: 'carrier', source: source('K2'), number: 'SWAN', name: 'Swan Lines' },
  { kind: 'product', source: source('P1'), number: 'P-1', name: 'Lens', unit: 'pc', productClass: 'GENERAL' },
  { kind: 'product', source: source('P2'), number: 'P-2', name: 'Housing', unit: 'pc', productClass: 'HIGH_VALUE' },
];

export function orderLine(externalId: string, lineNo: number, more: Partial<OrderLineFact> = {}): OrderLineFact {
  return { externalId, lineNo, product: 'P1', description: 'Lens', quantity: '10', unit: 'pc', unitPrice: '2.50', ...more };
}

export function order(id: string, more: Partial<OrderFact> = {}): OrderFact {
  return {
    kind: 'order',
    source: source(id),
    number: `O-${id}`,
    customer: 'C1',
    channel: 'ERP',
    status: 'CONFIRMED',
    currency: 'USD',
    placedAt: '2026-01-05T09:00:00+08:00',
    lines: [orderLine(`${id}-1`, 1), orderLine(`${id}-2`, 2, { product: 'P2', quantity: '4', unitPrice: '100' })],
    ...more,
  };
}

export function purchaseLine(externalId: string, lineNo: number, more: Partial<PurchaseOrderLineFact> = {}): PurchaseOrderLineFact {
  return { externalId, lineNo, product: 'P1', description: 'Lens', quantity: '10', unit: 'pc', unitPrice: '1.50', ...more };
}

export function purchaseOrder(id: string, more: Partial<PurchaseOrderFact> = {}): PurchaseOrderFact {
  return {
    kind: 'purchaseOrder',
    source: source(id),
    number: `PO-${id}`,
    supplier: 'S1',
    status: 'ISSUED',
    currency: 'USD',
    orderedAt: '2026-01-06T09:00:00+08:00',
    issuedAt: '2026-01-06T10:00:00+08:00',
    lines: [purchaseLine(`${id}-1`, 1), purchaseLine(`${id}-2`, 2, { quantity: '4' })],
    ...more,
  };
}

export function receipt(id: string, po: string, receivedOn: string, lines: readonly (readonly [string, string, string | null])[], version = '1'): ReceiptFact {
  return {
    kind: 'receipt',
    source: source(id, version),
    number: `R-${id}`,
    purchaseOrder: po,
    receivedOn,
    lines: lines.map(([line, quantity, rejectedQuantity], index) => ({ externalId: `${id}-${index}`, purchaseOrderLine: line, quantity, rejectedQuantity })),
  };
}

export function shipment(id: string, lines: readonly (readonly [string, string])[], more: Partial<ShipmentFact> = {}): ShipmentFact {
  return {
    kind: 'shipment',
    source: source(id),
    number: `SH-${id}`,
    direction: 'OUTBOUND',
    carrier: 'K1',
    trackingNumber: `TN${id}`,
    mode: 'EXPRESS',
    lines: lines.map(([orderLine, quantity], index) => ({ externalId: `${id}-${index}`, orderLine, quantity })),
    ...more,
  };
}

export function event(eventKey: string, occurredAt: string, milestone: TrackingEventFact['milestone'], more: Partial<TrackingEventFact> = {}): TrackingEventFact {
  return { eventKey, occurredAt, zoneAssumed: false, classifier: 'ACTUAL', milestone, carrierCode: milestone, description: null, ...more };
}

export function tracking(trackingNumber: string, events: readonly TrackingEventFact[], more: Partial<TrackingFact> = {}): TrackingFact {
  return { kind: 'tracking', source: source(`t-${trackingNumber}`, null), trackingNumber, carrier: 'KITE', snapshotAt: null, events, ...more };
}

export interface Options {
  readonly system?: string;
  readonly master?: boolean;
  readonly now?: Date;
}

/** Applies facts in one transaction, as an import does. */
export function apply(database: Database, facts: readonly Fact[], { system: from = system, master = true, now: at = now }: Options = {}): Promise<ApplyResult> {
  return transact(database, { now: at, by, locks: (em) => locksForFacts(em, facts, from) }, (tx) => applyFacts(tx, facts, { system: from, master }));
}

/** Rows as text. */
export function rows(database: Database, sql: string, ...values: (string | null)[]): Promise<Record<string, string | null>[]> {
  return database.reader.rows(sql, values);
}

/** The event log of all objects whose number begins so, as `number: from>to`. */
export async function log(database: Database, prefix: string): Promise<string[]> {
  const events = await rows(
    database,
    `select number || ': ' || coalesce(from_status, '-') || '>' || to_status as line from event_log
      where number like $1::text || '%' order by xid, seq`,
    prefix,
  );
  return events.map(({ line }) => line ?? '');
}
