/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which changes to be told of; all members given must hold. */
export type AfterSalesCaseStatusChangedFilter = {
  /** Only of these objects. */
  id?: Array<string | number> | null | undefined;
  /** Only of objects with these numbers. */
  number?: Array<string> | null | undefined;
  /** Only changes to one of these states. */
  to?: Array<CaseStatus> | null | undefined;
};

/** What an after-sales case is about. */
export type CaseKind =
  | 'COMPLAINT'
  | 'EXCHANGE'
  | 'INQUIRY'
  | 'REPAIR'
  | 'RETURN'
  | 'SUPPORT';

/** Life of an after-sales case; which states apply depends on its kind. */
export type CaseStatus =
  | 'APPROVED'
  | 'CLOSED'
  | 'GOODS_RECEIVED'
  | 'GOODS_RETURNING'
  | 'INSPECTED'
  | 'IN_REVIEW'
  | 'LAPSED'
  | 'REFUSED'
  | 'REQUESTED'
  | 'RESOLVED';

/** A move of an after-sales case to another state. */
export type ChangeCaseStatusInput = {
  /** The case. */
  caseId: string | number;
  /** Why; required with REFUSED. */
  reason?: string | null | undefined;
  /** How it was settled; required with RESOLVED. */
  resolution?: string | null | undefined;
  /** Tracking number of the goods coming back. */
  returnTrackingNumber?: string | null | undefined;
  /** The state. */
  to: CaseStatus;
};

/** A move of an order to another state. */
export type ChangeOrderStatusInput = {
  /** The order. */
  orderId: string | number;
  /** Why; required where somebody must act on it, and for a cancellation. */
  reason?: string | null | undefined;
  /** The state. */
  to: OrderStatus;
};

/** A range of dates; either end may be left open. */
export type DateRange = {
  /** First date, included. */
  from?: string | null | undefined;
  /** End of the range, not included. */
  to?: string | null | undefined;
};

/** A range of instants; either end may be left open. */
export type DateTimeRange = {
  /** First instant, included. */
  from?: string | null | undefined;
  /** End of the range, not included. */
  to?: string | null | undefined;
};

/** The buyer's decisions on what a supplier proposed; all or none. */
export type DecideProposalsInput = {
  /** The decisions. */
  decisions: Array<ProposalDecisionInput>;
  /** The purchase order. */
  purchaseOrderId: string | number;
};

/** What rows can be grouped by; months, quarters and years are those of the chosen promise. */
export type DeliveryDimension =
  | 'CARRIER'
  | 'COUNTRY'
  | 'CUSTOMER'
  | 'MODE'
  | 'MONTH'
  | 'PRODUCT_CLASS'
  | 'QUARTER'
  | 'SUPPLIER'
  | 'YEAR';

/** Figures that a line can count in or be left out of. */
export type DeliveryFigureName =
  | 'CYCLE_TIME'
  | 'ON_TIME';

/** What is counted: lines, the deliveries that brought them, or the orders that they belong to. */
export type DeliveryLevel =
  | 'DELIVERY'
  | 'LINE'
  | 'ORDER';

/** Whose deliveries: to customers, from suppliers, by carriers. */
export type DeliverySubject =
  | 'ORDER'
  | 'PURCHASE_ORDER'
  | 'SHIPMENT';

/** Life of a supplier's evaluation. */
export type EvaluationStatus =
  | 'DISPUTED'
  | 'FINAL'
  | 'PROVISIONAL';

/** Whether an event is a plan, an estimate or a fact. Only facts move a status. */
export type EventClassifier =
  | 'ACTUAL'
  | 'ESTIMATED'
  | 'PLANNED';

/** Why a line is left out of a figure. */
export type ExclusionReason =
  | 'CANCELLED'
  | 'NO_PROMISE'
  | 'OUTSIDE_CALENDAR'
  | 'PO_SENT_AFTER_DELIVERY'
  | 'REFUSED';

