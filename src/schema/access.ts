/**
 * Who may ask for which field: one table, and nothing that is not in it (R42). A type or field without an entry is
 * refused for everybody, and a test that walks the schema fails for it. The partner schema is this same table, cut down
 * to what some partner may see. Which rows a partner sees is said in the mappings (`scope`).
 */
import { Role } from './enums.js';

type Roles = readonly Role[];

const { SALES, PRODUCTION, PROCUREMENT, QUALITY, LOGISTICS, CUSTOMER_SERVICE, ANALYST, ADMIN, SUPPLIER, CARRIER } = Role;

const staff: Roles = [SALES, PRODUCTION, PROCUREMENT, QUALITY, LOGISTICS, CUSTOMER_SERVICE, ANALYST, ADMIN];
const partners: Roles = [SUPPLIER, CARRIER];
const everyone: Roles = [...staff, ...partners];
const staffAndSuppliers: Roles = [...staff, SUPPLIER];
const admins: Roles = [ADMIN];
/** Those whose word goes out to suppliers and carriers. */
const dispatchers: Roles = [PROCUREMENT, LOGISTICS, ADMIN];
/** Those who write to customers and suppliers; addresses and signatures are personal data. */
const contacts: Roles = [SALES, PROCUREMENT, LOGISTICS, CUSTOMER_SERVICE, ADMIN];

const page = { 'nodes edges pageInfo totalCount': everyone };
const edge = { 'cursor node': everyone };
const source = { source: staff };

