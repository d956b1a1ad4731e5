/**
 * What the schema's descriptions say of the five lists, in plain JavaScript over plain rows: what each member of a filter means,
 * what each ordering goes by, which records hang on one. Written from the descriptions and the docs, and from no SQL.
 */
import type { Row, Rows, TableName } from './rows.js';
import { decimal, instant } from './values.js';

export type ListName = 'Order' | 'PurchaseOrder' | 'Shipment' | 'SupplierEvaluation' | 'AfterSalesCase';
export type TypeName = ListName | 'Customer' | 'Supplier' | 'Carrier';

/** A member of a filter. */
export type Member =
  /** One of the values given is one of the row's. */
  | { readonly kind: 'values'; readonly of: (row: Row, rows: Rows) => readonly (string | null | undefined)[] }
  /** The row has a value, and it lies in the range: from included, to not. */
  | { readonly kind: 'dates' | 'instants'; readonly of: (row: Row) => string | null | undefined }
  /** Every word begins a word of one of these texts. */
  | { readonly kind: 'words'; readonly of: (row: Row, rows: Rows) => readonly string[] };

/** What a row is ordered by; null: no value, and so last. */
export type Key = bigint | string | number | null;

export interface RecordType {
  readonly table: TableName;
  /** Records that it names, one each. */
  readonly ones: Readonly<Record<string, { readonly type: TypeName; readonly of: (row: Row, rows: Rows) => Row | null }>>;
  /** Connections. */
  readonly many: Readonly<Record<string, { readonly type: ListName; readonly of: (row: Row, rows: Rows) => readonly Row[] }>>;
  /** Short lists, in their order. */
  readonly lists: Readonly<Record<string, (row: Row, rows: Rows) => readonly Row[]>>;
}

export interface ListType extends RecordType {
  /** Root fields: the list and one of it. */
  readonly root: string;
  readonly single: string;
  readonly filter: Readonly<Record<string, Member>>;
  /** The first is meant where nothing is said; descending. */
  readonly orderings: Readonly<Record<string, (row: Row, rows: Rows) => Key>>;
}

const value = (column: string): Member => ({ kind: 'values', of: (row) => [row[column]] });
const dates = (column: string): Member => ({ kind: 'dates', of: (row) => row[column] });
const instants = (column: string): Member => ({ kind: 'instants', of: (row) => row[column] });

const byInstant = (column: string) => (row: Row): Key => (row[column] ? instant(row[column]) : null);
const byDate = (column: string) => (row: Row): Key => row[column] ?? null;
const byDecimal = (column: string) => (row: Row): Key => (row[column] ? decimal(row[column]) : null);
const byNumber = (row: Row, rows: Rows): Key => rows.rankOf(row['number'] ?? '');

const one = (type: TypeName, table: TableName, column: string) => ({ type, of: (row: Row, rows: Rows) => rows.byId(table, row[column]) });
/** Records that point here. */
const pointing = (type: ListName, table: TableName, column: string) => ({ type, of: (row: Row, rows: Rows) => rows.with(table, column, row['id']) });
/** Records that some line names together with this one. */
const byLines = (type: ListName, table: TableName, lines: TableName, from: string, to: string) => ({
  type,
  of: (row: Row, rows: Rows) => [...new Set(rows.with(lines, from, row['id']).map((line) => rows.byId(table, line[to])).filter((found) => found !== null))],
});
/** Rows that point here, by a number or a time in a column. */
const inOrder = (table: TableName, column: string, by: string) => (row: Row, rows: Rows) =>
  rows.with(table, column, row['id']).toSorted((a, b) => compareTexts(padded(a[by]), padded(b[by])) || compareTexts(a['id'], b['id']));

/** Whole numbers as texts of one length, so that 10 follows 9. */
const padded = (text: string | null | undefined): string => (/^\d+$/.test(text ?? '') ? (text ?? '').padStart(10, '0') : (text ?? ''));
const compareTexts = (a = '' as string | null, b = '' as string | null): number => ((a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? '')));

/** Number and name of a partner or customer. */
const nameOf = (table: TableName, column: string) => (row: Row, rows: Rows): string => {
  const named = rows.byId(table, row[column]);
  return named ? `${named['number']} ${named['name']}` : '';
};

