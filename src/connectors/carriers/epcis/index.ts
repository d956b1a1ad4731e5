import { checkByCalling } from '../../check.js';
import type { Connection, ConnectorType } from '../../contract.js';
import { listWalkSince } from '../../list-walk.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bytesHash } from '../../tracking-events.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseEvents } from './mapper.js';
import { readEventList } from './wire.js';

/** GS1 EPCIS 2.0: events captured at our address, and queried from a repository. See README.md beside this file. */
export const epcis: ConnectorType<Config> = {
  type: 'epcis',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const { repository, webhookSecret } = config;
    const api = repository === null ? null : createApi(repository, deps);
    deps.log.warn({ variable: 'WEBHOOK_SECRET' }, 'epcis: captured events are not signed, only the secret proves who sent them');
    return {
      check: async (signal) => {
        if (!api) return { ok: true, detail: 'capture only: no URL, so there is nothing to reach' };
        return checkByCalling(() => api.ping(signal), `${repository?.url} answers and lists events`, 'API_KEY');
      },
      webhook: {
        verify: (request) => {
          verifySignature(signatureRules.sharedSecret, request, webhookSecret);
          // Read, so that a document that is none is refused while its sender is there.
          readEventList(request.body);
          const contentType = request.headers['content-type'] ?? 'application/json';
          return { messageId: `capture/${bytesHash(request.body)}`, topic: 'capture', body: request.body, contentType, receivedAt: request.receivedAt };
        },
        acknowledge: ({ result }) => ({ status: 202, contentType: 'application/json', body: JSON.stringify({ result }) }),
      },
      ...(api ? { pull: api.pull, cursorSince: listWalkSince } : {}),
      normalise: ({ body }) => normaliseEvents(readEventList(body), config),
    };
  },
};
