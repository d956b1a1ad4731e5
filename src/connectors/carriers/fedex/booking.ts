/** Booking through FedEx's Ship API v1: https://developer.fedex.com/api/en-us/catalog/ship/docs.html. */
import { chooseService, leftToAPerson, markOf, type Offer } from '../../bookings.js';
import { ConnectorError, type Address, type Booking, type BookingCommand, type Parcel } from '../../contract.js';
import type { Calls } from './calls.js';
import type { Shipping } from './config.js';
import { sendOnce } from './once.js';
import { readBooked, readCancelled, readRates, type Shipment } from './shipping-wire.js';
import { readResults, saysSomething } from './wire.js';

/** What booking calls: tracking and shipping belong to different projects of the portal. */
export interface BookingCalls {
  readonly track: Calls;
  readonly ship: Calls;
}

/**
 * Books a shipment. A shipment that the same command made before, of which no answer was kept, is cancelled first: its label
 * was in the answer and is given out once. Where an earlier attempt may have made one that FedEx does not show, nothing is
 * booked: it may show it later. Throws ConnectorError, `rejected` also where it is not known whether it was booked.
 */
export async function bookShipment(calls: BookingCalls, shipping: Shipping, command: BookingCommand, now: Date, signal: AbortSignal): Promise<Booking> {
  const mark = markOf(command);
  const { ship } = calls;
  const earlier = await findBooked(calls.track, shipping, command, mark, now, signal);
  if (command.mayBeDone && earlier.length === 0) {
    throw leftToAPerson('FedEx', `An earlier attempt was cut off, and FedEx shows no shipment with the purchase order number ${mark} yet`);
  }
  for (const trackingNumber of earlier) await cancel(ship, shipping, trackingNumber, signal);
  const service = await chooseService(command, () => findOffers(ship, shipping, command, signal));
  return sendOnce(ship, '/ship/v1/shipments', shipmentOf(shipping, command, service, mark), (body) => toBooking(readBooked(body)), signal);
}

const DAY_MS = 86_400_000;

/** Tracking numbers of shipments that carry the mark and are not cancelled. */
async function findBooked(track: Calls, { accountNumber }: Shipping, { shipOn }: BookingCommand, mark: string, now: Date, signal: AbortSignal): Promise<string[]> {
  // FedEx makes a day that has passed the day of the call; a day more on either side covers the zones.
  const days = [Date.parse(shipOn), now.getTime()];
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const referencesInformation = {
    type: 'PURCHASE_ORDER',
    value: mark,
    accountNumber,
    shipDateBegin: day(Math.min(...days) - DAY_MS),
    shipDateEndDate: day(Math.max(...days) + DAY_MS),
  };
  try {
    const { body } = await track.send('POST', '/track/v1/referencenumbers', { referencesInformation, includeDetailedScans: false }, true, signal);
    const live = readResults(body).filter(({ trackResults }) =>
      (trackResults ?? []).some((result) => saysSomething(result) && result.latestStatusDetail?.code !== 'CA'),
    );
    return live.map(({ trackingNumber }) => trackingNumber);
  } catch (error) {
    if (error instanceof ConnectorError && error.details.status === 404) return [];
    throw error;
  }
}

async function cancel(ship: Calls, { accountNumber }: Shipping, trackingNumber: string, signal: AbortSignal): Promise<void> {
  const content = { accountNumber: { value: accountNumber }, trackingNumber, deletionControl: 'DELETE_ALL_PACKAGES' };
  const { cancelledShipment, message } = readCancelled((await ship.send('PUT', '/ship/v1/shipments/cancel', content, true, signal)).body);
  if (cancelledShipment) return;
  throw new ConnectorError('rejected', `booked before as ${trackingNumber} without its label having come here, and FedEx does not cancel it: ${message ?? ''}`);
}

async function findOffers(ship: Calls, { accountNumber, pickupType }: Shipping, command: BookingCommand, signal: AbortSignal): Promise<readonly Offer[]> {
  const content = {
    accountNumber: { value: accountNumber },
    requestedShipment: {
      shipper: { address: toAddress(command.from) },
      recipient: { address: toAddress(command.to) },
      shipDateStamp: command.shipOn,
      pickupType,
      packagingType: 'YOUR_PACKAGING',
      rateRequestType: ['ACCOUNT'],
      requestedPackageLineItems: command.parcels.map(toPackage),
    },
  };
  const { body } = await ship.send('POST', '/rate/v1/rates/quotes', content, true, signal);
  return readRates(body).flatMap(({ serviceType, ratedShipmentDetails }) => {
    const charges = (ratedShipmentDetails ?? []).flatMap(({ totalNetCharge }) => totalNetCharge ?? []);
    return charges.length > 0 ? [{ service: serviceType, amount: Math.min(...charges) }] : [];
  });
}

