/** The rows of the demo company's records, as its story leaves them. References are ids. */
import type {
  CaseKind,
  CaseStatus,
  EventClassifier,
  LineAnswer,
  OrderChannel,
  OrderPriority,
  OrderStatus,
  PaymentStatus,
  ProductClass,
  ProposalDecision,
  PurchaseOrderLineStatus,
  PurchaseOrderStatus,
  ResponsibleParty,
  ShipmentDirection,
  ShipmentStatus,
  SupplierQualification,
  TransportMode,
} from '../../entities/enums.js';
import type { DateOnly, Decimal } from '../../domain/facts.js';

export interface Sourced {
  sourceSystem: string;
  sourceExternalId: string;
  sourceVersion: string;
  sourceUpdatedAt: Date;
  sourceSyncedAt: Date;
}

export interface PartyRow extends Sourced {
  id: string;
  number: string;
  name: string;
}

export interface CustomerRow extends PartyRow {
  country: string;
  email: string;
}

export interface SupplierRow extends CustomerRow {
  qualification: SupplierQualification;
  qualifiedOn: DateOnly | null;
}

export interface ProductRow extends PartyRow {
  unit: string;
  productClass: ProductClass;
  listPrice: Decimal;
  listPriceCurrency: string;
}

export interface StockLevelRow extends Sourced {
  id: string;
  product: string;
  warehouse: string;
  warehouseName: string;
  onHand: Decimal | null;
  unit: string;
  asOf: Date;
}

interface Promised {
  requestedDate: DateOnly | null;
  firstPromise: DateOnly | null;
  currentPromise: DateOnly | null;
}

export interface OrderRow extends Sourced, Promised {
  id: string;
  number: string;
  customer: string;
  channel: OrderChannel;
  priority: OrderPriority;
  status: OrderStatus;
  recordStatus: OrderStatus;
  paymentStatus: PaymentStatus;
  productClass: ProductClass;
  currency: string;
  totalAmount: Decimal;
  country: string;
  placedAt: Date;
  placedAtOffset: number;
  receivedAt: Date;
  dueAt: Date;
  processedAt: Date | null;
  confirmedAt: Date | null;
  producedAt: Date | null;
  shippedAt: Date | null;
  deliveredOn: DateOnly | null;
  completedAt: Date | null;
}

export interface OrderLineRow extends Promised {
  id: string;
  order: string;
  lineNo: number;
  product: string;
  description: string;
  quantity: Decimal;
  unit: string;
  unitPrice: Decimal;
  amount: Decimal;
  supplier: string | null;
  quantityShipped: Decimal;
  quantityDelivered: Decimal;
  deliveredOn: DateOnly | null;
  completedBy: string | null;
  cancelled: boolean;
  sourceExternalId: string;
}

export interface PurchaseOrderRow extends Sourced, Promised {
  id: string;
  number: string;
  supplier: string;
  status: PurchaseOrderStatus;
  currency: string;
  totalAmount: Decimal;
  orderedAt: Date;
  orderedAtOffset: number;
  issuedAt: Date | null;
  confirmationDueAt: Date | null;
  confirmedAt: Date | null;
  receivedOn: DateOnly | null;
  supplierReference: string | null;
}

export interface PurchaseOrderLineRow extends Promised {
  id: string;
  purchaseOrder: string;
  lineNo: number;
  product: string;
  description: string;
  quantity: Decimal;
  unit: string;
  unitPrice: Decimal;
  amount: Decimal;
  status: PurchaseOrderLineStatus;
  quantityConfirmed: Decimal | null;
  quantityReceived: Decimal;
  quantityRejected: Decimal | null;
  deliveredOn: DateOnly | null;
  order: string | null;
  orderLine: string | null;
  sourceExternalId: string;
}

export interface ConfirmationRow {
  id: string;
  purchaseOrder: string;
  supplierReference: string | null;
  note: string | null;
  channel: string;
  receivedAt: Date;
}

export interface ConfirmationLineRow {
  id: string;
  confirmation: string;
  line: string;
  answer: LineAnswer;
  quantity: Decimal | null;
  promisedDate: DateOnly | null;
  unitPrice: Decimal | null;
  reason: string | null;
  decision: ProposalDecision;
  decidedAt: Date | null;
  decisionReason: string | null;
}

