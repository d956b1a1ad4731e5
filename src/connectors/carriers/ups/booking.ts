/** Booking through UPS's Shipping API v2409: https://developer.ups.com/tag/Shipping. */
import { chooseService, markOf, once, type Offer } from '../../bookings.js';
import { ConnectorError, type Address, type Booking, type BookingCommand, type Parcel } from '../../contract.js';
import type { Calls } from './calls.js';
import { lengthText, unitsOf, weightText, type Units } from './measures.js';
import { readRates, readRecovered, readShipped, type Charge } from './shipping-wire.js';

/**
 * Books a shipment. The same command again finds the label that it made by the mark among its references, and buys none.
 * Throws ConnectorError, `rejected` where that shipment was voided meanwhile.
 */
export async function bookShipment(calls: Calls, accountNumber: string, command: BookingCommand, signal: AbortSignal): Promise<Booking> {
  const mark = markOf(command);
  const found = await findBooked(calls, accountNumber, command, mark, signal);
  if (found) return found;
  const service = await chooseService(command, () => findOffers(calls, accountNumber, command, signal));
  const content = shipmentOf(accountNumber, command, service, mark);
  const shipped = await once(async () => readShipped((await calls.send({ path: '/api/shipments/v2409/ship', content, isRepeatable: false }, signal)).body));
  const { ShipmentIdentificationNumber: number, ShipmentCharges, NegotiatedRateCharges, LabelURL } = shipped;
  return toBooking(command, number, service, NegotiatedRateCharges?.TotalCharge ?? ShipmentCharges?.TotalCharges ?? null, LabelURL ?? null);
}

/** What Label Recovery answers where no shipment has the reference, and where the one that has it was voided. */
const NO_SHIPMENT = /\b9801031\b/;
const VOIDED = /\b9801040\b/;

async function findBooked(calls: Calls, accountNumber: string, command: BookingCommand, mark: string, signal: AbortSignal): Promise<Booking | null> {
  const content = {
    LabelRecoveryRequest: {
      Request: {},
      LabelSpecification: LABEL,
      LabelDelivery: { LabelLinkIndicator: 'X' },
      ReferenceValues: { ReferenceNumber: { Value: mark }, ShipperNumber: accountNumber },
    },
  };
  try {
    const { ShipmentIdentificationNumber: number, LabelResults: labels } = readRecovered((await calls.send({ path: '/api/labels/v1/recovery', content }, signal)).body);
    const url = (labels ?? []).flatMap(({ LabelImage }) => LabelImage?.URL ?? [])[0];
    return toBooking(command, number, command.service, null, url ?? null);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
    if (NO_SHIPMENT.test(error.message)) return null;
    if (VOIDED.test(error.message)) throw new ConnectorError('rejected', 'the shipment of this booking was voided; book again under another key');
    throw error;
  }
}

async function findOffers(calls: Calls, accountNumber: string, command: BookingCommand, signal: AbortSignal): Promise<readonly Offer[]> {
  const { parcels, from } = command;
  const Package = parcels.map((parcel) => ({ PackagingType: OWN_PACKAGING, ...toPackage(parcel, unitsOf(from.country)) }));
  const Shipment = { ...partiesOf(accountNumber, command), PaymentDetails: paymentBy(accountNumber), Package };
  const content = { RateRequest: { Request: {}, Shipment } };
  const { body } = await calls.send({ path: '/api/rating/v2409/Shop', content }, signal);
  return readRates(body).map(({ Service, TotalCharges, NegotiatedRateCharges }) => ({
    service: Service.Code,
    amount: Number((NegotiatedRateCharges?.TotalCharge ?? TotalCharges).MonetaryValue),
  }));
}

const LABEL = { LabelImageFormat: { Code: 'GIF' }, HTTPUserAgent: 'Mozilla/4.5' };

const OWN_PACKAGING = { Code: '02' };

