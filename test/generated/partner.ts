/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

export type MyPurchaseOrdersQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type MyPurchaseOrdersQuery = { viewer: { name: string, roles: Array<Role>, partnerNumber: string | null }, purchaseOrders: { totalCount: number, nodes: Array<{ id: string, number: string, status: PurchaseOrderStatus, supplier: { number: string }, lines: Array<{ id: string, lineNo: number, quantity: string, status: PurchaseOrderLineStatus, product: { number: string } | null }> }> }, shipments: { totalCount: number, nodes: Array<{ number: string, trackingNumber: string | null, status: ShipmentStatus }> } };


export const MyPurchaseOrdersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyPurchaseOrders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"partnerNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"purchaseOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"supplier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lineNo"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"trackingNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<MyPurchaseOrdersQuery, MyPurchaseOrdersQueryVariables>;