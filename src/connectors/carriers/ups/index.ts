import { checkByCalling } from '../../check.js';
import { ConnectorError, type Commands, type Connection, type ConnectorType } from '../../contract.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { bytesHash } from '../../tracking-events.js';
import { bookShipment } from './booking.js';
import { createCalls } from './calls.js';
import { parseConfig, type Config } from './config.js';
import { normaliseTold } from './mapper.js';
import { requestPickup } from './pickup.js';
import { FOLLOW_DAYS, pullTracking, subscribe } from './tracks.js';
import { readTold } from './wire.js';

/** UPS: tracking, polled and pushed by Track Alert; booking and pick-up. See README.md beside this file. */
export const ups: ConnectorType<Config> = {
  type: 'ups',
  kind: 'carrier',
  parseConfig,
  connect: (config, deps): Connection => {
    const calls = createCalls(config, deps.http, deps.now);
    const { alert, accountNumber } = config;
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
    const commands: Commands = {
      ...(alert?.url && { followShipment: (shipment, signal) => subscribe(calls, shipment, alert, signal) }),
      ...(accountNumber !== null && {
        bookShipment: (command, signal) => bookShipment(calls, accountNumber, command, signal),
        requestPickup: (command, signal) => requestPickup(calls, accountNumber, command, signal),
      }),
    };
    return {
      check: (signal) => checkByCalling(() => calls.token(signal), `${config.baseUrl} answers and knows the client`, 'the client (CLIENT_ID, CLIENT_SECRET)'),
      pull: (cursor, signal) => pullTracking(calls, config.carriers, deps, cursor, signal),
      ...(alert ? { webhook } : {}),
      carriers: config.carriers,
      followDays: FOLLOW_DAYS,
      ...(Object.keys(commands).length > 0 && { commands }),
      normalise: ({ body, receivedAt }) => normaliseTold(readTold(body), { receivedAt, timeZone: config.timeZone }),
    };
  },
};
