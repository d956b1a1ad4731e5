/** Booking through Shippo: a shipment brings rates, and buying one of them brings the label and the tracking number. */
import { ConnectorError, type Address, type Booking, type BookingCommand, type Parcel } from '../../contract.js';
import { once } from '../../bookings.js';
import { contentHash } from '../../tracking-events.js';
import type { Calls } from './calls.js';
import { findOnPage, readShipment, readTransaction, readTransactions, stateOf, wordsOf, type Rate, type Shipment, type Transaction } from './labels-wire.js';

/** Rates can be bought for seven days, so that an older shipment of the same command is of no use. */
const LOOK_BACK_MS = 7 * 86_400_000;
const PAGE_SIZE = 100;

/**
 * Buys a label. The same command again finds the shipment that carries its mark, chooses the same rate of it, and finds
 * the label that was bought for that rate: so it is bought once within a week. Throws ConnectorError: `rejected` where
 * nothing is offered or the purchase is refused, `transient` where Shippo is not done yet and is to be asked again.
 */
export async function bookShipment(calls: Calls, command: BookingCommand, now: Date, signal: AbortSignal): Promise<Booking> {
  const mark = `${command.shipmentNumber.slice(0, 60)} ${contentHash(command.idempotencyKey)}`;
  const shipment = (await findShipment(calls, mark, now, signal)) ?? (await createShipment(calls, command, mark, signal));
  const rate = chooseRate(shipment, command.service);
  const bought = (await findLabel(calls, rate, signal)) ?? (await buyLabel(calls, rate, mark, signal));
  return toBooking(bought, rate);
}

async function findShipment(calls: Calls, mark: string, now: Date, signal: AbortSignal): Promise<Shipment | null> {
  const since = new Date(now.getTime() - LOOK_BACK_MS).toISOString();
  for (let page = 1, hasMore = true; hasMore; page += 1) {
    const query = { object_created_gte: since, results: String(PAGE_SIZE), page: String(page) };
    const { found, hasMore: goesOn } = findOnPage(await calls.get('/shipments/', query, signal), mark);
    if (found) return found;
    hasMore = goesOn;
  }
  return null;
}

async function createShipment(calls: Calls, command: BookingCommand, mark: string, signal: AbortSignal): Promise<Shipment> {
  const content = {
    address_from: toAddress(command.from),
    address_to: toAddress(command.to),
    parcels: command.parcels.map(toParcel),
    // They ask for a time; noon is the same day for most of the world.
    shipment_date: `${command.shipOn}T12:00:00.000Z`,
    extra: { reference_1: command.shipmentNumber.slice(0, 50) },
    metadata: mark,
    async: false,
  };
  const shipment = readShipment(await calls.post('/shipments/', content, signal));
  if (shipment.rates?.length) return shipment;
  if (shipment.status === 'QUEUED' || shipment.status === 'WAITING') throw new ConnectorError('transient', 'Shippo has no rates yet');
  throw new ConnectorError('rejected', `Shippo offers no rate: ${wordsOf(shipment)}`);
}

/** The cheapest rate, of the service where one is named. */
function chooseRate({ rates }: Shipment, service: string | null): Rate {
  const offered = (rates ?? []).filter(({ servicelevel }) => service === null || servicelevel?.token === service);
  const [best] = offered.sort((a, b) => Number(a.amount) - Number(b.amount) || (a.object_id < b.object_id ? -1 : 1));
  if (best) return best;
  const tokens = (rates ?? []).flatMap(({ servicelevel }) => servicelevel?.token ?? []);
  throw new ConnectorError('rejected', `Shippo does not offer the service ${service}; offered: ${tokens.join(', ').slice(0, 500)}`);
}

async function findLabel(calls: Calls, rate: Rate, signal: AbortSignal): Promise<Transaction | null> {
  const all = readTransactions(await calls.get('/transactions/', { rate: rate.object_id, results: String(PAGE_SIZE) }, signal));
  const [first] = all
    .filter((one) => stateOf(one) !== 'failed')
    // Several parcels have a label each; the first one stands for the shipment.
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return first ? usable(first) : null;
}

async function buyLabel(calls: Calls, rate: Rate, mark: string, signal: AbortSignal): Promise<Transaction> {
  const content = { rate: rate.object_id, label_file_type: 'PDF', metadata: mark, async: false };
  return once(async () => usable(readTransaction(await calls.post('/transactions/', content, signal))));
}

function usable(transaction: Transaction): Transaction {
  switch (stateOf(transaction)) {
    case 'bought':
      return transaction;
    case 'pending':
      throw new ConnectorError('transient', 'Shippo has not made the label yet');
    case 'failed':
      throw new ConnectorError('rejected', `Shippo could not buy the label: ${wordsOf(transaction)}`);
    case 'returned':
      throw new ConnectorError('rejected', 'the label of this booking was handed back; book again under another key');
  }
}

function toBooking({ object_id: externalId, tracking_number: trackingNumber, label_url: labelUrl }: Transaction, rate: Rate): Booking {
  if (!trackingNumber) throw new ConnectorError('contract', `Shippo's label ${externalId} has no tracking number`, { mayBeDone: true });
  const { amount, currency, provider, servicelevel } = rate;
  return {
    trackingNumber,
    externalId,
    carrier: provider ?? null,
    service: servicelevel?.token ?? null,
    price: { amount, currency },
    labelUrl: labelUrl ?? null,
  };
}

function orderOf({ object_created: created, object_id: id }: Transaction): string {
  return `${created ?? ''} ${id}`;
}

export function toAddress({ name, company, street, city, region, postalCode, country, phone, email }: Address): object {
  const [street1 = '', street2, ...rest] = street;
  return {
    name,
    company: company ?? '',
    street1,
    street2: street2 ?? '',
    street3: rest.join(', '),
    city,
    state: region ?? '',
    zip: postalCode ?? '',
    country,
    phone: phone ?? '',
    email: email ?? '',
  };
}

function toParcel({ weightKg, sizeCm }: Parcel, index: number): object {
  if (sizeCm === null) throw new ConnectorError('rejected', `parcel ${index + 1} has no size, which Shippo asks for`);
  const [length, width, height] = sizeCm;
  return { weight: weightKg, mass_unit: 'kg', length, width, height, distance_unit: 'cm' };
}
