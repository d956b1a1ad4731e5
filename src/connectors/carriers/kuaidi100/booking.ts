/** Booking by Kuaidi100's order of waybills (电子面单下单, V2): https://api.kuaidi100.com/document/dianzimiandanV2. */
import { leftToAPerson, markOf, once, totalWeightKg } from '../../bookings.js';
import { ConnectorError, type Address, type Booking, type BookingCommand, type ConnectorDeps } from '../../contract.js';
import type { Account } from './accounts.js';
import { md5, post } from './calls.js';
import type { Labels } from './config.js';
import { labelUrlOf, readLabel } from './labels-wire.js';

/** Kuaidi100 knows an order's number again for 48 hours; an hour less for clocks that differ. */
const KNOWN_FOR_MS = 47 * 3_600_000;

/**
 * Orders a waybill of the carrier that the service names, with its label. Within two days the same command is answered with the first
 * waybill. Throws ConnectorError: `rejected` for what the carrier does not take, or where it may have been ordered before that.
 */
export async function bookShipment(labels: Labels, deps: Pick<ConnectorDeps, 'http' | 'now'>, command: BookingCommand, signal: AbortSignal): Promise<Booking> {
  const { mayBeDone, begunAt } = command;
  const order = orderOf(labels, command);
  if (mayBeDone && !(begunAt !== undefined && deps.now().getTime() - Date.parse(begunAt) < KNOWN_FOR_MS)) {
    throw leftToAPerson('Kuaidi100', `An earlier attempt was cut off, and after two days it no longer knows the order ${order.orderId}`);
  }
  const { key, secret, url } = labels;
  const param = JSON.stringify(order);
  const t = String(deps.now().getTime());
  const fields = { method: 'order', key, t, sign: md5(param + t + key + secret), param };
  const label = await once(async () => readLabel(await post(deps, { url, fields, isRepeatable: false }, signal)));
  return {
    trackingNumber: label.kuaidinum,
    externalId: label.taskId || order.orderId,
    carrier: order.kuaidicom,
    service: order.expType ?? null,
    price: null,
    labelUrl: labelUrlOf(label),
  };
}

function orderOf({ accounts, cargo }: Labels, command: BookingCommand) {
  const { from, to, parcels, service, shipmentNumber } = command;
  if (parcels.length > 1) throw new ConnectorError('rejected', 'a waybill of Kuaidi100 is for one parcel here: book each parcel as a shipment of its own');
  const { carrier, product } = chooseCarrier([...accounts.keys()], service);
  const account: Account = accounts.get(carrier)!;
  return {
    printType: 'IMAGE',
    kuaidicom: carrier,
    ...account,
    orderId: markOf(command),
    // With the first order's waybill, should there be one of this number.
    reorder: false,
    sendMan: manOf(from, 'sender'),
    recMan: manOf(to, 'recipient'),
    cargo,
    count: 1,
    weight: totalWeightKg(parcels),
    remark: shipmentNumber,
    ...(product !== null && { expType: product }),
  };
}

/** `shunfeng/顺丰标快`, `shunfeng`, or nothing where there is one account only: Kuaidi100 does not know what an account of ours pays. */
function chooseCarrier(carriers: readonly string[], service: string | null): { readonly carrier: string; readonly product: string | null } {
  const [named = '', ...product] = (service ?? '').split('/');
  const carrier = service === null && carriers.length === 1 ? carriers[0]! : named;
  if (carriers.includes(carrier)) return { carrier, product: product.join('/') || null };
  throw new ConnectorError('rejected', `name the carrier, and its product if need be, as the service, as ${carriers[0]}/标准快递; there are accounts of: ${carriers.join(', ')}`);
}

function manOf({ name, company, street, city, region, country, phone }: Address, who: string): object {
  if (country !== 'CN') throw new ConnectorError('rejected', `the ${who} is not in mainland China: international waybills are another service of Kuaidi100`);
  if (!phone) throw new ConnectorError('rejected', `the ${who} has no telephone number, which carriers ask for`);
  return { name, ...(company && { company }), ...phoneOf(phone), printAddr: `${region ?? ''}${city}${street.join(' ')}` };
}

/** Mobile numbers of China and all others are told apart. */
function phoneOf(phone: string): { readonly mobile: string } | { readonly tel: string } {
  const [, mobile] = /^(?:(?:\+|00)86)?(1\d{10})$/.exec(phone.replace(/[\s()-]/g, '')) ?? [];
  return mobile === undefined ? { tel: phone } : { mobile };
}
