/** Shipments, their goods and legs in the graph. */
import { Args, ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AfterSalesCaseConnection, AfterSalesCasePageArgs } from './after-sales-case.type.js';
import { CarrierType } from './carrier.type.js';
import { connectionType } from './connection.js';
import { ResponsibleParty, ShipmentDirection, ShipmentStatus, SortDirection, TransportMode } from './enums.js';
import { connection, list, moneyIfBoth, oneOf, range, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { OrderConnection, OrderLineType, OrderPageArgs, OrderType } from './order.type.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { PurchaseOrderConnection, PurchaseOrderLineType, PurchaseOrderPageArgs, PurchaseOrderType } from './purchase-order.type.js';
import { DateRange, DateTimeRange } from './range.input.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { MoneyType, SourceType } from './shared.type.js';
import { SupplierType } from './supplier.type.js';
import { TrackingEventConnection, TrackingEventPageArgs } from './tracking-event.type.js';

@ObjectType('Shipment', { description: 'Goods handed to a carrier under one tracking number or bill of lading.' })
export class ShipmentType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => String, { description: "The carrier's number.", nullable: true })
  trackingNumber!: string | null;

  @Field(() => ShipmentStatus, { description: 'That of the newest actual tracking event.' })
  status!: ShipmentStatus;

  @Field(() => String, { description: 'Why, where the carrier says so.', nullable: true })
  statusReason!: string | null;

  @Field(() => ResponsibleParty, { description: 'Who is responsible for a delay or an exception.', nullable: true })
  responsible!: ResponsibleParty | null;

  @Field(() => ShipmentDirection, { description: 'Which way the goods travel.' })
  direction!: ShipmentDirection;

  @Field(() => TransportMode, { description: 'Means of transport; null where it is not stated.', nullable: true })
  mode!: TransportMode | null;

  @Field(() => String, { description: 'Country of destination.', nullable: true })
  country!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the shipment was made known.' })
  createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When the goods left.', nullable: true })
  shippedAt!: string | null;

  @Field(() => DateScalar, { description: 'Date promised for the arrival.', nullable: true })
  promisedDate!: string | null;

  @Field(() => DateTimeScalar, { description: 'Arrival as the carrier estimates it now.', nullable: true })
  estimatedDelivery!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the goods arrived.', nullable: true })
  deliveredAt!: string | null;

  @Field(() => DateScalar, { description: "The destination's date on which the goods arrived.", nullable: true })
  deliveredOn!: string | null;

  @Field(() => String, { description: 'Who signed for them; personal data.', nullable: true })
  signedBy!: string | null;

  @Field(() => DecimalScalar, { description: 'Gross weight in kilograms.', nullable: true })
  weightKg!: string | null;

  @Field(() => MoneyType, { description: 'Freight charged; null where its amount or currency is not known.', nullable: true })
  freight!: Planned<MoneyType> | null;

  @Field(() => CarrierType, { description: 'Who carries.', nullable: true })
  carrier!: Planned<CarrierType> | null;

  @Field(() => SupplierType, { description: 'Who sent the goods; null for an own warehouse.', nullable: true })
  supplier!: Planned<SupplierType> | null;

  @Field(() => [ShipmentLineType], { description: 'The goods.' })
  lines!: Planned<ShipmentLineType>[];

  @Field(() => [ShipmentLegType], { description: 'The stretches of its way, in order.' })
  legs!: Planned<ShipmentLegType>[];

  @Field(() => TrackingEventConnection, { description: 'What the carrier told.' })
  trackingEvents(@Args(() => TrackingEventPageArgs) _page: Planned<TrackingEventPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => OrderConnection, { description: 'Orders whose goods it carries.' })
  orders(@Args(() => OrderPageArgs) _page: Planned<OrderPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => PurchaseOrderConnection, { description: 'Purchase orders whose goods it carries.' })
  purchaseOrders(@Args(() => PurchaseOrderPageArgs) _page: Planned<PurchaseOrderPageArgs>): Planned<unknown> {
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

@ObjectType('ShipmentLine', { description: 'Goods in a shipment.' })
export class ShipmentLineType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => DecimalScalar, { description: 'How much.' })
  quantity!: string;

  @Field(() => ShipmentType, { description: 'The shipment.' })
  shipment!: Planned<ShipmentType>;

  @Field(() => OrderType, { description: 'The order.', nullable: true })
  order!: Planned<OrderType> | null;

  @Field(() => OrderLineType, { description: 'The order line.', nullable: true })
  orderLine!: Planned<OrderLineType> | null;

  @Field(() => PurchaseOrderType, { description: 'The purchase order.', nullable: true })
  purchaseOrder!: Planned<PurchaseOrderType> | null;

  @Field(() => PurchaseOrderLineType, { description: 'The purchase order line.', nullable: true })
  purchaseOrderLine!: Planned<PurchaseOrderLineType> | null;
}

