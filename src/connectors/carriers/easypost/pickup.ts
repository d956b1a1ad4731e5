/** Pick-ups through EasyPost: rates of a pick-up, of which the cheapest is bought. https://docs.easypost.com/docs/pickups. */
import { leftToAPerson, markOf, once } from '../../bookings.js';
import { ConnectorError, type PickupCommand } from '../../contract.js';
import { toAddress } from './booking.js';
import type { Calls } from './calls.js';
import { findOnPage, readPickup, wordsOf, type Pickup } from './labels-wire.js';

/** How far back the same command is looked for: pick-ups are asked for days ahead at most. */
const LOOK_BACK_MS = 14 * 86_400_000;
const PAGE_SIZE = 100;

/**
 * Has the carrier of a booked parcel come. The same command again finds its pick-up by the mark. Throws ConnectorError:
 * `rejected` for several bookings, which are a pick-up each, where no carrier comes, and where nobody knows whether one was asked.
 */
export async function requestPickup(calls: Calls, command: PickupCommand, now: Date, signal: AbortSignal): Promise<{ confirmation: string }> {
  const mark = markOf(command);
  const found = await findPickup(calls, mark, now, signal);
  const pickup = found ?? (await createPickup(calls, command, mark, signal));
  if (pickup.status === 'canceled') throw new ConnectorError('rejected', 'this pick-up was cancelled; ask for it under another key');
  if (pickup.status === 'scheduled') return confirmationOf(pickup);
  if (found && command.mayBeDone) throw leftToAPerson('EasyPost', `An earlier attempt was cut off, and the pick-up ${found.id} is not shown as scheduled`);
  return confirmationOf(await buyPickup(calls, pickup, signal));
}

/** One that is scheduled before one that is not: should an answer have been lost, two carry the mark. */
async function findPickup(calls: Calls, mark: string, now: Date, signal: AbortSignal): Promise<Pickup | null> {
  const query = { page_size: String(PAGE_SIZE), start_datetime: new Date(now.getTime() - LOOK_BACK_MS).toISOString() };
  const all: Pickup[] = [];
  for (let before: string | null = null; ; ) {
    const { found, next } = findOnPage(await calls.get('/v2/pickups', before === null ? query : { ...query, before_id: before }, signal), mark);
    all.push(...found);
    // The same place again would make us walk in circles.
    if (next === null || next === before) break;
    before = next;
  }
  return all.find(({ status }) => status === 'scheduled') ?? all[0] ?? null;
}

async function createPickup(calls: Calls, { from, bookings, readyFrom, readyTo }: PickupCommand, mark: string, signal: AbortSignal): Promise<Pickup> {
  const [shipment, ...more] = bookings;
  if (shipment === undefined || more.length > 0) throw new ConnectorError('rejected', 'a pick-up of EasyPost is for one booking: ask for each of them apart');
  const content = { reference: mark, shipment: { id: shipment }, address: toAddress(from), min_datetime: readyFrom, max_datetime: readyTo, is_account_address: false };
  return readPickup(await calls.post('/v2/pickups', { pickup: content }, signal));
}

async function buyPickup(calls: Calls, pickup: Pickup, signal: AbortSignal): Promise<Pickup> {
  const [cheapest] = [...(pickup.pickup_rates ?? [])].sort((a, b) => Number(a.rate) - Number(b.rate) || (a.service < b.service ? -1 : 1));
  if (!cheapest) throw new ConnectorError('rejected', `no carrier comes for this parcel: ${wordsOf(pickup)}`);
  const { carrier, service } = cheapest;
  return once(async () => readPickup(await calls.post(`/v2/pickups/${pickup.id}/buy`, { carrier, service }, signal)));
}

function confirmationOf({ id, confirmation }: Pickup): { confirmation: string } {
  if (confirmation) return { confirmation };
  throw new ConnectorError('contract', `EasyPost's pick-up ${id} has no confirmation`, { mayBeDone: true });
}
