/** Booking by SF's interface for orders (下订单, `EXP_RECE_CREATE_ORDER`). https://open.sf-express.com/Api/ApiDetails?level3=393. */
import { markOf, once, totalWeightKg } from '../../bookings.js';
import { ConnectorError, type Address, type Booking, type BookingCommand, type Log } from '../../contract.js';
import type { DateOnly } from '../../../domain/facts.js';
import type { Call } from './calls.js';
import type { DayWindow, Shipping } from './config.js';
import { fetchLabel, type Label } from './label.js';
import { readOrder, type Order } from './orders-wire.js';

const SENDER = 1;
const RECEIVER = 2;

const MOTHER = 1;

/** What SF answers for an order: whether its couriers go to both addresses. */
const BY_HAND = 1;
const OUT_OF_REACH = 3;

/**
 * Orders a waybill, with a child for each parcel but the first, and has its label made. SF takes an order's number once and answers the same
 * number with the first order, so that the same command makes one. Throws ConnectorError: `rejected` where SF does not go there or asks
 * for more than is known, `transient` while somebody at SF looks at the addresses.
 */
export async function bookShipment(call: Call, shipping: Shipping, command: BookingCommand, log: Log, signal: AbortSignal): Promise<Booking> {
  const content = orderOf(shipping, command);
  const order = await once(async () => {
    const made = readOrder(await call('EXP_RECE_CREATE_ORDER', content, signal)) ?? (await findOrder(call, content.orderId, signal));
    checkReach(made);
    return { orderId: made.orderId, mailNo: motherOf(made) };
  });
  const { labelTemplate } = shipping;
  const label = labelTemplate === null ? { labelUrl: null } : await fetchLabel(call, { template: labelTemplate, mailNo: order.mailNo, parcels: command.parcels.length }, log, signal);
  return toBooking(order, command, label);
}

/** The order of this number, for an account that is told of a number's second use instead of the first order. Throws ConnectorError. */
export async function findOrder(call: Call, orderId: string, signal: AbortSignal): Promise<Order> {
  const order = readOrder(await call('EXP_RECE_SEARCH_ORDER_RESP', { language: 'zh-CN', orderId, searchType: '1' }, signal));
  if (order === null) throw new ConnectorError('contract', `SF knows the order ${orderId} and does not show it`);
  return order;
}

/** The number of the waybill, or of the first parcel where there are several. Throws ConnectorError('contract'). */
export function motherOf({ orderId, waybillNoInfoList }: Order): string {
  const mother = waybillNoInfoList?.find(({ waybillType }) => waybillType === MOTHER)?.waybillNo;
  if (!mother) throw new ConnectorError('contract', `SF's order ${orderId} has no waybill`);
  return mother;
}

function orderOf({ monthlyCard, cargo, pickup }: Shipping, command: BookingCommand) {
  const { from, to, parcels, service, shipmentNumber, shipOn } = command;
  if (service === null || !/^\d{1,5}$/.test(service)) throw new ConnectorError('rejected', 'SF tells no prices beforehand: name its product (expressTypeId) as the service, as `2` for 标快');
  return {
    language: 'zh-CN',
    orderId: markOf(command),
    custReferenceNo: shipmentNumber.slice(0, 100),
    monthlyCard,
    // By the sender.
    payMethod: 1,
    expressTypeId: Number(service),
    parcelQty: parcels.length,
    totalWeight: Number(totalWeightKg(parcels).toFixed(3)),
    cargoDetails: [{ name: cargo, count: parcels.length }],
    contactInfoList: [contactOf(from, SENDER, 'sender'), contactOf(to, RECEIVER, 'receiver')],
    // The numbers that are the same at all carriers of the country, with `SF` before them.
    isUnifiedWaybillNo: 1,
    isReturnRoutelabel: 1,
    ...(pickup === null || pickup === 'later' ? { isDocall: 0 } : courierOn(shipOn, pickup)),
  };
}

/** Times without an offset are China's. */
function courierOn(day: DateOnly, { from, to }: DayWindow): object {
  return {
    isDocall: 1,
    sendStartTm: `${day} ${from}:00`,
    // Without an end they come within an hour of the start.
    extraInfoList: [{ attrName: 'pickupAppointEndTime', attrVal: `${day} ${to}:00` }],
  };
}

function contactOf({ name, company, street, city, region, postalCode, country, phone, email }: Address, contactType: number, who: string): object {
  if (country !== 'CN') throw new ConnectorError('rejected', `the ${who} is not in mainland China: SF asks for a customs declaration, which is not made here`);
  if (!phone) throw new ConnectorError('rejected', `the ${who} has no telephone number, which SF asks for`);
  return {
    contactType,
    contact: name,
    ...(company && { company }),
    tel: phone,
    ...(email && { email }),
    country,
    ...(region && { province: region }),
    city,
    address: street.join(' '),
    ...(postalCode && { postCode: postalCode }),
  };
}

function checkReach({ filterResult, remark }: Order): void {
  if (filterResult === OUT_OF_REACH) throw new ConnectorError('rejected', `SF does not come to one of the addresses (${remark ?? 'without a reason'})`);
  if (filterResult === BY_HAND) throw new ConnectorError('transient', 'somebody at SF is looking at the addresses');
}

function toBooking({ orderId, mailNo }: { orderId: string; mailNo: string }, { service }: BookingCommand, label: Label): Booking {
  return { trackingNumber: mailNo, externalId: orderId, carrier: null, service, price: null, ...label };
}
