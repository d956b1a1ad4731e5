/** Delivery performance in the graph; the definitions stand in `domain/figures`. */
import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  DeliveryDimension,
  DeliveryFigureName,
  DeliveryLevel,
  DeliveryPromise,
  DeliverySubject,
  ExclusionReason,
} from '../domain/figures/request.js';
import { PageInfoType } from './connection.js';
import { OrderStatus, ProductClass, TransportMode } from './enums.js';
import { OrderLineType, OrderType } from './order.type.js';
import type { Planned } from './planned.js';
import { PurchaseOrderLineType, PurchaseOrderType } from './purchase-order.type.js';
import { DateRange } from './range.input.js';
import { DateScalar } from './scalars.js';
import { ShipmentType } from './shipment.type.js';

registerEnumType(DeliverySubject, { name: 'DeliverySubject', description: 'Whose deliveries: to customers, from suppliers, by carriers.' });
registerEnumType(DeliveryLevel, {
  name: 'DeliveryLevel',
  description: 'What is counted: lines, the deliveries that brought them, or the orders that they belong to.',
});
registerEnumType(DeliveryPromise, { name: 'DeliveryPromise', description: 'Which date counts as the promise.' });
registerEnumType(DeliveryDimension, {
  name: 'DeliveryDimension',
  description: 'What rows can be grouped by; months, quarters and years are those of the chosen promise.',
});
registerEnumType(DeliveryFigureName, { name: 'DeliveryFigureName', description: 'Figures that a line can count in or be left out of.' });
registerEnumType(ExclusionReason, { name: 'ExclusionReason', description: 'Why a line is left out of a figure.' });

@InputType({ description: 'Which deliveries to count; all members given must hold.' })
export class DeliveryPerformanceFilter {
  @Field(() => [ID], { description: 'From one of these suppliers.', nullable: true })
  supplierId?: string[] | null;

  @Field(() => [ID], { description: 'To one of these customers.', nullable: true })
  customerId?: string[] | null;

  @Field(() => [ID], { description: 'With one of these carriers.', nullable: true })
  carrierId?: string[] | null;

  @Field(() => [String], { description: 'To one of these countries.', nullable: true })
  country?: string[] | null;

  @Field(() => [TransportMode], { description: 'By one of these means of transport.', nullable: true })
  mode?: TransportMode[] | null;

  @Field(() => [ProductClass], { description: 'Of one of these product classes.', nullable: true })
  productClass?: ProductClass[] | null;

  @Field(() => [OrderStatus], { description: 'Of orders in one of these states.', nullable: true })
  orderStatus?: OrderStatus[] | null;

  @Field(() => Boolean, {
    description: 'True: only goods from an own warehouse; false: only goods from suppliers.',
    nullable: true,
  })
  ownWarehouse?: boolean | null;
}

@ArgsType()
export class DeliveryPerformanceArgs {
  @Field(() => DeliverySubject, { description: 'Whose deliveries.' })
  subject!: DeliverySubject;

  @Field(() => DateRange, { description: 'Range of the chosen promise.', nullable: true })
  range?: DateRange | null;

  @Field(() => [DeliveryDimension], { description: 'Up to two dimensions to group by.', defaultValue: [] })
  groupBy!: DeliveryDimension[];

  @Field(() => DeliveryLevel, { description: 'What is counted.', defaultValue: DeliveryLevel.LINE })
  level!: DeliveryLevel;

  @Field(() => DeliveryPromise, { description: 'Which date counts as the promise.', defaultValue: DeliveryPromise.FIRST })
  promise!: DeliveryPromise;

  @Field(() => Int, { description: 'Working days of grace after the promise.', defaultValue: 0 })
  windowWorkingDays!: number;

  @Field(() => DateScalar, {
    description: 'What happened after the end of this day is not known yet; today by default. An open line counts as late once its promise lies before it.',
    nullable: true,
  })
  asOf?: string | null;

  @Field(() => DeliveryPerformanceFilter, { description: 'Which deliveries to count.', nullable: true })
  filter?: DeliveryPerformanceFilter | null;
}

@ArgsType()
export class EvidenceArgs {
  @Field(() => Int, { description: 'How many lines, 1000 at the most.', defaultValue: 20 })
  first!: number;

  @Field(() => String, { description: 'Only lines behind this page cursor.', nullable: true })
  after?: string | null;
}

@ObjectType('DeliveryKey', { description: 'One of the values that a row is grouped by.' })
export class DeliveryKeyType {
  @Field(() => DeliveryDimension, { description: 'Of which dimension.' })
  dimension!: DeliveryDimension;

  @Field(() => String, {
    description: 'Id, code, or period (`2024-03`, `2024-Q1`, `2024`); null where the lines have none, e.g. no supplier for goods from an own warehouse.',
    nullable: true,
  })
  value!: string | null;

