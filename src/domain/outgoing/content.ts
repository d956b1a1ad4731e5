/** What a command says, read from the records as they stand when it is sent. */
import type { Em } from '../../entities/orm.js';
import { ProposalDecision, PurchaseOrderStatus } from '../../entities/enums.js';
import { ConfirmationLine, type OutgoingCommand, PurchaseOrder, PurchaseOrderConfirmation, PurchaseOrderLine, Shipment } from '../../entities/index.js';
import { normalise } from '../decimal.js';
import type { Decimal } from '../facts.js';
import type { PurchaseOrderCommand, PurchaseOrderConfirmationCommand, WatchedShipment } from './commands.js';

/** Contents by kind. Null: nothing is left to be said. */
export interface Contents {
  readonly CONFIRM_PURCHASE_ORDER: PurchaseOrderConfirmationCommand;
  readonly SEND_PURCHASE_ORDER: PurchaseOrderCommand;
  readonly FOLLOW_SHIPMENT: WatchedShipment;
}

type Read<Content> = (em: Em, command: OutgoingCommand) => Promise<Content | null>;

export const contents: { readonly [Kind in keyof Contents]: Read<Contents[Kind]> } = {
  CONFIRM_PURCHASE_ORDER: readConfirmation,
  SEND_PURCHASE_ORDER: readPurchaseOrder,
  FOLLOW_SHIPMENT: readShipment,
};

/** Lines that are settled: what was accepted of them. A refused proposal and an answer that a later one replaced say nothing. */
async function readConfirmation(em: Em, { objectId }: OutgoingCommand): Promise<PurchaseOrderConfirmationCommand | null> {
  const confirmation = await em.findOne(PurchaseOrderConfirmation, { id: objectId }, { populate: ['purchaseOrder'] });
  const { sourceExternalId: externalId, sourceVersion: version } = confirmation?.purchaseOrder ?? {};
  if (!confirmation || externalId == null) return null;
  const answers = await em.find(ConfirmationLine, { confirmation: objectId }, { populate: ['line'], orderBy: { line: { lineNo: 'asc' } } });
  const lines = answers.flatMap(({ line, answer, quantity, promisedDate, unitPrice, decision, decidedAt }) => {
    const agreed = decision === ProposalDecision.ACCEPTED || (decision === ProposalDecision.NOT_NEEDED && decidedAt == null);
    if (!agreed || line.sourceExternalId == null) return [];
    return [
      { externalId: line.sourceExternalId, lineNo: line.lineNo, answer, quantity: shortest(quantity), promisedDate: promisedDate ?? null, unitPrice: shortest(unitPrice) },
    ];
  });
  if (lines.length === 0) return null;
  const { supplierReference, note, purchaseOrder } = confirmation;
  return {
    idempotencyKey: `confirmation-${objectId}`,
    purchaseOrder: { externalId, version: version ?? null, number: purchaseOrder.number },
    supplierReference: supplierReference ?? null,
    note: note ?? null,
    lines,
  };
}

async function readPurchaseOrder(em: Em, { objectId }: OutgoingCommand): Promise<PurchaseOrderCommand | null> {
  const order = await em.findOne(PurchaseOrder, { id: objectId }, { populate: ['supplier'] });
  if (!order || order.status === PurchaseOrderStatus.CANCELLED) return null;
  const lines = await em.find(PurchaseOrderLine, { purchaseOrder: objectId }, { populate: ['product'], orderBy: { lineNo: 'asc' } });
  return {
    idempotencyKey: `purchase-order-${objectId}`,
    number: order.number,
    orderedAt: order.orderedAt.toISOString(),
    currency: order.currency,
    supplierNumber: order.supplier.number,
    lines: lines.map(({ lineNo, product, description, quantity, unit, unitPrice, requestedDate }) => ({
      lineNo,
      productNumber: product?.number ?? null,
      description,
      quantity: normalise(quantity),
      unit,
      unitPrice: shortest(unitPrice),
      requestedDate: requestedDate ?? null,
    })),
  };
}

/** Columns have a fixed scale: what was said as 1.6 would go out as 1.600000. */
function shortest(value: Decimal | null | undefined): Decimal | null {
  return value == null ? null : normalise(value);
}

async function readShipment(em: Em, { objectId }: OutgoingCommand): Promise<WatchedShipment | null> {
  const shipment = await em.findOne(Shipment, { id: objectId }, { populate: ['carrier'] });
  if (shipment?.trackingNumber == null) return null;
  const { trackingNumber, carrier, country, createdAt } = shipment;
  return { trackingNumber, carrier: carrier?.name ?? null, country: country ?? null, createdAt: createdAt.toISOString() };
}
