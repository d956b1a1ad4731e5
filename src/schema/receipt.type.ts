/** Goods receipts in the graph. */
import { Field, ID, ObjectType } from 'type-graphql';
import { list, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import type { Planned } from './planned.js';
import { PurchaseOrderLineType, PurchaseOrderType } from './purchase-order.type.js';
import { DateScalar, DecimalScalar } from './scalars.js';
import { SourceType } from './shared.type.js';

@ObjectType('Receipt', { description: 'Goods taken in against a purchase order.' })
export class ReceiptType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => DateScalar, { description: 'Date at the warehouse.' })
  receivedOn!: string;

  @Field(() => PurchaseOrderType, { description: 'The purchase order.' })
  purchaseOrder!: Planned<PurchaseOrderType>;

  @Field(() => [ReceiptLineType], { description: 'What came in, line by line.' })
  lines!: Planned<ReceiptLineType>[];

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@ObjectType('ReceiptLine', { description: 'What came in for one purchase order line.' })
export class ReceiptLineType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => DecimalScalar, { description: 'Quantity received.' })
  quantity!: string;

  @Field(() => DecimalScalar, { description: 'Rejected at inspection; null: not inspected, so unknown.', nullable: true })
  rejectedQuantity!: string | null;

  @Field(() => PurchaseOrderLineType, { description: 'The purchase order line.' })
  line!: Planned<PurchaseOrderLineType>;

  @Field(() => ReceiptType, { description: 'The receipt.' })
  receipt!: Planned<ReceiptType>;
}

export const receiptMapping: TypeMapping = {
  type: 'Receipt',
  entity: 'Receipt',
  fields: {
    lines: list('ReceiptLine', 'receipt'),
    source: source,
  },
  scope: { supplier: 'purchaseOrder.supplier' },
};

export const receiptLineMapping: TypeMapping = {
  type: 'ReceiptLine',
  entity: 'ReceiptLine',
  scope: { supplier: 'line.purchaseOrder.supplier' },
};
