/** Goods on their way: receipts from suppliers and shipments to customers. */
import type { DateOnly, Decimal, Instant, ReceiptFact, ShipmentFact, Unmapped } from '../../../domain/facts.js';
import { floatText } from '../shared/floats.js';
import { lookUp } from '../shared/lookup.js';
import { idIn, refTo, sourceOf } from './source.js';
import { MOVE, RECEIVED, SHIPMENT_STATUS } from './statuses.js';
import type { ReceiptMoveWire, ReceiptWire, ShipmentMoveWire, ShipmentWire } from './wire.js';

/** One fact for each purchase that the delivery was for; none while the goods are not here. */
export function receiptFacts(receipt: ReceiptWire, version: string, unmapped: Unmapped[]): ReceiptFact[] {
  if (lookUp(RECEIVED, receipt.state, 'state', unmapped) !== true) return [];
  const moves = moved(receipt['incoming_moves.'], 'incoming_moves.', unmapped);
  const purchases = [...new Set(moves.flatMap(({ purchase }) => purchase ?? []))].sort((a, b) => a - b);
  const number = receipt.number ?? refTo('stock.shipment.in', receipt.id);
  return purchases.flatMap((purchase): ReceiptFact[] => {
    const own = moves.filter((move) => move.purchase === purchase);
    const receivedOn = receipt.effective_date ?? own.flatMap(({ effective_date }) => effective_date ?? []).sort().at(-1);
    if (receivedOn === undefined) {
      unmapped.push({ path: 'effective_date', value: 'null' });
      return [];
    }
    const source = sourceOf('stock.shipment.in', receipt, version, receipt['incoming_moves.']);
    return [
      {
        kind: 'receipt',
        source: { ...source, externalId: `${source.externalId}/${refTo('purchase.purchase', purchase)}` },
        number: purchases.length === 1 ? number : `${number}/${purchase}`,
        purchaseOrder: refTo('purchase.purchase', purchase),
        receivedOn,
        lines: own.flatMap((move) => receiptLine(move)),
      },
    ];
  });
}

function receiptLine(move: ReceiptMoveWire): ReceiptFact['lines'] {
  const line = idIn(move.origin ?? '', 'purchase.line');
  if (line === null) return [];
  return [
    {
      externalId: refTo('stock.move', move.id),
      purchaseOrderLine: refTo('purchase.line', line),
      quantity: orderedQuantity(move),
      rejectedQuantity: null,
    },
  ];
}

/**
 * One fact for each tracking number: Tryton's shipment can be several packages, each with its own. The first one keeps the
 * shipment's id, since there is but one before it is packed; goods outside of a package count to it.
 */
export function shipmentFacts(shipment: ShipmentWire, version: string, unmapped: Unmapped[]): ShipmentFact[] {
  const status = lookUp(SHIPMENT_STATUS, shipment.state, 'state', unmapped);
  const goods = shipment['outgoing_moves.'].filter((move, index) => {
    const state = lookUp(MOVE, move.state, `outgoing_moves.[${index}].state`, unmapped);
    return state === 'moved' || state === 'open';
  });
  return consignments(shipment).map(({ trackingNumber, packages }, index): ShipmentFact => {
    const own = goods.filter((move) => (index === 0 ? !isElsewhere(move, packages, shipment) : packages.includes(move.package ?? 0)));
    const source = sourceOf('stock.shipment.out', shipment, version, [...shipment['outgoing_moves.'], ...shipment['packages.']]);
    const number = shipment.number ?? source.externalId;
    return {
      kind: 'shipment',
      source: index === 0 ? source : { ...source, externalId: refTo('stock.package', packages[0]!) },
      number: index === 0 ? number : `${number}/${index + 1}`,
      direction: 'OUTBOUND',
      carrier: refTo('carrier', shipment.carrier),
      trackingNumber,
      mode: null,
      // With a tracking number the carrier knows better, except that it may never have been given the goods.
      status: trackingNumber === null || status === 'CANCELLED' ? status : undefined,
      shippedAt: shippedAt(shipment),
      promisedDate: shipment.planned_date ?? null,
      country: shipment['delivery_address.']?.['country.']?.code ?? null,
      weightKg: index === 0 && consignments(shipment).length === 1 ? (shipment.weight ?? null) : undefined,
      lines: own.map((move) => shipmentLine(move)),
    };
  });
}

interface Consignment {
  readonly trackingNumber: string | null;
  readonly packages: readonly number[];
}

/** The packages by tracking number, in the order of their ids; one without a number where there are none. */
function consignments(shipment: ShipmentWire): Consignment[] {
  const byNumber = new Map<string, number[]>();
  for (const { id, shipping_reference } of [...shipment['packages.']].sort((a, b) => a.id - b.id)) {
    const number = shipping_reference?.trim() ?? '';
    if (number !== '') byNumber.set(number, [...(byNumber.get(number) ?? []), id]);
  }
  if (byNumber.size === 0) return [{ trackingNumber: null, packages: [] }];
  return [...byNumber].map(([trackingNumber, packages]) => ({ trackingNumber, packages }));
}

/** In a package that has another tracking number. */
function isElsewhere(move: ShipmentMoveWire, packages: readonly number[], shipment: ShipmentWire): boolean {
  if (move.package == null || packages.includes(move.package)) return false;
  return consignments(shipment).some((consignment) => consignment.packages.includes(move.package!));
}

function shipmentLine(move: ShipmentMoveWire): ShipmentFact['lines'][number] {
  return {
    externalId: refTo('stock.move', move.id),
    orderLine: refTo('sale.line', idIn(move.origin ?? '', 'sale.line')),
    quantity: orderedQuantity(move),
  };
}

/** Tryton knows the day only: its first instant, or that of the record's creation where this was on the same day. */
function shippedAt(shipment: ShipmentWire): Instant | null {
  const day: DateOnly | null = shipment.state === 'done' ? (shipment.effective_date ?? null) : null;
  if (day === null) return null;
  return shipment.create_date.startsWith(day) ? shipment.create_date : `${day}T00:00:00Z`;
}

function moved(moves: readonly ReceiptMoveWire[], path: string, unmapped: Unmapped[]): ReceiptMoveWire[] {
  return moves.filter((move, index) => lookUp(MOVE, move.state, `${path}[${index}].state`, unmapped) === 'moved');
}

/** The quantity in the unit of the ordered line, as Tryton's `Uom.compute_qty` reckons it. */
function orderedQuantity(move: ReceiptMoveWire | ShipmentMoveWire): Decimal {
  const from = move['uom.'];
  const to = move['origin.']?.['unit.'] ?? from;
  if (from.id === to.id) return floatText(move.quantity);
  return floatText(Number(((move.quantity * from.factor) / to.factor).toFixed(to.digits)));
}
