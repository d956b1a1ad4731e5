/**
 * What Tryton sends: the records of `shapes.ts` as zod reads them. Dates, decimals and floats come out as text. A record
 * that another one names lies under the field's name with a dot (`lines.`), as `search_read` gives it.
 * Source: trytond 6.0, trytond/model/modelsql.py (read) and trytond/protocols/jsonrpc.py.
 */
import { z } from 'zod';
import { wireFloat, wireNumber } from '../shared/floats.js';
import { wireDate, wireDateTime, wireDecimal, wireStamp } from './values.js';

const id = z.int().positive();
const text = z.string().nullish();
const stamped = { id, _timestamp: wireStamp };
const country = z.object({ code: text }).nullish();
const unit = z.object({ id, symbol: z.string(), factor: z.number().min(1e-12).max(1e12), digits: z.int().min(0).max(12) });

export const partyWire = z.object({
  ...stamped,
  code: text,
  name: text,
  email: text,
  roles: z.array(z.string()),
  'addresses.': z.array(z.object({ ...stamped, 'country.': country })).default([]),
  'contact_mechanisms.': z.array(z.object(stamped)).default([]),
});
export type PartyWire = z.output<typeof partyWire>;

export const productWire = z.object({
  ...stamped,
  code: text,
  name: text,
  list_price: wireDecimal.nullish(),
  currency: text,
  'default_uom.': unit,
  'template.': z.object({ ...stamped, 'list_prices.': z.array(z.object(stamped)).default([]) }),
});
export type ProductWire = z.output<typeof productWire>;

export const carrierWire = z.object({ ...stamped, 'party.': z.object({ ...stamped, code: text, name: text }) });
export type CarrierWire = z.output<typeof carrierWire>;

const move = { ...stamped, state: z.string(), planned_date: wireDate.nullish() };

const lineFields = {
  ...stamped,
  type: z.string(),
  product: id.nullish(),
  description: text,
  quantity: wireFloat.nullish(),
  'unit.': unit.nullish(),
  unit_price: wireDecimal.nullish(),
  'moves.': z.array(z.object(move)).default([]),
};

const orderFields = {
  ...stamped,
  number: text,
  state: z.string(),
  shipment_state: z.string(),
  party: id,
  create_date: wireDateTime,
  'currency.': z.object({ code: z.string() }),
};

export const saleLineWire = z.object({ ...lineFields, amount: wireDecimal.nullish() });
export type SaleLineWire = z.output<typeof saleLineWire>;

export const saleWire = z.object({
  ...orderFields,
  invoice_state: z.string(),
  sale_date: wireDate.nullish(),
  shipping_date: wireDate.nullish(),
  'shipment_address.': z.object({ 'country.': country }).nullish(),
  'lines.': z.array(saleLineWire).default([]),
});
export type SaleWire = z.output<typeof saleWire>;

export const purchaseLineWire = z.object({
  ...lineFields,
  note: text,
  delivery_date_edit: z.boolean().nullish(),
  delivery_date_store: wireDate.nullish(),
});
export type PurchaseLineWire = z.output<typeof purchaseLineWire>;

export const purchaseWire = z.object({
  ...orderFields,
  reference: text,
  comment: text,
  purchase_date: wireDate.nullish(),
  delivery_date: wireDate.nullish(),
  'lines.': z.array(purchaseLineWire).default([]),
});
export type PurchaseWire = z.output<typeof purchaseWire>;

const shippedMove = {
  ...stamped,
  state: z.string(),
  origin: text,
  quantity: wireNumber,
  'uom.': unit,
  /** The ordered line's unit; added by the reader. */
  'origin.': z.object({ 'unit.': unit.nullish() }).nullish(),
};

export const receiptMoveWire = z.object({ ...shippedMove, purchase: id.nullish(), effective_date: wireDate.nullish() });
export type ReceiptMoveWire = z.output<typeof receiptMoveWire>;

export const receiptWire = z.object({
  ...stamped,
  number: text,
  state: z.string(),
  effective_date: wireDate.nullish(),
  'incoming_moves.': z.array(receiptMoveWire).default([]),
});
export type ReceiptWire = z.output<typeof receiptWire>;

export const shipmentMoveWire = z.object({ ...shippedMove, package: id.nullish() });
export type ShipmentMoveWire = z.output<typeof shipmentMoveWire>;

export const shipmentWire = z.object({
  ...stamped,
  number: text,
  state: z.string(),
  effective_date: wireDate.nullish(),
  planned_date: wireDate.nullish(),
  create_date: wireDateTime,
  carrier: id.nullish(),
  weight: wireFloat.nullish(),
  'delivery_address.': z.object({ 'country.': country }).nullish(),
  'outgoing_moves.': z.array(shipmentMoveWire).default([]),
  'packages.': z.array(z.object({ ...stamped, code: text, shipping_reference: text })).default([]),
});
export type ShipmentWire = z.output<typeof shipmentWire>;

/** Put together by the reader: what `product.product.quantity` answers for each warehouse. */
export const stockWire = z.object({
  id,
  product: id,
  unit: z.string(),
  warehouses: z.array(z.object({ id, code: text, name: text, quantity: wireFloat })),
});
export type StockWire = z.output<typeof stockWire>;

/** What is sent in place of a record that is gone. */
export const deletedWire = z.object({ id, deleted: z.literal(true) });
