/** Labels by SF's cloud printing (云打印面单, `COM_RECE_CLOUD_PRINT_WAYBILLS`), version 2.0. https://open.sf-express.com/Api/ApiDetails?level3=317. */
import { ConnectorError, type Booking, type Log } from '../../contract.js';
import type { Call } from './calls.js';
import { readLabel } from './orders-wire.js';

export type Label = Pick<Booking, 'labelUrl' | 'labelHeaders'>;

export interface Waybill {
  readonly template: string;
  readonly mailNo: string;
  readonly parcels: number;
}

/**
 * The label of the first parcel, as a PDF. The order stands by now: a label that SF refuses leaves the booking without one, and whoever
 * may get one later is told that the booking may be done. Throws ConnectorError: `transient`, `throttled`.
 */
export async function fetchLabel(call: Call, { template, mailNo, parcels }: Waybill, log: Log, signal: AbortSignal): Promise<Label> {
  const document = { masterWaybillNo: mailNo, ...(parcels > 1 && { seq: '1', sum: String(parcels) }) };
  try {
    const { url, token } = readLabel(await call('COM_RECE_CLOUD_PRINT_WAYBILLS', { templateCode: template, version: '2.0', fileType: 'pdf', sync: true, documents: [document] }, signal));
    return { labelUrl: url, labelHeaders: { 'X-Auth-token': token } };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.kind === 'transient' || error.kind === 'throttled') throw new ConnectorError(error.kind, error.message, { ...error.details, mayBeDone: true, cause: error });
    log.warn({ trackingNumber: mailNo, reason: error.message }, 'sf-express: booked without a label');
    return { labelUrl: null };
  }
}
