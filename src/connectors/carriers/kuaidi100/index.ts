import { createHash } from 'node:crypto';
import { ConnectorError, type Commands, type Connection, type ConnectorType, type Reply } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bookShipment } from './booking.js';
import { createQuery, type Kuaidi100Query, subscribe } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normalisePush, normaliseResult } from './mapper.js';
import { readPush, readResult } from './wire.js';

/** Shorter salts can be guessed, and MD5 is tried fast. */
const SALT_LENGTH = 16;

/** Anything else, and they send again. */
const ACKNOWLEDGEMENT: Reply = {
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({ result: true, returnCode: '200', message: '成功' }),
};

/** Kuaidi100 (快递100): tracking of Chinese carriers, pushed for parcels that were subscribed to, or queried; waybills of theirs, ordered. See README.md. */
export const kuaidi100: ConnectorType<Config> = {
  type: 'kuaidi100',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const { salt, key, customer, callbackUrl, labels } = config;
    if (salt.length < SALT_LENGTH) {
      deps.log.warn({ variable: 'SALT' }, `kuaidi100: the salt is shorter than ${SALT_LENGTH} characters and can be guessed`);
    }
    const commands: Commands = {
      ...(key !== null && callbackUrl !== null && { followShipment: (shipment, signal) => subscribe({ ...config, key, callbackUrl }, deps, shipment, signal) }),
      ...(labels && { bookShipment: (command, signal) => bookShipment(labels, deps, command, signal) }),
    };
    const query = key !== null && customer !== null ? createQuery({ ...config, key, customer }, deps) : null;
    return {
      check: (signal) => check(query, config.baseUrl, signal),
      webhook: {
        verify: (request) => {
          verifySignature(signatureRules.kuaidi100, request, salt);
          const { push, param } = readPush(request.body);
          const hash = createHash('sha256').update(param).digest('hex').slice(0, 32);
          const contentType = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
          return { messageId: `${push.lastResult.nu}/${hash}`, topic: 'push', body: request.body, contentType, receivedAt: request.receivedAt };
        },
        acknowledge: () => ACKNOWLEDGEMENT,
      },
      normalise: ({ topic, body }) => (topic === 'query' ? normaliseResult(readResult(body)) : normalisePush(readPush(body).push)),
      ...(query && { pull: query.pull }),
      ...(Object.keys(commands).length > 0 && { commands }),
    };
  },
};

async function check(query: Kuaidi100Query | null, baseUrl: string, signal: AbortSignal): Promise<{ ok: boolean; detail: string }> {
  if (!query) return { ok: true, detail: 'no KEY and CUSTOMER, so there is nothing to ask' };
  try {
    await query.ping(signal);
    return { ok: true, detail: `${baseUrl} answers and takes our signature` };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ok: false, detail: error.kind === 'auth' ? `KEY or CUSTOMER is refused: ${error.message}` : error.message };
  }
}
