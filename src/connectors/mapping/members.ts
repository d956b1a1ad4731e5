/** The members of facts that a mapping profile may fill, as data. The compiler holds the lists to `domain/facts`. */
import {
  LineAnswer,
  OrderChannel,
  OrderPriority,
  OrderStatus,
  PaymentStatus,
  ProductClass,
  PurchaseOrderLineStatus,
  PurchaseOrderStatus,
  ShipmentDirection,
  ShipmentStatus,
  SupplierQualification,
  TransportMode,
} from '../../entities/enums.js';
import type {
  CarrierFact,
  CustomerFact,
  OrderFact,
  ProductFact,
  PurchaseOrderConfirmationFact,
  PurchaseOrderFact,
  ReceiptFact,
  ShipmentFact,
  StockLevelFact,
  SupplierFact,
} from '../../domain/facts.js';

/** `clock`: a time of day that may be told without an offset; the place gives it one. */
export type MemberType = 'text' | 'country' | 'date' | 'instant' | 'clock' | 'decimal' | 'integer' | 'boolean' | Readonly<Record<string, string>>;

export interface Member {
  /** An object lists the words that the member may have. */
  readonly type: MemberType;
  /**
   * What stands for a value that is not there: `needed` allows none, `unsaid` leaves the member out, `null` says that there is
   * none where the source says so, `orNull` also where the source is silent, `false` is a yes or no that was not given.
   */
  readonly absent: 'needed' | 'unsaid' | 'null' | 'orNull' | 'false';
}

export type Members = Readonly<Record<string, Member>>;

const needed = (type: MemberType): Member => ({ type, absent: 'needed' });
const unsaid = (type: MemberType): Member => ({ type, absent: 'unsaid' });
const nullable = (type: MemberType): Member => ({ type, absent: 'null' });
const orNull = (type: MemberType): Member => ({ type, absent: 'orNull' });
const flag: Member = { type: 'boolean', absent: 'false' };

type MembersOf<T> = Readonly<Record<Exclude<keyof T, 'kind' | 'source' | 'lines'>, Member>>;

const party = { number: needed('text'), name: needed('text'), country: nullable('country'), email: nullable('text') };

export const customer = party satisfies MembersOf<CustomerFact>;
export const supplier = { ...party, qualification: unsaid(SupplierQualification) } satisfies MembersOf<SupplierFact>;
export const carrier = { number: needed('text'), name: needed('text') } satisfies MembersOf<CarrierFact>;

export const product = {
  number: needed('text'),
  name: needed('text'),
  unit: needed('text'),
  productClass: unsaid(ProductClass),
  listPrice: nullable('decimal'),
  currency: nullable('text'),
} satisfies MembersOf<ProductFact>;

export const stockLevel = {
  product: needed('text'),
  warehouse: needed('text'),
  warehouseName: nullable('text'),
  onHand: orNull('decimal'),
  unit: nullable('text'),
  asOf: orNull('instant'),
} satisfies MembersOf<StockLevelFact>;

export const order = {
  number: needed('text'),
  customer: needed('text'),
  channel: needed(OrderChannel),
  priority: unsaid(OrderPriority),
  status: needed(OrderStatus),
  paymentStatus: unsaid(PaymentStatus),
  currency: needed('text'),
  placedAt: needed('instant'),
  receivedAt: unsaid('instant'),
  confirmedAt: nullable('instant'),
  producedAt: nullable('instant'),
  requestedDate: nullable('date'),
  promisedDate: nullable('date'),
  country: nullable('country'),
} satisfies MembersOf<OrderFact>;

export const orderLine = {
  externalId: needed('text'),
  lineNo: needed('integer'),
  product: orNull('text'),
  description: needed('text'),
  quantity: needed('decimal'),
  unit: needed('text'),
  unitPrice: orNull('decimal'),
  amount: nullable('decimal'),
  supplier: nullable('text'),
  requestedDate: nullable('date'),
  promisedDate: nullable('date'),
  cancelled: unsaid('boolean'),
} satisfies MembersOf<OrderFact['lines'][number]>;

export const purchaseOrder = {
  number: needed('text'),
  supplier: needed('text'),
  status: needed(PurchaseOrderStatus),
  currency: needed('text'),
  orderedAt: needed('instant'),
  issuedAt: nullable('instant'),
  supplierReference: nullable('text'),
} satisfies MembersOf<PurchaseOrderFact>;

export const purchaseOrderLine = {
  externalId: needed('text'),
  lineNo: needed('integer'),
  product: orNull('text'),
  description: needed('text'),
  quantity: needed('decimal'),
  unit: needed('text'),
  unitPrice: orNull('decimal'),
  requestedDate: nullable('date'),
  promisedDate: nullable('date'),
  status: unsaid(PurchaseOrderLineStatus),
  orderLine: nullable('text'),
} satisfies MembersOf<PurchaseOrderFact['lines'][number]>;

/** `supplierNumber` is no member of a profile: it says for whom the connector speaks. */
export const confirmation = {
  purchaseOrderNumber: needed('text'),
  supplierReference: nullable('text'),
  note: nullable('text'),
} satisfies Omit<MembersOf<PurchaseOrderConfirmationFact>, 'supplierNumber'>;

export const confirmationLine = {
  lineNo: needed('integer'),
  answer: needed(LineAnswer),
  quantity: orNull('decimal'),
  promisedDate: orNull('date'),
  unitPrice: orNull('decimal'),
  reason: orNull('text'),
  dateUnknown: flag,
} satisfies MembersOf<PurchaseOrderConfirmationFact['lines'][number]>;

export const receipt = { number: needed('text'), purchaseOrder: needed('text'), receivedOn: needed('date') } satisfies MembersOf<ReceiptFact>;

export const receiptLine = {
  externalId: needed('text'),
  purchaseOrderLine: needed('text'),
  quantity: needed('decimal'),
  rejectedQuantity: orNull('decimal'),
} satisfies MembersOf<ReceiptFact['lines'][number]>;

/** What every sender of goods can tell. */
const sending = {
  number: needed('text'),
  direction: needed(ShipmentDirection),
  trackingNumber: orNull('text'),
  mode: orNull(TransportMode),
  shippedAt: nullable('instant'),
  promisedDate: nullable('date'),
  country: nullable('country'),
  weightKg: nullable('decimal'),
};

/** `freight` is told by two members; `despatch` is for suppliers. */
export const shipment = {
  ...sending,
  carrier: orNull('text'),
  supplier: nullable('text'),
  status: unsaid(ShipmentStatus),
  deliveredOn: nullable('date'),
} satisfies Omit<MembersOf<ShipmentFact>, 'freight' | 'despatch'>;

export const freight = { freightAmount: unsaid('decimal'), freightCurrency: unsaid('text') };

export const shipmentLine = {
  externalId: needed('text'),
  orderLine: nullable('text'),
  purchaseOrderLine: nullable('text'),
  quantity: needed('decimal'),
} satisfies Omit<MembersOf<ShipmentFact['lines'][number]>, 'ordered'>;

export const despatch = { ...sending, carrierNumber: orNull('text') };

export const despatchLine = { externalId: needed('text'), purchaseOrderNumber: needed('text'), lineNo: needed('integer'), quantity: needed('decimal') };
