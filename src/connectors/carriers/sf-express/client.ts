/** SF's open platform, as far as it is used: the query of routes (路由查询, `EXP_RECE_SEARCH_ROUTES`). */
import { createHash, randomUUID } from 'node:crypto';
import { ConnectorError, type ConnectorDeps, type ConnectorErrorKind, type WatchedShipment } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import type { PulledPage } from '../../rest-between-walks.js';
import type { QueryConfig } from './config.js';
import { readEnvelope, readRoutes } from './wire.js';

/** The most numbers that one call may ask about. */
const PER_CALL = 10;

/** What the platform says before it passes a call on; A1000: it was passed on. */
const REFUSALS: Readonly<Record<string, ConnectorErrorKind>> = {
  A1001: 'contract',
  // The call has expired: our clock is wrong.
  A1002: 'auth',
  // Not from an address that is allowed.
  A1003: 'auth',
  A1004: 'auth',
  A1005: 'throttled',
  A1006: 'auth',
  A1007: 'transient',
  A1008: 'auth',
  A1009: 'transient',
  A1010: 'auth',
  A1011: 'auth',
  A1099: 'transient',
};

export interface RouteQuery {
  /** Asks with our signature about a parcel that does not exist. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Walks over the parcels of the configured carriers, ten with one call. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<PulledPage>;
}

export function createRouteQuery(config: QueryConfig, { http, now, log, watched }: ConnectorDeps): RouteQuery {
  const search = async (numbers: readonly string[], signal: AbortSignal): Promise<string> => {
    const phone = config.phone && { checkPhoneNo: config.phone };
    const msgData = JSON.stringify({ language: '0', trackingType: '1', trackingNumber: numbers, methodType: '1', ...phone });
    const timestamp = String(now().getTime());
    const fields = {
      partnerID: config.partnerId,
      requestID: randomUUID(),
      serviceCode: 'EXP_RECE_SEARCH_ROUTES',
      timestamp,
      msgDigest: digest(msgData + timestamp + config.checkWord),
      msgData,
    };
    const response = await http.request({
      method: 'POST',
      url: config.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(fields).toString(),
      accept: ['application/json'],
      signal,
      // A request id that was seen before is refused.
      idempotent: false,
    });
    const { code, message, data } = readEnvelope(response.json());
    if (code === 'A1000') return data;
    const kind = Object.hasOwn(REFUSALS, code) ? REFUSALS[code]! : 'contract';
    throw new ConnectorError(kind, `SF answers ${code.slice(0, 20)}: ${message.slice(0, 200)}`);
  };

  const ask = async (shipments: readonly WatchedShipment[], signal: AbortSignal): Promise<readonly PolledShipment[]> => {
    try {
      const found = readRoutes(await search(shipments.map(({ trackingNumber }) => trackingNumber), signal));
      return found.map(({ mailNo, content }) => ({ trackingNumber: mailNo, content }));
    } catch (error) {
      if (shipments.length === 1 || !(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      return oneByOne(shipments, signal);
    }
  };

  /** One number that SF takes exception to must not hide the others of its call. */
  const oneByOne = async (shipments: readonly WatchedShipment[], signal: AbortSignal): Promise<PolledShipment[]> => {
    const found: PolledShipment[] = [];
    for (const shipment of shipments) {
      const answers = await ask([shipment], signal).catch((error: unknown) => {
        if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
        log.warn({ trackingNumber: shipment.trackingNumber, reason: error.message }, 'sf-express: not told of this parcel');
        return [];
      });
      found.push(...answers);
    }
    return found;
  };

  return {
    ping: async (signal) => void (await search(['SF0000000000000'], signal)),
    pull: (cursor, signal) =>
      pollShipments({ watched: () => watched(config.carriers), perCall: PER_CALL, ask, topic: 'routes', now, log }, cursor, signal),
  };
}

/** Base64 of MD5 over the text as it stands in a form (`URLEncoder` in their samples). */
function digest(text: string): string {
  const encoded = new URLSearchParams({ '': text }).toString().slice(1);
  return createHash('md5').update(encoded).digest('base64');
}
