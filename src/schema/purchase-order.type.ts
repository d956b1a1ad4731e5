/** Purchase orders and their lines in the graph. */
import { Args, ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConfirmationLineType, PurchaseOrderConfirmationType } from './confirmation.type.js';
import { connectionType } from './connection.js';
import { PurchaseOrderLineStatus, PurchaseOrderStatus, SortDirection } from './enums.js';
import { connection, list, money, oneOf, range, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { OrderConnection, OrderLineType, OrderPageArgs, OrderType } from './order.type.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { ProductType } from './product.type.js';
import { DateRange, DateTimeRange } from './range.input.js';
import { ReceiptType } from './receipt.type.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { MoneyType, SourceType } from './shared.type.js';
import { ShipmentConnection, ShipmentPageArgs } from './shipment.type.js';
import { SupplierType } from './supplier.type.js';

@ObjectType('PurchaseOrder', { description: 'What we ordered from a supplier.' })
export class PurchaseOrderType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => PurchaseOrderStatus, { description: 'Where it stands; follows from its lines.' })
  status!: PurchaseOrderStatus;

  @Field(() => MoneyType, { description: 'Sum of its lines.' })
  total!: Planned<MoneyType>;

  @Field(() => String, { description: "The supplier's own number for it.", nullable: true })
  supplierReference!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  orderedAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it was sent to the supplier.', nullable: true })
  issuedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the answer of the supplier is due.', nullable: true })
  confirmationDueAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the supplier had agreed to all of it.', nullable: true })
  confirmedAt!: string | null;

  @Field(() => DateScalar, { description: 'Date on which the last of it was received.', nullable: true })
  receivedOn!: string | null;

  @Field(() => DateScalar, { description: 'The date wished for.', nullable: true })
  requestedDate!: string | null;

  @Field(() => DateScalar, { description: 'The first date confirmed; never overwritten.', nullable: true })
  firstPromise!: string | null;

  @Field(() => DateScalar, { description: 'The newest agreed date.', nullable: true })
  currentPromise!: string | null;

  @Field(() => SupplierType, { description: 'Who delivers.' })
  supplier!: Planned<SupplierType>;

  @Field(() => [PurchaseOrderLineType], { description: 'Its lines, in order.' })
  lines!: Planned<PurchaseOrderLineType>[];

  @Field(() => [PurchaseOrderConfirmationType], { description: 'Answers of the supplier, oldest first.' })
  confirmations!: Planned<PurchaseOrderConfirmationType>[];

  @Field(() => [ReceiptType], { description: 'Goods taken in, oldest first.' })
  receipts!: Planned<ReceiptType>[];

  @Field(() => OrderConnection, { description: 'Customer orders that it buys for.' })
  orders(@Args(() => OrderPageArgs) _page: Planned<OrderPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => ShipmentConnection, { description: 'Shipments with goods of it.' })
  shipments(@Args(() => ShipmentPageArgs) _page: Planned<ShipmentPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@ObjectType('PurchaseOrderLine', { description: 'One line of a purchase order.' })
export class PurchaseOrderLineType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => Int, { description: 'Number within the purchase order.' })
  lineNo!: number;

  @Field(() => String, { description: 'Goods as the purchase order names them.' })
  description!: string;

  @Field(() => DecimalScalar, { description: 'Quantity ordered.' })
  quantity!: string;

  @Field(() => String, { description: 'Unit of the quantities.' })
  unit!: string;

  @Field(() => DecimalScalar, { description: 'Price per unit, in the currency of the purchase order.', nullable: true })
  unitPrice!: string | null;

  @Field(() => DecimalScalar, { description: 'Amount of the line, in the currency of the purchase order.' })
  amount!: string;

  @Field(() => PurchaseOrderLineStatus, { description: 'Where it stands.' })
  status!: PurchaseOrderLineStatus;

  @Field(() => DecimalScalar, { description: 'What the supplier has agreed to.', nullable: true })
  quantityConfirmed!: string | null;

  @Field(() => DecimalScalar, { description: 'Received so far.' })
  quantityReceived!: string;

  @Field(() => DecimalScalar, {
    description: 'Rejected at inspection so far; null while nobody has inspected.',
    nullable: true,
  })
  quantityRejected!: string | null;

  @Field(() => DateScalar, { description: 'Date on which the quantity ordered was complete.', nullable: true })
  deliveredOn!: string | null;

  @Field(() => DateScalar, { description: 'The date wished for.', nullable: true })
  requestedDate!: string | null;

  @Field(() => DateScalar, { description: 'The first date confirmed; never overwritten.', nullable: true })
  firstPromise!: string | null;

  @Field(() => DateScalar, { description: 'The newest agreed date.', nullable: true })
  currentPromise!: string | null;

  @Field(() => PurchaseOrderType, { description: 'The purchase order.' })
  purchaseOrder!: Planned<PurchaseOrderType>;

  @Field(() => ProductType, { description: 'What was ordered; null where the source names no product.', nullable: true })
  product!: Planned<ProductType> | null;

  @Field(() => OrderType, { description: 'Customer order that it buys for, if for one.', nullable: true })
  order!: Planned<OrderType> | null;

  @Field(() => OrderLineType, { description: 'Line of that order.', nullable: true })
  orderLine!: Planned<OrderLineType> | null;

  @Field(() => [ConfirmationLineType], { description: 'Answers of the supplier to this line, oldest first.' })
  answers!: Planned<ConfirmationLineType>[];
}

