/**
 * What ERPNext sends: documents as the REST API and webhooks give them; a webhook's has all fields, a pull's those of
 * `doctypes.ts`. Fields that only one of them has are optional.
 */
import { z } from 'zod';
import { wireFloat, wireNumber } from '../shared/floats.js';
import { heldText, wireDate, wireDateTime, wireTime } from './values.js';

const name = z.string().min(1).max(140);
const check = z.number().nullish().transform((value) => value === 1);
const float = wireFloat.nullish().transform((value) => value ?? null);
const date = wireDate.nullish().transform((value) => value ?? null);
const stamped = { name, modified: wireDateTime };
const document = { ...stamped, creation: wireDateTime, docstatus: z.int(), status: z.string() };

export const customerWire = z.object({ ...stamped, customer_name: heldText, email_id: heldText });
export type CustomerWire = z.output<typeof customerWire>;

export const supplierWire = z.object({ ...stamped, supplier_name: heldText, is_transporter: check });
export type SupplierWire = z.output<typeof supplierWire>;

export const itemWire = z.object({ ...stamped, item_name: heldText, stock_uom: z.string() });
export type ItemWire = z.output<typeof itemWire>;

const row = { name, idx: z.int(), item_code: heldText, item_name: heldText, qty: wireNumber, uom: heldText };

export const salesOrderItemWire = z.object({ ...row, rate: float, amount: float, delivery_date: date });
export type SalesOrderItemWire = z.output<typeof salesOrderItemWire>;

export const salesOrderWire = z.object({
  ...document,
  customer: name,
  transaction_date: date,
  delivery_date: date,
  currency: z.string(),
  per_delivered: z.number().nullish(),
  items: z.array(salesOrderItemWire),
});
export type SalesOrderWire = z.output<typeof salesOrderWire>;

export const purchaseOrderItemWire = z.object({
  ...row,
  rate: float,
  schedule_date: date,
  expected_delivery_date: date,
  received_qty: wireNumber.nullish(),
  sales_order_item: heldText,
});
export type PurchaseOrderItemWire = z.output<typeof purchaseOrderItemWire>;

export const purchaseOrderWire = z.object({
  ...document,
  supplier: name,
  transaction_date: date,
  currency: z.string(),
  order_confirmation_no: heldText,
  order_confirmation_date: date,
  items: z.array(purchaseOrderItemWire),
});
export type PurchaseOrderWire = z.output<typeof purchaseOrderWire>;

export const purchaseReceiptWire = z.object({
  ...document,
  posting_date: wireDate,
  is_return: check,
  items: z.array(
    z.object({
      ...row,
      received_qty: wireNumber.nullish(),
      rejected_qty: wireNumber.nullish(),
      quality_inspection: heldText,
      purchase_order: heldText,
      purchase_order_item: heldText,
    }),
  ),
});
export type PurchaseReceiptWire = z.output<typeof purchaseReceiptWire>;

export const deliveryNoteWire = z.object({
  ...document,
  posting_date: wireDate,
  posting_time: wireTime.nullish(),
  is_return: check,
  transporter: heldText,
  lr_no: heldText,
  items: z.array(z.object({ ...row, against_sales_order: heldText, so_detail: heldText })),
});
export type DeliveryNoteWire = z.output<typeof deliveryNoteWire>;

/** What is sent in place of a document that is gone. */
export const deletedWire = z.object({ name, deleted: z.literal(true) });

/** Any document as a webhook sends it. */
export const webhookWire = z.looseObject({ doctype: z.string().max(140), ...stamped });