function shipmentOf(accountNumber: string, command: BookingCommand, service: string, mark: string): object {
  const { from, to, parcels, shipOn, shipmentNumber } = command;
  // Both are looked for, but two are the most that UPS takes.
  const references = [{ Value: mark }, { Value: shipmentNumber.slice(0, 35) }];
  // Within the United States and within Puerto Rico references belong to the parcels, elsewhere to the shipment.
  const isOfParcels = from.country === to.country && ['US', 'PR'].includes(from.country);
  return {
    ShipmentRequest: {
      Request: { RequestOption: 'nonvalidate' },
      Shipment: {
        ...partiesOf(accountNumber, command),
        PaymentInformation: paymentBy(accountNumber),
        Service: { Code: service },
        ShipmentDate: shipOn.replaceAll('-', ''),
        ShipmentServiceOptions: { LabelDelivery: { LabelLinksIndicator: 'X' } },
        ...(!isOfParcels && { ReferenceNumber: references }),
        Package: parcels.map((parcel) => ({
          Packaging: OWN_PACKAGING,
          ...toPackage(parcel, unitsOf(from.country)),
          ...(isOfParcels && { ReferenceNumber: references }),
        })),
      },
      LabelSpecification: LABEL,
    },
  };
}

/** What rates and shipments are asked for alike. */
function partiesOf(accountNumber: string, { from, to }: BookingCommand): object {
  return {
    Shipper: { ...toParty(from), ShipperNumber: accountNumber },
    ShipTo: toParty(to),
    ShipFrom: toParty(from),
    ShipmentRatingOptions: { NegotiatedRatesIndicator: 'X' },
  };
}

const TRANSPORTATION = '01';

function paymentBy(accountNumber: string): object {
  return { ShipmentCharge: [{ Type: TRANSPORTATION, BillShipper: { AccountNumber: accountNumber } }] };
}

function toParty({ name, company, street, city, region, postalCode, country, phone, email }: Address): object {
  return {
    Name: company ?? name,
    AttentionName: name,
    ...(phone && { Phone: { Number: digitsOf(phone) } }),
    ...(email && { EMailAddress: email }),
    Address: {
      AddressLine: street,
      City: city,
      ...(region && { StateProvinceCode: region }),
      ...(postalCode && { PostalCode: postalCode }),
      CountryCode: country,
    },
  };
}

/** A phone number as UPS takes it. */
export function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '');
}

function toPackage({ weightKg, sizeCm }: Parcel, units: Units): object {
  // The longest side comes first.
  const [Length, Width, Height] = (sizeCm ?? []).map(Number).sort((a, b) => b - a).map((side) => lengthText(side, units));
  return {
    ...(sizeCm && { Dimensions: { UnitOfMeasurement: { Code: units.length }, Length, Width, Height } }),
    PackageWeight: { UnitOfMeasurement: { Code: units.weight }, Weight: weightText(Number(weightKg), units) },
  };
}

function toBooking(command: BookingCommand, trackingNumber: string, service: string | null, charge: Charge | null, labelUrl: string | null): Booking {
  return {
    trackingNumber,
    externalId: externalIdOf({ trackingNumber, service, country: command.to.country, parcels: command.parcels.length }),
    carrier: 'UPS',
    service,
    price: charge && { amount: charge.MonetaryValue, currency: charge.CurrencyCode },
    labelUrl,
  };
}

/** What a pick-up must state of each booking, which UPS knows by its number alone. */
export interface Booked {
  readonly trackingNumber: string;
  /** Null: the answer that named it was lost. */
  readonly service: string | null;
  readonly country: string;
  readonly parcels: number;
}

function externalIdOf({ trackingNumber, service, country, parcels }: Booked): string {
  return [trackingNumber, service ?? '', country, parcels].join('/');
}

/** Reads an id that `bookShipment` gave. */
export function readExternalId(externalId: string): Booked {
  const [trackingNumber = '', service = '', country = '', parcels = ''] = externalId.split('/');
  return { trackingNumber, service: service || null, country, parcels: Number(parcels) };
}
