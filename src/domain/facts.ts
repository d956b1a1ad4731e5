/**
 * Facts: what a connector understood of a message, in our words, before it is applied.
 *
 * Facts name other records by the outside system's own id (`Ref`); the gateway resolves them when it applies the fact.
 * Instants are ISO 8601 text with an offset, dates are `YYYY-MM-DD`, decimals are text. A member that is absent or
 * undefined was not said; null says that the master holds no value.
 */
import type {
  EventClassifier,
  LineAnswer,
  OrderChannel,
  OrderPriority,
  OrderStatus,
  PaymentStatus,
  ProductClass,
  PurchaseOrderLineStatus,
  PurchaseOrderStatus,
  ResponsibleParty,
  ShipmentDirection,
  ShipmentStatus,
  SupplierQualification,
  TransportMode,
} from '../entities/enums.js';

/** The outside system's id of a record. */
export type Ref = string;

/** RFC 3339 instant with an offset, e.g. `2024-07-30T16:10:37+08:00`. */
export type Instant = string;

/** Calendar date, `YYYY-MM-DD`. */
export type DateOnly = string;

/** Decimal number as text, e.g. `"50.2400"`. */
export type Decimal = string;

/** Where a fact came from, in the outside system's terms. The connector's id is added when it is applied. */
export interface FactSource {
  readonly externalId: Ref;
  /** Version or change stamp there; the same one again changes nothing. */
  readonly version: string | null;
  /** When the outside system last changed the record; an older fact never overwrites a newer one. */
  readonly updatedAt: Instant | null;
  /**
   * When the outside system was seen to hold this, by our clock. To be told where `updatedAt` is the newest of a record's
   * parts: a part that is taken out takes its time with it, and what is seen later is newer all the same.
   */
  readonly observedAt?: Instant;
}

export interface CustomerFact {
  readonly kind: 'customer';
  readonly source: FactSource;
  readonly number: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2 code where known. */
  readonly country?: string | null;
  readonly email?: string | null;
}

export interface SupplierFact {
  readonly kind: 'supplier';
  readonly source: FactSource;
  readonly number: string;
  readonly name: string;
  readonly country?: string | null;
  readonly email?: string | null;
  readonly qualification?: SupplierQualification;
}

export interface CarrierFact {
  readonly kind: 'carrier';
  readonly source: FactSource;
  readonly number: string;
  readonly name: string;
}

export interface ProductFact {
  readonly kind: 'product';
  readonly source: FactSource;
  readonly number: string;
  readonly name: string;
  readonly unit: string;
  readonly productClass?: ProductClass;
  readonly listPrice?: Decimal | null;
  readonly currency?: string | null;
}

/** How much of a product lies in a warehouse. */
export interface StockLevelFact {
  readonly kind: 'stockLevel';
  readonly source: FactSource;
  readonly product: Ref;
  /** Code of the warehouse, or of the place in it where the source counts by places: one of each product is held for each. */
  readonly warehouse: string;
  readonly warehouseName?: string | null;
  /** What lies there, reserved goods included. Negative where more went out than was booked in; null: not known. */
  readonly onHand: Decimal | null;
  readonly unit?: string | null;
  /** When it was so: what is told of an earlier instant does not replace it. Null: not stated. */
  readonly asOf: Instant | null;
}

export interface OrderLineFact {
  readonly externalId: Ref;
  readonly lineNo: number;
  readonly product: Ref | null;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitPrice: Decimal | null;
  /** Line total as the source states it; recomputed only where absent. */
  readonly amount?: Decimal | null;
  /** Supplier that the goods come from; null for goods from an own warehouse. */
  readonly supplier?: Ref | null;
  readonly requestedDate?: DateOnly | null;
  readonly promisedDate?: DateOnly | null;
  readonly cancelled?: boolean;
}

export interface OrderFact {
  readonly kind: 'order';
  readonly source: FactSource;
  readonly number: string;
  readonly customer: Ref;
  readonly channel: OrderChannel;
  readonly priority?: OrderPriority;
  readonly status: OrderStatus;
  readonly paymentStatus?: PaymentStatus;
  readonly currency: string;
  readonly placedAt: Instant;
  readonly receivedAt?: Instant;
  readonly confirmedAt?: Instant | null;
  readonly producedAt?: Instant | null;
  readonly requestedDate?: DateOnly | null;
  readonly promisedDate?: DateOnly | null;
  readonly country?: string | null;
  readonly lines: readonly OrderLineFact[];
}

export interface PurchaseOrderLineFact {
  readonly externalId: Ref;
  readonly lineNo: number;
  readonly product: Ref | null;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitPrice: Decimal | null;
  readonly requestedDate?: DateOnly | null;
  readonly promisedDate?: DateOnly | null;
  readonly status?: PurchaseOrderLineStatus;
  /** Customer order line that this one buys for. */
  readonly orderLine?: Ref | null;
}

export interface PurchaseOrderFact {
  readonly kind: 'purchaseOrder';
  readonly source: FactSource;
  readonly number: string;
  readonly supplier: Ref;
  readonly status: PurchaseOrderStatus;
  readonly currency: string;
  readonly orderedAt: Instant;
  readonly issuedAt?: Instant | null;
  readonly supplierReference?: string | null;
  readonly lines: readonly PurchaseOrderLineFact[];
}