/** A supplier's answer to one purchase order line. */
export type LineAnswer =
  /** As ordered, in whole or for the quantity given. */
  | 'ACCEPT'
  /** Will come later; the date may still be unknown. */
  | 'BACKORDER'
  /** Another quantity, date or price is proposed; the buyer decides. */
  | 'CHANGE'
  /** Will not be delivered. */
  | 'REFUSE';

/** A new after-sales case. */
export type OpenCaseInput = {
  /** Who asks; may be left out where the order or its line is named. */
  customerId?: string | number | null | undefined;
  /** What it is about. */
  kind: CaseKind;
  /** The order that it is about. */
  orderId?: string | number | null | undefined;
  /** The order line that it is about. */
  orderLineId?: string | number | null | undefined;
  /** How much of the line is concerned. */
  quantity?: string | null | undefined;
  /** Why the customer asks. */
  reason?: string | null | undefined;
  /** The shipment that it is about. */
  shipmentId?: string | number | null | undefined;
  /** In a few words. */
  subject: string;
};

/** Where an order came from. */
export type OrderChannel =
  | 'EMAIL'
  | 'ERP'
  | 'ONLINE'
  | 'PHONE'
  | 'SOCIAL_MEDIA';

/** Which orders to list; all members given must hold. */
export type OrderFilter = {
  /** From one of these channels. */
  channel?: Array<OrderChannel> | null | undefined;
  /** To one of these countries. */
  country?: Array<string> | null | undefined;
  /** Promised, as it stands now, in this range. */
  currentPromise?: DateRange | null | undefined;
  /** Of one of these customers. */
  customerId?: Array<string | number> | null | undefined;
  /** Delivered in this range. */
  deliveredOn?: DateRange | null | undefined;
  /** Only these. */
  id?: Array<string | number> | null | undefined;
  /** With one of these numbers. */
  number?: Array<string> | null | undefined;
  /** Placed in this range. */
  placedAt?: DateTimeRange | null | undefined;
  /** With one of these priorities. */
  priority?: Array<OrderPriority> | null | undefined;
  /** Of one of these classes. */
  productClass?: Array<ProductClass> | null | undefined;
  /** Words that begin words of the number, or of the customer's number or name; all must be found in one of them. */
  search?: string | null | undefined;
  /** In one of these states. */
  status?: Array<OrderStatus> | null | undefined;
  /** With goods of one of these suppliers. */
  supplierId?: Array<string | number> | null | undefined;
};

/** The order of a list of orders; rows that are equal in it follow their id. */
export type OrderOrderBy = {
  /** Which way. */
  direction?: SortDirection;
  /** What to order by. */
  field: OrderOrderField;
};

/** What orders can be ordered by. */
export type OrderOrderField =
  /** By the current promise; orders without one last. */
  | 'CURRENT_PROMISE'
  /** By number. */
  | 'NUMBER'
  /** By the time placed. */
  | 'PLACED_AT'
  /** By total amount. */
  | 'TOTAL';

/** How an order is treated among others. */
export type OrderPriority =
  | 'LARGE'
  | 'NORMAL'
  | 'SPECIAL'
  | 'URGENT';

/** The order's way from reception to completion. Payment and archive are not order states. */
export type OrderStatus =
  | 'AWAITING_CUSTOMER'
  | 'AWAITING_SIGNATURE'
  | 'CANCELLED'
  | 'COMPLETED'
  /** Confirmed and signed, awaiting shipment. */
  | 'CONFIRMED'
  | 'DELIVERED'
  | 'IN_INSPECTION'
  | 'IN_PRODUCTION'
  /** Sales checks goods, quantity, price and payment method. */
  | 'IN_REVIEW'
  /** No answer or signature came in time. */
  | 'LAPSED'
  /** Something is missing or wrong; the customer has been told what. */
  | 'NEEDS_CORRECTION'
  /** The sales review failed, with a reason; the order goes through reception again. */
  | 'NEEDS_REVISION'
  | 'PARTLY_DELIVERED'
  | 'PARTLY_SHIPPED'
  | 'READY_TO_SHIP'
  | 'RECEIVED'
  | 'REWORK'
  | 'SHIPPED';