function shipmentOf({ accountNumber, pickupType }: Shipping, command: BookingCommand, serviceType: string, mark: string): object {
  const { from, to, parcels, shipOn, shipmentNumber } = command;
  const ours = { customerReferenceType: 'CUSTOMER_REFERENCE', value: shipmentNumber.slice(0, 30) };
  return {
    labelResponseOptions: 'URL_ONLY',
    mergeLabelDocOption: 'LABELS_ONLY',
    accountNumber: { value: accountNumber },
    requestedShipment: {
      shipDatestamp: shipOn,
      shipper: { contact: toContact(from), address: toAddress(from) },
      recipients: [{ contact: toContact(to), address: toAddress(to) }],
      pickupType,
      serviceType,
      packagingType: 'YOUR_PACKAGING',
      shippingChargesPayment: { paymentType: 'SENDER' },
      labelSpecification: { imageType: 'PDF', labelStockType: 'PAPER_4X6' },
      requestedPackageLineItems: parcels.map((parcel, index) => ({
        ...toPackage(parcel),
        sequenceNumber: index + 1,
        // The mark stands on the first parcel alone, whose number is that of the shipment.
        customerReferences: index === 0 ? [ours, { customerReferenceType: 'P_O_NUMBER', value: mark }] : [ours],
      })),
    },
  };
}

function toContact({ name, company, phone, email }: Address): object {
  return { personName: name, ...(company && { companyName: company }), ...(phone && { phoneNumber: phone }), ...(email && { emailAddress: email }) };
}

/** An address as the Ship, Rate and Pickup APIs take it. */
export function toAddress({ street, city, region, postalCode, country }: Address): object {
  return { streetLines: street, city, ...(region && { stateOrProvinceCode: region }), ...(postalCode && { postalCode }), countryCode: country };
}

function toPackage({ weightKg, sizeCm }: Parcel): object {
  // Sides are whole numbers there.
  const [length, width, height] = (sizeCm ?? []).map((side) => Math.ceil(Number(side)));
  return {
    weight: { units: 'KG', value: Number(weightKg) },
    ...(sizeCm && { dimensions: { length, width, height, units: 'CM' } }),
  };
}

function toBooking(shipment: Shipment): Booking {
  const { masterTrackingNumber: trackingNumber, serviceType, completedShipmentDetail: detail } = shipment;
  const { actualRateType, shipmentRateDetails } = detail?.shipmentRating ?? {};
  const rate = shipmentRateDetails?.find(({ rateType }) => rateType === actualRateType) ?? shipmentRateDetails?.[0];
  return {
    trackingNumber,
    externalId: externalIdOf(detail?.carrierCode ?? '', trackingNumber),
    carrier: 'FedEx',
    service: serviceType ?? null,
    price: rate ? { amount: String(rate.totalNetCharge), currency: rate.currency } : null,
    labelUrl: labelUrlOf(shipment),
  };
}

/** One document with the labels of all parcels, else the label of the first. */
function labelUrlOf({ shipmentDocuments, pieceResponses }: Shipment): string | null {
  const merged = (shipmentDocuments ?? []).find(({ contentType }) => contentType?.startsWith('MERGED_LABEL'));
  const single = (pieceResponses ?? []).flatMap(({ packageDocuments }) => packageDocuments ?? []).find(({ contentType }) => contentType === 'LABEL');
  return merged?.url ?? single?.url ?? null;
}

/** FedEx knows a booking by its number; a pick-up must say which of FedEx's companies is to come for it. */
function externalIdOf(carrierCode: string, trackingNumber: string): string {
  return `${carrierCode}/${trackingNumber}`;
}

/** Reads an id that `bookShipment` gave. */
export function readExternalId(externalId: string): { readonly carrierCode: string; readonly trackingNumber: string } {
  const [carrierCode = '', trackingNumber = ''] = externalId.split('/');
  return { carrierCode, trackingNumber };
}
