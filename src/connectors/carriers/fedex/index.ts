import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bytesHash } from '../../tracking-events.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseResults } from './mapper.js';
import { readResults } from './wire.js';

/** FedEx: Track API v1, polled, and its Advanced Integrated Visibility webhook. See README.md beside this file. */
export const fedex: ConnectorType<Config> = {
  type: 'fedex',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const api = createApi(config, deps);
    const { webhookSecret } = config;
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
      check: (signal) => checkByCalling(() => api.ping(signal), `${config.baseUrl} answers and knows the client`, 'the client (CLIENT_ID, CLIENT_SECRET)'),
      pull: api.pull,
      ...(webhookSecret === null ? {} : { webhook }),
      normalise: ({ body, receivedAt }) => normaliseResults(readResults(body), receivedAt),
    };
  },
};
