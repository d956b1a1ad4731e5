/** Numbers of records that are worth a look, for a greeting or an example. */
import type { Rows } from './story/rows.js';

export interface Highlights {
  /** An order that was bought for, shipped in parts and delivered. */
  readonly order: string | null;
  /** A supplier who is waited for: purchase orders to answer, and a good many behind him. */
  readonly supplier: string | null;
  /** A purchase order that this supplier has not answered yet. */
  readonly purchaseOrder: string | null;
  /** The carrier with the most shipments. */
  readonly carrier: string | null;
  /** A shipment of that carrier on its way. */
  readonly shipment: string | null;
}

export function pickHighlights({ rows }: { readonly rows: Rows }): Highlights {
  const { orders, purchaseOrders, shipments, shipmentLines } = rows;
  const boughtFor = new Set(rows.purchaseOrderLines.map(({ order }) => order));
  const parts = new Map<string, Set<string>>();
  for (const { order, shipment } of shipmentLines) if (order !== null) parts.set(order, (parts.get(order) ?? new Set()).add(shipment));
  const order = orders.findLast(({ id, status }) => status === 'COMPLETED' && boughtFor.has(id) && (parts.get(id)?.size ?? 0) > 1);

  const unanswered = purchaseOrders.filter(({ status }) => status === 'ISSUED');
  const supplier = most(unanswered.map((purchase) => purchase.supplier));
  const carrier = most(shipments.map((shipment) => shipment.carrier));
  const underWay = shipments.findLast((shipment) => shipment.carrier === carrier && shipment.status === 'IN_TRANSIT');
  return {
    order: order?.number ?? null,
    supplier: rows.suppliers.find(({ id }) => id === supplier)?.number ?? null,
    purchaseOrder: unanswered.findLast((purchase) => purchase.supplier === supplier)?.number ?? null,
    carrier: rows.carriers.find(({ id }) => id === carrier)?.number ?? null,
    shipment: underWay?.number ?? null,
  };
}

/** The most frequent value; of equals, the first. */
function most(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<[string | null, number]>((best, next) => (next[1] > best[1] ? next : best), [null, 0])[0];
}
