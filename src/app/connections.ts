/** The configured connectors, connected: each with a client of its own, so that one broken system slows no other. */
import type { ConnectorConfig } from '../config.js';
import type { Connection } from '../connectors/contract.js';
import { createHttpClient } from '../http/client.js';
import type { ClosableHttpClient } from '../http/client.js';
import type { Log } from '../server/log.js';

export interface Connections {
  readonly byId: ReadonlyMap<string, Connection>;
  /** Kinds of the systems by connector id. */
  readonly kinds: ReadonlyMap<string, ConnectorConfig['type']['kind']>;
  close(): void;
}

export function connectAll(connectors: readonly ConnectorConfig[], now: () => Date, log: Log): Connections {
  const clients: ClosableHttpClient[] = [];
  const byId = new Map<string, Connection>();
  const kinds = new Map<string, ConnectorConfig['type']['kind']>();
  for (const { id, type, settings } of connectors) {
    // An ERP stands in the house, on a private network; what stands outside must not lead us back in.
    const http = createHttpClient({ now, allowPrivateAddresses: type.kind === 'erp' });
    clients.push(http);
    byId.set(id, type.connect(settings, { http, now, log: log.child({ connectorId: id }) }));
    kinds.set(id, type.kind);
  }
  return { byId, kinds, close: () => clients.forEach((client) => client.close()) };
}
