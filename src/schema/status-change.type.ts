/** What subscriptions to changes yield: one status change with its place in the log and the object as it is now. */
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { AfterSalesCaseType } from './after-sales-case.type.js';
import { CaseStatus, EvaluationStatus, OrderStatus, PurchaseOrderStatus, ShipmentStatus } from './enums.js';
import { OrderType } from './order.type.js';
import { PurchaseOrderType } from './purchase-order.type.js';
import { CursorScalar, DateTimeScalar } from './scalars.js';
import { ShipmentType } from './shipment.type.js';
import { SupplierEvaluationType } from './supplier-evaluation.type.js';

/** A status change before the plan has read its object: `object` members hold the id. */
export interface StatusChange {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly from: string | null;
  readonly to: string;
}

function statusChangeType(name: string, status: object, member: string, object: () => ClassType): ClassType {
  @ObjectType(`${name}StatusChange`, { description: 'A status change, with the object as it is now.' })
  class Change {
    @Field(() => CursorScalar, { description: 'Place in the event log just after this change: pass it as `after` to go on from here.' })
    cursor!: string;

    @Field(() => DateTimeScalar, { description: 'When it happened.' })
    occurredAt!: string;

    @Field(() => DateTimeScalar, { description: 'When the gateway learned it.' })
    recordedAt!: string;

    @Field(() => status, { description: 'The status before; null: the first sight of the object.', nullable: true })
    from!: string | null;

    @Field(() => status, { description: 'The status since.' })
    to!: string;
  }
  Field(object, { description: 'The object as it is now.', nullable: true })(Change.prototype, member);
  return Change;
}

export const OrderStatusChange = statusChangeType('Order', OrderStatus, 'order', () => OrderType);
export const PurchaseOrderStatusChange = statusChangeType('PurchaseOrder', PurchaseOrderStatus, 'purchaseOrder', () => PurchaseOrderType);
export const ShipmentStatusChange = statusChangeType('Shipment', ShipmentStatus, 'shipment', () => ShipmentType);
export const SupplierEvaluationStatusChange = statusChangeType(
  'SupplierEvaluation',
  EvaluationStatus,
  'supplierEvaluation',
  () => SupplierEvaluationType,
);
export const AfterSalesCaseStatusChange = statusChangeType('AfterSalesCase', CaseStatus, 'afterSalesCase', () => AfterSalesCaseType);

/** Which changes a subscriber wants; every member given must hold. */
export interface StatusChangeFilter {
  readonly id?: readonly string[] | null;
  readonly number?: readonly string[] | null;
  readonly to?: readonly string[] | null;
  readonly supplierId?: readonly string[] | null;
  readonly carrierId?: readonly string[] | null;
}

export interface StatusChangeArguments {
  readonly filter?: StatusChangeFilter | null;
  readonly after?: string | null;
}

type Party = 'supplierId' | 'carrierId';

const partyDescriptions: Readonly<Record<Party, string>> = {
  supplierId: 'Only of one of these suppliers.',
  carrierId: 'Only of one of these carriers.',
};

function statusChangeArgs(name: string, status: object, ...parties: Party[]): ClassType<StatusChangeArguments> {
  @InputType(`${name}StatusChangedFilter`, { description: 'Which changes to be told of; all members given must hold.' })
  class Filter {
    @Field(() => [ID], { description: 'Only of these objects.', nullable: true })
    id?: string[] | null;

    @Field(() => [String], { description: 'Only of objects with these numbers.', nullable: true })
    number?: string[] | null;

    @Field(() => [status], { description: 'Only changes to one of these states.', nullable: true })
    to?: string[] | null;
  }
  for (const party of parties) Field(() => [ID], { description: partyDescriptions[party], nullable: true })(Filter.prototype, party);

  @ArgsType()
  class Arguments {
    @Field(() => Filter, { description: 'Which changes to be told of.', nullable: true })
    filter?: Filter | null;

    @Field(() => CursorScalar, {
      description: 'The last cursor received: everything after it comes first, then what happens. Without it: from now on.',
      nullable: true,
    })
    after?: string | null;
  }
  return Arguments;
}

export const OrderStatusChangedArgs = statusChangeArgs('Order', OrderStatus);
export const PurchaseOrderStatusChangedArgs = statusChangeArgs('PurchaseOrder', PurchaseOrderStatus, 'supplierId');
export const ShipmentStatusChangedArgs = statusChangeArgs('Shipment', ShipmentStatus, 'supplierId', 'carrierId');
export const SupplierEvaluationStatusChangedArgs = statusChangeArgs('SupplierEvaluation', EvaluationStatus, 'supplierId');
export const AfterSalesCaseStatusChangedArgs = statusChangeArgs('AfterSalesCase', CaseStatus);