@ObjectType('ShipmentLeg', { description: "One stretch of a shipment's way." })
export class ShipmentLegType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => Int, { description: 'Number within the shipment.' })
  legNo!: number;

  @Field(() => TransportMode, { description: 'Means of transport.', nullable: true })
  mode!: TransportMode | null;

  @Field(() => String, { description: 'From where.', nullable: true })
  origin!: string | null;

  @Field(() => String, { description: 'To where.', nullable: true })
  destination!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it left.', nullable: true })
  departedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it arrived.', nullable: true })
  arrivedAt!: string | null;

  @Field(() => CarrierType, { description: 'Who carries here.', nullable: true })
  carrier!: Planned<CarrierType> | null;
}

@InputType({ description: 'Which shipments to list; all members given must hold.' })
export class ShipmentFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [String], { description: 'With one of these tracking numbers.', nullable: true })
  trackingNumber?: string[] | null;

  @Field(() => [ShipmentStatus], { description: 'In one of these states.', nullable: true })
  status?: ShipmentStatus[] | null;

  @Field(() => [ShipmentDirection], { description: 'Travelling one of these ways.', nullable: true })
  direction?: ShipmentDirection[] | null;

  @Field(() => [TransportMode], { description: 'With one of these means of transport.', nullable: true })
  mode?: TransportMode[] | null;

  @Field(() => [String], { description: 'To one of these countries.', nullable: true })
  country?: string[] | null;

  @Field(() => [ID], { description: 'With one of these carriers.', nullable: true })
  carrierId?: string[] | null;

  @Field(() => [ID], { description: 'From one of these suppliers.', nullable: true })
  supplierId?: string[] | null;

  @Field(() => DateTimeRange, { description: 'Made known in this range.', nullable: true })
  createdAt?: DateTimeRange | null;

  @Field(() => DateRange, { description: 'Promised in this range.', nullable: true })
  promisedDate?: DateRange | null;

  @Field(() => DateRange, { description: 'Delivered in this range.', nullable: true })
  deliveredOn?: DateRange | null;

  @Field(() => String, { description: 'Words that begin words of the number or the tracking number; all must be found.', nullable: true })
  search?: string | null;
}

/** What shipments can be ordered by. */
export const ShipmentOrderField = {
  CREATED_AT: 'CREATED_AT',
  NUMBER: 'NUMBER',
  PROMISED_DATE: 'PROMISED_DATE',
} as const;
export type ShipmentOrderField = (typeof ShipmentOrderField)[keyof typeof ShipmentOrderField];
registerEnumType(ShipmentOrderField, {
  name: 'ShipmentOrderField',
  description: 'What shipments can be ordered by.',
  valuesConfig: {
    CREATED_AT: { description: 'By the time made known.' },
    NUMBER: { description: 'By number.' },
    PROMISED_DATE: { description: 'By the date promised; shipments without one last.' },
  },
});

@InputType({ description: 'The order of a list of shipments; rows that are equal in it follow their id.' })
export class ShipmentOrderBy {
  @Field(() => ShipmentOrderField, { description: 'What to order by.' })
  field!: ShipmentOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class ShipmentPageArgs extends PageArgs {
  @Field(() => ShipmentFilter, { description: 'Which shipments to list.', nullable: true })
  filter?: ShipmentFilter | null;

  @Field(() => ShipmentOrderBy, { description: 'The order of the list; by default by the time made known, descending.', nullable: true })
  orderBy?: ShipmentOrderBy | null;
}

export const ShipmentConnection = connectionType('Shipment', () => ShipmentType);

export const shipmentMapping: TypeMapping = {
  type: 'Shipment',
  entity: 'Shipment',
  fields: {
    freight: moneyIfBoth('freightAmount', 'freightCurrency'),
    lines: list('ShipmentLine', 'shipment'),
    legs: list('ShipmentLeg', 'shipment', 'legNo'),
    trackingEvents: connection('TrackingEvent', { by: 'shipment' }),
    orders: connection('Order', { through: 'ShipmentLine', from: 'shipment', to: 'order' }),
    purchaseOrders: connection('PurchaseOrder', { through: 'ShipmentLine', from: 'shipment', to: 'purchaseOrder' }),
    cases: connection('AfterSalesCase', { by: 'shipment' }),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    trackingNumber: oneOf('trackingNumber'),
    status: oneOf('status'),
    direction: oneOf('direction'),
    mode: oneOf('mode'),
    country: oneOf('country'),
    carrierId: oneOf('carrier'),
    supplierId: oneOf('supplier'),
    createdAt: range('createdAt'),
    promisedDate: range('promisedDate'),
    deliveredOn: range('deliveredOn'),
    search: search(),
  },
  orderings: {
    CREATED_AT: 'createdAt',
    NUMBER: 'number',
    PROMISED_DATE: 'promisedDate',
  },
  scope: { supplier: 'supplier', carrier: 'carrier' },
};

export const shipmentLineMapping: TypeMapping = {
  type: 'ShipmentLine',
  entity: 'ShipmentLine',
  scope: { supplier: 'shipment.supplier' },
};

export const shipmentLegMapping: TypeMapping = {
  type: 'ShipmentLeg',
  entity: 'ShipmentLeg',
  scope: { supplier: 'shipment.supplier', carrier: 'shipment.carrier' },
};
