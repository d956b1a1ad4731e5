import { z } from 'zod';
import { ConnectorError, type CheckResult, type Connection, type ConnectorType } from '../../contract.js';
import { Cursor } from '../shared/cursor.js';
import { pullRecords } from '../shared/pull.js';
import { read } from '../shared/read.js';
import { Zone } from '../shared/zone.js';
import { OdooClient } from './client.js';
import { parseConfig, type OdooConfig } from './config.js';
import { confirmPurchaseOrder } from './confirm.js';
import { normalise } from './mapper.js';
import { OdooReader } from './reader.js';
import { TOPICS } from './shapes.js';
import { verifyWebhook } from './webhook.js';

export type { OdooConfig } from './config.js';

/** Odoo 14 to 19: partners, products, carriers, sales, purchases and pickings in; suppliers' confirmations out. */
export const odoo: ConnectorType<OdooConfig> = {
  type: 'odoo',
  kind: 'erp',
  parseConfig,
  connect: (config, deps): Connection => {
    const client = new OdooClient(config, deps);
    const zone = new Zone(config.timeZone);
    const { webhookSecret } = config;
    if (webhookSecret !== null) {
      deps.log.warn({ variable: 'WEBHOOK_SECRET' }, 'odoo: webhooks of Odoo are not signed; the secret in their address is all that proves the sender');
    }
    return {
      check: (signal) => check(client, config, signal),
      pull: async function* (text, signal) {
        const cursor = Cursor.parse(text);
        yield* pullRecords(await OdooReader.open(client, config, signal), config, deps.now, cursor, signal);
      },
      cursorSince: (since) => String(Cursor.since(TOPICS.map(({ model }) => model), since, deps.now())),
      normalise: (message) => normalise(message, zone),
      ...(webhookSecret === null ? {} : { webhook: { verify: (request) => verifyWebhook(request, webhookSecret) } }),
      commands: { confirmPurchaseOrder: (command, signal) => confirmPurchaseOrder(client, config, command, signal) },
    };
  },
};

async function check(client: OdooClient, config: OdooConfig, signal: AbortSignal): Promise<CheckResult> {
  try {
    const reader = await OdooReader.open(client, config, signal);
    const who = `Odoo at ${config.url} by ${config.api} as ${reader.login} of company ${reader.company}`;
    for (const topic of reader.topics) {
      const unread = await reader.page(topic, 0, null, 1, signal).then(() => null, (error: unknown) => error);
      if (unread instanceof ConnectorError && unread.kind === 'auth') return { ok: false, detail: `${who}: no right to read ${topic.model}` };
      if (unread !== null) throw unread;
    }
    const writable = await mayWrite(client, config, signal);
    return { ok: true, detail: writable ? who : `${who}: can read; confirmations cannot be written back (purchase.order)` };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, detail: error.message };
    throw error;
  }
}

/** The question was renamed in version 18; a server that knows neither name for it leaves the answer to the first write. */
async function mayWrite(client: OdooClient, config: OdooConfig, signal: AbortSignal): Promise<boolean> {
  const call =
    config.api === 'json2'
      ? { method: 'has_access', ids: [], params: { operation: 'write' } }
      : { method: 'check_access_rights', params: { operation: 'write', raise_exception: false } };
  try {
    return read(z.boolean(), await client.read({ model: 'purchase.order', ...call }, signal), call.method);
  } catch (error) {
    if (error instanceof ConnectorError && (error.kind === 'contract' || error.kind === 'rejected')) return true;
    throw error;
  }
}
