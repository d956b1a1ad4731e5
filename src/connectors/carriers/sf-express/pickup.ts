/** Pick-ups by SF's confirmation of an order (订单确认, `EXP_RECE_UPDATE_ORDER`), for accounts whose orders SF does not confirm by itself. */
import { leftToAPerson, once } from '../../bookings.js';
import { ConnectorError, type PickupCommand } from '../../contract.js';
import { atOffset } from '../../local-time.js';
import { findOrder, motherOf } from './booking.js';
import type { Call } from './calls.js';
import { readConfirmation } from './orders-wire.js';

const CONFIRM = 1;

/**
 * Confirms an order, with a courier who fetches it. It can be confirmed once, and SF keeps one appointment for an order, so that the same
 * command sends for one courier. Throws ConnectorError: `rejected` for several bookings, or where the order was confirmed before.
 */
export async function requestPickup(call: Call, { bookings, readyFrom, readyTo, mayBeDone }: PickupCommand, signal: AbortSignal): Promise<{ confirmation: string }> {
  const [orderId, ...more] = bookings;
  if (orderId === undefined || more.length > 0) throw new ConnectorError('rejected', 'SF comes for an order: ask for each booking apart');
  const order = await findOrder(call, orderId, signal);
  const mailNo = motherOf(order);
  const content = {
    orderId,
    dealType: CONFIRM,
    waybillNoInfoList: order.waybillNoInfoList,
    isDocall: 1,
    sendStartTm: inChina(readyFrom),
    pickupAppointEndtime: inChina(readyTo),
  };
  const isConfirmed = await once(async () => readConfirmation(await call('EXP_RECE_UPDATE_ORDER', content, signal)));
  // It is by its waybill that couriers and SF's service know it.
  if (isConfirmed) return { confirmation: mailNo };
  const words = `SF had confirmed the order of ${mailNo} before, or it was cancelled`;
  if (mayBeDone) throw leftToAPerson('SF', words);
  throw new ConnectorError('rejected', `${words}: SF's own confirmation has to be switched off for a pick-up that is asked for by itself`);
}

/** Date and time by the clocks of China. */
function inChina(instant: string): string {
  return atOffset(Date.parse(instant), '+08:00').slice(0, 19).replace('T', ' ');
}