/** Which changes to be told of; all members given must hold. */
export type OrderStatusChangedFilter = {
  /** Only of these objects. */
  id?: Array<string | number> | null | undefined;
  /** Only of objects with these numbers. */
  number?: Array<string> | null | undefined;
  /** Only changes to one of these states. */
  to?: Array<OrderStatus> | null | undefined;
};

/** State of payment, beside the state of the order. */
export type PaymentStatus =
  | 'FAILED'
  | 'OPEN'
  | 'PAID'
  | 'REFUNDED'
  | 'UNKNOWN';

/** Which performance reviews to be told of; all members given must hold. */
export type PerformanceReviewPublishedFilter = {
  /** Only of periods of this length. */
  periodKind?: Array<PeriodKind> | null | undefined;
};

/** Length of a reviewed period. */
export type PeriodKind =
  | 'MONTH'
  | 'QUARTER';

/** Class of a product; it decides the cycle standard in working days. */
export type ProductClass =
  | 'CUSTOM'
  | 'GENERAL'
  | 'HIGH_VALUE';

/** What the buyer made of a proposed change. */
export type ProposalDecision =
  | 'ACCEPTED'
  | 'NOT_NEEDED'
  | 'PENDING'
  | 'REFUSED';

/** The buyer's decision on one proposal. */
export type ProposalDecisionInput = {
  /** True: agreed; false: refused. */
  accept: boolean;
  /** The answer's line that proposes something (`confirmations.lines`). */
  confirmationLineId: string | number;
  /** Why. */
  reason?: string | null | undefined;
};

/** State of one purchase order line. */
export type PurchaseOrderLineStatus =
  | 'ACCEPTED'
  | 'BACKORDERED'
  | 'CANCELLED'
  | 'CHANGE_PROPOSED'
  | 'OPEN'
  | 'PARTLY_RECEIVED'
  | 'RECEIVED'
  | 'REFUSED';

/** State of a purchase order as a whole; it follows from its lines. */
export type PurchaseOrderStatus =
  | 'APPROVED'
  | 'CANCELLED'
  | 'CLOSED'
  | 'CONFIRMED'
  | 'COUNTER_PROPOSED'
  | 'DRAFT'
  | 'ISSUED'
  | 'PARTLY_CONFIRMED'
  | 'PARTLY_RECEIVED'
  | 'PENDING_APPROVAL'
  | 'RECEIVED'
  | 'REFUSED';

/** Which changes to be told of; all members given must hold. */
export type PurchaseOrderStatusChangedFilter = {
  /** Only of these objects. */
  id?: Array<string | number> | null | undefined;
  /** Only of objects with these numbers. */
  number?: Array<string> | null | undefined;
  /** Only of one of these suppliers. */
  supplierId?: Array<string | number> | null | undefined;
  /** Only changes to one of these states. */
  to?: Array<PurchaseOrderStatus> | null | undefined;
};

/** Canonical state of a shipment; the carrier's own code is kept beside it. */
export type ShipmentStatus =
  | 'ATTEMPT_FAILED'
  | 'AVAILABLE_FOR_PICKUP'
  | 'CANCELLED'
  | 'CREATED'
  | 'CUSTOMS'
  | 'DELIVERED'
  | 'EXCEPTION'
  | 'EXPIRED'
  | 'IN_TRANSIT'
  | 'OUT_FOR_DELIVERY'
  | 'PICKED_UP'
  | 'RETURNED'
  | 'RETURNING'
  | 'UNKNOWN';

/** Which changes to be told of; all members given must hold. */
export type ShipmentStatusChangedFilter = {
  /** Only of one of these carriers. */
  carrierId?: Array<string | number> | null | undefined;
  /** Only of these objects. */
  id?: Array<string | number> | null | undefined;
  /** Only of objects with these numbers. */
  number?: Array<string> | null | undefined;
  /** Only of one of these suppliers. */
  supplierId?: Array<string | number> | null | undefined;
  /** Only changes to one of these states. */
  to?: Array<ShipmentStatus> | null | undefined;
};

