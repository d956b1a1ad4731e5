/** Orders and their lines in the graph. */
import { Args, ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AfterSalesCaseConnection, AfterSalesCasePageArgs } from './after-sales-case.type.js';
import { connectionType } from './connection.js';
import { CustomerType } from './customer.type.js';
import { OrderChannel, OrderPriority, OrderStatus, PaymentStatus, ProductClass, SortDirection } from './enums.js';
import { connection, exists, list, money, oneOf, range, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { ProductType } from './product.type.js';
import { PurchaseOrderConnection, PurchaseOrderPageArgs } from './purchase-order.type.js';
import { DateRange, DateTimeRange } from './range.input.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { MoneyType, SourceType } from './shared.type.js';
import { ShipmentConnection, ShipmentPageArgs, ShipmentType } from './shipment.type.js';
import { SupplierType } from './supplier.type.js';

@ObjectType('Order', { description: 'What a customer ordered, from reception to completion.' })
export class OrderType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => OrderStatus, { description: 'Where it stands.' })
  status!: OrderStatus;

  @Field(() => OrderChannel, { description: 'Where it came from.' })
  channel!: OrderChannel;

  @Field(() => OrderPriority, { description: 'How it is treated among others.' })
  priority!: OrderPriority;

  @Field(() => PaymentStatus, { description: 'State of payment.' })
  paymentStatus!: PaymentStatus;

  @Field(() => ProductClass, { description: 'Strictest class among its lines.' })
  productClass!: ProductClass;

  @Field(() => MoneyType, { description: 'Sum of its lines.' })
  total!: Planned<MoneyType>;

  @Field(() => String, { description: 'Country of destination.', nullable: true })
  country!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the customer placed it.' })
  placedAt!: string;

  @Field(() => DateTimeScalar, { description: 'When we received it.' })
  receivedAt!: string;

  @Field(() => DateTimeScalar, { description: 'When validation and handling are due.', nullable: true })
  dueAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the review was passed and the answer sent.', nullable: true })
  processedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was confirmed.', nullable: true })
  confirmedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When its goods were ready.', nullable: true })
  producedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the last of it left.', nullable: true })
  shippedAt!: string | null;

  @Field(() => DateScalar, { description: 'Date on which the last of it arrived, at the destination.', nullable: true })
  deliveredOn!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was signed off.', nullable: true })
  completedAt!: string | null;

  @Field(() => DateScalar, { description: 'The date wished for.', nullable: true })
  requestedDate!: string | null;

  @Field(() => DateScalar, { description: 'The first date confirmed; never overwritten.', nullable: true })
  firstPromise!: string | null;

  @Field(() => DateScalar, { description: 'The newest agreed date.', nullable: true })
  currentPromise!: string | null;

  @Field(() => CustomerType, { description: 'Who ordered.' })
  customer!: Planned<CustomerType>;

  @Field(() => [OrderLineType], { description: 'Its lines, in order.' })
  lines!: Planned<OrderLineType>[];

  @Field(() => PurchaseOrderConnection, { description: 'Purchase orders that buy for it.' })
  purchaseOrders(@Args(() => PurchaseOrderPageArgs) _page: Planned<PurchaseOrderPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => ShipmentConnection, { description: 'Shipments with goods of it.' })
  shipments(@Args(() => ShipmentPageArgs) _page: Planned<ShipmentPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => AfterSalesCaseConnection, { description: 'After-sales cases about it.' })
  cases(@Args(() => AfterSalesCasePageArgs) _page: Planned<AfterSalesCasePageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@ObjectType('OrderLine', { description: 'One product of an order.' })
export class OrderLineType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => Int, { description: 'Number within the order.' })
  lineNo!: number;

  @Field(() => String, { description: 'Goods as the order names them.' })
  description!: string;

  @Field(() => DecimalScalar, { description: 'Quantity ordered.' })
  quantity!: string;

  @Field(() => String, { description: 'Unit of the quantities.' })
  unit!: string;

  @Field(() => DecimalScalar, { description: 'Price per unit, in the currency of the order.', nullable: true })
  unitPrice!: string | null;

  @Field(() => DecimalScalar, { description: 'Amount of the line, in the currency of the order.' })
  amount!: string;

  @Field(() => DecimalScalar, { description: 'Shipped so far.' })
  quantityShipped!: string;

  @Field(() => DecimalScalar, { description: 'Delivered and accepted so far.' })
  quantityDelivered!: string;

  @Field(() => DateScalar, {
    description: 'Date on which the quantity ordered was complete at the destination.',
    nullable: true,
  })
  deliveredOn!: string | null;

  @Field(() => Boolean, { description: 'True where the line was cancelled.' })
  cancelled!: boolean;

  @Field(() => DateScalar, { description: 'The date wished for.', nullable: true })
  requestedDate!: string | null;

  @Field(() => DateScalar, { description: 'The first date confirmed; never overwritten.', nullable: true })
  firstPromise!: string | null;

  @Field(() => DateScalar, { description: 'The newest agreed date.', nullable: true })
  currentPromise!: string | null;

  @Field(() => OrderType, { description: 'The order.' })
  order!: Planned<OrderType>;

  @Field(() => ProductType, { description: 'What was ordered; null where the source names no product.', nullable: true })
  product!: Planned<ProductType> | null;

  @Field(() => SupplierType, { description: 'Who the goods come from; null for an own warehouse.', nullable: true })
  supplier!: Planned<SupplierType> | null;

  @Field(() => ShipmentType, { description: 'The shipment that completed the quantity.', nullable: true })
  completedBy!: Planned<ShipmentType> | null;
}