export const lists: Readonly<Record<ListName, ListType>> = {
  Order: {
    table: 'orders',
    root: 'orders',
    single: 'order',
    filter: {
      id: value('id'),
      number: value('number'),
      status: value('status'),
      channel: value('channel'),
      priority: value('priority'),
      productClass: value('product_class'),
      country: value('country'),
      customerId: value('customer_id'),
      supplierId: { kind: 'values', of: (row, rows) => rows.with('order_line', 'order_id', row['id']).map((line) => line['supplier_id']) },
      placedAt: instants('placed_at'),
      currentPromise: dates('current_promise'),
      deliveredOn: dates('delivered_on'),
      search: { kind: 'words', of: (row, rows) => [row['number'] ?? '', nameOf('customer', 'customer_id')(row, rows)] },
    },
    orderings: { PLACED_AT: byInstant('placed_at'), NUMBER: byNumber, CURRENT_PROMISE: byDate('current_promise'), TOTAL: byDecimal('total_amount') },
    ones: { customer: one('Customer', 'customer', 'customer_id') },
    many: {
      purchaseOrders: byLines('PurchaseOrder', 'purchase_order', 'purchase_order_line', 'order_id', 'purchase_order_id'),
      shipments: byLines('Shipment', 'shipment', 'shipment_line', 'order_id', 'shipment_id'),
      cases: pointing('AfterSalesCase', 'after_sales_case', 'order_id'),
    },
    lists: { lines: inOrder('order_line', 'order_id', 'line_no') },
  },
  PurchaseOrder: {
    table: 'purchase_order',
    root: 'purchaseOrders',
    single: 'purchaseOrder',
    filter: {
      id: value('id'),
      number: value('number'),
      status: value('status'),
      supplierId: value('supplier_id'),
      orderedAt: instants('ordered_at'),
      currentPromise: dates('current_promise'),
      search: { kind: 'words', of: (row, rows) => [`${row['number']} ${row['supplier_reference'] ?? ''}`, nameOf('supplier', 'supplier_id')(row, rows)] },
    },
    orderings: { ORDERED_AT: byInstant('ordered_at'), NUMBER: byNumber, CURRENT_PROMISE: byDate('current_promise'), TOTAL: byDecimal('total_amount') },
    ones: { supplier: one('Supplier', 'supplier', 'supplier_id') },
    many: {
      orders: byLines('Order', 'orders', 'purchase_order_line', 'purchase_order_id', 'order_id'),
      shipments: byLines('Shipment', 'shipment', 'shipment_line', 'purchase_order_id', 'shipment_id'),
    },
    lists: {
      lines: inOrder('purchase_order_line', 'purchase_order_id', 'line_no'),
      confirmations: inOrder('purchase_order_confirmation', 'purchase_order_id', 'received_at'),
      receipts: inOrder('receipt', 'purchase_order_id', 'received_on'),
    },
  },
  Shipment: {
    table: 'shipment',
    root: 'shipments',
    single: 'shipment',
    filter: {
      id: value('id'),
      number: value('number'),
      trackingNumber: value('tracking_number'),
      status: value('status'),
      direction: value('direction'),
      mode: value('mode'),
      country: value('country'),
      carrierId: value('carrier_id'),
      supplierId: value('supplier_id'),
      createdAt: instants('created_at'),
      promisedDate: dates('promised_date'),
      deliveredOn: dates('delivered_on'),
      search: { kind: 'words', of: (row) => [`${row['number']} ${row['tracking_number'] ?? ''}`] },
    },
    orderings: { CREATED_AT: byInstant('created_at'), NUMBER: byNumber, PROMISED_DATE: byDate('promised_date') },
    ones: { carrier: one('Carrier', 'carrier', 'carrier_id'), supplier: one('Supplier', 'supplier', 'supplier_id') },
    many: {
      orders: byLines('Order', 'orders', 'shipment_line', 'shipment_id', 'order_id'),
      purchaseOrders: byLines('PurchaseOrder', 'purchase_order', 'shipment_line', 'shipment_id', 'purchase_order_id'),
      cases: pointing('AfterSalesCase', 'after_sales_case', 'shipment_id'),
    },
    lists: { legs: inOrder('shipment_leg', 'shipment_id', 'leg_no') },
  },
  SupplierEvaluation: {
    table: 'supplier_evaluation',
    root: 'supplierEvaluations',
    single: 'supplierEvaluation',
    filter: {
      id: value('id'),
      supplierId: value('supplier_id'),
      status: value('status'),
      standing: value('standing'),
      periodKind: value('period_kind'),
      periodFrom: dates('period_from'),
      search: { kind: 'words', of: (row, rows) => [nameOf('supplier', 'supplier_id')(row, rows)] },
    },
    orderings: { PERIOD: byDate('period_from'), SCORE: byDecimal('score') },
    ones: { supplier: one('Supplier', 'supplier', 'supplier_id') },
    many: {},
    lists: {},
  },
  AfterSalesCase: {
    table: 'after_sales_case',
    root: 'afterSalesCases',
    single: 'afterSalesCase',
    filter: {
      id: value('id'),
      number: value('number'),
      kind: value('kind'),
      status: value('status'),
      customerId: value('customer_id'),
      orderId: value('order_id'),
      supplierId: value('supplier_id'),
      openedAt: instants('opened_at'),
      search: { kind: 'words', of: (row, rows) => [`${row['number']} ${row['subject']}`, nameOf('customer', 'customer_id')(row, rows)] },
    },
    orderings: { OPENED_AT: byInstant('opened_at'), NUMBER: byNumber },
    ones: {
      customer: one('Customer', 'customer', 'customer_id'),
      order: one('Order', 'orders', 'order_id'),
      shipment: one('Shipment', 'shipment', 'shipment_id'),
      supplier: one('Supplier', 'supplier', 'supplier_id'),
    },
    many: {},
    lists: {},
  },
};

export const records: Readonly<Record<TypeName, RecordType>> = {
  ...lists,
  Customer: {
    table: 'customer',
    ones: {},
    many: { orders: pointing('Order', 'orders', 'customer_id'), cases: pointing('AfterSalesCase', 'after_sales_case', 'customer_id') },
    lists: {},
  },
  Supplier: {
    table: 'supplier',
    ones: {},
    many: {
      purchaseOrders: pointing('PurchaseOrder', 'purchase_order', 'supplier_id'),
      shipments: pointing('Shipment', 'shipment', 'supplier_id'),
      evaluations: pointing('SupplierEvaluation', 'supplier_evaluation', 'supplier_id'),
      cases: pointing('AfterSalesCase', 'after_sales_case', 'supplier_id'),
    },
    lists: {},
  },
  Carrier: { table: 'carrier', ones: {}, many: { shipments: pointing('Shipment', 'shipment', 'carrier_id') }, lists: {} },
};
