/** Pick-ups through Shippo, by USPS and DHL Express alone. https://docs.goshippo.com/manifests-and-pickups/pickups. */
import { leftToAPerson, markOf, once } from '../../bookings.js';
import { ConnectorError, type PickupCommand } from '../../contract.js';
import { toAddress } from './booking.js';
import type { Calls } from './calls.js';
import type { Config } from './config.js';
import { readAccount, readPickup, readRateId, type Pickup } from './labels-wire.js';

/**
 * Has the carrier of booked parcels come. Nothing at Shippo tells a pick-up that was asked for twice from two, so it is sent once. Throws
 * ConnectorError: `rejected` where the bookings are of several accounts, where the carrier does not come, or where it is not known
 * whether it was asked.
 */
export async function requestPickup(calls: Calls, { pickupPlace }: Pick<Config, 'pickupPlace'>, command: PickupCommand, signal: AbortSignal): Promise<{ confirmation: string }> {
  const { bookings, from, readyFrom, readyTo, mayBeDone } = command;
  if (mayBeDone) throw leftToAPerson('Shippo', 'An earlier attempt was cut off, and Shippo lists no pick-ups');
  const content = {
    carrier_account: await findAccount(calls, bookings, signal),
    location: { building_location_type: pickupPlace, address: toAddress(from) },
    transactions: bookings,
    // With the offset that they were told with: Shippo means the clocks of the place.
    requested_start_time: readyFrom,
    requested_end_time: readyTo,
    metadata: markOf(command),
  };
  return once(async () => confirmationOf(readPickup(await calls.post('/pickups/', content, signal))));
}

/** The carrier's account by which the labels were bought. */
async function findAccount(calls: Calls, bookings: readonly string[], signal: AbortSignal): Promise<string> {
  const accounts = new Set<string>();
  for (const booking of bookings) {
    const rate = readRateId(await calls.get(`/transactions/${encodeURIComponent(booking)}`, {}, signal));
    accounts.add(readAccount(await calls.get(`/rates/${encodeURIComponent(rate)}`, {}, signal)));
  }
  const [account, ...more] = accounts;
  if (account === undefined || more.length > 0) throw new ConnectorError('rejected', 'a pick-up is for parcels of one carrier account: ask for those of each one apart');
  return account;
}

function confirmationOf({ object_id: id, status, confirmation_code: code, messages }: Pickup): { confirmation: string } {
  if (status === 'ERROR' || status === 'CANCELLED') throw new ConnectorError('rejected', `the carrier does not come: ${JSON.stringify(messages ?? []).slice(0, 500)}`);
  // Shippo never tells the carrier's code later; its own id is what its support finds the pick-up by.
  return { confirmation: code || id };
}
