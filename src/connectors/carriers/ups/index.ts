import { checkByCalling } from '../../check.js';
import { ConnectorError, type Connection, type ConnectorType } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bytesHash } from '../../tracking-events.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseTold } from './mapper.js';
import { readTold } from './wire.js';

/** UPS: Tracking API v1, polled, and Track Alert, pushed. See README.md beside this file. */
export const ups: ConnectorType<Config> = {
  type: 'ups',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const api = createApi(config, deps);
    const { alert } = config;
    if (alert) deps.log.warn({ variable: 'WEBHOOK_CREDENTIAL' }, 'ups: Track Alert signs nothing, only its credential proves that a message is UPS’s');
    const webhook: Connection['webhook'] = {
      verify: (request) => {
        verifySignature(signatureRules.upsCredential, request, alert?.credential ?? '');
        const told = readTold(request.body);
        if (told.kind !== 'alert') throw new ConnectorError('contract', 'no event of Track Alert');
        const messageId = `${told.alert.trackingNumber}/${bytesHash(request.body)}`;
        const contentType = request.headers['content-type'] ?? 'application/json';
        return { messageId, topic: 'alert', body: request.body, contentType, receivedAt: request.receivedAt };
      },
    };
    return {
      check: (signal) => checkByCalling(() => api.ping(signal), `${config.baseUrl} answers and knows the client`, 'the client (CLIENT_ID, CLIENT_SECRET)'),
      pull: api.pull,
      ...(alert ? { webhook } : {}),
      carriers: config.carriers,
      ...(alert?.url ? { commands: { followShipment: (shipment, signal) => api.subscribe(shipment, alert, signal) } } : {}),
      normalise: ({ body, receivedAt }) => normaliseTold(readTold(body), { receivedAt, timeZone: config.timeZone }),
    };
  },
};