  @Field(() => String, { description: 'For people.' })
  label!: string;
}

@ObjectType('DeliveryCycle', { description: 'Calendar days from the sending of the purchase order to the delivery, over lines.' })
export class DeliveryCycleType {
  @Field(() => Int, { description: 'Lines for which it is known.' })
  count!: number;

  @Field(() => Float, { description: 'Mean.', nullable: true })
  meanDays!: number | null;

  @Field(() => Float, { description: 'Median.', nullable: true })
  medianDays!: number | null;
}

@ObjectType('DeliveryEvidence', { description: 'One of the very lines behind a figure.' })
export class DeliveryEvidenceType {
  @Field(() => DateScalar, { description: 'The chosen promise.', nullable: true })
  promised!: string | null;

  @Field(() => DateScalar, { description: 'When it was delivered; null: not by the day asked for.', nullable: true })
  delivered!: string | null;

  @Field(() => Int, { description: 'Delivered minus promised in calendar days; negative is early.', nullable: true })
  delayDays!: number | null;

  @Field(() => Boolean, { description: 'Whether it was on time; null where it does not count.', nullable: true })
  onTime!: boolean | null;

  @Field(() => Int, { description: 'Days from the sending of the purchase order to the delivery.', nullable: true })
  cycleDays!: number | null;

  @Field(() => ID, { description: 'What is counted: the lines of one delivery or order share it at that level.' })
  unitId!: string;

  @Field(() => OrderLineType, { description: 'The order line, for the subject ORDER.', nullable: true })
  orderLine!: Planned<OrderLineType> | null;

  @Field(() => PurchaseOrderLineType, { description: 'The purchase order line, for the subject PURCHASE_ORDER.', nullable: true })
  purchaseOrderLine!: Planned<PurchaseOrderLineType> | null;

  @Field(() => OrderType, { description: 'The order.', nullable: true })
  order!: Planned<OrderType> | null;

  @Field(() => PurchaseOrderType, { description: 'The purchase order.', nullable: true })
  purchaseOrder!: Planned<PurchaseOrderType> | null;

  @Field(() => ShipmentType, { description: 'The shipment that delivered.', nullable: true })
  shipment!: Planned<ShipmentType> | null;
}

@ObjectType('DeliveryEvidencePage', { description: 'A page of the lines behind a figure, by promised date.' })
export class DeliveryEvidencePageType {
  @Field(() => [DeliveryEvidenceType], { description: 'The lines.' })
  nodes!: DeliveryEvidenceType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('DeliveryFigure', { description: 'A rate with its parts. No data is null, never 0 % and never 100 %.' })
export class DeliveryFigureType {
  @Field(() => [DeliveryKeyType], { description: 'What the row is grouped by; empty for the totals.' })
  keys!: DeliveryKeyType[];

  @Field(() => Int, { description: 'On time.' })
  numerator!: number;

  @Field(() => Int, { description: 'Counted.' })
  denominator!: number;

  @Field(() => Float, { description: 'Share on time, 0 to 1; null where nothing was counted.', nullable: true })
  rate!: number | null;

  @Field(() => Float, { description: 'Mean of delivered minus promised in calendar days, early ones negative; over what is delivered.', nullable: true })
  meanDelayDays!: number | null;

  @Field(() => DeliveryCycleType, { description: 'Cycle time; null for shipments, which no purchase order date belongs to.', nullable: true })
  cycle!: DeliveryCycleType | null;
}

@ObjectType('DeliveryExclusion', { description: 'Lines left out of a figure, and why.' })
export class DeliveryExclusionType {
  @Field(() => ExclusionReason, { description: 'Why.' })
  reason!: ExclusionReason;

  @Field(() => DeliveryFigureName, { description: 'Out of which figure.' })
  figure!: DeliveryFigureName;

  @Field(() => Int, { description: 'How many lines.' })
  count!: number;
}

@ObjectType('DeliveryPerformance', { description: 'How many of the promises were kept.' })
export class DeliveryPerformanceType {
  @Field(() => [DeliveryFigureType], { description: 'One row per group, in the order of the keys; empty where nothing is grouped.' })
  rows!: DeliveryFigureType[];

  @Field(() => DeliveryFigureType, { description: 'Everything, each line once; may differ from the sum of the rows.' })
  totals!: DeliveryFigureType;

  @Field(() => [DeliveryExclusionType], { description: 'What was left out of which figure.' })
  excluded!: DeliveryExclusionType[];

  @Field(() => Int, { description: 'Open lines that are not due yet: neither on time nor late.' })
  notYetDue!: number;

  @Field(() => Boolean, { description: 'True where the window was counted in a year whose holidays are not published yet.' })
  provisional!: boolean;
}
