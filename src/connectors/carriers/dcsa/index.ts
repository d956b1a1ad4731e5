import { checkByCalling } from '../../check.js';
import { ConnectorError, type Connection, type ConnectorType } from '../../contract.js';
import { listWalkSince } from '../../list-walk.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bytesHash } from '../../tracking-events.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normaliseEvents } from './mapper.js';
import { readMessage } from './wire.js';

/** Ocean carriers by DCSA's Track & Trace standard: events pulled and pushed. See README.md beside this file. */
export const dcsa: ConnectorType<Config> = {
  type: 'dcsa',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const api = createApi(config, deps);
    const { webhookSecret, webhookUrl } = config;
    const webhook: Connection['webhook'] = {
      verify: (request) => {
        verifySignature(signatureRules.dcsa, request, webhookSecret ?? '');
        const [first] = readMessage(request.body).events;
        if (!first) throw new ConnectorError('contract', 'no event');
        const contentType = request.headers['content-type'] ?? 'application/json';
        return { messageId: `${first.id}/${bytesHash(request.body)}`, topic: 'events', body: request.body, contentType, receivedAt: request.receivedAt };
      },
      // The standard wants to hear nothing else.
      acknowledge: () => ({ status: 204, contentType: 'application/json', body: '' }),
    };
    const followShipment: NonNullable<Connection['commands']>['followShipment'] = (shipment, signal) =>
      api.subscribe(shipment, webhookUrl ?? '', webhookSecret ?? '', signal);
    return {
      check: (signal) => checkByCalling(() => api.ping(signal), `${config.url} answers and lists events`, 'the access'),
      pull: api.pull,
      ...(config.poll === 'all' ? { cursorSince: listWalkSince } : {}),
      ...(config.carrier === null ? {} : { carriers: [config.carrier] }),
      ...(webhookSecret === null ? {} : { webhook }),
      ...(webhookUrl === null ? {} : { commands: { followShipment } }),
      normalise: ({ body }) => normaliseEvents(readMessage(body), config),
    };
  },
};
