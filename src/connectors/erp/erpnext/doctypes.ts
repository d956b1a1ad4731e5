/** What is read of each kind of document: data only. Names are ERPNext's, and exist from version 13 to 15. */

export interface DocType {
  readonly name: DocTypeName;
  readonly fields: readonly string[];
  /** The table of its lines: field of the document, and what is read of each row. */
  readonly table?: { readonly field: 'items'; readonly name: string; readonly fields: readonly string[] };
  /** Documents that this one names, sent before it. */
  readonly refs: readonly { readonly name: DocTypeName; readonly path: string }[];
  /** Documents of one company each. */
  readonly perCompany: boolean;
}

export type DocTypeName = 'Customer' | 'Supplier' | 'Item' | 'Sales Order' | 'Purchase Order' | 'Purchase Receipt' | 'Delivery Note';

const COMMON = ['name', 'modified'];
const DOCUMENT = [...COMMON, 'creation', 'docstatus', 'status'];
const ROW = ['name', 'idx', 'item_code', 'item_name', 'qty', 'uom'];

/** In the order of sending: what is named comes before what names it. */
export const DOCTYPES: readonly DocType[] = [
  { name: 'Customer', fields: [...COMMON, 'customer_name', 'email_id'], refs: [], perCompany: false },
  { name: 'Supplier', fields: [...COMMON, 'supplier_name', 'is_transporter'], refs: [], perCompany: false },
  { name: 'Item', fields: [...COMMON, 'item_name', 'stock_uom'], refs: [], perCompany: false },
  {
    name: 'Sales Order',
    fields: [...DOCUMENT, 'customer', 'transaction_date', 'delivery_date', 'currency', 'per_delivered'],
    table: { field: 'items', name: 'Sales Order Item', fields: [...ROW, 'rate', 'amount', 'delivery_date'] },
    refs: [
      { name: 'Customer', path: 'customer' },
      { name: 'Item', path: 'items.item_code' },
    ],
    perCompany: true,
  },
  {
    name: 'Purchase Order',
    fields: [...DOCUMENT, 'supplier', 'transaction_date', 'schedule_date', 'currency', 'order_confirmation_no', 'order_confirmation_date'],
    table: {
      field: 'items',
      name: 'Purchase Order Item',
      fields: [...ROW, 'rate', 'schedule_date', 'expected_delivery_date', 'received_qty', 'sales_order', 'sales_order_item'],
    },
    refs: [
      { name: 'Supplier', path: 'supplier' },
      { name: 'Item', path: 'items.item_code' },
      { name: 'Sales Order', path: 'items.sales_order' },
    ],
    perCompany: true,
  },
  {
    name: 'Purchase Receipt',
    fields: [...DOCUMENT, 'posting_date', 'is_return'],
    table: {
      field: 'items',
      name: 'Purchase Receipt Item',
      fields: [...ROW, 'received_qty', 'rejected_qty', 'quality_inspection', 'purchase_order', 'purchase_order_item'],
    },
    refs: [{ name: 'Purchase Order', path: 'items.purchase_order' }],
    perCompany: true,
  },
  {
    name: 'Delivery Note',
    fields: [...DOCUMENT, 'posting_date', 'posting_time', 'is_return', 'transporter', 'lr_no'],
    table: { field: 'items', name: 'Delivery Note Item', fields: [...ROW, 'against_sales_order', 'so_detail'] },
    refs: [
      { name: 'Sales Order', path: 'items.against_sales_order' },
      { name: 'Supplier', path: 'transporter' },
    ],
    perCompany: true,
  },
];

/** Frappe's own list of what was deleted. */
export const DELETED = { name: 'Deleted Document', fields: ['name', 'creation', 'deleted_doctype', 'deleted_name'] } as const;

export function isDocType(name: string): name is DocTypeName {
  return DOCTYPES.some((doctype) => doctype.name === name);
}
