/** The query of routes (路由查询, `EXP_RECE_SEARCH_ROUTES`). */
import type { ConnectorDeps, WatchedShipment } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import type { PulledPage } from '../../rest-between-walks.js';
import type { Call } from './calls.js';
import type { QueryConfig } from './config.js';
import { readRoutes } from './wire.js';

/** The most numbers that one call may ask about. */
const PER_CALL = 10;

export interface RouteQuery {
  /** Asks with our signature about a parcel that does not exist. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Walks over the parcels of the configured carriers, ten with one call. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<PulledPage>;
}

export function createRouteQuery(call: Call, config: QueryConfig, { now, log, watched }: Omit<ConnectorDeps, 'http'>): RouteQuery {
  const search = (numbers: readonly string[], signal: AbortSignal): Promise<string> => {
    const phone = config.phone && { checkPhoneNo: config.phone };
    return call('EXP_RECE_SEARCH_ROUTES', { language: '0', trackingType: '1', trackingNumber: numbers, methodType: '1', ...phone }, signal);
  };

  const ask = async (shipments: readonly WatchedShipment[], signal: AbortSignal): Promise<readonly PolledShipment[]> => {
    const found = readRoutes(await search(shipments.map(({ trackingNumber }) => trackingNumber), signal));
    return found.map(({ mailNo, content }) => ({ trackingNumber: mailNo, content }));
  };

  return {
    ping: async (signal) => void (await search(['SF0000000000000'], signal)),
    pull: (cursor, signal) =>
      pollShipments({ watched: () => watched(config.carriers), perCall: PER_CALL, ask, topic: 'routes', now, log }, cursor, signal),
  };
}
