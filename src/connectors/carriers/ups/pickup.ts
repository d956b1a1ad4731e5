/** Pick-ups by UPS's Pickup API v2409: https://developer.ups.com/tag/Pickup. */
import { clockWindow, markOf, once, totalWeightKg } from '../../bookings.js';
import { ConnectorError, type Address, type PickupCommand } from '../../contract.js';
import { digitsOf, readExternalId } from './booking.js';
import type { Calls } from './calls.js';
import { unitsOf, weightText } from './measures.js';
import { readCreated, readPending } from './shipping-wire.js';

/** Parcels above it are announced as heavy. */
const HEAVY_KG = 32;

const CANCELLED = '007';

/**
 * Has UPS come. The same command again finds its pick-up by the mark among those that are pending; beyond that, UPS keeps one for an
 * address and answers with it again. Throws ConnectorError.
 */
export async function requestPickup(calls: Calls, accountNumber: string, command: PickupCommand, signal: AbortSignal): Promise<{ confirmation: string }> {
  const mark = markOf(command);
  const content = { PickupCreationRequest: pickupOf(accountNumber, command, mark) };
  const found = await findPending(calls, accountNumber, mark, signal);
  if (found !== null) return { confirmation: found };
  const created = await once(async () => readCreated((await calls.send({ path: '/api/pickupcreation/v2409/pickup', content, isRepeatable: false }, signal)).body));
  return { confirmation: created.PRN };
}

async function findPending(calls: Calls, accountNumber: string, mark: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { body } = await calls.send({ path: '/api/shipments/v2409/pickup/oncall', headers: { AccountNumber: accountNumber } }, signal);
    const own = readPending(body).find(({ ReferenceNumber, OnCallStatusCode }) => ReferenceNumber === mark && OnCallStatusCode !== CANCELLED);
    return own?.PRN ?? null;
  } catch (error) {
    // An account of which nothing is pending; should it be another refusal, UPS still answers a second request with the first one's number.
    if (error instanceof ConnectorError && error.kind === 'rejected') return null;
    throw error;
  }
}

function pickupOf(accountNumber: string, command: PickupCommand, mark: string): object {
  const { from, parcels } = command;
  const { date, from: ready, to: close } = clockWindow(command);
  const units = unitsOf(from.country);
  const clock = (time: string): string => time.slice(0, 5).replace(':', '');
  return {
    Request: {},
    RatePickupIndicator: 'N',
    Shipper: { Account: { AccountNumber: accountNumber, AccountCountryCode: from.country } },
    PickupDateInfo: { PickupDate: date.replaceAll('-', ''), ReadyTime: clock(ready), CloseTime: clock(close) },
    PickupAddress: addressOf(from),
    AlternateAddressIndicator: 'Y',
    PickupPiece: command.bookings.map(pieceOf),
    TotalWeight: { UnitOfMeasurement: units.weight, Weight: weightText(totalWeightKg(parcels), units) },
    OverweightIndicator: parcels.some(({ weightKg }) => Number(weightKg) > HEAVY_KG) ? 'Y' : 'N',
    TrackingData: command.bookings.map((booking) => ({ TrackingNumber: readExternalId(booking).trackingNumber })),
    // By the shipper's account.
    PaymentMethod: '01',
    ReferenceNumber: mark,
    ShippingLabelsAvailable: 'Y',
  };
}

function pieceOf(booking: string): object {
  const { trackingNumber, service, country, parcels } = readExternalId(booking);
  if (service === null) {
    throw new ConnectorError('rejected', `UPS asks for the service of ${trackingNumber}, which was in an answer that was lost; have it fetched through UPS itself`);
  }
  return { ServiceCode: service.padStart(3, '0'), Quantity: String(parcels), DestinationCountryCode: country, ContainerCode: '01' };
}

function addressOf({ name, company, street, city, region, postalCode, country, phone }: Address): object {
  if (phone === null) throw new ConnectorError('rejected', 'UPS asks for a phone number at the place of the pick-up');
  return {
    CompanyName: company ?? name,
    ContactName: name,
    // It takes one line.
    AddressLine: [street.join(', ')],
    City: city,
    ...(region && { StateProvince: region }),
    ...(postalCode && { PostalCode: postalCode }),
    CountryCode: country,
    ResidentialIndicator: 'N',
    Phone: { Number: digitsOf(phone) },
  };
}