/**
 * A supplier's answer to a purchase order of ours, line by line. Lines that it does not name stay as they are, and a line told
 * again as before is no new answer: systems that tell the whole order at every change may do so.
 */
export interface PurchaseOrderConfirmationFact {
  readonly kind: 'purchaseOrderConfirmation';
  readonly source: FactSource;
  /** Our number of the supplier who answers; he speaks for his own orders alone. */
  readonly supplierNumber: string;
  /** Our number of the purchase order: a supplier does not know the id that it has in the system that holds it. */
  readonly purchaseOrderNumber: string;
  readonly supplierReference?: string | null;
  readonly note?: string | null;
  /** Members that are null were not stated. */
  readonly lines: readonly {
    /** Our number of the line. */
    readonly lineNo: number;
    readonly answer: LineAnswer;
    readonly quantity: Decimal | null;
    readonly promisedDate: DateOnly | null;
    readonly unitPrice: Decimal | null;
    readonly reason: string | null;
    /** With BACKORDER: the supplier cannot say when. */
    readonly dateUnknown: boolean;
  }[];
}

export interface ReceiptFact {
  readonly kind: 'receipt';
  readonly source: FactSource;
  readonly number: string;
  readonly purchaseOrder: Ref;
  readonly receivedOn: DateOnly;
  readonly lines: readonly {
    readonly externalId: Ref;
    readonly purchaseOrderLine: Ref;
    readonly quantity: Decimal;
    /** Null: not inspected, so the number of rejected goods is unknown; never 0 by default. */
    readonly rejectedQuantity: Decimal | null;
  }[];
}

export interface ShipmentFact {
  readonly kind: 'shipment';
  readonly source: FactSource;
  readonly number: string;
  readonly direction: ShipmentDirection;
  readonly carrier: Ref | null;
  readonly supplier?: Ref | null;
  /**
   * Where a supplier tells of goods that he has sent: he knows our numbers, not the ids of the system that holds our records.
   * Takes the place of `carrier` and `supplier`; the lines name what was ordered by `ordered`.
   */
  readonly despatch?: { readonly supplierNumber: string; readonly carrierNumber: string | null };
  readonly trackingNumber: string | null;
  readonly mode: TransportMode | null;
  /** Present where the sender masters the shipment's status; otherwise tracking decides. */
  readonly status?: ShipmentStatus;
  readonly shippedAt?: Instant | null;
  /** Local date of delivery at the destination. */
  readonly deliveredOn?: DateOnly | null;
  readonly promisedDate?: DateOnly | null;
  readonly country?: string | null;
  readonly weightKg?: Decimal | null;
  readonly freight?: { readonly amount: Decimal; readonly currency: string } | null;
  readonly lines: readonly {
    readonly externalId: Ref;
    readonly orderLine?: Ref | null;
    readonly purchaseOrderLine?: Ref | null;
    /** In a despatch: our numbers of the purchase order and its line. */
    readonly ordered?: { readonly purchaseOrderNumber: string; readonly lineNo: number };
    readonly quantity: Decimal;
  }[];
}

export interface TrackingEventFact {
  /** The same happening told twice has the same key; unique within a shipment. */
  readonly eventKey: string;
  readonly occurredAt: Instant;
  /** True where the carrier gave no offset and the zone was taken from the place or the carrier. */
  readonly zoneAssumed: boolean;
  readonly classifier: EventClassifier;
  /** Null: the code is unknown or says nothing about the status; the event is kept all the same. */
  readonly milestone: ShipmentStatus | null;
  readonly carrierCode: string | null;
  readonly reason?: string | null;
  readonly responsible?: ResponsibleParty | null;
  readonly description: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  readonly country?: string | null;
  readonly postalCode?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  /** Key of an earlier event that this one takes back. */
  readonly retracts?: string | null;
}

export interface TrackingFact {
  readonly kind: 'tracking';
  readonly source: FactSource;
  /** Null: what takes events back and names no parcel; it is told of every shipment that knows one of these events. */
  readonly trackingNumber: string | null;
  /** The carrier's name for itself, e.g. `USPS`; used to tell equal tracking numbers apart. */
  readonly carrier: string | null;
  /**
   * For carriers that always send the whole history: when this snapshot was made. Snapshots merge, and the newest
   * one decides what no event says (`snapshotStatus`, `estimatedDelivery`, `signedBy`). Null: single events.
   */
  readonly snapshotAt: Instant | null;
  readonly snapshotStatus?: ShipmentStatus | null;
  readonly estimatedDelivery?: Instant | null;
  readonly signedBy?: string | null;
  readonly events: readonly TrackingEventFact[];
}

export type Fact =
  | CustomerFact
  | SupplierFact
  | CarrierFact
  | ProductFact
  | StockLevelFact
  | OrderFact
  | PurchaseOrderFact
  | PurchaseOrderConfirmationFact
  | ReceiptFact
  | ShipmentFact
  | TrackingFact;

/** Something in a message that no table of the connector knows: kept, counted and shown; never turned into a default. */
export interface Unmapped {
  /** Where in the message, e.g. `result.tracking_details[3].status`. */
  readonly path: string;
  readonly value: string;
}
