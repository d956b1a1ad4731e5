/** FedEx's answers about rates, shipments and pick-ups, as far as booking needs them. Other members are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

const amount = z.number().finite().nonnegative();

const rates = z.object({
  output: z.object({
    rateReplyDetails: z
      .array(z.object({ serviceType: z.string().min(1).max(255), ratedShipmentDetails: z.array(z.object({ totalNetCharge: amount.nullish() })).nullish() }))
      .nullish(),
  }),
});

const document = z.object({ contentType: optionalText(100), url: optionalText(5_000) });

const shipment = z.object({
  masterTrackingNumber: z.string().min(1).max(255),
  serviceType: optionalText(255),
  shipmentDocuments: z.array(document).nullish(),
  pieceResponses: z.array(z.object({ packageDocuments: z.array(document).nullish() })).nullish(),
  completedShipmentDetail: z
    .object({
      carrierCode: optionalText(100),
      shipmentRating: z
        .object({
          actualRateType: optionalText(100),
          shipmentRateDetails: z
            .array(z.object({ rateType: optionalText(100), totalNetCharge: amount, currency: z.string().regex(/^[A-Z]{3}$/) }))
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

const booked = z.object({ output: z.object({ transactionShipments: z.array(shipment).min(1) }) });

const cancelled = z.object({ output: z.object({ cancelledShipment: z.boolean().nullish(), message: optionalText(1_000) }) });

const pickup = z.object({ output: z.object({ pickupConfirmationCode: z.string().min(1).max(200), location: optionalText(200) }) });

export type Shipment = z.infer<typeof shipment>;
export type Rates = NonNullable<z.infer<typeof rates>['output']['rateReplyDetails']>;

/** Each throws ConnectorError('contract') naming the members that are not as documented. */
export const readRates = (body: Uint8Array): Rates => readShape(rates, readJson(body)).output.rateReplyDetails ?? [];

export const readBooked = (body: Uint8Array): Shipment => readShape(booked, readJson(body)).output.transactionShipments[0]!;

export const readCancelled = (body: Uint8Array) => readShape(cancelled, readJson(body)).output;

export const readPickup = (body: Uint8Array) => readShape(pickup, readJson(body)).output;