const table: Readonly<Record<string, Readonly<Record<string, Roles>>>> = {
  Query: {
    'order orders customer customers carrier carriers product products': staff,
    'purchaseOrder purchaseOrders supplierEvaluation supplierEvaluations': staffAndSuppliers,
    'supplier suppliers': staff,
    'shipment shipments': everyone,
    'afterSalesCase afterSalesCases': staff,
    'deliveryPerformance kpis performanceReview performanceReviews policies': staff,
    events: everyone,
    'messages connectors': admins,
    outgoingCommands: dispatchers,
    viewer: everyone,
  },
  Mutation: {
    confirmPurchaseOrder: [SUPPLIER],
    'decideProposals changePurchaseOrderStatus': [PROCUREMENT, ADMIN],
    changeOrderStatus: [SALES, PRODUCTION, QUALITY, LOGISTICS, CUSTOMER_SERVICE, ADMIN],
    'openCase changeCaseStatus': [CUSTOMER_SERVICE, QUALITY, LOGISTICS, ADMIN],
    disputeEvaluation: [SUPPLIER],
    finaliseEvaluation: [PROCUREMENT, ADMIN],
    'replayMessage replayUnmapped pauseConnector resumeConnector pullConnectorAgain': admins,
    'bookShipment requestPickup': [LOGISTICS, ADMIN],
    retryCommand: dispatchers,
  },
  Subscription: {
    'orderStatusChanged afterSalesCaseStatusChanged performanceReviewPublished': staff,
    'purchaseOrderStatusChanged supplierEvaluationStatusChanged': staffAndSuppliers,
    shipmentStatusChanged: everyone,
  },

  Order: {
    'id number status channel priority paymentStatus productClass total country placedAt receivedAt dueAt processedAt': staff,
    'confirmedAt producedAt shippedAt deliveredOn completedAt requestedDate firstPromise currentPromise': staff,
    'customer lines purchaseOrders shipments cases': staff,
    ...source,
  },
  OrderLine: {
    'id lineNo description quantity unit unitPrice amount quantityShipped quantityDelivered deliveredOn cancelled': staff,
    'requestedDate firstPromise currentPromise order product supplier completedBy': staff,
  },
  Customer: { 'id number name country orders cases': staff, email: contacts, ...source },
  Product: { 'id number name unit productClass': staffAndSuppliers, 'listPrice stockLevels': staff, ...source },
  StockLevel: { 'id product warehouse warehouseName onHand unit asOf': staff, ...source },
  Carrier: { 'id number name': everyone, shipments: [...staff, CARRIER], ...source },
  Supplier: {
    'id number name country': everyone,
    'qualification qualifiedOn purchaseOrders shipments evaluations': staffAndSuppliers,
    cases: staff,
    email: [...contacts, SUPPLIER],
    ...source,
  },
  PurchaseOrder: {
    'id number status total supplierReference orderedAt issuedAt confirmationDueAt confirmedAt receivedOn': staffAndSuppliers,
    'requestedDate firstPromise currentPromise supplier lines confirmations receipts shipments': staffAndSuppliers,
    orders: staff,
    ...source,
  },
  PurchaseOrderLine: {
    'id lineNo description quantity unit unitPrice amount status quantityConfirmed quantityReceived quantityRejected': staffAndSuppliers,
    'deliveredOn requestedDate firstPromise currentPromise purchaseOrder product answers': staffAndSuppliers,
    'order orderLine': staff,
  },
  PurchaseOrderConfirmation: { 'id supplierReference note channel receivedAt purchaseOrder lines': staffAndSuppliers, ...source },
  ConfirmationLine: {
    'id answer quantity promisedDate unitPrice reason decision decidedAt decisionReason line confirmation': staffAndSuppliers,
  },
  Receipt: { 'id number receivedOn purchaseOrder lines': staffAndSuppliers, ...source },
  ReceiptLine: { 'id quantity rejectedQuantity line receipt': staffAndSuppliers },
  Shipment: {
    'id number trackingNumber status statusReason responsible direction mode country createdAt shippedAt promisedDate': everyone,
    'estimatedDelivery deliveredAt deliveredOn weightKg carrier legs trackingEvents': everyone,
    signedBy: [...contacts, CARRIER],
    freight: [...staff, CARRIER],
    'lines purchaseOrders': staffAndSuppliers,
    supplier: staffAndSuppliers,
    'orders cases': staff,
    ...source,
  },
  ShipmentLine: { 'id quantity shipment purchaseOrderLine': staffAndSuppliers, 'order orderLine purchaseOrder': staff },
  ShipmentLeg: { 'id legNo mode origin destination departedAt arrivedAt carrier': everyone },
  TrackingEvent: {
    'id occurredAt zoneAssumed recordedAt classifier milestone carrierCode description reason responsible place': everyone,
    'retracted inFuture shipment': everyone,
    ...source,
  },
  Place: { 'city region country postalCode latitude longitude': everyone },
  SupplierEvaluation: {
    'id periodKind periodFrom periodTo status score standing policyVersion computedAt disputeReason finalisedAt': staffAndSuppliers,
    'supplier criteria': staffAndSuppliers,
  },
  EvaluationCriterion: { 'id criterion weight value numerator denominator evidence': staffAndSuppliers },
  EvaluationEvidencePage: { 'nodes pageInfo': staffAndSuppliers },
  EvaluationEvidence: {
    'objectId objectType on numerator denominator answeredAt receiptLine purchaseOrderLine purchaseOrder shipment': staffAndSuppliers,
  },
  AfterSalesCase: {
    'id number kind status subject reason quantity resolution returnTrackingNumber returnBy openedAt decidedAt': staff,
    'resolvedAt closedAt customer order orderLine shipment supplier': staff,
    ...source,
  },
  PerformanceReview: { 'id periodKind periodFrom periodTo computedAt figures': staff },
  KpiFigure: { 'id kpi productClass unit value numerator denominator target met previous policyVersion': staff },
  Policy: { 'id key version value effectiveFrom reason author createdAt': staff },
  InboxMessage: { 'id connectorId messageId topic contentType receivedAt status reason attempts appliedAt': admins },

  OutgoingCommand: {
    'id connectorId kind objectId status attempts nextAttemptAt lastErrorKind lastError answer createdAt doneAt': dispatchers,
  },
  Connector: {
    'id type kind takesWebhooks isPulled takes breaker pausedAt pausedBy cursor lastSuccessAt lastAttemptAt lagSeconds': admins,
    'lastErrorKind lastError messagesLastHour lastMessageAt parkedMessages unmappedMessages pendingCommands failedCommands': admins,
  },

  DeliveryPerformance: { 'rows totals excluded notYetDue provisional': staff },
  DeliveryFigure: { 'keys numerator denominator rate meanDelayDays cycle evidence': staff },
  DeliveryKey: { 'dimension value label': staff },
  DeliveryCycle: { 'count meanDays medianDays': staff },
  DeliveryExclusion: { 'reason figure count evidence': staff },
  DeliveryEvidencePage: { 'nodes pageInfo': staff },
  DeliveryEvidence: {
    'promised delivered delayDays onTime cycleDays unitId orderLine purchaseOrderLine order purchaseOrder shipment': staff,
  },
  Kpi: { 'kpi productClass unit value numerator denominator target met policyVersion excluded evidence': staff },
  KpiEvidencePage: { 'nodes pageInfo': staff },
  KpiEvidence: { 'objectId objectType on value numerator denominator order orderLine afterSalesCase': staff },
  LogPage: { 'events endCursor hasMore': everyone },
  LogEvent: { 'cursor type objectType objectId number from to occurredAt recordedAt': everyone, 'actor channel': staff },
  Viewer: { 'name roles partnerNumber': everyone },
  OrderStatusChange: { 'cursor occurredAt recordedAt from to order': staff },
  PurchaseOrderStatusChange: { 'cursor occurredAt recordedAt from to purchaseOrder': staffAndSuppliers },
  ShipmentStatusChange: { 'cursor occurredAt recordedAt from to shipment': everyone },
  SupplierEvaluationStatusChange: { 'cursor occurredAt recordedAt from to supplierEvaluation': staffAndSuppliers },
  AfterSalesCaseStatusChange: { 'cursor occurredAt recordedAt from to afterSalesCase': staff },
  PerformanceReviewPublication: { 'cursor occurredAt recordedAt performanceReview': staff },

  PurchaseOrderPayload: { 'purchaseOrder errors': staffAndSuppliers },
  OrderPayload: { 'order errors': staff },
  AfterSalesCasePayload: { 'afterSalesCase errors': staff },
  SupplierEvaluationPayload: { 'supplierEvaluation errors': staffAndSuppliers },
  InboxMessagePayload: { 'message errors': admins },
  ReplayUnmappedPayload: { 'unmapped applied left remaining next errors': admins },
  ConnectorPayload: { 'connector errors': admins },
  OutgoingCommandPayload: { 'command errors': dispatchers },
  UserError: { 'code path message': everyone },

  Money: { 'amount currency': everyone },
  Source: { 'system externalId version syncedAt stale': staff },
  PageInfo: { 'hasNextPage hasPreviousPage startCursor endCursor': everyone },
  ...connections('Order', 'Customer', 'Product', 'StockLevel', 'Carrier', 'Supplier', 'PurchaseOrder', 'Shipment', 'TrackingEvent'),
  ...connections('SupplierEvaluation', 'AfterSalesCase', 'PerformanceReview', 'Policy', 'InboxMessage', 'OutgoingCommand'),
};

function connections(...nodes: string[]): Record<string, Record<string, Roles>> {
  return Object.fromEntries(nodes.flatMap((node) => [[`${node}Connection`, page], [`${node}Edge`, edge]]));
}

/** `Type.field` → roles. */
const rules: ReadonlyMap<string, ReadonlySet<Role>> = new Map(
  Object.entries(table).flatMap(([type, groups]) =>
    Object.entries(groups).flatMap(([fields, roles]) => fields.split(' ').map((field) => [`${type}.${field}`, new Set(roles)] as const)),
  ),
);

/** Whether somebody with these roles may ask for the field. Without an entry: nobody. */
export function mayAsk(roles: readonly Role[], type: string, field: string): boolean {
  const allowed = rules.get(`${type}.${field}`);
  return allowed !== undefined && roles.some((role) => allowed.has(role));
}

/** Whether some partner may ask for the field: then it is part of the partner schema. */
export function isForPartners(type: string, field: string): boolean {
  return mayAsk(partners, type, field);
}

/** Every `Type.field` in the table; for the test that holds table and schema to each other. */
export function accessEntries(): readonly string[] {
  return [...rules.keys()];
}