@InputType({ description: 'Which purchase orders to list; all members given must hold.' })
export class PurchaseOrderFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [PurchaseOrderStatus], { description: 'In one of these states.', nullable: true })
  status?: PurchaseOrderStatus[] | null;

  @Field(() => [ID], { description: 'To one of these suppliers.', nullable: true })
  supplierId?: string[] | null;

  @Field(() => DateTimeRange, { description: 'Made in this range.', nullable: true })
  orderedAt?: DateTimeRange | null;

  @Field(() => DateRange, { description: 'Promised, as it stands now, in this range.', nullable: true })
  currentPromise?: DateRange | null;

  @Field(() => String, { description: "Words that begin words of the number or the supplier's reference, or of the supplier's number or name; all must be found in one of them.", nullable: true })
  search?: string | null;
}

/** What purchase orders can be ordered by. */
export const PurchaseOrderOrderField = {
  ORDERED_AT: 'ORDERED_AT',
  NUMBER: 'NUMBER',
  CURRENT_PROMISE: 'CURRENT_PROMISE',
  TOTAL: 'TOTAL',
} as const;
export type PurchaseOrderOrderField = (typeof PurchaseOrderOrderField)[keyof typeof PurchaseOrderOrderField];
registerEnumType(PurchaseOrderOrderField, {
  name: 'PurchaseOrderOrderField',
  description: 'What purchase orders can be ordered by.',
  valuesConfig: {
    ORDERED_AT: { description: 'By the time made.' },
    NUMBER: { description: 'By number.' },
    CURRENT_PROMISE: { description: 'By the current promise; purchase orders without one last.' },
    TOTAL: { description: 'By total amount.' },
  },
});

@InputType({ description: 'The order of a list of purchase orders; rows that are equal in it follow their id.' })
export class PurchaseOrderOrderBy {
  @Field(() => PurchaseOrderOrderField, { description: 'What to order by.' })
  field!: PurchaseOrderOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class PurchaseOrderPageArgs extends PageArgs {
  @Field(() => PurchaseOrderFilter, { description: 'Which purchase orders to list.', nullable: true })
  filter?: PurchaseOrderFilter | null;

  @Field(() => PurchaseOrderOrderBy, { description: 'The order of the list; by default by the time made, descending.', nullable: true })
  orderBy?: PurchaseOrderOrderBy | null;
}

export const PurchaseOrderConnection = connectionType('PurchaseOrder', () => PurchaseOrderType);

export const purchaseOrderMapping: TypeMapping = {
  type: 'PurchaseOrder',
  entity: 'PurchaseOrder',
  fields: {
    total: money('totalAmount', 'currency'),
    lines: list('PurchaseOrderLine', 'purchaseOrder', 'lineNo'),
    confirmations: list('PurchaseOrderConfirmation', 'purchaseOrder', 'receivedAt'),
    receipts: list('Receipt', 'purchaseOrder', 'receivedOn'),
    orders: connection('Order', { through: 'PurchaseOrderLine', from: 'purchaseOrder', to: 'order' }),
    shipments: connection('Shipment', { through: 'ShipmentLine', from: 'purchaseOrder', to: 'shipment' }),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    status: oneOf('status'),
    supplierId: oneOf('supplier'),
    orderedAt: range('orderedAt'),
    currentPromise: range('currentPromise'),
    search: search('supplier'),
  },
  orderings: {
    ORDERED_AT: 'orderedAt',
    NUMBER: 'number',
    CURRENT_PROMISE: 'currentPromise',
    TOTAL: 'totalAmount',
  },
  scope: { supplier: 'supplier' },
};

export const purchaseOrderLineMapping: TypeMapping = {
  type: 'PurchaseOrderLine',
  entity: 'PurchaseOrderLine',
  fields: {
    answers: list('ConfirmationLine', 'line'),
  },
  scope: { supplier: 'purchaseOrder.supplier' },
};
