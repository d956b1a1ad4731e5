/** UPS's Tracking API v1 and Track Alert v1, as far as they are used. */
import { ConnectorError, type ConnectorDeps, type Message, type WatchedShipment } from '../../contract.js';
import { readJson } from '../../json.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import type { Calls } from './calls.js';
import type { AlertTarget } from './config.js';
import { readRefusedNumbers, readTold } from './wire.js';

/** "Tracking information not found". */
const NOT_FOUND = 'TW0001';

/** Asks about every shipment of these carriers that is under way, one by one. */
export async function* pullTracking(
  calls: Calls,
  carriers: readonly string[],
  { watched, now, log }: ConnectorDeps,
  cursor: string | null,
  signal: AbortSignal,
): AsyncIterable<{ messages: Message[]; cursor: string }> {
  // Before the walk: a refusal in it would be taken for parcels that are not known.
  await calls.token(signal);
  const ask = async ([shipment]: readonly WatchedShipment[], stop: AbortSignal): Promise<readonly PolledShipment[]> => {
    const { trackingNumber } = shipment!;
    const path = `/api/track/v1/details/${encodeURIComponent(trackingNumber)}?locale=en_US`;
    const response = await calls.send({ path }, stop).catch((error: unknown) => (isUnknownParcel(error) ? null : Promise.reject(error as Error)));
    if (response === null) return [];
    const { body } = response;
    const told = readTold(body);
    const isKnown = told.kind === 'details' && told.shipments.some(({ package: parcels }) => (parcels ?? []).length > 0);
    return isKnown ? [{ trackingNumber, content: readJson(body) }] : [];
  };
  yield* pollShipments({ watched: () => watched(carriers), perCall: 1, ask, topic: 'tracking', now, log }, cursor, signal);
}

/** Their 404 says so by its code; any other, such as a proxy's, is a refusal. */
function isUnknownParcel(error: unknown): boolean {
  return error instanceof ConnectorError && error.details.status === 404 && error.message.includes(NOT_FOUND);
}

/**
 * "If the package has not been delivered within 14 days, you must resubscribe":
 * https://github.com/UPS-API/api-documentation/blob/main/UPSTrackAlert.yaml
 */
export const FOLLOW_DAYS = 14;

/** Asks to be sent the events of a parcel for the next 14 days; asked again, the days begin anew. Throws ConnectorError. */
export async function subscribe(calls: Calls, { trackingNumber }: WatchedShipment, { url, credential }: AlertTarget, signal: AbortSignal): Promise<void> {
  const destination = { url, credentialType: 'Bearer', credential };
  const content = { locale: 'en_US', countryCode: 'US', trackingNumberList: [trackingNumber], destination };
  const { body } = await calls.send({ path: '/api/track/v1/subscription/standard/package', content }, signal);
  if (readRefusedNumbers(body).length > 0) throw new ConnectorError('rejected', 'Track Alert does not take this tracking number');
}
