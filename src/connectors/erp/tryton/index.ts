import { z } from 'zod';
import { ConnectorError, type CheckResult, type Connection, type ConnectorType } from '../../contract.js';
import { Cursor } from '../shared/cursor.js';
import { pullRecords } from '../shared/pull.js';
import { read } from '../shared/read.js';
import { TrytonClient } from './client.js';
import { parseConfig, type TrytonConfig } from './config.js';
import { confirmPurchaseOrder } from './confirm.js';
import { normalise } from './mapper.js';
import { TrytonReader } from './reader.js';
import { ROLE_MODELS, STOCK, STOCK_MODELS, TOPICS, WRITTEN_MODELS } from './shapes.js';

export type { TrytonConfig } from './config.js';

/** Tryton 6.0: parties, products, carriers, sales, purchases, receipts, shipments and stock in; suppliers' confirmations out. */
export const tryton: ConnectorType<TrytonConfig> = {
  type: 'tryton',
  kind: 'erp',
  parseConfig,
  connect: (config, deps): Connection => {
    const client = new TrytonClient(config, deps);
    return {
      check: (signal) => check(client, config, signal),
      pull: async function* (text, signal) {
        const cursor = Cursor.parse(text);
        yield* pullRecords(await TrytonReader.open(client, signal), config, deps.now, cursor, signal);
      },
      cursorSince: (since) => String(Cursor.since(TOPICS.map(({ model }) => model), since, deps.now())),
      normalise,
      commands: { confirmPurchaseOrder: (command, signal) => confirmPurchaseOrder(client, command, signal) },
    };
  },
};

const rights = z.record(z.string(), z.looseObject({ read: z.coerce.boolean(), write: z.coerce.boolean() }));

async function check(client: TrytonClient, config: TrytonConfig, signal: AbortSignal): Promise<CheckResult> {
  try {
    const reader = await TrytonReader.open(client, signal);
    const { context, company, companyName } = reader.login;
    const models = [...new Set([...reader.topics.map(({ model }) => model).filter((model) => model !== STOCK), ...STOCK_MODELS, ...ROLE_MODELS, ...WRITTEN_MODELS])];
    const access = read(rights, await client.call('model.ir.model.access.get_access', [models, context], signal), 'get_access');
    const unread = models.filter((model) => access[model]?.read !== true);
    const unwritten = WRITTEN_MODELS.filter((model) => access[model]?.write !== true);
    const version = await client.version(signal);
    const who = `Tryton ${version} at ${config.url}, database ${config.database}, as ${config.username} of ${companyName ?? `company ${company}`}`;
    if (unread.length > 0) return { ok: false, detail: `${who}: no right to read ${unread.join(', ')}` };
    if (unwritten.length > 0) return { ok: true, detail: `${who}: can read; confirmations cannot be written back (${unwritten.join(', ')})` };
    return { ok: true, detail: who };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, detail: error.message };
    throw error;
  }
}
