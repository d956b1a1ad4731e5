/** SAP's codes in our words, as tables. A code that is not here is unmapped; it never becomes another one. */
import type { OrderFact, PurchaseOrderFact, ShipmentFact } from '../../../domain/facts.js';

/** `OverallSDDocumentRejectionSts` of a sales order: whether all of it was called off. Empty: nothing was. */
export const IS_REJECTED: Readonly<Record<string, boolean>> = { '': false, A: false, B: false, C: true };

/**
 * `OverallDeliveryStatus` of a sales order. It counts delivery documents, which are made before anything leaves the house:
 * what has left is told by the deliveries themselves. Empty: nothing is to be delivered.
 */
export const ORDER_STATUS_BY_DELIVERY: Readonly<Record<string, OrderFact['status']>> = {
  '': 'CONFIRMED',
  A: 'CONFIRMED',
  B: 'CONFIRMED',
  C: 'READY_TO_SHIP',
};

/** `OverallSDProcessStatus` of a sales order: whether all of it is done, billing included. */
export const IS_COMPLETED: Readonly<Record<string, boolean>> = { '': false, A: false, B: false, C: true };

/** `PurchasingProcessingStatus` (domain MEPROCSTATE). Orders go out to the supplier when they are released. */
export const PURCHASE_STATUS: Readonly<Record<string, PurchaseOrderFact['status']>> = {
  '01': 'DRAFT',
  // Not subject to release.
  '02': 'ISSUED',
  '03': 'PENDING_APPROVAL',
  '04': 'PENDING_APPROVAL',
  '05': 'ISSUED',
  // Rejected in approval: it is with the buyer again.
  '08': 'DRAFT',
};

/** `PurchasingDocumentDeletionCode`: L deleted; S blocked, which takes nothing back. */
export const IS_DELETED: Readonly<Record<string, boolean>> = { '': false, L: true, S: false };

/**
 * `GoodsMovementType` of goods for a purchase order: whether we have them. Into blocked stock (103, 107) they have not been
 * accepted yet; a reversal (102, 106, 110 …) is told by the document that it reverses.
 */
export const IS_RECEIPT: Readonly<Record<string, boolean>> = {
  '101': true,
  '102': false,
  '103': false,
  '104': false,
  '105': true,
  '106': false,
  '107': false,
  '108': false,
  '109': true,
  '110': false,
};

/** `OverallGoodsMovementStatus` of a delivery; empty: no goods are moved. */
export const SHIPMENT_STATUS: Readonly<Record<string, ShipmentFact['status']>> = {
  '': undefined,
  A: 'CREATED',
  B: 'CREATED',
  C: 'PICKED_UP',
};

/** `OverallProofOfDeliveryStatus` of a delivery: whether the customer has confirmed it. */
export const IS_PROVEN: Readonly<Record<string, boolean>> = { '': false, A: false, B: false, C: true };

/** Kilograms in a unit of weight; empty: none was weighed. */
export const KILOGRAMS: Readonly<Record<string, number>> = { KG: 1, KGM: 1, G: 0.001, GRM: 0.001, TO: 1000, TNE: 1000, LB: 0.45359237, LBR: 0.45359237 };
