import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bytesHash } from '../../tracking-events.js';
import { bookShipment } from './booking.js';
import { createCalls } from './calls.js';
import { parseConfig, type Config } from './config.js';
import { normaliseResults } from './mapper.js';
import { requestPickup } from './pickup.js';
import { pullTracking } from './tracks.js';
import { readResults } from './wire.js';

/** FedEx: tracking, polled and pushed by webhook; booking and pick-up. See README.md beside this file. */
export const fedex: ConnectorType<Config> = {
  type: 'fedex',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const { client, shipping, webhookSecret, baseUrl } = config;
    const track = createCalls(client, baseUrl, deps.http, deps.now);
    const ship = shipping && (shipping.client === client ? track : createCalls(shipping.client, baseUrl, deps.http, deps.now));
    const webhook: Connection['webhook'] = {
      verify: (request) => {
        verifySignature(signatureRules.fedex, request, webhookSecret ?? '');
        const trackingNumbers = readResults(request.body).map(({ trackingNumber }) => trackingNumber);
        // The transaction id is no id of a message: tries of one message may tell it anew.
        const messageId = `${trackingNumbers.slice(0, 3).join(',')}/${bytesHash(request.body)}`;
        const contentType = request.headers['content-type'] ?? 'application/json';
        return { messageId, topic: 'tracking', body: request.body, contentType, receivedAt: request.receivedAt };
      },
    };
    return {
      check: async (signal) => {
        const result = await checkByCalling(() => track.token(signal), `${baseUrl} answers and knows the client`, 'the client (CLIENT_ID, CLIENT_SECRET)');
        if (!result.ok || !ship || ship === track) return result;
        return checkByCalling(() => ship.token(signal), `${baseUrl} answers and knows both clients`, 'the client for shipping (SHIP_CLIENT_ID, SHIP_CLIENT_SECRET)');
      },
      pull: (cursor, signal) => pullTracking(track, config.carriers, deps, cursor, signal),
      ...(webhookSecret === null ? {} : { webhook }),
      ...(shipping &&
        ship && {
          commands: {
            bookShipment: (command, signal) => bookShipment({ track, ship }, shipping, command, deps.now(), signal),
            requestPickup: (command, signal) => requestPickup(ship, shipping, command, signal),
          },
        }),
      normalise: ({ body, receivedAt }) => normaliseResults(readResults(body), receivedAt),
    };
  },
};