/** Ascending or descending. */
export type SortDirection =
  | 'ASC'
  | 'DESC';

/** Grade band of a score. */
export type Standing =
  | 'GREEN'
  | 'RED'
  | 'YELLOW';

/** Which changes to be told of; all members given must hold. */
export type SupplierEvaluationStatusChangedFilter = {
  /** Only of these objects. */
  id?: Array<string | number> | null | undefined;
  /** Only of objects with these numbers. */
  number?: Array<string> | null | undefined;
  /** Only of one of these suppliers. */
  supplierId?: Array<string | number> | null | undefined;
  /** Only changes to one of these states. */
  to?: Array<EvaluationStatus> | null | undefined;
};

/** Which suppliers to list; all members given must hold. */
export type SupplierFilter = {
  /** In one of these countries. */
  country?: Array<string> | null | undefined;
  /** Only these. */
  id?: Array<string | number> | null | undefined;
  /** With one of these numbers. */
  number?: Array<string> | null | undefined;
  /** With one of these qualifications. */
  qualification?: Array<SupplierQualification> | null | undefined;
  /** Words that begin words of the number or name; all must be found. */
  search?: string | null | undefined;
};

/** Whether we may buy from a supplier. */
export type SupplierQualification =
  | 'CANDIDATE'
  | 'DISQUALIFIED'
  | 'PROBATION'
  | 'QUALIFIED';

/** Means of transport. */
export type TransportMode =
  | 'AIR'
  | 'AIR_CHARTER'
  | 'EXPRESS'
  | 'RAIL'
  | 'ROAD'
  | 'SEA';

export type DecideMutationVariables = Exact<{
  input: DecideProposalsInput;
}>;


export type DecideMutation = { decideProposals: { errors: Array<{ code: string, path: Array<string>, message: string }>, purchaseOrder: { status: PurchaseOrderStatus, currentPromise: string | null, total: { amount: string }, lines: Array<{ status: PurchaseOrderLineStatus, unitPrice: string | null, quantityConfirmed: string | null, firstPromise: string | null, currentPromise: string | null }> } | null } };

export type MoveOrderMutationVariables = Exact<{
  input: ChangeOrderStatusInput;
  key?: string | null | undefined;
}>;


export type MoveOrderMutation = { changeOrderStatus: { errors: Array<{ code: string, path: Array<string>, message: string }>, order: { number: string, status: OrderStatus, processedAt: string | null } | null } };

export type OpenCaseMutationVariables = Exact<{
  input: OpenCaseInput;
}>;


export type OpenCaseMutation = { openCase: { errors: Array<{ code: string, path: Array<string>, message: string }>, afterSalesCase: { id: string, number: string, status: CaseStatus, kind: CaseKind, customer: { number: string }, supplier: { number: string } | null } | null } };

export type MoveCaseMutationVariables = Exact<{
  input: ChangeCaseStatusInput;
}>;


export type MoveCaseMutation = { changeCaseStatus: { errors: Array<{ code: string, path: Array<string>, message: string }>, afterSalesCase: { status: CaseStatus, returnBy: string | null, resolution: string | null } | null } };

export type DeliveryFiguresQueryVariables = Exact<{
  subject: DeliverySubject;
  groupBy?: Array<DeliveryDimension> | DeliveryDimension | null | undefined;
  level?: DeliveryLevel | null | undefined;
  range?: DateRange | null | undefined;
  asOf?: string | null | undefined;
}>;


export type DeliveryFiguresQuery = { deliveryPerformance: { notYetDue: number, rows: Array<{ numerator: number, denominator: number, rate: number | null, meanDelayDays: number | null, keys: Array<{ dimension: DeliveryDimension, value: string | null, label: string }>, cycle: { count: number, meanDays: number | null, medianDays: number | null } | null }>, totals: { numerator: number, denominator: number, rate: number | null, evidence: { nodes: Array<{ promised: string | null, delivered: string | null, delayDays: number | null, onTime: boolean | null, order: { number: string } | null, shipment: { number: string } | null }>, pageInfo: { hasNextPage: boolean } } }, excluded: Array<{ reason: ExclusionReason, figure: DeliveryFigureName, count: number }> } };

