/** The records behind a criterion of a supplier's evaluation. */
import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfoType } from './connection.js';
import type { Planned } from './planned.js';
import { PurchaseOrderLineType, PurchaseOrderType } from './purchase-order.type.js';
import { ReceiptLineType } from './receipt.type.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { ShipmentType } from './shipment.type.js';

@ObjectType('EvaluationEvidence', { description: 'One of the very records behind a criterion.' })
export class EvaluationEvidenceType {
  @Field(() => ID, { description: 'Id of the record.' })
  objectId!: string;

  @Field(() => String, {
    description: 'Its kind: `RECEIPT_LINE` for quality, `PURCHASE_ORDER_LINE` for delivery, `PURCHASE_ORDER` for service.',
  })
  objectType!: string;

  @Field(() => DateScalar, { description: 'The day that decides the period: received, promised, or due to be answered.' })
  on!: string;

  @Field(() => DecimalScalar, { description: 'Its share in the numerator: the quantity accepted; 1 for what was on time, 0 for what was not.' })
  numerator!: string;

  @Field(() => DecimalScalar, { description: 'Its share in the denominator: the quantity inspected; otherwise 1.' })
  denominator!: string;

  @Field(() => DateTimeScalar, { description: 'Of service: when the purchase order was answered first; null where it was not.', nullable: true })
  answeredAt!: string | null;

  @Field(() => ReceiptLineType, { description: 'The line of the receipt, for quality.', nullable: true })
  receiptLine!: Planned<ReceiptLineType> | null;

  @Field(() => PurchaseOrderLineType, { description: 'The purchase order line, for quality and delivery.', nullable: true })
  purchaseOrderLine!: Planned<PurchaseOrderLineType> | null;

  @Field(() => PurchaseOrderType, { description: 'The purchase order.', nullable: true })
  purchaseOrder!: Planned<PurchaseOrderType> | null;

  @Field(() => ShipmentType, { description: 'The shipment that delivered, for delivery, where one did.', nullable: true })
  shipment!: Planned<ShipmentType> | null;
}

@ObjectType('EvaluationEvidencePage', { description: 'A page of the records behind a criterion, by day.' })
export class EvaluationEvidencePageType {
  @Field(() => [EvaluationEvidenceType], { description: 'The records.' })
  nodes!: EvaluationEvidenceType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}
