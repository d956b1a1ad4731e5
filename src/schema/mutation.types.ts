/** Inputs and answers of the mutations: one `input`, one payload with the object and the problems. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AfterSalesCaseType } from './after-sales-case.type.js';
import { CaseKind, CaseStatus, LineAnswer, OrderStatus, PurchaseOrderStatus } from './enums.js';
import { InboxMessageType } from './inbox-message.type.js';
import { OrderType } from './order.type.js';
import { payloadType } from './payload.js';
import { PurchaseOrderType } from './purchase-order.type.js';
import { DateScalar, DecimalScalar } from './scalars.js';
import { SupplierEvaluationType } from './supplier-evaluation.type.js';
import { UserErrorType } from './user-error.type.js';

@InputType({ description: "A supplier's answer to one line." })
export class PurchaseOrderLineAnswer {
  @Field(() => ID, { description: 'The line.' })
  lineId!: string;

  @Field(() => LineAnswer, { description: 'The answer.' })
  answer!: LineAnswer;

  @Field(() => DecimalScalar, { description: 'Quantity that can be delivered; left out: as ordered.', nullable: true })
  quantity?: string | null;

  @Field(() => DateScalar, { description: 'Date of delivery; left out: as requested.', nullable: true })
  promisedDate?: string | null;

  @Field(() => DecimalScalar, { description: 'Price per unit; left out: as ordered.', nullable: true })
  unitPrice?: string | null;

  @Field(() => String, { description: 'Why; required with REFUSE.', nullable: true })
  reason?: string | null;

  @Field(() => Boolean, { description: 'With BACKORDER: the date is not known yet.', defaultValue: false })
  dateUnknown!: boolean;
}

@InputType({ description: "A supplier's answer to a purchase order. Lines that it does not name stay as they are." })
export class ConfirmPurchaseOrderInput {
  @Field(() => ID, { description: 'The purchase order.' })
  purchaseOrderId!: string;

  @Field(() => String, { description: "The supplier's own number for the order.", nullable: true })
  supplierReference?: string | null;

  @Field(() => String, { description: 'A note to the buyer.', nullable: true })
  note?: string | null;

  @Field(() => ID, {
    description: 'Id of the latest answer (`confirmations`), where a line is answered that was answered before: it shows that you have seen it.',
    nullable: true,
  })
  supersedes?: string | null;

  @Field(() => [PurchaseOrderLineAnswer], { description: 'The answers.' })
  lines!: PurchaseOrderLineAnswer[];
}

@InputType({ description: "The buyer's decision on one proposal." })
export class ProposalDecisionInput {
  @Field(() => ID, { description: "The answer's line that proposes something (`confirmations.lines`)." })
  confirmationLineId!: string;

  @Field(() => Boolean, { description: 'True: agreed; false: refused.' })
  accept!: boolean;

  @Field(() => String, { description: 'Why.', nullable: true })
  reason?: string | null;
}

@InputType({ description: "The buyer's decisions on what a supplier proposed; all or none." })
export class DecideProposalsInput {
  @Field(() => ID, { description: 'The purchase order.' })
  purchaseOrderId!: string;

  @Field(() => [ProposalDecisionInput], { description: 'The decisions.' })
  decisions!: ProposalDecisionInput[];
}

@InputType({ description: 'A move of a purchase order to another state.' })
export class ChangePurchaseOrderStatusInput {
  @Field(() => ID, { description: 'The purchase order.' })
  purchaseOrderId!: string;

  @Field(() => PurchaseOrderStatus, { description: 'The state.' })
  to!: PurchaseOrderStatus;

  @Field(() => String, { description: 'Why.', nullable: true })
  reason?: string | null;
}

@InputType({ description: 'A move of an order to another state.' })
export class ChangeOrderStatusInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @Field(() => OrderStatus, { description: 'The state.' })
  to!: OrderStatus;

  @Field(() => String, { description: 'Why; required where somebody must act on it, and for a cancellation.', nullable: true })
  reason?: string | null;
}

@InputType({ description: 'A new after-sales case.' })
export class OpenCaseInput {
  @Field(() => CaseKind, { description: 'What it is about.' })
  kind!: CaseKind;

  @Field(() => ID, { description: 'Who asks; may be left out where the order or its line is named.', nullable: true })
  customerId?: string | null;

  @Field(() => ID, { description: 'The order that it is about.', nullable: true })
  orderId?: string | null;

  @Field(() => ID, { description: 'The order line that it is about.', nullable: true })
  orderLineId?: string | null;

  @Field(() => ID, { description: 'The shipment that it is about.', nullable: true })
  shipmentId?: string | null;

  @Field(() => String, { description: 'In a few words.' })
  subject!: string;

  @Field(() => String, { description: 'Why the customer asks.', nullable: true })
  reason?: string | null;

  @Field(() => DecimalScalar, { description: 'How much of the line is concerned.', nullable: true })
  quantity?: string | null;
}

@InputType({ description: 'A move of an after-sales case to another state.' })
export class ChangeCaseStatusInput {
  @Field(() => ID, { description: 'The case.' })
  caseId!: string;

  @Field(() => CaseStatus, { description: 'The state.' })
  to!: CaseStatus;

  @Field(() => String, { description: 'Why; required with REFUSED.', nullable: true })
  reason?: string | null;

  @Field(() => String, { description: 'How it was settled; required with RESOLVED.', nullable: true })
  resolution?: string | null;

  @Field(() => String, { description: 'Tracking number of the goods coming back.', nullable: true })
  returnTrackingNumber?: string | null;
}

@InputType({ description: 'A move of an evaluation, with its reason.' })
export class EvaluationReasonInput {
  @Field(() => ID, { description: 'The evaluation.' })
  evaluationId!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@InputType({ description: 'An evaluation to be made final.' })
export class FinaliseEvaluationInput {
  @Field(() => ID, { description: 'The evaluation.' })
  evaluationId!: string;

  @Field(() => String, { description: 'Why; required where it is disputed.', nullable: true })
  reason?: string | null;
}

@InputType({ description: 'A message to be read and applied again.' })
export class ReplayMessageInput {
  @Field(() => ID, { description: 'The message.' })
  messageId!: string;
}

@InputType({ description: 'Messages with codes that were unknown, to be read again.' })
export class ReplayUnmappedInput {
  @Field(() => ID, { description: 'The connector that they came by.' })
  connectorId!: string;

  @Field(() => ID, { description: 'Go on behind this message: `next` of the answer before; left out: from the oldest one on.', nullable: true })
  after?: string | null;
}

@ObjectType('ReplayUnmappedPayload', { description: 'What became of the messages.' })
export class ReplayUnmappedPayload {
  @Field(() => Int, { description: 'Messages that were read; each had something that no table knew.' })
  unmapped!: number;

  @Field(() => Int, { description: 'Of these, those that said something new.' })
  applied!: number;

  @Field(() => Int, { description: 'Of these, those with something that no table knows still.' })
  left!: number;

  @Field(() => Int, { description: 'Messages that are yet to be read: ask again, with `next` as `after`.' })
  remaining!: number;

  @Field(() => ID, { description: 'The last message that was read; null where none remains.', nullable: true })
  next!: string | null;

  @Field(() => [UserErrorType], { description: 'Why nothing was done, all problems at once; empty where it was done.' })
  errors!: UserErrorType[];
}

export const PurchaseOrderPayload = payloadType('PurchaseOrder', 'purchaseOrder', () => PurchaseOrderType);
export const OrderPayload = payloadType('Order', 'order', () => OrderType);
export const AfterSalesCasePayload = payloadType('AfterSalesCase', 'afterSalesCase', () => AfterSalesCaseType);
export const SupplierEvaluationPayload = payloadType('SupplierEvaluation', 'supplierEvaluation', () => SupplierEvaluationType);
export const InboxMessagePayload = payloadType('InboxMessage', 'message', () => InboxMessageType);
