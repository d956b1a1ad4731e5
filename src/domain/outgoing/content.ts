/** What a command says, read from the records as they stand when it is sent. */
import type { Em } from '../../entities/orm.js';
import { type LineAnswer, ProposalDecision, PurchaseOrderStatus } from '../../entities/enums.js';
import { ConfirmationLine, type OutgoingCommand, PurchaseOrder, PurchaseOrderConfirmation, PurchaseOrderLine, Shipment } from '../../entities/index.js';
import type { DateOnly, Decimal, Instant } from '../facts.js';

/** Contents by kind, in the words of the connector contract. Null: nothing is left to be said. */
export interface Contents {
  readonly CONFIRM_PURCHASE_ORDER: ConfirmationContent;
  readonly SEND_PURCHASE_ORDER: PurchaseOrderContent;
  readonly FOLLOW_SHIPMENT: FollowContent;
}

export interface ConfirmationContent {
  readonly purchaseOrder: { readonly externalId: string; readonly version: string | null };
  readonly supplierReference: string | null;
  readonly note: string | null;
  readonly lines: readonly {
    readonly externalId: string;
    readonly answer: LineAnswer;
    readonly quantity: Decimal | null;
    readonly promisedDate: DateOnly | null;
    readonly unitPrice: Decimal | null;
  }[];
}

export interface PurchaseOrderContent {
  readonly idempotencyKey: string;
  readonly number: string;
  readonly orderedAt: Instant;
  readonly currency: string;
  readonly supplierNumber: string;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly productNumber: string | null;
    readonly description: string;
    readonly quantity: Decimal;
    readonly unit: string;
    readonly unitPrice: Decimal | null;
    readonly requestedDate: DateOnly | null;
  }[];
}

export interface FollowContent {
  readonly trackingNumber: string;
  readonly carrier: string | null;
  readonly country: string | null;
  readonly createdAt: Instant;
}

type Read<Content> = (em: Em, command: OutgoingCommand) => Promise<Content | null>;

export const contents: { readonly [Kind in keyof Contents]: Read<Contents[Kind]> } = {
  CONFIRM_PURCHASE_ORDER: readConfirmation,
  SEND_PURCHASE_ORDER: readPurchaseOrder,
  FOLLOW_SHIPMENT: readShipment,
};

/** Lines that are settled: what was accepted of them. A refused proposal and an answer that a later one replaced say nothing. */
async function readConfirmation(em: Em, { objectId }: OutgoingCommand): Promise<ConfirmationContent | null> {
  const confirmation = await em.findOne(PurchaseOrderConfirmation, { id: objectId }, { populate: ['purchaseOrder'] });
  const { sourceExternalId: externalId, sourceVersion: version } = confirmation?.purchaseOrder ?? {};
  if (!confirmation || externalId == null) return null;
  const answers = await em.find(ConfirmationLine, { confirmation: objectId }, { populate: ['line'], orderBy: { line: { lineNo: 'asc' } } });
  const lines = answers.flatMap(({ line, answer, quantity, promisedDate, unitPrice, decision, decidedAt }) => {
    const agreed = decision === ProposalDecision.ACCEPTED || (decision === ProposalDecision.NOT_NEEDED && decidedAt == null);
    if (!agreed || line.sourceExternalId == null) return [];
    return [
      { externalId: line.sourceExternalId, answer, quantity: quantity ?? null, promisedDate: promisedDate ?? null, unitPrice: unitPrice ?? null },
    ];
  });
  if (lines.length === 0) return null;
  const { supplierReference, note } = confirmation;
  return { purchaseOrder: { externalId, version: version ?? null }, supplierReference: supplierReference ?? null, note: note ?? null, lines };
}

async function readPurchaseOrder(em: Em, { objectId }: OutgoingCommand): Promise<PurchaseOrderContent | null> {
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
      quantity,
      unit,
      unitPrice: unitPrice ?? null,
      requestedDate: requestedDate ?? null,
    })),
  };
}

async function readShipment(em: Em, { objectId }: OutgoingCommand): Promise<FollowContent | null> {
  const shipment = await em.findOne(Shipment, { id: objectId }, { populate: ['carrier'] });
  if (shipment?.trackingNumber == null) return null;
  const { trackingNumber, carrier, country, createdAt } = shipment;
  return { trackingNumber, carrier: carrier?.name ?? null, country: country ?? null, createdAt: createdAt.toISOString() };
}
