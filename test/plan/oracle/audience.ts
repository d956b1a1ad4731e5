/** Who sees what of the five lists, as the partners' guides say it: their own records and nothing else. Our own people see all. */
import type { TypeName } from './records.js';
import type { Row } from './rows.js';

export interface Audience {
  readonly kind: 'staff' | 'supplier' | 'carrier';
  /** Id of the partner; null for our own people. */
  readonly partner: string | null;
}

/** Whether a row exists for somebody. */
export function sees({ kind, partner }: Audience, type: TypeName, row: Row): boolean {
  if (kind === 'staff') return true;
  if (kind === 'supplier') {
    if (type === 'Supplier') return row['id'] === partner;
    // Who carries its goods.
    if (type === 'Carrier') return true;
    return ['PurchaseOrder', 'Shipment', 'SupplierEvaluation'].includes(type) && row['supplier_id'] === partner;
  }
  if (type === 'Carrier') return row['id'] === partner;
  return type === 'Shipment' && row['carrier_id'] === partner;
}

const fields: Readonly<Record<'supplier' | 'carrier', readonly string[]>> = {
  supplier: [
    ...['Query.purchaseOrders', 'Query.shipments', 'Query.supplierEvaluations', 'Query.purchaseOrder', 'Query.shipment', 'Query.supplierEvaluation'],
    ...['PurchaseOrder.supplier', 'PurchaseOrder.lines', 'PurchaseOrder.confirmations', 'PurchaseOrder.receipts', 'PurchaseOrder.shipments'],
    ...['Shipment.carrier', 'Shipment.supplier', 'Shipment.purchaseOrders', 'Shipment.legs'],
    ...['SupplierEvaluation.supplier', 'SupplierEvaluation.criteria'],
    ...['Supplier.purchaseOrders', 'Supplier.shipments', 'Supplier.evaluations'],
  ],
  carrier: ['Query.shipments', 'Query.shipment', 'Shipment.carrier', 'Shipment.legs', 'Carrier.shipments'],
};

/** Whether somebody may ask for a field that leads to records. */
export function mayFollow({ kind }: Audience, type: TypeName | 'Query', field: string): boolean {
  return kind === 'staff' || fields[kind].includes(`${type}.${field}`);
}
