/**
 * What Business Central sends, as `plain` leaves it. Members marked so are not in API v2.0; a custom API page that adds them
 * under these names is read. Source: Microsoft's reference of API v2.0 (README.md).
 */
import { z } from 'zod';
import { wireDate, wireDecimal, wireInstant, wireName, wireText } from '../odata/values.js';

const quantity = wireDecimal.transform((value) => value ?? '0');
const stamped = { number: wireName, lastModifiedDateTime: wireInstant };

const party = { ...stamped, id: wireName, displayName: wireText, country: wireText, email: wireText };
export const customerWire = z.object(party);
export const vendorWire = z.object(party);
export type PartyWire = z.output<typeof customerWire>;

export const itemWire = z.object({ ...stamped, id: wireName, displayName: wireText, baseUnitOfMeasureCode: wireText });
export type ItemWire = z.output<typeof itemWire>;

/** GUID of nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const link = z
  .string()
  .nullish()
  .transform((id) => (id == null || id === '' || id === NOBODY ? null : id));

const line = {
  sequence: z.int().min(0).max(2_147_483_647),
  lineType: z.string().nullish().transform((type) => type ?? ''),
  lineObjectNumber: wireText,
  description: wireText,
  unitOfMeasureCode: wireText,
  quantity,
};

export const salesLineWire = z.object({
  ...line,
  itemId: link,
  unitPrice: wireDecimal,
  netAmount: wireDecimal,
  shippedQuantity: quantity,
  /** Not in API v2.0. */
  promisedDeliveryDate: wireDate,
});
export type SalesLineWire = z.output<typeof salesLineWire>;

export const salesOrderWire = z.object({
  ...stamped,
  orderDate: wireDate,
  customerId: wireName,
  shipToCountry: wireText,
  currencyCode: wireName,
  requestedDeliveryDate: wireDate,
  fullyShipped: z.boolean().nullish(),
  status: z.string(),
  salesOrderLines: z.array(salesLineWire),
});
export type SalesOrderWire = z.output<typeof salesOrderWire>;

export const purchaseLineWire = z.object({
  ...line,
  itemId: link,
  directUnitCost: wireDecimal,
  expectedReceiptDate: wireDate,
  receivedQuantity: quantity,
  /** Not in API v2.0. */
  promisedReceiptDate: wireDate,
});
export type PurchaseLineWire = z.output<typeof purchaseLineWire>;

export const purchaseOrderWire = z.object({
  ...stamped,
  orderDate: wireDate,
  vendorId: wireName,
  currencyCode: wireName,
  requestedReceiptDate: wireDate,
  status: z.string(),
  /** Not in API v2.0. */
  vendorOrderNumber: wireText,
  purchaseOrderLines: z.array(purchaseLineWire),
  /** Which date is the supplier's promise; added by the reader from the settings. */
  promise: z.enum(['promised', 'expected']),
});
export type PurchaseOrderWire = z.output<typeof purchaseOrderWire>;

const postedLine = z.object(line);
export type PostedLineWire = z.output<typeof postedLine>;

export const receiptWire = z.object({ ...stamped, postingDate: wireDate, orderNumber: wireText, purchaseReceiptLines: z.array(postedLine) });
export type ReceiptWire = z.output<typeof receiptWire>;

export const shipmentWire = z.object({
  ...stamped,
  postingDate: wireDate,
  orderNumber: wireText,
  shipToCountry: wireText,
  /** Not in API v2.0. */
  packageTrackingNumber: wireText,
  salesShipmentLines: z.array(postedLine),
});
export type ShipmentWire = z.output<typeof shipmentWire>;
