import { ConnectorError, type CheckResult, type Connection, type ConnectorType } from '../../contract.js';
import { basic, clientCredentials } from '../odata/authorization.js';
import { ODataClient } from '../odata/client.js';
import { Cursor } from '../odata/cursor.js';
import { pull } from '../odata/pull.js';
import { collectionsOf, confirmationService, type SapCollection } from './collections.js';
import { parseConfig, type SapConfig } from './config.js';
import { confirmPurchaseOrder } from './confirm.js';
import { normalise } from './mapper.js';
import { SapReader } from './reader.js';

export type { SapConfig } from './config.js';

/** SAP S/4HANA: partners, products, orders, receipts and deliveries in; suppliers' confirmations out. See README.md beside this file. */
export const sapS4hana: ConnectorType<SapConfig> = {
  type: 'sap-s4hana',
  kind: 'erp',
  parseConfig,
  connect: (config, deps): Connection => {
    const authorization = 'tokenUrl' in config.login ? clientCredentials(config.login, deps) : basic(config.login.username, config.login.password);
    const headers: Record<string, string> = config.client === null ? {} : { 'sap-client': config.client };
    const client = new ODataClient({ authorization, headers, csrf: true }, deps);
    const collections = collectionsOf(config);
    const reader = new SapReader(client, config, collections);
    const { service } = collections.find(({ topic }) => topic === 'A_PurchaseOrder')!;
    return {
      check: (signal) => check(client, config, collections, signal),
      pull: (cursor, signal) =>
        pull(
          {
            client,
            collections,
            settings: config,
            now: deps.now,
            complete: (collection, rows, _reading, rest) => reader.complete(collection, rows, rest),
            also: (collection, since, rest) => confirmed(config, reader, collection.topic, since, rest),
          },
          cursor,
          signal,
        ),
      cursorSince: (since) => String(Cursor.since(collections.map(({ topic }) => topic), since, deps.now())),
      normalise,
      commands: { confirmPurchaseOrder: (command, signal) => confirmPurchaseOrder({ client, reader, config, service }, command, signal) },
    };
  },
};

async function* confirmed(config: SapConfig, reader: SapReader, topic: string, since: Date, signal: AbortSignal): ReturnType<SapReader['confirmedSince']> {
  if (topic === 'A_PurchaseOrder' && config.confirmations === 'supplier-confirmation') yield* reader.confirmedSince(since, signal);
}

/** Asks every service for one record: each needs a right of its own. */
async function check(client: ODataClient, config: SapConfig, collections: readonly SapCollection[], signal: AbortSignal): Promise<CheckResult> {
  const who = 'tokenUrl' in config.login ? config.login.clientId : config.login.username;
  const probes = collections.map(({ service, set }) => ({ service, set }));
  if (config.confirmations === 'supplier-confirmation') probes.push({ service: confirmationService(config), set: 'Confirmation' });
  const refused: string[] = [];
  for (const { service, set } of probes) {
    try {
      await client.page(service, `${service}/${set}?$top=1`, signal);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const isOneOfMany = error.details.status === 403 || error.details.status === 404;
      if (!isOneOfMany) return { ok: false, detail: error.message };
      refused.push(`${set} (${error.details.status})`);
    }
  }
  if (refused.length > 0) return { ok: false, detail: `S/4HANA at ${config.url} as ${who}: cannot read ${refused.join(', ')}` };
  return { ok: true, detail: `S/4HANA at ${config.url} as ${who}` };
}
