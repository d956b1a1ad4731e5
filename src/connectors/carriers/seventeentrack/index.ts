import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType } from '../../contract.js';
import { listWalkSince } from '../../list-walk.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseParcel } from './mapper.js';
import { readMessage } from './wire.js';

/** 17TRACK: many carriers, pushed by webhook, polled, and followed on request. See README.md beside this file. */
export const seventeentrack: ConnectorType<Config> = {
  type: 'seventeentrack',
  kind: 'carrier',
  parseConfig,
  // Three a second.
  minIntervalMs: () => 334,
  connect: (config, deps): Connection => {
    const api = createApi(config, deps);
    return {
      check: (signal) => checkByCalling(() => api.ping(signal), `${config.baseUrl} answers and knows the access key`, 'API_KEY'),
      pull: api.pull,
      cursorSince: listWalkSince,
      webhook: {
        verify: (request) => {
          verifySignature(signatureRules.seventeenTrack, request, config.apiKey);
          const { messageId, topic } = readMessage(request.body);
          const contentType = request.headers['content-type'] ?? 'application/json';
          return { messageId, topic, body: request.body, contentType, receivedAt: request.receivedAt };
        },
      },
      normalise: ({ body }) => {
        const message = readMessage(body);
        return message.parcel === undefined ? { facts: [], unmapped: [] } : normaliseParcel(message, config);
      },
      commands: { followShipment: api.follow },
    };
  },
};
