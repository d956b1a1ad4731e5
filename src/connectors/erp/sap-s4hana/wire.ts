/**
 * What S/4HANA sends, as `plain` leaves it: lists in place, texts trimmed, dates, decimals and numbers as ours. A list that
 * is missing is refused: taken for an empty one it would cancel an order's lines. Source: api.sap.com, the services named
 * in README.md.
 */
import { z } from 'zod';
import { wireDate, wireDecimal, wireInstant, wireName, wireText } from '../odata/values.js';
import { wireItem, wireNumber, wireReference } from './numbers.js';

/** `PT14H04M56S`. */
const wireTime = z
  .string()
  .nullish()
  .transform((text) => {
    const [, ...parts] = /^PT([01]\d|2[0-3])H([0-5]\d)M([0-5]\d)S$/.exec(text ?? '') ?? [];
    return parts.length === 3 ? parts.join(':') : null;
  });

const flag = z.boolean().nullish();
const code = z.string().nullish().transform((text) => (text ?? '').trim());
const quantity = wireDecimal.transform((value) => value ?? '0');

const madeAndChangedOn = { CreationDate: wireDate, LastChangeDate: wireDate };

export const partnerWire = z.object({
  ...madeAndChangedOn,
  BusinessPartner: wireNumber,
  Customer: wireReference,
  Supplier: wireReference,
  BusinessPartnerFullName: wireText,
  BusinessPartnerName: wireText,
  CreationTime: wireTime,
  LastChangeTime: wireTime,
  to_BusinessPartnerAddress: z.array(
    z.object({ Country: wireText, to_EmailAddress: z.array(z.object({ EmailAddress: wireText })).default([]) }),
  ),
});
export type PartnerWire = z.output<typeof partnerWire>;

export const productWire = z.object({
  ...madeAndChangedOn,
  Product: wireNumber,
  BaseUnit: wireText,
  to_Description: z.array(z.object({ Language: wireText, ProductDescription: wireText })),
});
export type ProductWire = z.output<typeof productWire>;

export const salesItemWire = z.object({
  SalesOrderItem: wireItem,
  SalesOrderItemText: wireText,
  Material: wireReference,
  RequestedQuantity: quantity,
  RequestedQuantityUnit: wireText,
  NetAmount: wireDecimal,
  SalesDocumentRjcnReason: code,
  to_ScheduleLine: z.array(z.object({ RequestedDeliveryDate: wireDate, ConfirmedDeliveryDate: wireDate, ConfdOrderQtyByMatlAvailCheck: quantity })),
});
export type SalesItemWire = z.output<typeof salesItemWire>;

export const salesOrderWire = z.object({
  SalesOrder: wireNumber,
  SoldToParty: wireNumber,
  SalesOrderDate: wireDate,
  CreationDate: wireDate,
  LastChangeDate: wireDate,
  LastChangeDateTime: wireInstant,
  RequestedDeliveryDate: wireDate,
  TransactionCurrency: wireName,
  OverallSDProcessStatus: code,
  OverallDeliveryStatus: code,
  OverallSDDocumentRejectionSts: code,
  to_Item: z.array(salesItemWire),
});
export type SalesOrderWire = z.output<typeof salesOrderWire>;

export const confirmationWire = z.object({
  SupplierConfirmation: wireNumber,
  SuplrConfRefPurchaseOrder: wireNumber,
  SuplrConfExternalReference: wireText,
  LastChangeDateTime: wireInstant,
  _SupplierConfirmationItemTP: z.array(
    z.object({
      SuplrConfRefPurchaseOrderItem: wireItem,
      SupplierConfirmedNetPrice: wireDecimal,
      ItemIsRejectedBySupplier: flag,
      _SupplierConfirmationLineTP: z.array(z.object({ DeliveryDate: wireDate, ConfirmedQuantity: quantity })),
    }),
  ),
});
export type ConfirmationWire = z.output<typeof confirmationWire>;

export const scheduleLineWire = z.object({
  ScheduleLine: wireItem,
  ScheduleLineDeliveryDate: wireDate,
  SchedLineStscDeliveryDate: wireDate,
  ScheduleLineOrderQuantity: quantity,
});

export const purchaseItemWire = z.object({
  PurchaseOrderItem: wireItem,
  PurchaseOrderItemText: wireText,
  Material: wireReference,
  OrderQuantity: quantity,
  PurchaseOrderQuantityUnit: wireText,
  OrderPriceUnit: wireText,
  NetPriceAmount: wireDecimal,
  NetPriceQuantity: wireDecimal,
  PurchasingDocumentDeletionCode: code,
  IsCompletelyDelivered: flag,
  IsReturnsItem: flag,
  to_ScheduleLine: z.array(scheduleLineWire),
});
export type PurchaseItemWire = z.output<typeof purchaseItemWire>;

export const purchaseOrderWire = z.object({
  PurchaseOrder: wireNumber,
  Supplier: wireReference,
  PurchasingProcessingStatus: code,
  PurchasingDocumentDeletionCode: code,
  PurchaseOrderDate: wireDate,
  CreationDate: wireDate,
  LastChangeDateTime: wireInstant,
  DocumentCurrency: wireName,
  to_PurchaseOrderItem: z.array(purchaseItemWire),
  /** Added by the reader; absent where confirmations are kept in the schedule lines. */
  confirmations: z.array(confirmationWire).optional(),
});
export type PurchaseOrderWire = z.output<typeof purchaseOrderWire>;

export const movementWire = z.object({
  MaterialDocumentItem: wireItem,
  GoodsMovementType: code,
  GoodsMovementIsCancelled: flag,
  PurchaseOrder: wireReference,
  PurchaseOrderItem: wireReference,
  QuantityInEntryUnit: quantity,
  EntryUnit: wireText,
  QuantityInBaseUnit: quantity,
  MaterialBaseUnit: wireText,
  /** Unit of the ordered item; added by the reader. */
  orderedUnit: wireText,
});
export type MovementWire = z.output<typeof movementWire>;

export const materialDocumentWire = z.object({
  MaterialDocumentYear: z.string().regex(/^\d{4}$/),
  MaterialDocument: wireNumber,
  PostingDate: wireDate,
  CreationDate: wireDate,
  to_MaterialDocumentItem: z.array(movementWire),
});
export type MaterialDocumentWire = z.output<typeof materialDocumentWire>;

export const deliveryWire = z.object({
  ...madeAndChangedOn,
  DeliveryDocument: wireNumber,
  BillOfLading: wireText,
  DeliveryDate: wireDate,
  ActualGoodsMovementDate: wireDate,
  ProofOfDeliveryDate: wireDate,
  OverallGoodsMovementStatus: code,
  OverallProofOfDeliveryStatus: code,
  HeaderGrossWeight: wireDecimal,
  HeaderWeightUnit: code,
  to_DeliveryDocumentItem: z.array(
    z.object({
      DeliveryDocumentItem: wireItem,
      ReferenceSDDocument: wireReference,
      ReferenceSDDocumentItem: wireReference,
      ActualDeliveryQuantity: quantity,
    }),
  ),
});
export type DeliveryWire = z.output<typeof deliveryWire>;
