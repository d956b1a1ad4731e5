import { createHash } from 'node:crypto';
import { ConnectorError, type CheckResult, type Connection, type ConnectorType, type Reply } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bookShipment } from './booking.js';
import { createCall } from './calls.js';
import { createRouteQuery, type RouteQuery } from './client.js';
import { type Config, parseConfig } from './config.js';
import { normaliseParcel, normalisePush } from './mapper.js';
import { requestPickup } from './pickup.js';
import { readParcelRoutes, readPush } from './wire.js';

/** By how SF was told to push. Anything else, and it pushes again. */
const ACKNOWLEDGEMENTS: Readonly<Record<Config['pushFormat'], Reply>> = {
  form: { status: 200, contentType: 'text/xml; charset=utf-8', body: '<Response service="RoutePushService"><Head>OK</Head></Response>' },
  json: { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify({ return_code: '0000', return_msg: '成功' }) },
};

/** SF Express (顺丰): routes pushed to a secret address, since nothing is signed, and queried and booked with a signature. See README.md. */
export const sfExpress: ConnectorType<Config> = {
  type: 'sf-express',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    if (!config.confirmByPull) {
      deps.log.warn(
        { variable: 'CONFIRM_BY_PULL' },
        'sf-express: SF signs nothing, so whoever knows the secret address is believed; keep it out of logs, let in SF alone, or set CONFIRM_BY_PULL=on',
      );
    }
    const call = config.query && createCall(config.query, deps);
    const query = config.query && call && createRouteQuery(call, config.query, deps);
    const { shipping } = config;
    return {
      check: (signal) => check(query, signal),
      webhook: {
        secretAddress: true,
        verify: (request) => {
          verifySignature(signatureRules.secretAddress, request, config.webhookSecret);
          readPush(request.body);
          const messageId = createHash('sha256').update(request.body).digest('hex').slice(0, 32);
          const contentType = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
          return { messageId, topic: 'RoutePushService', body: request.body, contentType, receivedAt: request.receivedAt };
        },
        acknowledge: () => ACKNOWLEDGEMENTS[config.pushFormat],
      },
      normalise: ({ topic, body }) => {
        if (topic === 'routes') return normaliseParcel(readParcelRoutes(body));
        const routes = readPush(body);
        return config.confirmByPull ? { facts: [], unmapped: [] } : normalisePush(routes);
      },
      ...(query && { pull: query.pull }),
      ...(call &&
        shipping && {
          commands: {
            bookShipment: (command, signal) => bookShipment(call, shipping, command, deps.log, signal),
            ...(shipping.pickup === 'later' && { requestPickup: (command, signal) => requestPickup(call, command, signal) }),
          },
        }),
    };
  },
};

async function check(query: RouteQuery | null, signal: AbortSignal): Promise<CheckResult> {
  if (!query) return { ok: true, detail: 'pushes only: no PARTNER_ID and CHECK_WORD, so there is nothing to reach' };
  try {
    await query.ping(signal);
    return { ok: true, detail: 'SF answers and takes our signature' };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ok: false, detail: error.kind === 'auth' ? `PARTNER_ID or CHECK_WORD is refused: ${error.message}` : error.message };
  }
}
