/** DHL's Shipment Tracking – Unified, as far as it is used: the parcel of one number. */
import { ConnectorError, type ConnectorDeps } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import { type PulledPage, restBetweenWalks } from '../../rest-between-walks.js';
import type { Config } from './config.js';
import { checkAnswer } from './wire.js';

export interface TrackingApi {
  /** Asks with the key about a parcel that does not exist. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Walks over the parcels of the configured carriers, one call each, and rests. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<PulledPage>;
}

export function createApi(config: Config, { http, watched, now, log }: ConnectorDeps): TrackingApi {
  const track = async (trackingNumber: string, signal: AbortSignal): Promise<PolledShipment[]> => {
    // English always: the texts are part of what tells events apart.
    const query = new URLSearchParams({ trackingNumber, language: 'en', ...(config.service && { service: config.service }) });
    try {
      const response = await http.request({
        method: 'GET',
        url: `${config.baseUrl}/track/shipments?${query}`,
        headers: { 'dhl-api-key': config.apiKey },
        accept: ['application/json'],
        signal,
        idempotent: true,
      });
      const { shipments } = checkAnswer(response.json());
      return [{ trackingNumber, content: { trackingNumber, shipments } }];
    } catch (error) {
      if (isUnknownParcel(error)) return [];
      throw error;
    }
  };

  return {
    ping: async (signal) => void (await track('0000000000', signal)),
    pull: (cursor, signal) => {
      const poll = {
        watched: () => watched(config.carriers),
        perCall: 1,
        ask: async (shipments: readonly { readonly trackingNumber: string }[], abort: AbortSignal) =>
          (await Promise.all(shipments.map(({ trackingNumber }) => track(trackingNumber, abort)))).flat(),
        topic: 'shipments',
        now,
        log,
      };
      return restBetweenWalks((place) => pollShipments(poll, place, signal), { restMs: config.restMs, now }, cursor);
    },
  };
}

/** Their 404 says so in words; any other, such as a proxy's, is a failure. */
function isUnknownParcel(error: unknown): boolean {
  return error instanceof ConnectorError && error.details.status === 404 && /no shipment/i.test(error.message);
}
