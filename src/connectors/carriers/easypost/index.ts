import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType } from '../../contract.js';
import { listWalkSince } from '../../list-walk.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bookShipment } from './booking.js';
import { createCalls } from './calls.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseTracker } from './mapper.js';
import { requestPickup } from './pickup.js';
import { readMessage, readTracker } from './wire.js';

/** Shorter secrets can be guessed; EasyPost takes any. */
const SECRET_LENGTH = 16;

/** EasyPost: tracking of many carriers, pushed by webhook and, with an API key, polled; booking and pick-up. See README.md beside this file. */
export const easypost: ConnectorType<Config> = {
  type: 'easypost',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    if (config.webhookSecret.length < SECRET_LENGTH) {
      deps.log.warn({ variable: 'WEBHOOK_SECRET' }, `easypost: the webhook secret is shorter than ${SECRET_LENGTH} characters and can be guessed`);
    }
    const keyed = config.apiKey === null ? null : { ...config, apiKey: config.apiKey };
    const api = keyed && createApi(keyed, deps);
    const calls = keyed && createCalls(keyed, deps.http);
    return {
      check: async (signal) => {
        if (!api) return { ok: true, detail: 'webhooks only: no API_KEY, so there is nothing to reach' };
        return checkByCalling(() => api.ping(signal), `${config.baseUrl} answers and knows the API key`, 'API_KEY');
      },
      webhook: {
        verify: (request) => {
          verifySignature(signatureRules.easypost, request, config.webhookSecret);
          const { messageId, topic } = readMessage(request.body);
          const contentType = request.headers['content-type'] ?? 'application/json';
          return { messageId, topic, body: request.body, contentType, receivedAt: request.receivedAt };
        },
      },
      normalise: ({ body }) => {
        const { tracker, path } = readMessage(body);
        return tracker === undefined ? { facts: [], unmapped: [] } : normaliseTracker(readTracker(tracker, path), path);
      },
      ...(api ? { pull: api.pull, cursorSince: listWalkSince } : {}),
      ...(calls && {
        commands: {
          bookShipment: (command, signal) => bookShipment(calls, command, signal),
          requestPickup: (command, signal) => requestPickup(calls, command, deps.now(), signal),
        },
      }),
    };
  },
};
