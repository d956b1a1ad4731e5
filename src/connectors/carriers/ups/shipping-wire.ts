/** UPS's answers about rates, shipments, labels and pick-ups, as far as booking needs them. Other members are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

/** Older versions give a list of one as its only member. */
const listOf = <Item extends z.ZodType>(item: Item) => z.preprocess((value) => (Array.isArray(value) || value == null ? value : [value]), z.array(item).nullish());

const charge = z.object({ CurrencyCode: z.string().regex(/^[A-Z]{3}$/), MonetaryValue: z.string().regex(/^\d{1,14}(\.\d{1,6})?$/) });

const charges = { NegotiatedRateCharges: z.object({ TotalCharge: charge.nullish() }).nullish() };

const rates = z.object({
  RateResponse: z.object({ RatedShipment: listOf(z.object({ Service: z.object({ Code: z.string().min(1).max(10) }), TotalCharges: charge, ...charges })) }),
});

const shipped = z.object({
  ShipmentResponse: z.object({
    ShipmentResults: z.object({
      ShipmentIdentificationNumber: z.string().min(1).max(255),
      ShipmentCharges: z.object({ TotalCharges: charge.nullish() }).nullish(),
      LabelURL: optionalText(5_000),
      ...charges,
    }),
  }),
});

const label = z.object({ TrackingNumber: optionalText(255), LabelImage: z.object({ URL: optionalText(5_000) }).nullish() });

const recovered = z.object({ LabelRecoveryResponse: z.object({ ShipmentIdentificationNumber: z.string().min(1).max(255), LabelResults: listOf(label) }) });

const pending = z.object({
  PickupPendingStatusResponse: z.object({
    PendingStatus: listOf(z.object({ PRN: z.string().min(1).max(200), OnCallStatusCode: optionalText(10), ReferenceNumber: optionalText(255) })),
  }),
});

const created = z.object({ PickupCreationResponse: z.object({ PRN: z.string().min(1).max(200) }) });

export type Charge = z.infer<typeof charge>;

/** Each throws ConnectorError('contract') naming the members that are not as documented. */
export const readRates = (body: Uint8Array) => readShape(rates, readJson(body)).RateResponse.RatedShipment ?? [];

export const readShipped = (body: Uint8Array) => readShape(shipped, readJson(body)).ShipmentResponse.ShipmentResults;

export const readRecovered = (body: Uint8Array) => readShape(recovered, readJson(body)).LabelRecoveryResponse;

export const readPending = (body: Uint8Array) => readShape(pending, readJson(body)).PickupPendingStatusResponse.PendingStatus ?? [];

export const readCreated = (body: Uint8Array) => readShape(created, readJson(body)).PickupCreationResponse;
