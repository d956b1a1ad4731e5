/** FedEx's Track API v1, as far as it is used: asking about up to 30 parcels at once. */
import { createTokenSource } from '../../client-credentials.js';
import type { ConnectorDeps, Message } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import type { Config } from './config.js';
import { splitResults } from './wire.js';

/** The most tracking numbers that one call takes. */
const PER_CALL = 30;

export interface FedexApi {
  /** Fetches a token: the API has no other call that costs nothing. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Asks about every shipment of these carriers that is under way. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
}

export function createApi(config: Config, { http, watched, now, log }: ConnectorDeps): FedexApi {
  const { clientId, clientSecret, baseUrl } = config;
  const tokens = createTokenSource({ tokenUrl: `${baseUrl}/oauth/token`, clientId, clientSecret, sentIn: 'form' }, http, now);

  const track = async (trackingNumbers: readonly string[], token: string, signal: AbortSignal): Promise<readonly PolledShipment[]> => {
    const response = await http.request({
      method: 'POST',
      url: `${baseUrl}/track/v1/trackingnumbers`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-locale': 'en_US' },
      body: JSON.stringify({
        includeDetailedScans: true,
        trackingInfo: trackingNumbers.map((trackingNumber) => ({ trackingNumberInfo: { trackingNumber } })),
      }),
      accept: ['application/json'],
      signal,
      idempotent: true,
    });
    return splitResults(response.body).filter(({ isKnown }) => isKnown);
  };

  return {
    ping: async (signal) => void (await tokens.token(signal)),
    async *pull(cursor, signal) {
      // Before the walk: a refusal in it would be taken for parcels that are not known.
      await tokens.token(signal);
      yield* pollShipments(
        {
          watched: () => watched(config.carriers),
          perCall: PER_CALL,
          ask: (shipments, stop) => tokens.call((token) => track(shipments.map(({ trackingNumber }) => trackingNumber), token, stop), stop),
          topic: 'tracking',
          now,
          log,
        },
        cursor,
        signal,
      );
    },
  };
}
