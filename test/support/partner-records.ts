/**
 * Which records a partner may meet and which not, said once more apart from the plan: in plain conditions on the tables.
 * `t` is the row, `$1` the partner's id.
 */
import type { Reader } from '../../src/entities/database.js';

export type PartnerRole = 'SUPPLIER' | 'CARRIER';

interface Kind {
  readonly type: string;
  readonly table: string;
  /** Columns besides the id by which the record can be told from others. */
  readonly names: readonly string[];
  readonly own: Readonly<Record<PartnerRole, string>>;
}

const never = 'false';
const ofOrder = (order: string): string => `exists (select 1 from purchase_order as po where po.id = ${order} and po.supplier_id = $1::uuid)`;
const ofLine = (line: string): string => `exists (select 1 from purchase_order_line as l join purchase_order as po on po.id = l.purchase_order_id where l.id = ${line} and po.supplier_id = $1::uuid)`;
const ofShipment = (shipment: string, partner: string): string => `exists (select 1 from shipment as s where s.id = ${shipment} and s.${partner}_id = $1::uuid)`;
const shipments = (shipment: string): Kind['own'] => ({ SUPPLIER: ofShipment(shipment, 'supplier'), CARRIER: ofShipment(shipment, 'carrier') });
/** Carriers are met on shipments and on their legs. */
const carrierOf = (partner: string): string =>
  `exists (select 1 from shipment as s left join shipment_leg as g on g.shipment_id = s.id where s.${partner}_id = $1::uuid and t.id in (s.carrier_id, g.carrier_id))`;

const kinds: readonly Kind[] = [
  { type: 'Supplier', table: 'supplier', names: ['number', 'email'], own: { SUPPLIER: 't.id = $1::uuid', CARRIER: never } },
  { type: 'Carrier', table: 'carrier', names: ['number'], own: { SUPPLIER: carrierOf('supplier'), CARRIER: `t.id = $1::uuid or ${carrierOf('carrier')}` } },
  { type: 'Product', table: 'product', names: ['number'], own: { SUPPLIER: 'exists (select 1 from purchase_order_line as l join purchase_order as po on po.id = l.purchase_order_id where l.product_id = t.id and po.supplier_id = $1::uuid)', CARRIER: never } },
  { type: 'Customer', table: 'customer', names: ['number', 'email'], own: { SUPPLIER: never, CARRIER: never } },
  { type: 'Order', table: 'orders', names: ['number'], own: { SUPPLIER: never, CARRIER: never } },
  { type: 'OrderLine', table: 'order_line', names: [], own: { SUPPLIER: never, CARRIER: never } },
  { type: 'AfterSalesCase', table: 'after_sales_case', names: ['number'], own: { SUPPLIER: never, CARRIER: never } },
  { type: 'PurchaseOrder', table: 'purchase_order', names: ['number', 'supplier_reference'], own: { SUPPLIER: ofOrder('t.id'), CARRIER: never } },
  { type: 'PurchaseOrderLine', table: 'purchase_order_line', names: [], own: { SUPPLIER: ofLine('t.id'), CARRIER: never } },
  { type: 'PurchaseOrderConfirmation', table: 'purchase_order_confirmation', names: [], own: { SUPPLIER: ofOrder('t.purchase_order_id'), CARRIER: never } },
  { type: 'ConfirmationLine', table: 'confirmation_line', names: [], own: { SUPPLIER: ofLine('t.line_id'), CARRIER: never } },
  { type: 'Receipt', table: 'receipt', names: ['number'], own: { SUPPLIER: ofOrder('t.purchase_order_id'), CARRIER: never } },
  { type: 'ReceiptLine', table: 'receipt_line', names: [], own: { SUPPLIER: ofLine('t.line_id'), CARRIER: never } },
  { type: 'Shipment', table: 'shipment', names: ['number', 'tracking_number'], own: shipments('t.id') },
  { type: 'ShipmentLine', table: 'shipment_line', names: [], own: { ...shipments('t.shipment_id'), CARRIER: never } },
  { type: 'ShipmentLeg', table: 'shipment_leg', names: [], own: shipments('t.shipment_id') },
  { type: 'TrackingEvent', table: 'tracking_event', names: [], own: shipments('t.shipment_id') },
  { type: 'SupplierEvaluation', table: 'supplier_evaluation', names: [], own: { SUPPLIER: 't.supplier_id = $1::uuid', CARRIER: never } },
  { type: 'EvaluationCriterion', table: 'evaluation_criterion', names: [], own: { SUPPLIER: 'exists (select 1 from supplier_evaluation as e where e.id = t.evaluation_id and e.supplier_id = $1::uuid)', CARRIER: never } },
];

export interface PartnerRecords {
  /** Ids by type. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  readonly foreign: Readonly<Record<string, readonly string[]>>;
  /** Ids, numbers and addresses of foreign records that no own one shares. */
  readonly secrets: ReadonlySet<string>;
}

export async function partnerRecords(reader: Reader, role: PartnerRole, partnerId: string): Promise<PartnerRecords> {
  const own: Record<string, string[]> = {};
  const foreign: Record<string, string[]> = {};
  const names = { own: new Set<string>(), foreign: new Set<string>() };
  for (const { type, table, names: columns, own: conditions } of kinds) {
    const texts = ['id', ...columns].map((column) => `t.${column}::text as ${column}`);
    // Named in every statement, so that the partner is a parameter of it also where no record can be its own.
    const rows = await reader.rows(`select ${texts.join(', ')}, ($1::uuid is not null and (${conditions[role]}))::text as own from ${table} as t order by t.id`, [partnerId]);
    const isOwn = (row: (typeof rows)[number]): boolean => row['own'] === 'true';
    own[type] = rows.filter(isOwn).map((row) => row['id'] as string);
    foreign[type] = rows.filter((row) => !isOwn(row)).map((row) => row['id'] as string);
    for (const row of rows) for (const column of ['id', ...columns]) if (row[column]) names[isOwn(row) ? 'own' : 'foreign'].add(row[column]);
  }
  return { own, foreign, secrets: new Set([...names.foreign].filter((name) => !names.own.has(name))) };
}
