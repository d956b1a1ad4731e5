import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType, RawRequest } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bookShipment } from './booking.js';
import { createCalls } from './calls.js';
import { parseConfig, type Config } from './config.js';
import { normaliseTrack } from './mapper.js';
import { requestPickup } from './pickup.js';
import { createTracks } from './tracks.js';
import { readMessage } from './wire.js';

/** Shippo: labels and tracking of many carriers, pushed by webhook, polled, followed, booked and fetched. See README.md beside this file. */
export const shippo: ConnectorType<Config> = {
  type: 'shippo',
  kind: 'carrier',
  parseConfig,
  connect: (config, { http, ...deps }): Connection => {
    const { apiKey, baseUrl, carriers } = config;
    if (config.webhookSecret === null) {
      const risk = 'shippo: webhooks are not signed, only their secret address keeps strangers out; ask Shippo for HMAC';
      deps.log.warn({ variable: 'WEBHOOK_SECRET' }, risk);
    }
    const calls = apiKey === null ? null : createCalls({ baseUrl, apiKey }, http);
    const tracks = calls && createTracks(calls, carriers, deps);
    return {
      check: async (signal) => {
        if (!tracks) return { ok: true, detail: 'webhooks only: no API_KEY, so there is nothing to reach' };
        return checkByCalling(() => tracks.ping(signal), `${baseUrl} answers and knows the API key`, 'API_KEY');
      },
      webhook: {
        verify: (request) => {
          verify(request, config);
          const { messageId, topic } = readMessage(request.body);
          const contentType = request.headers['content-type'] ?? 'application/json';
          return { messageId, topic, body: request.body, contentType, receivedAt: request.receivedAt };
        },
      },
      normalise: ({ body }) => {
        const message = readMessage(body);
        return message.track === undefined ? { facts: [], unmapped: [] } : normaliseTrack(message, config);
      },
      ...(tracks && carriers.names.length > 0 && { pull: tracks.pull }),
      ...(calls &&
        tracks && {
          carriers: carriers.names,
          commands: {
            followShipment: tracks.follow,
            bookShipment: (command, signal) => bookShipment(calls, command, deps.now(), signal),
            requestPickup: (command, signal) => requestPickup(calls, config, command, signal),
          },
        }),
    };
  },
};

/** Every safeguard that is set must hold; the settings have one at least. */
function verify(request: RawRequest, { webhookToken, webhookSecret }: Config): void {
  if (webhookToken !== null) verifySignature(signatureRules.secretParameter, request, webhookToken);
  if (webhookSecret !== null) verifySignature(signatureRules.shippo, request, webhookSecret);
}
