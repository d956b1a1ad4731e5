import type { Doc, FakeErpnext } from './fake-erpnext.js';

export const LONG_AGO = '2026-01-05 10:00:00.000000';

/** A small company with `sales` Sales Orders of one customer, two Purchase Orders, a receipt and a delivery note. */
export function fillErpnext(erpnext: FakeErpnext, sales: number): void {
  const at = { modified: LONG_AGO, creation: LONG_AGO, docstatus: 1, company: 'Ours' };
  const row = (name: string, given: object): Doc => ({ name, idx: 1, item_code: 'INK-B', item_name: 'Blue ink', uom: 'Nos', rate: 2.5, ...given });
  erpnext.put('Customer', { name: 'Zephyr Kites', customer_name: 'Zephyr Kites', email_id: null, ...at });
  erpnext.put('Supplier', { name: 'Halden Paper', supplier_name: 'Halden Paper', is_transporter: 0, ...at }, { name: 'Night Express', supplier_name: 'Night Express', is_transporter: 1, ...at });
  erpnext.put('Item', { name: 'INK-B', item_name: 'Blue ink', stock_uom: 'Nos', ...at });
  for (let n = 1; n <= sales; n += 1) {
    erpnext.put('Sales Order', {
      ...{ name: `SO-${n}`, status: 'To Deliver and Bill', per_delivered: 0, customer: 'Zephyr Kites', transaction_date: '2026-01-05', delivery_date: '2026-02-01' },
      ...{ currency: 'EUR', items: [row(`so-row-${n}`, { qty: n, amount: 2.5 * n, delivery_date: '2026-02-01' })], ...at },
    });
  }
  erpnext.put('Sales Order', { ...erpnext.get('Sales Order', 'SO-1'), name: 'SO-OTHER', company: 'Theirs', items: [] });
  for (const n of [1, 2]) {
    const lines = [1, 2].map((idx) => row(`po-row-${n}-${idx}`, { idx, qty: 40, received_qty: 0, schedule_date: '2026-04-02', expected_delivery_date: null, warehouse: 'Stores' }));
    erpnext.put('Purchase Order', {
      ...{ name: `PO-${n}`, status: 'To Receive and Bill', supplier: 'Halden Paper', transaction_date: '2026-01-05', schedule_date: '2026-04-02' },
      ...{ currency: 'EUR', order_confirmation_no: null, order_confirmation_date: null, items: lines, ...at },
    });
  }
  erpnext.put('Purchase Receipt', {
    ...{ name: 'PR-1', status: 'To Bill', posting_date: '2026-01-20', is_return: 0 },
    ...{ items: [row('pr-row-1', { qty: 9, received_qty: 10, rejected_qty: 1, purchase_order: 'PO-1', purchase_order_item: 'po-row-1-1' })], ...at },
  });
  erpnext.put('Delivery Note', {
    ...{ name: 'DN-1', status: 'To Bill', posting_date: '2026-01-21', posting_time: '9:30:00', is_return: 0, transporter: 'Night Express', lr_no: 'ZZ-100' },
    ...{ items: [row('dn-row-1', { qty: 1, against_sales_order: 'SO-1', so_detail: 'so-row-1' })], ...at },
  });
}
