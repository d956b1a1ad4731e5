/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A supplier's answer to a purchase order. Lines that it does not name stay as they are. */
export type ConfirmPurchaseOrderInput = {
  /** The answers. */
  lines: Array<PurchaseOrderLineAnswer>;
  /** A note to the buyer. */
  note?: string | null | undefined;
  /** The purchase order. */
  purchaseOrderId: string | number;
  /** Id of the latest answer (`confirmations`), where a line is answered that was answered before: it shows that you have seen it. */
  supersedes?: string | number | null | undefined;
  /** The supplier's own number for the order. */
  supplierReference?: string | null | undefined;
};

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

/** What the buyer made of a proposed change. */
export type ProposalDecision =
  | 'ACCEPTED'
  | 'NOT_NEEDED'
  | 'PENDING'
  | 'REFUSED';

/** A supplier's answer to one line. */
export type PurchaseOrderLineAnswer = {
  /** The answer. */
  answer: LineAnswer;
  /** With BACKORDER: the date is not known yet. */
  dateUnknown?: boolean;
  /** The line. */
  lineId: string | number;
  /** Date of delivery; left out: as requested. */
  promisedDate?: string | null | undefined;
  /** Quantity that can be delivered; left out: as ordered. */
  quantity?: string | null | undefined;
  /** Why; required with REFUSE. */
  reason?: string | null | undefined;
  /** Price per unit; left out: as ordered. */
  unitPrice?: string | null | undefined;
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

/** Who may do what: departments, partners, administrators. */
export type Role =
  | 'ADMIN'
  | 'ANALYST'
  | 'CARRIER'
  | 'CUSTOMER_SERVICE'
  | 'LOGISTICS'
  | 'PROCUREMENT'
  | 'PRODUCTION'
  | 'QUALITY'
  | 'SALES'
  | 'SUPPLIER';

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

export type ConfirmMutationVariables = Exact<{
  input: ConfirmPurchaseOrderInput;
  key?: string | null | undefined;
}>;


export type ConfirmMutation = { confirmPurchaseOrder: { errors: Array<{ code: string, path: Array<string>, message: string }>, purchaseOrder: { number: string, status: PurchaseOrderStatus, supplierReference: string | null, firstPromise: string | null, currentPromise: string | null, total: { amount: string }, lines: Array<{ id: string, lineNo: number, status: PurchaseOrderLineStatus, quantity: string, quantityConfirmed: string | null, unitPrice: string | null, firstPromise: string | null, currentPromise: string | null }>, confirmations: Array<{ id: string, note: string | null, lines: Array<{ id: string, answer: LineAnswer, decision: ProposalDecision, quantity: string | null, promisedDate: string | null, unitPrice: string | null, reason: string | null }> }> } | null } };

export type MyPurchaseOrdersQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type MyPurchaseOrdersQuery = { viewer: { name: string, roles: Array<Role>, partnerNumber: string | null }, purchaseOrders: { totalCount: number, nodes: Array<{ id: string, number: string, status: PurchaseOrderStatus, supplier: { number: string }, lines: Array<{ id: string, lineNo: number, quantity: string, status: PurchaseOrderLineStatus, product: { number: string } | null }> }> }, shipments: { totalCount: number, nodes: Array<{ number: string, trackingNumber: string | null, status: ShipmentStatus }> } };


export const ConfirmDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Confirm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmPurchaseOrderInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmPurchaseOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"supplierReference"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstPromise"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lineNo"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"quantityConfirmed"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"}},{"kind":"Field","name":{"kind":"Name","value":"firstPromise"}},{"kind":"Field","name":{"kind":"Name","value":"currentPromise"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"answer"}},{"kind":"Field","name":{"kind":"Name","value":"decision"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"promisedDate"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ConfirmMutation, ConfirmMutationVariables>;
export const MyPurchaseOrdersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyPurchaseOrders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"partnerNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"supplier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lineNo"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"trackingNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<MyPurchaseOrdersQuery, MyPurchaseOrdersQueryVariables>;