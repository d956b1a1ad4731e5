/** After-sales cases in the graph. */
import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { CustomerType } from './customer.type.js';
import { CaseKind, CaseStatus, SortDirection } from './enums.js';
import { oneOf, range, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { OrderLineType, OrderType } from './order.type.js';
import { PageArgs } from './page.args.js';
import type { Planned } from './planned.js';
import { DateTimeRange } from './range.input.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { SourceType } from './shared.type.js';
import { ShipmentType } from './shipment.type.js';
import { SupplierType } from './supplier.type.js';

@ObjectType('AfterSalesCase', { description: 'An inquiry, request, return, exchange, repair or complaint after the sale.' })
export class AfterSalesCaseType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => CaseKind, { description: 'What it is about.' })
  kind!: CaseKind;

  @Field(() => CaseStatus, { description: 'Where it stands.' })
  status!: CaseStatus;

  @Field(() => String, { description: 'In a few words.' })
  subject!: string;

  @Field(() => String, { description: 'Why the customer asks.', nullable: true })
  reason!: string | null;

  @Field(() => DecimalScalar, { description: 'How much of the line is concerned.', nullable: true })
  quantity!: string | null;

  @Field(() => String, { description: 'How it was settled.', nullable: true })
  resolution!: string | null;

  @Field(() => String, { description: 'Tracking number of the goods coming back.', nullable: true })
  returnTrackingNumber!: string | null;

  @Field(() => DateScalar, { description: 'Last date on which approved goods may come back.', nullable: true })
  returnBy!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  openedAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it was approved or refused.', nullable: true })
  decidedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was settled.', nullable: true })
  resolvedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was closed.', nullable: true })
  closedAt!: string | null;

  @Field(() => CustomerType, { description: 'Who asks.' })
  customer!: Planned<CustomerType>;

  @Field(() => OrderType, { description: 'The order.', nullable: true })
  order!: Planned<OrderType> | null;

  @Field(() => OrderLineType, { description: 'The order line.', nullable: true })
  orderLine!: Planned<OrderLineType> | null;

  @Field(() => ShipmentType, { description: 'The shipment.', nullable: true })
  shipment!: Planned<ShipmentType> | null;

  @Field(() => SupplierType, { description: 'Who made or sent the goods.', nullable: true })
  supplier!: Planned<SupplierType> | null;

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@InputType({ description: 'Which after-sales cases to list; all members given must hold.' })
export class AfterSalesCaseFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [CaseKind], { description: 'Of one of these kinds.', nullable: true })
  kind?: CaseKind[] | null;

  @Field(() => [CaseStatus], { description: 'In one of these states.', nullable: true })
  status?: CaseStatus[] | null;

  @Field(() => [ID], { description: 'Of one of these customers.', nullable: true })
  customerId?: string[] | null;

  @Field(() => [ID], { description: 'About one of these orders.', nullable: true })
  orderId?: string[] | null;

  @Field(() => [ID], { description: 'About goods of one of these suppliers.', nullable: true })
  supplierId?: string[] | null;

  @Field(() => DateTimeRange, { description: 'Opened in this range.', nullable: true })
  openedAt?: DateTimeRange | null;

  @Field(() => String, { description: "Words that begin words of the number or the subject, or of the customer's number or name; all must be found in one of them.", nullable: true })
  search?: string | null;
}

/** What after-sales cases can be ordered by. */
export const AfterSalesCaseOrderField = {
  OPENED_AT: 'OPENED_AT',
  NUMBER: 'NUMBER',
} as const;
export type AfterSalesCaseOrderField = (typeof AfterSalesCaseOrderField)[keyof typeof AfterSalesCaseOrderField];
registerEnumType(AfterSalesCaseOrderField, {
  name: 'AfterSalesCaseOrderField',
  description: 'What after-sales cases can be ordered by.',
  valuesConfig: {
    OPENED_AT: { description: 'By the time opened.' },
    NUMBER: { description: 'By number.' },
  },
});

@InputType({ description: 'The order of a list of after-sales cases; rows that are equal in it follow their id.' })
export class AfterSalesCaseOrderBy {
  @Field(() => AfterSalesCaseOrderField, { description: 'What to order by.' })
  field!: AfterSalesCaseOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class AfterSalesCasePageArgs extends PageArgs {
  @Field(() => AfterSalesCaseFilter, { description: 'Which after-sales cases to list.', nullable: true })
  filter?: AfterSalesCaseFilter | null;

  @Field(() => AfterSalesCaseOrderBy, { description: 'The order of the list; by default by the time opened, descending.', nullable: true })
  orderBy?: AfterSalesCaseOrderBy | null;
}

export const AfterSalesCaseConnection = connectionType('AfterSalesCase', () => AfterSalesCaseType);

export const afterSalesCaseMapping: TypeMapping = {
  type: 'AfterSalesCase',
  entity: 'AfterSalesCase',
  fields: {
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    kind: oneOf('kind'),
    status: oneOf('status'),
    customerId: oneOf('customer'),
    orderId: oneOf('order'),
    supplierId: oneOf('supplier'),
    openedAt: range('openedAt'),
    search: search('customer'),
  },
  orderings: {
    OPENED_AT: 'openedAt',
    NUMBER: 'number',
  },
  scope: {},
};
