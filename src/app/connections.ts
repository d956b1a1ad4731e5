/** The configured connectors, connected: each with a client of its own, so that one broken system slows no other. */
import type { ConnectorConfig } from '../config.js';
import type { Connection, ConnectorDeps, DescribedConnector } from '../connectors/contract.js';
import { connectorHealth } from '../domain/connectors/health.js';
import { watchedShipments } from '../domain/watched-shipments.js';
import type { Database, Reader } from '../entities/database.js';
import { createHttpClient } from '../http/client.js';
import type { ClosableHttpClient, HttpClientOptions } from '../http/client.js';
import type { ConnectorFigures } from '../server/connector-metrics.js';
import type { Log } from '../server/log.js';

export interface Connections {
  readonly byId: ReadonlyMap<string, Connection>;
  /** What each connector is, in the order of the settings. */
  readonly described: readonly DescribedConnector[];
  close(): void;
}

interface ConnectParts {
  readonly database: Pick<Database, 'reader'>;
  readonly now: () => Date;
  readonly log: Log;
  /** Instead of the ordinary way out; for tests. */
  readonly http?: Omit<HttpClientOptions, 'now'>;
}

export function connectAll(connectors: readonly ConnectorConfig[], { database, now, log, http: options }: ConnectParts): Connections {
  const clients: ClosableHttpClient[] = [];
  const byId = new Map<string, Connection>();
  const watched: ConnectorDeps['watched'] = (carriers) => watchedShipments(database.reader, carriers, now());
  const described: DescribedConnector[] = [];
  for (const { id, type, settings } of connectors) {
    // An ERP stands in the house, on a private network; what stands outside must not lead us back in.
    const http = createHttpClient({ now, allowPrivateAddresses: type.kind === 'erp', minIntervalMs: type.minIntervalMs?.(settings), ...options });
    clients.push(http);
    const connection = type.connect(settings, { http, now, log: log.child({ connectorId: id }), watched });
    byId.set(id, connection);
    described.push({ id, type: type.type, kind: type.kind, connection, breaker: () => http.breaker() });
  }
  return { byId, described, close: () => clients.forEach((client) => client.close()) };
}

/** How each connector fares, with what this process knows of it. */
export async function connectorFigures(reader: Reader, described: readonly DescribedConnector[], now: Date): Promise<ConnectorFigures[]> {
  const byId = new Map(described.map((connector) => [connector.id, connector]));
  const health = await connectorHealth(reader, [...byId.keys()], now);
  return health.flatMap((each) => {
    const connector = byId.get(each.connectorId);
    if (!connector) return [];
    const { pull, webhook } = connector.connection;
    return [{ ...each, breaker: connector.breaker(), isPulled: pull !== undefined, isHeard: pull !== undefined || webhook !== undefined }];
  });
}
