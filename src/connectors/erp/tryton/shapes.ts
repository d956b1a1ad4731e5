/**
 * What is read of each kind of record: data only. Names are Tryton's. A field in `optional` belongs to a module that a
 * server may lack (`stock_package_shipping`, `sale_shipment_cost` …); it is asked for only where the server knows it.
 */

import type { RecordTopic } from '../shared/pull.js';

export interface Part extends Shape {
  /**
   * Whether a change of this part is a change of the record. Lines and moves are written without touching the
   * `write_date` of the record that they belong to, so they have to be asked themselves.
   */
  readonly watched?: boolean;
  /** Field to search by, where the one to read is computed and cannot be searched (`outgoing_moves`). */
  readonly searchBy?: string;
  /** Belongs to a module that a server may lack. */
  readonly optionalPart?: boolean;
}

export interface Shape {
  readonly model: string;
  readonly fields: readonly string[];
  readonly optional?: readonly string[];
  readonly parts?: Readonly<Record<string, Part>>;
}

/** A kind of record that becomes a message of its own. */
export interface Topic extends Shape, RecordTopic {
  readonly model: TopicModel;
  /** Rows of one company only. */
  readonly perCompany: boolean;
}

export type TopicModel =
  | 'party.party'
  | 'product.product'
  | 'carrier'
  | 'sale.sale'
  | 'purchase.purchase'
  | 'stock.shipment.in'
  | 'stock.shipment.out'
  | typeof STOCK;

/** What lies in the warehouses is no record of Tryton's: it is reckoned from the moves, product by product. */
export const STOCK = 'stock';

const STAMP = '_timestamp';

const COUNTRY: Part = { model: 'country.country', fields: ['code'] };
const CURRENCY: Part = { model: 'currency.currency', fields: ['code'] };
const UNIT: Part = { model: 'product.uom', fields: ['symbol', 'factor', 'digits'] };
const ADDRESS: Part = { model: 'party.address', fields: [], parts: { country: COUNTRY } };

const LINE_MOVES: Part = {
  model: 'stock.move',
  fields: ['state', 'planned_date', STAMP],
  watched: true,
};

// Not the product's name: renaming a product would be a change of every order that names it.
const LINE_FIELDS = ['type', 'product', 'description', 'quantity', 'unit', 'unit_price', STAMP];
const LINE_PARTS = { unit: UNIT, moves: LINE_MOVES };

const SHIPPED_MOVE_FIELDS = ['state', 'origin', 'quantity', STAMP];

const PARTY: Topic = {
  model: 'party.party',
  perCompany: false,
  fields: ['code', 'name', 'email', STAMP],
  parts: {
    addresses: { model: 'party.address', fields: [STAMP], parts: { country: COUNTRY }, watched: true },
    contact_mechanisms: { model: 'party.contact_mechanism', fields: [STAMP], watched: true },
  },
  refs: [],
  hasRoles: true,
};

const PRODUCT: Topic = {
  model: 'product.product',
  perCompany: false,
  fields: ['code', 'name', 'list_price', STAMP],
  parts: {
    default_uom: UNIT,
    template: {
      model: 'product.template',
      fields: [STAMP],
      parts: { list_prices: { model: 'product.list_price', fields: [STAMP], watched: true } },
      watched: true,
    },
  },
  refs: [],
};

const CARRIER: Topic = {
  model: 'carrier',
  perCompany: false,
  fields: [STAMP],
  parts: { party: { model: 'party.party', fields: ['code', 'name', STAMP], watched: true } },
  refs: [],
};

const SALE: Topic = {
  model: 'sale.sale',
  perCompany: true,
  fields: ['number', 'state', 'shipment_state', 'invoice_state', 'sale_date', 'party', 'create_date', STAMP],
  optional: ['shipping_date'],
  parts: {
    currency: CURRENCY,
    shipment_address: ADDRESS,
    lines: { model: 'sale.line', fields: [...LINE_FIELDS, 'amount'], parts: LINE_PARTS, watched: true },
  },
  refs: [
    { model: 'party.party', paths: ['party'], role: 'customer' },
    { model: 'product.product', paths: ['lines.product'] },
  ],
};

const PURCHASE: Topic = {
  model: 'purchase.purchase',
  perCompany: true,
  fields: ['number', 'reference', 'comment', 'state', 'shipment_state', 'purchase_date', 'party', 'create_date', STAMP],
  optional: ['delivery_date'],
  parts: {
    currency: CURRENCY,
    lines: {
      model: 'purchase.line',
      fields: [...LINE_FIELDS, 'note', 'delivery_date_edit', 'delivery_date_store'],
      parts: LINE_PARTS,
      watched: true,
    },
  },
  refs: [
    { model: 'party.party', paths: ['party'], role: 'supplier' },
    { model: 'product.product', paths: ['lines.product'] },
  ],
};

const RECEIPT: Topic = {
  model: 'stock.shipment.in',
  perCompany: true,
  fields: ['number', 'state', 'effective_date', 'create_date', STAMP],
  parts: {
    incoming_moves: {
      model: 'stock.move',
      fields: [...SHIPPED_MOVE_FIELDS, 'purchase', 'effective_date'],
      parts: { uom: UNIT },
      watched: true,
      searchBy: 'moves',
    },
  },
  refs: [{ model: 'purchase.purchase', paths: ['incoming_moves.purchase'] }],
};

const SHIPMENT: Topic = {
  model: 'stock.shipment.out',
  perCompany: true,
  fields: ['number', 'state', 'effective_date', 'planned_date', 'create_date', STAMP],
  optional: ['carrier', 'weight'],
  parts: {
    delivery_address: ADDRESS,
    outgoing_moves: {
      model: 'stock.move',
      fields: [...SHIPPED_MOVE_FIELDS, 'sale'],
      optional: ['package'],
      parts: { uom: UNIT },
      watched: true,
      searchBy: 'moves',
    },
    packages: { model: 'stock.package', fields: ['code', STAMP], optional: ['shipping_reference'], watched: true, optionalPart: true },
  },
  refs: [
    { model: 'sale.sale', paths: ['outgoing_moves.sale'] },
    { model: 'carrier', paths: ['carrier'] },
  ],
};

const STOCK_LEVELS: Topic = {
  model: STOCK,
  perCompany: true,
  fields: [],
  refs: [{ model: 'product.product', paths: ['product'] }],
  isAspect: true,
};

/** In the order of sending: what is named comes before what names it. */
export const TOPICS: readonly Topic[] = [PARTY, PRODUCT, CARRIER, SALE, PURCHASE, RECEIPT, SHIPMENT, STOCK_LEVELS];

export const PURCHASE_TOPIC = PURCHASE;

/** Read to tell customers and suppliers apart, beside the topics themselves. */
export const ROLE_MODELS = ['sale.sale', 'purchase.purchase', 'purchase.product_supplier'] as const;

/** Read to reckon what lies in the warehouses. */
export const STOCK_MODELS = ['product.product', 'stock.location', 'stock.move'] as const;

/** Written by a supplier's confirmation. */
export const WRITTEN_MODELS = ['purchase.purchase', 'purchase.line', 'stock.move'] as const;
