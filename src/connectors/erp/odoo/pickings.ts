/** Goods on their way: receipts from suppliers and shipments to customers, both `stock.picking` in Odoo. */
import type { Decimal, ReceiptFact, ShipmentFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import { refTo } from '../shared/refs.js';
import type { Zone } from '../shared/zone.js';
import { sourceOf } from './source.js';
import { MOVE, RECEIVED, SHIPMENT_STATUS } from './statuses.js';
import { dayOf } from './values.js';
import type { MoveWire, PickingWire, UnitWire } from './wire.js';

type PickingFact = ReceiptFact | ShipmentFact;

/** Quantities are counted to six places here, which is finer than Odoo's own units. */
const QUANTITY_DIGITS = 6;

const BY_TYPE: Readonly<Record<string, (picking: PickingWire, version: string, zone: Zone, unmapped: Unmapped[]) => PickingFact[]>> = {
  incoming: receiptFacts,
  outgoing: shipmentFacts,
};

/** What the kind of operation says: other kinds (transfers within the house, manufacturing) say nothing here. */
export function pickingFacts(picking: PickingWire, version: string, zone: Zone, unmapped: Unmapped[]): PickingFact[] {
  return lookUp(BY_TYPE, picking.picking_type_code, 'picking_type_code', unmapped)?.(picking, version, zone, unmapped) ?? [];
}

/** One fact for each purchase that the delivery was for; none while the goods are not here, or where a customer sent them back. */
function receiptFacts(picking: PickingWire, version: string, zone: Zone, unmapped: Unmapped[]): ReceiptFact[] {
  if (lookUp(RECEIVED, picking.state, 'state', unmapped) !== true) return [];
  const moves = movesIn(picking, unmapped, ['moved']).filter((move) => move['purchase_line_id.'] !== null);
  const purchases = [...new Set(moves.map((move) => move['purchase_line_id.']!.order_id))].sort((a, b) => a - b);
  const number = picking.name ?? refTo('stock.picking', picking.id);
  if (purchases.length > 0 && picking.date_done === null) {
    unmapped.push({ path: 'date_done', value: 'false' });
    return [];
  }
  return purchases.map((purchase): ReceiptFact => {
    const source = sourceOf('stock.picking', picking, version, allMoves(picking));
    return {
      kind: 'receipt',
      source: { ...source, externalId: `${source.externalId}/${refTo('purchase.order', purchase)}` },
      number: purchases.length === 1 ? number : `${number}/${purchase}`,
      purchaseOrder: refTo('purchase.order', purchase),
      receivedOn: dayOf(picking.date_done!, zone),
      lines: moves
        .filter((move) => move['purchase_line_id.']!.order_id === purchase)
        .map((move) => ({
          externalId: refTo('stock.move', move.id),
          purchaseOrderLine: refTo('purchase.order.line', move['purchase_line_id.']!.id),
          quantity: orderedQuantity(move, move['purchase_line_id.']),
          rejectedQuantity: null,
        })),
    };
  });
}

/** One fact for each tracking number: Odoo keeps several in one field. The goods are counted to the first. */
function shipmentFacts(picking: PickingWire, version: string, zone: Zone, unmapped: Unmapped[]): ShipmentFact[] {
  const status = lookUp(SHIPMENT_STATUS, picking.state, 'state', unmapped);
  const moves = movesIn(picking, unmapped, ['moved', 'open']);
  // Goods that go back to their supplier.
  if (moves.length > 0 && moves.every((move) => move['purchase_line_id.'] !== null)) return [];
  const numbers = (picking.carrier_tracking_ref ?? '').split(/[,;]/).map((part) => part.trim()).filter((part) => part !== '');
  const trackingNumbers = numbers.length === 0 ? [null] : [...new Set(numbers)];
  return trackingNumbers.map((trackingNumber, index): ShipmentFact => {
    const source = sourceOf('stock.picking', picking, version, allMoves(picking));
    const number = picking.name ?? source.externalId;
    return {
      kind: 'shipment',
      source: index === 0 ? source : { ...source, externalId: `${source.externalId}/${index + 1}` },
      number: index === 0 ? number : `${number}/${index + 1}`,
      direction: 'OUTBOUND',
      carrier: refTo('delivery.carrier', picking.carrier_id),
      trackingNumber,
      mode: null,
      // With a tracking number the carrier knows better, except that it may never have been given the goods.
      status: trackingNumber === null || status === 'CANCELLED' ? status : undefined,
      shippedAt: picking.state === 'done' ? picking.date_done : null,
      promisedDate: picking.date_deadline === null ? null : dayOf(picking.date_deadline, zone),
      country: picking['partner_id.']?.['country_id.']?.code ?? null,
      weightKg: trackingNumbers.length === 1 && picking.weight_uom_name === 'kg' ? picking.shipping_weight : undefined,
      lines: index === 0 ? moves.map((move) => shipmentLine(move)) : [],
    };
  });
}

function shipmentLine(move: MoveWire): ShipmentFact['lines'][number] {
  const line = move['sale_line_id.'];
  return { externalId: refTo('stock.move', move.id), orderLine: refTo('sale.order.line', line?.id), quantity: orderedQuantity(move, line) };
}

function allMoves(picking: PickingWire): MoveWire[] {
  return [...(picking['move_ids.'] ?? []), ...(picking['move_lines.'] ?? [])];
}

function movesIn(picking: PickingWire, unmapped: Unmapped[], wanted: readonly ('moved' | 'open')[]): MoveWire[] {
  return allMoves(picking).filter((move) => {
    const state = lookUp(MOVE, move.state, `moves.[id=${move.id}].state`, unmapped);
    return wanted.some((one) => one === state);
  });
}

/** What has moved, or is to move, in the unit of the ordered line. The field for it was renamed in version 17. */
function orderedQuantity(move: MoveWire, line: MoveWire['sale_line_id.']): Decimal {
  const quantity = MOVE[move.state] === 'moved' ? (move.quantity ?? move.quantity_done ?? move.product_uom_qty) : move.product_uom_qty;
  const from = move['product_uom.'];
  const to = line?.['product_uom_id.'] ?? line?.['product_uom.'] ?? from;
  if (from.id === to.id) return floatText(quantity);
  return floatText(Number(((quantity * size(from)) / size(to)).toFixed(QUANTITY_DIGITS)));
}

/** How much of the reference unit one unit is: up to 18 `factor` says how many of the unit make one reference unit. */
function size({ factor, relative_factor }: UnitWire): number {
  return relative_factor === null ? 1 / factor : factor;
}
