/**
 * What Odoo sends: the records of `shapes.ts` as zod reads them. A record that another one names lies under the field's
 * name with a dot (`order_line.`), as our reader puts it.
 */
import { z } from 'zod';
import { wireFloat, wireNumber } from '../shared/floats.js';
import { held, heldText, wireDateTime } from './values.js';

const id = z.int().positive();
const stamped = { id, write_date: wireDateTime };
const float = held(wireFloat);
const number = held(wireNumber);
const day = held(wireDateTime);
const address = held(z.object({ 'country_id.': held(z.object({ code: heldText })) }));
const currency = z.object({ name: z.string() });
const orderedBy = z.object({ id, commercial_partner_id: held(id) });
const factor = z.number().min(1e-12).max(1e12);
const unit = z.object({ id, name: z.string(), factor, relative_factor: held(factor) });
export type UnitWire = z.output<typeof unit>;

export const partnerWire = z.object({
  ...stamped,
  name: heldText,
  ref: heldText,
  email: heldText,
  roles: z.array(z.string()),
  'country_id.': held(z.object({ code: heldText })),
});
export type PartnerWire = z.output<typeof partnerWire>;

export const productWire = z.object({
  ...stamped,
  default_code: heldText,
  name: heldText,
  lst_price: float,
  'uom_id.': z.object({ name: z.string() }),
  'currency_id.': held(currency),
  'product_tmpl_id.': z.object(stamped),
});
export type ProductWire = z.output<typeof productWire>;

export const carrierWire = z.object({ ...stamped, name: heldText });
export type CarrierWire = z.output<typeof carrierWire>;

const lineUnits = { 'product_uom.': held(unit), 'product_uom_id.': held(unit) };
const lineFields = {
  ...stamped,
  ...lineUnits,
  sequence: held(z.number()),
  display_type: heldText,
  product_id: held(id),
  name: heldText,
  price_unit: float,
};

export const saleLineWire = z.object({
  ...lineFields,
  is_downpayment: held(z.boolean()),
  product_uom_qty: wireNumber,
  qty_delivered: number,
  price_subtotal: float,
});
export type SaleLineWire = z.output<typeof saleLineWire>;

const orderFields = { ...stamped, name: heldText, state: z.string(), create_date: wireDateTime, date_order: day, 'currency_id.': currency, 'partner_id.': orderedBy };

export const saleWire = z.object({
  ...orderFields,
  commitment_date: day,
  delivery_status: heldText,
  'partner_shipping_id.': address,
  'order_line.': z.array(saleLineWire),
});
export type SaleWire = z.output<typeof saleWire>;

export const purchaseLineWire = z.object({
  ...lineFields,
  product_qty: wireNumber,
  qty_received: number,
  date_planned: day,
  sale_line_id: held(id),
});
export type PurchaseLineWire = z.output<typeof purchaseLineWire>;

export const purchaseWire = z.object({
  ...orderFields,
  partner_ref: heldText,
  date_approve: day,
  acknowledged: held(z.boolean()),
  mail_reception_confirmed: held(z.boolean()),
  'order_line.': z.array(purchaseLineWire),
});
export type PurchaseWire = z.output<typeof purchaseWire>;

const orderedLine = held(z.object({ id, order_id: id, ...lineUnits }));

export const moveWire = z.object({
  ...stamped,
  state: z.string(),
  product_uom_qty: wireNumber,
  quantity: number,
  quantity_done: number,
  'product_uom.': unit,
  'sale_line_id.': orderedLine,
  'purchase_line_id.': orderedLine,
});
export type MoveWire = z.output<typeof moveWire>;

export const pickingWire = z.object({
  ...stamped,
  name: heldText,
  state: z.string(),
  picking_type_code: z.string(),
  date_deadline: day,
  date_done: day,
  carrier_id: held(id),
  carrier_tracking_ref: heldText,
  shipping_weight: float,
  weight_uom_name: heldText,
  'partner_id.': address,
  'move_ids.': held(z.array(moveWire)),
  'move_lines.': held(z.array(moveWire)),
});
export type PickingWire = z.output<typeof pickingWire>;

/** What is sent in place of a record that is gone. */
export const deletedWire = z.object({ id, deleted: z.literal(true) });

/** The body of an automation's webhook: which record, and the fields that the automation was told to send. */
export const noticeWire = z.looseObject({ _model: z.string(), _id: id });

/** A partner in a webhook, with the fields that a fact needs. */
export const partnerNotice = z.object({
  _id: id,
  write_date: wireDateTime,
  name: z.string().min(1),
  ref: heldText,
  email: heldText,
  commercial_partner_id: id,
  customer_rank: z.number(),
  supplier_rank: z.number(),
});
