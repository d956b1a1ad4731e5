/**
 * What is read of each kind of record: data only. Names are Odoo's. An `optional` field belongs to a module or to a
 * version that a server may lack; it is asked for only where the server has it.
 */
import type { RecordTopic } from '../shared/pull.js';

export interface Shape {
  readonly model: string;
  readonly fields: readonly string[];
  readonly optional?: readonly string[];
  /** Fields that name other records, which are read with this one and nested under the field's name with a dot. */
  readonly parts?: Readonly<Record<string, Part>>;
}

export interface Part extends Shape {
  /** A change of this part is a change of the record: Odoo writes lines and moves without touching what they belong to. */
  readonly watched?: true;
  readonly optionalPart?: true;
}

/** A kind of record that becomes a message of its own. */
export interface Topic extends Shape, RecordTopic {
  readonly model: TopicModel;
  /** Rows of one company only. */
  readonly perCompany: boolean;
  /** What all of its records have in common, beside the company. */
  readonly domain: readonly (readonly [string, string, unknown])[];
}

export type TopicModel = 'res.partner' | 'product.product' | 'delivery.carrier' | 'sale.order' | 'purchase.order' | 'stock.picking';

const STAMP = 'write_date';

const COUNTRY: Part = { model: 'res.country', fields: ['code'] };
const CURRENCY: Part = { model: 'res.currency', fields: ['name'] };
/** `factor` has another meaning from version 19 on, where `relative_factor` stands beside it. */
const UNIT: Part = { model: 'uom.uom', fields: ['name', 'factor'], optional: ['relative_factor'] };
/** Version 19 calls it `product_uom_id`. */
const LINE_UNITS = { product_uom: { ...UNIT, optionalPart: true }, product_uom_id: { ...UNIT, optionalPart: true } } as const;

const ORDERED_BY: Part = { model: 'res.partner', fields: ['commercial_partner_id'] };

const PARTNER: Topic = {
  model: 'res.partner',
  perCompany: false,
  domain: [],
  fields: ['name', 'ref', 'email', 'commercial_partner_id', STAMP],
  optional: ['customer_rank', 'supplier_rank'],
  parts: { country_id: COUNTRY },
  refs: [],
  hasRoles: true,
};

const PRODUCT: Topic = {
  model: 'product.product',
  perCompany: false,
  domain: [],
  fields: ['default_code', 'name', 'lst_price', STAMP],
  parts: {
    uom_id: { model: 'uom.uom', fields: ['name'] },
    currency_id: CURRENCY,
    product_tmpl_id: { model: 'product.template', fields: [STAMP], watched: true },
  },
  refs: [],
};

const CARRIER: Topic = { model: 'delivery.carrier', perCompany: false, domain: [], fields: ['name', STAMP], refs: [] };

const SALE: Topic = {
  model: 'sale.order',
  perCompany: true,
  domain: [],
  fields: ['name', 'state', 'date_order', 'commitment_date', 'create_date', STAMP],
  optional: ['delivery_status'],
  parts: {
    currency_id: CURRENCY,
    partner_id: ORDERED_BY,
    partner_shipping_id: { model: 'res.partner', fields: [], parts: { country_id: COUNTRY } },
    order_line: {
      model: 'sale.order.line',
      fields: ['sequence', 'display_type', 'product_id', 'name', 'product_uom_qty', 'qty_delivered', 'price_unit', 'price_subtotal', STAMP],
      optional: ['is_downpayment'],
      parts: LINE_UNITS,
      watched: true,
    },
  },
  refs: [
    { model: 'res.partner', paths: ['partner_id.commercial_partner_id'], role: 'customer' },
    { model: 'product.product', paths: ['order_line.product_id'] },
  ],
};

const PURCHASE: Topic = {
  model: 'purchase.order',
  perCompany: true,
  domain: [],
  fields: ['name', 'state', 'partner_ref', 'date_order', 'date_approve', 'create_date', STAMP],
  optional: ['acknowledged', 'mail_reception_confirmed'],
  parts: {
    currency_id: CURRENCY,
    partner_id: ORDERED_BY,
    order_line: {
      model: 'purchase.order.line',
      fields: ['sequence', 'display_type', 'product_id', 'name', 'product_qty', 'qty_received', 'price_unit', 'date_planned', STAMP],
      optional: ['sale_line_id'],
      parts: LINE_UNITS,
      watched: true,
    },
  },
  refs: [
    { model: 'res.partner', paths: ['partner_id.commercial_partner_id'], role: 'supplier' },
    { model: 'product.product', paths: ['order_line.product_id'] },
  ],
};

const MOVE: Part = {
  model: 'stock.move',
  fields: ['state', 'product_uom_qty', STAMP],
  optional: ['quantity', 'quantity_done'],
  parts: {
    product_uom: UNIT,
    sale_line_id: { model: 'sale.order.line', fields: ['order_id'], parts: LINE_UNITS, optionalPart: true },
    purchase_line_id: { model: 'purchase.order.line', fields: ['order_id'], parts: LINE_UNITS, optionalPart: true },
  },
  watched: true,
  optionalPart: true,
};

const PICKING: Topic = {
  model: 'stock.picking',
  perCompany: true,
  domain: [['picking_type_id.code', 'in', ['incoming', 'outgoing']]],
  fields: ['name', 'state', 'picking_type_code', 'date_deadline', 'date_done', 'create_date', STAMP],
  optional: ['carrier_id', 'carrier_tracking_ref', 'shipping_weight', 'weight_uom_name'],
  parts: {
    partner_id: { model: 'res.partner', fields: [], parts: { country_id: COUNTRY } },
    // The name before and since version 16.
    move_lines: MOVE,
    move_ids: MOVE,
  },
  refs: ['move_lines', 'move_ids'].flatMap((moves) => [
    { model: 'sale.order', paths: [`${moves}.sale_line_id.order_id`] },
    { model: 'purchase.order', paths: [`${moves}.purchase_line_id.order_id`] },
  ]).concat({ model: 'delivery.carrier', paths: ['carrier_id'] }),
};

/** In the order of sending: what is named comes before what names it. */
export const TOPICS: readonly Topic[] = [PARTNER, PRODUCT, CARRIER, SALE, PURCHASE, PICKING];

export const PURCHASE_TOPIC = PURCHASE;
