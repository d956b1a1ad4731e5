/** What outside systems are told, in our words: as the outbox reads it from the records, and as connectors take it. */
import type { LineAnswer } from '../../entities/enums.js';
import type { DateOnly, Decimal, Instant } from '../facts.js';

/** A supplier's answer as it is written back into the ERP. */
export interface PurchaseOrderConfirmationCommand {
  /** Always the same for this answer, also where it is told again since more of it is settled. */
  readonly idempotencyKey: string;
  readonly purchaseOrder: { readonly externalId: string; readonly version: string | null; readonly number: string };
  readonly supplierReference: string | null;
  readonly note: string | null;
  readonly lines: readonly {
    readonly externalId: string;
    readonly lineNo: number;
    readonly answer: LineAnswer;
    readonly quantity: string | null;
    readonly promisedDate: string | null;
    readonly unitPrice: string | null;
  }[];
}

/** A purchase order as it is sent to the supplier. */
export interface PurchaseOrderCommand {
  /** Always the same for this purchase order in this state: sent twice, it is one order there. */
  readonly idempotencyKey: string;
  readonly number: string;
  readonly orderedAt: Instant;
  readonly currency: string;
  readonly supplierNumber: string;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly productNumber: string | null;
    readonly description: string;
    readonly quantity: Decimal;
    readonly unit: string;
    readonly unitPrice: Decimal | null;
    readonly requestedDate: DateOnly | null;
  }[];
}

/** Someone at an address, as carriers ask for it. `country` is an ISO 3166-1 alpha-2 code. */
export interface Address {
  readonly name: string;
  readonly company: string | null;
  readonly street: readonly string[];
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string;
  readonly phone: string | null;
  readonly email: string | null;
}

export interface Parcel {
  readonly weightKg: Decimal;
  /** Length, width, height in centimetres; null: not measured. */
  readonly sizeCm: readonly [Decimal, Decimal, Decimal] | null;
}

/** What costs money each time that it is done. */
interface Costly {
  readonly idempotencyKey: string;
  /**
   * True where an earlier attempt was begun of which nobody knows how it ended: its answer was lost, or the gateway was killed. Who
   * cannot find out whether it was done leaves it to a person.
   */
  readonly mayBeDone: boolean;
  /** When the first such attempt was begun, for those who know a key again for some time only; missing: there was none. */
  readonly begunAt?: Instant;
}

/** Goods to be carried, for a label and a tracking number. */
export interface BookingCommand extends Costly {
  /** Our number of the shipment; the carrier is asked to keep it as its reference. */
  readonly shipmentNumber: string;
  readonly from: Address;
  readonly to: Address;
  readonly parcels: readonly Parcel[];
  /** The carrier's code of the service; null: the cheapest one that it offers. */
  readonly service: string | null;
  /** Day on which the goods are handed over. */
  readonly shipOn: DateOnly;
}

export interface Booking {
  readonly trackingNumber: string;
  /** The outside system's id of the booking. */
  readonly externalId: string;
  readonly carrier: string | null;
  readonly service: string | null;
  readonly price: { readonly amount: Decimal; readonly currency: string } | null;
  /** Where the label can be fetched; null where it is none of a web address. */
  readonly labelUrl: string | null;
  /** Headers without which it is not given out; missing: the address is enough. */
  readonly labelHeaders?: Readonly<Record<string, string>>;
}

export interface PickupCommand extends Costly {
  readonly from: Address;
  readonly parcels: readonly Parcel[];
  /** The outside system's ids of the bookings that are to be fetched. */
  readonly bookings: readonly string[];
  /** From when to when the goods are ready, with the offset of the place. */
  readonly readyFrom: Instant;
  readonly readyTo: Instant;
}

/** A shipment of ours that is not at its end. */
export interface WatchedShipment {
  readonly trackingNumber: string;
  /** Our name of its carrier; null where none is known. */
  readonly carrier: string | null;
  /** Destination, ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly createdAt: Instant;
}
