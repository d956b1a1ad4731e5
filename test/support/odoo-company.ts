import type { FakeOdoo } from './fake-odoo.js';

export const LONG_AGO = '2026-01-05 10:00:00';

/** A small company with `sales` sales to one customer, two purchases from one supplier, a receipt and a delivery. */
export function fillOdoo(odoo: FakeOdoo, sales: number): void {
  const at = { write_date: LONG_AGO, create_date: LONG_AGO };
  const partner = (id: number, name: string): { id: number } & Record<string, unknown> => ({ id, name, commercial_partner_id: id, country_id: 57, ...at });
  odoo.put('res.users', { id: 7, login: 'gateway', company_id: 1 });
  odoo.put('res.country', { id: 57, code: 'DE' });
  odoo.put('res.currency', { id: 1, name: 'EUR' });
  odoo.put('uom.uom', { id: 1, name: 'Units', factor: 1, relative_factor: 1 });
  odoo.put('res.partner', partner(1, 'Ourselves'), partner(41, 'Zephyr Kites'), partner(42, 'Halden Paper'), { ...partner(43, 'Ada'), commercial_partner_id: 41, customer_rank: 1 });
  odoo.put('product.template', { id: 4, ...at });
  odoo.put('product.product', { id: 5, name: 'Blue ink', default_code: 'INK-B', lst_price: 12.35, uom_id: 1, currency_id: 1, product_tmpl_id: 4, ...at });
  odoo.put('delivery.carrier', { id: 3, name: 'Night Express', ...at });
  const line = { product_id: 5, name: 'Blue ink', sequence: 10, price_unit: 2.5, product_uom_id: 1, ...at };
  for (let id = 1; id <= sales; id += 1) {
    odoo.put('sale.order.line', { ...line, id: 100 + id, order_id: id, product_uom_qty: id, qty_delivered: 0, price_subtotal: 2.5 * id });
    odoo.put('sale.order', {
      ...{ id, name: `S${id}`, state: 'sale', date_order: LONG_AGO, partner_id: 43, partner_shipping_id: 43, currency_id: 1, company_id: 1 },
      ...{ delivery_status: 'pending', order_line: [100 + id], ...at },
    });
  }
  odoo.put('sale.order', { id: 900, name: 'S900', state: 'sale', partner_id: 43, currency_id: 1, company_id: 2, order_line: [], ...at });
  for (const id of [80, 81]) {
    for (const n of [0, 1]) odoo.put('purchase.order.line', { ...line, id: id * 10 + n, order_id: id, product_qty: 40, qty_received: 0, date_planned: '2026-04-02 10:00:00' });
    odoo.put('purchase.order', {
      ...{ id, name: `P${id}`, state: 'purchase', date_approve: LONG_AGO, partner_id: 42, currency_id: 1, company_id: 1, acknowledged: false },
      ...{ order_line: [id * 10, id * 10 + 1], ...at },
    });
  }
  const move = { state: 'done', product_uom_qty: 1, quantity: 1, product_uom: 1, ...at };
  odoo.put('stock.move', { ...move, id: 91, sale_line_id: 101 }, { ...move, id: 92, purchase_line_id: 800 });
  odoo.put('stock.picking.type', { id: 1, code: 'incoming' }, { id: 2, code: 'outgoing' }, { id: 3, code: 'internal' });
  const picking = { company_id: 1, state: 'done', date_done: LONG_AGO, ...at };
  odoo.put('stock.picking', { ...picking, id: 9, name: 'OUT/9', picking_type_id: 2, picking_type_code: 'outgoing', carrier_id: 3, carrier_tracking_ref: 'ZZ-100', move_ids: [91] });
  odoo.put('stock.picking', { ...picking, id: 10, name: 'IN/10', picking_type_id: 1, picking_type_code: 'incoming', move_ids: [92] });
  odoo.put('stock.picking', { ...picking, id: 11, name: 'INT/11', picking_type_id: 3, picking_type_code: 'internal', move_ids: [] });
}
