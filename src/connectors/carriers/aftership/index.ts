import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType } from '../../contract.js';
import { listWalkSince } from '../../list-walk.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseTracking } from './mapper.js';
import { readMessage } from './wire.js';

/** AfterShip Tracking: many carriers, pushed by webhook and, with an API key, polled and followed. See README.md beside this file. */
export const aftership: ConnectorType<Config> = {
  type: 'aftership',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const api = config.apiKey === null ? null : createApi({ ...config, apiKey: config.apiKey }, deps);
    return {
      check: async (signal) => {
        if (!api) return { ok: true, detail: 'webhooks only: no API_KEY, so there is nothing to reach' };
        return checkByCalling(() => api.ping(signal), `${config.baseUrl} answers and knows the API key`, 'API_KEY');
      },
      webhook: {
        verify: (request) => {
          verifySignature(signatureRules.aftership, request, config.webhookSecret);
          const { messageId, topic } = readMessage(request.body);
          const contentType = request.headers['content-type'] ?? 'application/json';
          return { messageId, topic, body: request.body, contentType, receivedAt: request.receivedAt };
        },
      },
      normalise: ({ body }) => {
        const message = readMessage(body);
        return message.tracking === undefined ? { facts: [], unmapped: [] } : normaliseTracking(message, config);
      },
      ...(api ? { pull: api.pull, cursorSince: listWalkSince, commands: { followShipment: api.follow } } : {}),
    };
  },
};
