/** Pick-ups by FedEx's Pickup Request API v1: https://developer.fedex.com/api/en-us/catalog/pickup/docs.html. */
import { clockWindow, leftToAPerson, totalWeightKg } from '../../bookings.js';
import { ConnectorError, type PickupCommand } from '../../contract.js';
import { readExternalId, toAddress } from './booking.js';
import type { Calls } from './calls.js';
import type { Shipping } from './config.js';
import { sendOnce } from './once.js';
import { readPickup } from './shipping-wire.js';

/** FedEx Express and FedEx Ground: the companies that come for parcels. */
const COMPANIES = ['FDXE', 'FDXG'];

/**
 * Has FedEx come. Nothing at FedEx tells a pick-up that was asked for twice from two, so it is sent once. Throws ConnectorError:
 * `rejected` where the bookings are of several of FedEx's companies, or where it is not known whether it was taken.
 */
export async function requestPickup(ship: Calls, { accountNumber }: Shipping, command: PickupCommand, signal: AbortSignal): Promise<{ confirmation: string }> {
  const { from, parcels, mayBeDone } = command;
  if (mayBeDone) throw leftToAPerson('FedEx', 'An earlier attempt was cut off, and FedEx lists no pick-ups');
  const { date, from: ready, to: close } = clockWindow(command);
  const content = {
    associatedAccountNumber: { value: accountNumber },
    originDetail: {
      pickupAddressType: 'OTHER',
      pickupLocation: {
        contact: { personName: from.name, ...(from.company && { companyName: from.company }), ...(from.phone && { phoneNumber: from.phone }) },
        address: toAddress(from),
      },
      readyDateTimestamp: `${date}T${ready}`,
      customerCloseTime: close,
      // FedEx Ground asks for it; where the goods stand is not stated here.
      packageLocation: 'NONE',
    },
    carrierCode: companyOf(command),
    packageCount: parcels.length,
    totalWeight: { units: 'KG', value: totalWeightKg(parcels) },
    pickupType: 'ON_CALL',
  };
  const { pickupConfirmationCode, location } = await sendOnce(ship, '/pickup/v1/pickups', content, readPickup, signal);
  // A code of FedEx Express holds for one of its stations.
  return { confirmation: location ? `${pickupConfirmationCode} ${location}` : pickupConfirmationCode };
}

function companyOf({ bookings }: PickupCommand): string {
  const codes = new Set(bookings.map((booking) => readExternalId(booking).carrierCode));
  const [code = ''] = codes;
  if (codes.size > 1) throw new ConnectorError('rejected', `FedEx's companies come for their own parcels: ask for ${[...codes].join(' and ')} apart`);
  if (!COMPANIES.includes(code)) throw new ConnectorError('rejected', `FedEx does not say that one of its companies comes for these parcels (${code})`);
  return code;
}