@InputType({ description: 'Which orders to list; all members given must hold.' })
export class OrderFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [OrderStatus], { description: 'In one of these states.', nullable: true })
  status?: OrderStatus[] | null;

  @Field(() => [OrderChannel], { description: 'From one of these channels.', nullable: true })
  channel?: OrderChannel[] | null;

  @Field(() => [OrderPriority], { description: 'With one of these priorities.', nullable: true })
  priority?: OrderPriority[] | null;

  @Field(() => [ProductClass], { description: 'Of one of these classes.', nullable: true })
  productClass?: ProductClass[] | null;

  @Field(() => [String], { description: 'To one of these countries.', nullable: true })
  country?: string[] | null;

  @Field(() => [ID], { description: 'Of one of these customers.', nullable: true })
  customerId?: string[] | null;

  @Field(() => [ID], { description: 'With goods of one of these suppliers.', nullable: true })
  supplierId?: string[] | null;

  @Field(() => DateTimeRange, { description: 'Placed in this range.', nullable: true })
  placedAt?: DateTimeRange | null;

  @Field(() => DateRange, { description: 'Promised, as it stands now, in this range.', nullable: true })
  currentPromise?: DateRange | null;

  @Field(() => DateRange, { description: 'Delivered in this range.', nullable: true })
  deliveredOn?: DateRange | null;

  @Field(() => String, { description: "Words that begin words of the number, or of the customer's number or name; all must be found in one of them.", nullable: true })
  search?: string | null;
}

/** What orders can be ordered by. */
export const OrderOrderField = {
  PLACED_AT: 'PLACED_AT',
  NUMBER: 'NUMBER',
  CURRENT_PROMISE: 'CURRENT_PROMISE',
  TOTAL: 'TOTAL',
} as const;
export type OrderOrderField = (typeof OrderOrderField)[keyof typeof OrderOrderField];
registerEnumType(OrderOrderField, {
  name: 'OrderOrderField',
  description: 'What orders can be ordered by.',
  valuesConfig: {
    PLACED_AT: { description: 'By the time placed.' },
    NUMBER: { description: 'By number.' },
    CURRENT_PROMISE: { description: 'By the current promise; orders without one last.' },
    TOTAL: { description: 'By total amount.' },
  },
});

@InputType({ description: 'The order of a list of orders; rows that are equal in it follow their id.' })
export class OrderOrderBy {
  @Field(() => OrderOrderField, { description: 'What to order by.' })
  field!: OrderOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class OrderPageArgs extends PageArgs {
  @Field(() => OrderFilter, { description: 'Which orders to list.', nullable: true })
  filter?: OrderFilter | null;

  @Field(() => OrderOrderBy, { description: 'The order of the list; by default by the time placed, descending.', nullable: true })
  orderBy?: OrderOrderBy | null;
}

export const OrderConnection = connectionType('Order', () => OrderType);

export const orderMapping: TypeMapping = {
  type: 'Order',
  entity: 'Order',
  fields: {
    total: money('totalAmount', 'currency'),
    lines: list('OrderLine', 'order', 'lineNo'),
    purchaseOrders: connection('PurchaseOrder', { through: 'PurchaseOrderLine', from: 'order', to: 'purchaseOrder' }),
    shipments: connection('Shipment', { through: 'ShipmentLine', from: 'order', to: 'shipment' }),
    cases: connection('AfterSalesCase', { by: 'order' }),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    status: oneOf('status'),
    channel: oneOf('channel'),
    priority: oneOf('priority'),
    productClass: oneOf('productClass'),
    country: oneOf('country'),
    customerId: oneOf('customer'),
    supplierId: exists('OrderLine', { by: 'order' }, 'supplier'),
    placedAt: range('placedAt'),
    currentPromise: range('currentPromise'),
    deliveredOn: range('deliveredOn'),
    search: search('customer'),
  },
  orderings: {
    PLACED_AT: 'placedAt',
    NUMBER: 'number',
    CURRENT_PROMISE: 'currentPromise',
    TOTAL: 'totalAmount',
  },
  scope: {},
};

export const orderLineMapping: TypeMapping = {
  type: 'OrderLine',
  entity: 'OrderLine',
  scope: {},
};