export interface ReceiptRow extends Sourced {
  id: string;
  number: string;
  purchaseOrder: string;
  receivedOn: DateOnly;
}

export interface ReceiptLineRow {
  id: string;
  receipt: string;
  line: string;
  quantity: Decimal;
  rejectedQuantity: Decimal | null;
  sourceExternalId: string;
}

export interface ShipmentRow extends Sourced {
  id: string;
  number: string;
  direction: ShipmentDirection;
  trackingNumber: string;
  carrier: string;
  supplier: string | null;
  mode: TransportMode;
  status: ShipmentStatus;
  recordStatus: ShipmentStatus;
  statusReason: string | null;
  responsible: ResponsibleParty | null;
  country: string;
  createdAt: Date;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  deliveredAtOffset: number | null;
  deliveredOn: DateOnly | null;
  promisedDate: DateOnly;
  estimatedDelivery: Date | null;
  estimatedDeliveryOffset: number | null;
  estimateAsOf: Date | null;
  signedBy: string | null;
  signerAsOf: Date | null;
  weightKg: Decimal;
  freightAmount: Decimal;
  freightCurrency: string;
}

export interface ShipmentLineRow {
  id: string;
  shipment: string;
  order: string | null;
  orderLine: string | null;
  purchaseOrder: string | null;
  purchaseOrderLine: string | null;
  quantity: Decimal;
  sourceExternalId: string;
}

export interface ShipmentLegRow {
  id: string;
  shipment: string;
  legNo: number;
  carrier: string;
  mode: TransportMode;
  origin: string;
  destination: string;
  departedAt: Date | null;
  arrivedAt: Date | null;
}

export interface TrackingEventRow {
  id: string;
  recordedAt: Date;
  shipment: string;
  eventKey: string;
  occurredAt: Date;
  occurredAtOffset: number | null;
  zoneAssumed: boolean;
  classifier: EventClassifier;
  milestone: ShipmentStatus | null;
  carrierCode: string;
  reason: string | null;
  responsible: ResponsibleParty | null;
  description: string;
  city: string;
  country: string;
  retracts: string | null;
  retracted: boolean;
  inFuture: boolean;
  sourceSystem: string;
}

export interface CaseRow {
  id: string;
  number: string;
  kind: CaseKind;
  status: CaseStatus;
  customer: string;
  order: string;
  orderLine: string | null;
  shipment: string | null;
  supplier: string | null;
  subject: string;
  reason: string | null;
  quantity: Decimal | null;
  resolution: string | null;
  returnTrackingNumber: string | null;
  returnBy: DateOnly | null;
  openedAt: Date;
  decidedAt: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
}

/** Every record that has come into being by the end of the story, in the order in which it did. */
export interface Rows {
  readonly carriers: PartyRow[];
  readonly customers: CustomerRow[];
  readonly suppliers: SupplierRow[];
  readonly products: ProductRow[];
  readonly stockLevels: StockLevelRow[];
  readonly orders: OrderRow[];
  readonly orderLines: OrderLineRow[];
  readonly purchaseOrders: PurchaseOrderRow[];
  readonly purchaseOrderLines: PurchaseOrderLineRow[];
  readonly confirmations: ConfirmationRow[];
  readonly confirmationLines: ConfirmationLineRow[];
  readonly receipts: ReceiptRow[];
  readonly receiptLines: ReceiptLineRow[];
  readonly shipments: ShipmentRow[];
  readonly shipmentLines: ShipmentLineRow[];
  readonly shipmentLegs: ShipmentLegRow[];
  readonly trackingEvents: TrackingEventRow[];
  readonly cases: CaseRow[];
}

export function noRows(): Rows {
  return {
    carriers: [],
    customers: [],
    suppliers: [],
    products: [],
    stockLevels: [],
    orders: [],
    orderLines: [],
    purchaseOrders: [],
    purchaseOrderLines: [],
    confirmations: [],
    confirmationLines: [],
    receipts: [],
    receiptLines: [],
    shipments: [],
    shipmentLines: [],
    shipmentLegs: [],
    trackingEvents: [],
    cases: [],
  };
}