export type OrderChangesSubscriptionVariables = Exact<{
  filter?: OrderStatusChangedFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type OrderChangesSubscription = { orderStatusChanged: { cursor: string, from: OrderStatus | null, to: OrderStatus, occurredAt: string, recordedAt: string, order: { number: string, status: OrderStatus } | null } };

export type PurchaseOrderChangesSubscriptionVariables = Exact<{
  filter?: PurchaseOrderStatusChangedFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type PurchaseOrderChangesSubscription = { purchaseOrderStatusChanged: { cursor: string, from: PurchaseOrderStatus | null, to: PurchaseOrderStatus, occurredAt: string, recordedAt: string, purchaseOrder: { number: string, status: PurchaseOrderStatus } | null } };

export type ShipmentChangesSubscriptionVariables = Exact<{
  filter?: ShipmentStatusChangedFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ShipmentChangesSubscription = { shipmentStatusChanged: { cursor: string, from: ShipmentStatus | null, to: ShipmentStatus, occurredAt: string, recordedAt: string, shipment: { number: string, status: ShipmentStatus } | null } };

export type EvaluationChangesSubscriptionVariables = Exact<{
  filter?: SupplierEvaluationStatusChangedFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type EvaluationChangesSubscription = { supplierEvaluationStatusChanged: { cursor: string, from: EvaluationStatus | null, to: EvaluationStatus, occurredAt: string, recordedAt: string, supplierEvaluation: { id: string, status: EvaluationStatus } | null } };

export type CaseChangesSubscriptionVariables = Exact<{
  filter?: AfterSalesCaseStatusChangedFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type CaseChangesSubscription = { afterSalesCaseStatusChanged: { cursor: string, from: CaseStatus | null, to: CaseStatus, occurredAt: string, recordedAt: string, afterSalesCase: { number: string, status: CaseStatus } | null } };

export type ReviewsSubscriptionVariables = Exact<{
  filter?: PerformanceReviewPublishedFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ReviewsSubscription = { performanceReviewPublished: { cursor: string, occurredAt: string, recordedAt: string, performanceReview: { id: string, periodKind: PeriodKind, periodFrom: string } | null } };

export type OrderInFullQueryVariables = Exact<{
  number: string;
}>;


export type OrderInFullQuery = { order: { id: string, number: string, status: OrderStatus, channel: OrderChannel, priority: OrderPriority, paymentStatus: PaymentStatus, productClass: ProductClass, country: string | null, placedAt: string, receivedAt: string, dueAt: string | null, requestedDate: string | null, firstPromise: string | null, currentPromise: string | null, deliveredOn: string | null, total: { amount: string, currency: string }, customer: { number: string, name: string, country: string | null, email: string | null, orders: { totalCount: number, nodes: Array<{ number: string }> } }, lines: Array<{ lineNo: number, description: string, quantity: string, unit: string, unitPrice: string | null, amount: string, quantityShipped: string, quantityDelivered: string, deliveredOn: string | null, cancelled: boolean, firstPromise: string | null, currentPromise: string | null, product: { number: string, name: string, unit: string, productClass: ProductClass, listPrice: { amount: string, currency: string } | null } | null, supplier: { number: string, name: string } | null, completedBy: { number: string, status: ShipmentStatus } | null }>, purchaseOrders: { nodes: Array<{ number: string, status: PurchaseOrderStatus, total: { amount: string, currency: string }, supplier: { number: string, name: string, qualification: SupplierQualification }, lines: Array<{ lineNo: number, status: PurchaseOrderLineStatus, quantity: string, quantityConfirmed: string | null, quantityReceived: string, currentPromise: string | null, answers: Array<{ answer: LineAnswer, decision: ProposalDecision }> }>, receipts: Array<{ number: string, receivedOn: string, lines: Array<{ quantity: string, rejectedQuantity: string | null }> }>, confirmations: Array<{ receivedAt: string, lines: Array<{ answer: LineAnswer, quantity: string | null, promisedDate: string | null, unitPrice: string | null, reason: string | null, decision: ProposalDecision }> }> }> }, shipments: { nodes: Array<{ number: string, trackingNumber: string | null, status: ShipmentStatus, mode: TransportMode | null, carrier: { number: string, name: string } | null, legs: Array<{ legNo: number, mode: TransportMode | null }>, lines: Array<{ quantity: string, orderLine: { lineNo: number } | null, purchaseOrderLine: { lineNo: number } | null }>, trackingEvents: { nodes: Array<{ occurredAt: string, milestone: ShipmentStatus | null, classifier: EventClassifier, carrierCode: string | null, description: string | null, place: { city: string | null, country: string | null } }> } }> }, cases: { nodes: Array<{ number: string, kind: CaseKind, status: CaseStatus, subject: string }> }, source: { system: string, externalId: string | null, version: string | null, syncedAt: string | null, stale: boolean } | null } | null };

export type OrdersPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
  orderBy?: OrderOrderBy | null | undefined;
}>;


export type OrdersPageQuery = { orders: { totalCount: number, nodes: Array<{ number: string, status: OrderStatus, placedAt: string, currentPromise: string | null, total: { amount: string, currency: string }, customer: { name: string } }>, edges: Array<{ cursor: string, node: { number: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type SuppliersWithPurchaseOrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  orders?: number | null | undefined;
  filter?: SupplierFilter | null | undefined;
}>;


export type SuppliersWithPurchaseOrdersQuery = { suppliers: { nodes: Array<{ number: string, name: string, qualification: SupplierQualification, purchaseOrders: { nodes: Array<{ number: string, status: PurchaseOrderStatus, lines: Array<{ lineNo: number, quantity: string, status: PurchaseOrderLineStatus, product: { number: string } | null, order: { number: string } | null }> }>, pageInfo: { hasNextPage: boolean } }, evaluations: { nodes: Array<{ periodFrom: string, score: string | null, standing: Standing | null, criteria: Array<{ criterion: string, weight: string, value: string | null }> }> }, shipments: { nodes: Array<{ number: string, status: ShipmentStatus }> }, cases: { totalCount: number } }> } };


export const DecideDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Decide"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DecideProposalsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"decideProposals"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"}},{"kind":"Field","name":{"kind":"Name","value":"quantityConfirmed"}},{"kind":"Field","name":{"kind":"Name","value":"firstPromise"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DecideMutation, DecideMutationVariables>;
export const MoveOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MoveOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeOrderStatusInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeOrderStatus"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"processedAt"}}]}}]}}]}}]} as unknown as DocumentNode<MoveOrderMutation, MoveOrderMutationVariables>;
export const OpenCaseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenCase"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenCaseInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openCase"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"afterSalesCase"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"supplier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OpenCaseMutation, OpenCaseMutationVariables>;
export const MoveCaseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MoveCase"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeCaseStatusInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeCaseStatus"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"afterSalesCase"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"returnBy"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}}]}}]}}]}}]} as unknown as DocumentNode<MoveCaseMutation, MoveCaseMutationVariables>;
export const DeliveryFiguresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeliveryFigures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subject"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliverySubject"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"groupBy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryDimension"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"level"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryLevel"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryPerformance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subject"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subject"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"groupBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"level"},"value":{"kind":"Variable","name":{"kind":"Name","value":"level"}}},{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"numerator"}},{"kind":"Field","name":{"kind":"Name","value":"denominator"}},{"kind":"Field","name":{"kind":"Name","value":"rate"}},{"kind":"Field","name":{"kind":"Name","value":"meanDelayDays"}},{"kind":"Field","name":{"kind":"Name","value":"cycle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"meanDays"}},{"kind":"Field","name":{"kind":"Name","value":"medianDays"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"numerator"}},{"kind":"Field","name":{"kind":"Name","value":"denominator"}},{"kind":"Field","name":{"kind":"Name","value":"rate"}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promised"}},{"kind":"Field","name":{"kind":"Name","value":"delivered"}},{"kind":"Field","name":{"kind":"Name","value":"delayDays"}},{"kind":"Field","name":{"kind":"Name","value":"onTime"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"excluded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"figure"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notYetDue"}}]}}]}}]} as unknown as DocumentNode<DeliveryFiguresQuery, DeliveryFiguresQueryVariables>;
export const OrderChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrderChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderStatusChangedFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<OrderChangesSubscription, OrderChangesSubscriptionVariables>;
export const PurchaseOrderChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"PurchaseOrderChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PurchaseOrderStatusChangedFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"purchaseOrderStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<PurchaseOrderChangesSubscription, PurchaseOrderChangesSubscriptionVariables>;
export const ShipmentChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ShipmentChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ShipmentStatusChangedFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shipmentStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"shipment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ShipmentChangesSubscription, ShipmentChangesSubscriptionVariables>;
export const EvaluationChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"EvaluationChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SupplierEvaluationStatusChangedFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"supplierEvaluationStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"supplierEvaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<EvaluationChangesSubscription, EvaluationChangesSubscriptionVariables>;
export const CaseChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"CaseChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AfterSalesCaseStatusChangedFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"afterSalesCaseStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"afterSalesCase"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<CaseChangesSubscription, CaseChangesSubscriptionVariables>;
export const ReviewsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Reviews"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceReviewPublishedFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"performanceReviewPublished"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"performanceReview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"periodKind"}},{"kind":"Field","name":{"kind":"Name","value":"periodFrom"}}]}}]}}]}}]} as unknown as DocumentNode<ReviewsSubscription, ReviewsSubscriptionVariables>;
export const OrderInFullDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderInFull"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"paymentStatus"}},{"kind":"Field","name":{"kind":"Name","value":"productClass"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"placedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedDate"}},{"kind":"Field","name":{"kind":"Name","value":"firstPromise"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredOn"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lineNo"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"quantityShipped"}},{"kind":"Field","name":{"kind":"Name","value":"quantityDelivered"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredOn"}},{"kind":"Field","name":{"kind":"Name","value":"cancelled"}},{"kind":"Field","name":{"kind":"Name","value":"firstPromise"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"productClass"}},{"kind":"Field","name":{"kind":"Name","value":"listPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"supplier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"completedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrders"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"supplier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"qualification"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lineNo"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"quantityConfirmed"}},{"kind":"Field","name":{"kind":"Name","value":"quantityReceived"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}},{"kind":"Field","name":{"kind":"Name","value":"answers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"answer"}},{"kind":"Field","name":{"kind":"Name","value":"decision"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"receivedOn"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"rejectedQuantity"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"answer"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"promisedDate"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"decision"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"trackingNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"legNo"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lineNo"}}]}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lineNo"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"trackingEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"milestone"}},{"kind":"Field","name":{"kind":"Name","value":"classifier"}},{"kind":"Field","name":{"kind":"Name","value":"carrierCode"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"place"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"cases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"system"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"syncedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}}]} as unknown as DocumentNode<OrderInFullQuery, OrderInFullQueryVariables>;
export const OrdersPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderOrderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"placedAt"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<OrdersPageQuery, OrdersPageQueryVariables>;
export const SuppliersWithPurchaseOrdersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SuppliersWithPurchaseOrders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orders"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SupplierFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"suppliers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"qualification"}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orders"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lineNo"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodFrom"}},{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"standing"}},{"kind":"Field","name":{"kind":"Name","value":"criteria"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"criterion"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"2"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"cases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SuppliersWithPurchaseOrdersQuery, SuppliersWithPurchaseOrdersQueryVariables>;