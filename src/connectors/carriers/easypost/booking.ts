/** Booking through EasyPost: a shipment brings rates, and buying one of them brings the label. https://docs.easypost.com/docs/shipments. */
import { markOf, once } from '../../bookings.js';
import { ConnectorError, type Address, type Booking, type BookingCommand, type Parcel } from '../../contract.js';
import type { Calls } from './calls.js';
import { readShipment, wordsOf, type Rate, type Shipment } from './labels-wire.js';

/**
 * Buys a label. The same command again finds the shipment by its mark, and EasyPost sells one label for a shipment. Throws
 * ConnectorError: `rejected` where nothing is offered or the label was handed back, `transient` where EasyPost is not done yet.
 */
export async function bookShipment(calls: Calls, command: BookingCommand, signal: AbortSignal): Promise<Booking> {
  const mark = markOf(command);
  const shipment = (await findShipment(calls, mark, signal)) ?? (await createShipment(calls, command, mark, signal));
  if (REFUNDED.includes(shipment.refund_status ?? '')) {
    throw new ConnectorError('rejected', 'the label of this booking was handed back; book again under another key');
  }
  if (shipment.tracking_code) return toBooking(shipment);
  return toBooking(await buyLabel(calls, shipment, chooseRate(shipment, command.service), signal));
}

/** A label that a carrier does not take back is still paid for, and can be used. */
const REFUNDED = ['submitted', 'refunded'];

async function findShipment(calls: Calls, mark: string, signal: AbortSignal): Promise<Shipment | null> {
  try {
    return readShipment(await calls.get(`/v2/shipments/${mark}`, {}, signal));
  } catch (error) {
    if (error instanceof ConnectorError && error.details.status === 404) return null;
    throw error;
  }
}

/** The shipment that its mark finds from now on: should an earlier answer have been lost, two carry it, and the same one must be bought each time. */
async function createShipment(calls: Calls, command: BookingCommand, mark: string, signal: AbortSignal): Promise<Shipment> {
  const content = shipmentOf(command, mark);
  readShipment(await calls.post('/v2/shipments', { shipment: content }, signal));
  const found = await findShipment(calls, mark, signal);
  if (!found) throw new ConnectorError('transient', 'EasyPost does not show the new shipment yet');
  return found;
}

/** The cheapest rate, of the service where one is named: `Priority`, or `USPS/Priority` where several carriers call one so. */
function chooseRate(shipment: Shipment, service: string | null): Rate {
  const rates = shipment.rates ?? [];
  if (rates.length === 0) throw new ConnectorError('rejected', `EasyPost offers no rate: ${wordsOf(shipment)}`);
  const offered = rates.filter((rate) => service === null || [rate.service, nameOf(rate)].includes(service));
  const [best] = offered.sort((a, b) => Number(a.rate) - Number(b.rate) || (a.id < b.id ? -1 : 1));
  if (best) return best;
  throw new ConnectorError('rejected', `EasyPost does not offer the service ${service}; offered: ${rates.map(nameOf).join(', ').slice(0, 500)}`);
}

function nameOf({ carrier, service }: Rate): string {
  return `${carrier}/${service}`;
}

/** Codes of EasyPost's where the label may have been bought all the same: the shipment says so the next time. */
const UNCLEAR = /SHIPMENT\.(POSTAGE\.(EXISTS|TIMED_OUT|NO_RESPONSE)|PURCHASE\.IN_PROGRESS)/;

async function buyLabel(calls: Calls, { id }: Shipment, rate: Rate, signal: AbortSignal): Promise<Shipment> {
  try {
    return await once(async () => readShipment(await calls.post(`/v2/shipments/${id}/buy`, { rate: { id: rate.id } }, signal)));
  } catch (error) {
    if (!(error instanceof ConnectorError) || !UNCLEAR.test(error.message)) throw error;
    throw new ConnectorError('transient', error.message, { mayBeDone: true, cause: error });
  }
}

function toBooking({ id, tracking_code: trackingNumber, selected_rate: rate, postage_label: label }: Shipment): Booking {
  if (!trackingNumber) throw new ConnectorError('contract', `EasyPost's shipment ${id} was bought without a tracking number`, { mayBeDone: true });
  return {
    trackingNumber,
    externalId: id,
    carrier: rate?.carrier ?? null,
    service: rate?.service ?? null,
    price: rate ? { amount: rate.rate, currency: rate.currency } : null,
    labelUrl: label?.label_url ?? null,
  };
}

function shipmentOf({ from, to, parcels, shipOn, shipmentNumber }: BookingCommand, mark: string): object {
  const [parcel, ...more] = parcels;
  if (!parcel || more.length > 0) throw new ConnectorError('rejected', 'a shipment of EasyPost is one parcel: book each parcel as a shipment of its own');
  return {
    reference: mark,
    from_address: toAddress(from),
    to_address: toAddress(to),
    parcel: toParcel(parcel),
    // They ask for a time; noon is the same day for most of the world.
    options: { label_format: 'PDF', label_date: `${shipOn}T12:00:00Z`, print_custom_1: shipmentNumber.slice(0, 35) },
  };
}

/** An address as EasyPost takes it: with two lines. */
export function toAddress({ name, company, street, city, region, postalCode, country, phone, email }: Address): object {
  const [street1 = '', ...rest] = street;
  return {
    ...{ name, street1, city, country, ...(company && { company }), ...(rest.length > 0 && { street2: rest.join(', ') }) },
    ...{ ...(region && { state: region }), ...(postalCode && { zip: postalCode }), ...(phone && { phone }), ...(email && { email }) },
  };
}

const KG_PER_OUNCE = 0.028349523125;
const CM_PER_INCH = 2.54;

function toParcel({ weightKg, sizeCm }: Parcel): object {
  const [length, width, height] = (sizeCm ?? []).map((side) => upToTenths(Number(side) / CM_PER_INCH));
  return { weight: upToTenths(Number(weightKg) / KG_PER_OUNCE), ...(sizeCm && { length, width, height }) };
}

/** Rounded up: what is stated too low is charged for later. */
function upToTenths(value: number): number {
  return Math.ceil(value * 10 - 1e-6) / 10;
}
