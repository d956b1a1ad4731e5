import { ConnectorError, type CheckResult, type Connection, type ConnectorType, type WatchedShipment } from '../../contract.js';
import { addressOf, createCaller } from '../../mapping/access.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import { restBetweenWalks } from '../../rest-between-walks.js';
import { isUnknown, keptAnswer, normaliseAnswer } from './answer.js';
import { parseConfig, type Config } from './config.js';
import { addressParts } from './profile.js';

/** Any carrier that answers about a parcel in JSON or XML, by a mapping profile. See README.md beside this file. */
export const carrierRest: ConnectorType<Config> = {
  type: 'carrier-rest',
  kind: 'carrier',
  parseConfig,
  connect: ({ access, profile, carriers, restMs }, { http, watched, now, log }): Connection => {
    const call = createCaller(access, http, now);
    const ask = async ([shipment]: readonly Pick<WatchedShipment, 'trackingNumber'>[], signal: AbortSignal): Promise<readonly PolledShipment[]> => {
      const { trackingNumber } = shipment!;
      const { path, query } = addressParts(profile.ask, trackingNumber);
      const response = await call({ method: 'GET', url: addressOf(access, path, query), signal, idempotent: true });
      const content = keptAnswer(trackingNumber, profile, response);
      if (isUnknown(content.answer, profile)) return [];
      // What cannot be read is found out here, where the carrier can be asked again.
      normaliseAnswer(Buffer.from(JSON.stringify(content)), profile);
      return [{ trackingNumber, content }];
    };
    return {
      check: async (signal) => {
        // One that there is not would be refused, as a wrong address is.
        const [parcel] = await watched(carriers);
        if (!parcel) return { ok: true, detail: 'no parcel is under way, so there is nothing to ask about' };
        return checkByAsking(access.url, () => ask([parcel], signal));
      },
      pull: (cursor, signal) => {
        const poll = { watched: () => watched(carriers), perCall: 1, ask, topic: 'tracking', now, log };
        return restBetweenWalks((place) => pollShipments(poll, place, signal), { restMs, now }, cursor);
      },
      normalise: ({ body }) => normaliseAnswer(body, profile),
    };
  },
};

async function checkByAsking(url: string, ask: () => Promise<unknown>): Promise<CheckResult> {
  try {
    await ask();
    return { ok: true, detail: `${url} answers` };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ok: false, detail: error.message };
  }
}
