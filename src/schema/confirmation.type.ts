/** Suppliers' answers to purchase orders in the graph. */
import { Field, ID, ObjectType } from 'type-graphql';
import { LineAnswer, ProposalDecision } from './enums.js';
import { list, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import type { Planned } from './planned.js';
import { PurchaseOrderLineType, PurchaseOrderType } from './purchase-order.type.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { SourceType } from './shared.type.js';

@ObjectType('PurchaseOrderConfirmation', { description: 'One answer of a supplier to a purchase order, as it came.' })
export class PurchaseOrderConfirmationType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: "The supplier's own number for the order.", nullable: true })
  supplierReference!: string | null;

  @Field(() => String, { description: 'What the supplier added.', nullable: true })
  note!: string | null;

  @Field(() => String, { description: 'By which way it came.' })
  channel!: string;

  @Field(() => DateTimeScalar, { description: 'When it came.' })
  receivedAt!: string;

  @Field(() => PurchaseOrderType, { description: 'The purchase order.' })
  purchaseOrder!: Planned<PurchaseOrderType>;

  @Field(() => [ConfirmationLineType], { description: 'The answers, line by line.' })
  lines!: Planned<ConfirmationLineType>[];

  @Field(() => SourceType, { description: "Where the supplier's own system told it; null where a person gave it here.", nullable: true })
  source!: Planned<SourceType> | null;
}

@ObjectType('ConfirmationLine', { description: "A supplier's answer to one line, and what the buyer made of it." })
export class ConfirmationLineType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => LineAnswer, { description: 'What the supplier said.' })
  answer!: LineAnswer;

  @Field(() => DecimalScalar, { description: 'Quantity that he names.', nullable: true })
  quantity!: string | null;

  @Field(() => DateScalar, { description: 'Date that he names.', nullable: true })
  promisedDate!: string | null;

  @Field(() => DecimalScalar, { description: 'Price per unit that he names.', nullable: true })
  unitPrice!: string | null;

  @Field(() => String, { description: 'Why.', nullable: true })
  reason!: string | null;

  @Field(() => ProposalDecision, { description: 'What the buyer made of it.' })
  decision!: ProposalDecision;

  @Field(() => DateTimeScalar, { description: 'When.', nullable: true })
  decidedAt!: string | null;

  @Field(() => String, { description: 'Why the buyer decided so.', nullable: true })
  decisionReason!: string | null;

  @Field(() => PurchaseOrderLineType, { description: 'The purchase order line.' })
  line!: Planned<PurchaseOrderLineType>;

  @Field(() => PurchaseOrderConfirmationType, { description: 'The answer that it is a part of.' })
  confirmation!: Planned<PurchaseOrderConfirmationType>;
}

export const purchaseOrderConfirmationMapping: TypeMapping = {
  type: 'PurchaseOrderConfirmation',
  entity: 'PurchaseOrderConfirmation',
  fields: {
    lines: list('ConfirmationLine', 'confirmation'),
    source: source,
  },
  scope: { supplier: 'purchaseOrder.supplier' },
};

export const confirmationLineMapping: TypeMapping = {
  type: 'ConfirmationLine',
  entity: 'ConfirmationLine',
  scope: { supplier: 'line.purchaseOrder.supplier' },
};
