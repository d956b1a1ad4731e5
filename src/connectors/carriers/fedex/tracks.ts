/** FedEx's Track API v1, as far as following parcels needs it: asking about up to 30 of them at once. */
import type { ConnectorDeps, Message } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import type { Calls } from './calls.js';
import { splitResults } from './wire.js';

/** The most tracking numbers that one call takes. */
const PER_CALL = 30;

/** Asks about every shipment of these carriers that is under way. */
export async function* pullTracking(
  calls: Calls,
  carriers: readonly string[],
  { watched, now, log }: ConnectorDeps,
  cursor: string | null,
  signal: AbortSignal,
): AsyncIterable<{ messages: Message[]; cursor: string }> {
  // Before the walk: a refusal in it would be taken for parcels that are not known.
  await calls.token(signal);
  const ask = async (trackingNumbers: readonly string[], stop: AbortSignal): Promise<readonly PolledShipment[]> => {
    const trackingInfo = trackingNumbers.map((trackingNumber) => ({ trackingNumberInfo: { trackingNumber } }));
    const { body } = await calls.send('POST', '/track/v1/trackingnumbers', { includeDetailedScans: true, trackingInfo }, true, stop);
    return splitResults(body).filter(({ isKnown }) => isKnown);
  };
  yield* pollShipments(
    {
      watched: () => watched(carriers),
      perCall: PER_CALL,
      ask: (shipments, stop) => ask(shipments.map(({ trackingNumber }) => trackingNumber), stop),
      topic: 'tracking',
      now,
      log,
    },
    cursor,
    signal,
  );
}
