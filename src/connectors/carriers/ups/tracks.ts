/** UPS's Tracking API v1 and Track Alert v1, as far as they are used. */
import { randomUUID } from 'node:crypto';
import { createTokenSource } from '../../client-credentials.js';
import { ConnectorError, type ConnectorDeps, type HttpResponse, type Message, type WatchedShipment } from '../../contract.js';
import { readJson } from '../../json.js';
import { pollShipments } from '../../poll-shipments.js';
import type { AlertTarget, Config } from './config.js';
import { readRefusedNumbers, readTold } from './wire.js';

export interface UpsApi {
  /** Fetches a token: the API has no other call that costs nothing. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Asks about every shipment of these carriers that is under way, one by one. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  /** Asks to be sent the events of a parcel for the next 14 days; asked again, the days begin anew. */
  subscribe(shipment: WatchedShipment, target: AlertTarget, signal: AbortSignal): Promise<void>;
}

export function createApi(config: Config, { http, watched, now, log }: ConnectorDeps): UpsApi {
  const { clientId, clientSecret, baseUrl } = config;
  const tokens = createTokenSource({ tokenUrl: `${baseUrl}/security/v1/oauth/token`, clientId, clientSecret, sentIn: 'header' }, http, now);

  const call = (path: string, body: object | null, signal: AbortSignal): Promise<HttpResponse> =>
    tokens.call(
      (token) =>
        http.request({
          method: body === null ? 'GET' : 'POST',
          url: `${baseUrl}${path}`,
          headers: {
            authorization: `Bearer ${token}`,
            transId: randomUUID(),
            transactionSrc: 'interline',
            ...(body !== null && { 'content-type': 'application/json' }),
          },
          ...(body !== null && { body: JSON.stringify(body) }),
          accept: ['application/json'],
          signal,
          idempotent: true,
        }),
      signal,
    );

  const details = async (trackingNumber: string, signal: AbortSignal) => {
    const { body } = await call(`/api/track/v1/details/${encodeURIComponent(trackingNumber)}?locale=en_US`, null, signal);
    const told = readTold(body);
    const isKnown = told.kind === 'details' && told.shipments.some(({ package: parcels }) => (parcels ?? []).length > 0);
    return isKnown ? [{ trackingNumber, content: readJson(body) }] : [];
  };

  return {
    ping: async (signal) => void (await tokens.token(signal)),
    async *pull(cursor, signal) {
      // Before the walk: a refusal in it would be taken for parcels that are not known.
      await tokens.token(signal);
      const ask = (shipments: readonly WatchedShipment[], stop: AbortSignal) => details(shipments[0]!.trackingNumber, stop);
      yield* pollShipments({ watched: () => watched(config.carriers), perCall: 1, ask, topic: 'tracking', now, log }, cursor, signal);
    },
    subscribe: async ({ trackingNumber }, { url, credential }, signal) => {
      const destination = { url, credentialType: 'Bearer', credential };
      const request = { locale: 'en_US', countryCode: 'US', trackingNumberList: [trackingNumber], destination };
      const { body } = await call('/api/track/v1/subscription/standard/package', request, signal);
      if (readRefusedNumbers(body).length > 0) throw new ConnectorError('rejected', 'Track Alert does not take this tracking number');
    },
  };
}
