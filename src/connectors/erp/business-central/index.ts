import { ConnectorError, type CheckResult, type Connection, type ConnectorType } from '../../contract.js';
import { clientCredentials } from '../odata/authorization.js';
import { ODataClient } from '../odata/client.js';
import { Cursor } from '../odata/cursor.js';
import { pull } from '../odata/pull.js';
import { collectionsOf, companyService } from './collections.js';
import { parseConfig, type BusinessCentralConfig } from './config.js';
import { confirmPurchaseOrder } from './confirm.js';
import { normalise } from './mapper.js';
import { handshake, verifyNotifications } from './notifications.js';
import { BusinessCentralReader } from './reader.js';
import { Subscriptions } from './subscriptions.js';

export type { BusinessCentralConfig } from './config.js';

/** Shorter secrets can be guessed; Business Central takes any. */
const SECRET_LENGTH = 16;

/** Dynamics 365 Business Central: parties, items, orders, receipts and shipments in; suppliers' dates out. See README.md beside this file. */
export const businessCentral: ConnectorType<BusinessCentralConfig> = {
  type: 'business-central',
  kind: 'erp',
  parseConfig,
  connect: (config, deps): Connection => {
    const { webhookSecret, webhookUrl } = config;
    if (webhookSecret !== null) {
      deps.log.warn({ variable: 'WEBHOOK_SECRET' }, 'business-central: notifications are not signed, so they are taken as notice alone; the next pull tells what changed');
    }
    if (webhookSecret !== null && webhookSecret.length < SECRET_LENGTH) {
      deps.log.warn({ variable: 'WEBHOOK_SECRET' }, `business-central: the webhook secret is shorter than ${SECRET_LENGTH} characters and can be guessed`);
    }
    const client = new ODataClient({ authorization: clientCredentials(config.login, deps), headers: { 'accept-language': 'en-US' }, csrf: false }, deps);
    const collections = collectionsOf(config);
    const reader = new BusinessCentralReader(client, config, collections);
    const subscriptions = webhookUrl === null || webhookSecret === null ? null : new Subscriptions(client, { ...config, webhookUrl, webhookSecret }, deps);
    const peek: NonNullable<Connection['pull']> = (cursor, signal) =>
      pull({ client, collections, settings: config, now: deps.now, complete: (...page) => reader.complete(...page) }, cursor, signal);
    return {
      check: (signal) => check(client, config, subscriptions, signal),
      peek,
      pull: async function* (cursor, signal) {
        // First: what changes during a long pull asks for the next one.
        await subscriptions?.keep(signal);
        yield* peek(cursor, signal);
      },
      cursorSince: (since) => String(Cursor.since(collections.map(({ topic }) => topic), since, deps.now())),
      ...(webhookSecret === null ? {} : { webhook: { verify: (request) => verifyNotifications(request, webhookSecret), handshake } }),
      normalise,
      commands: { confirmPurchaseOrder: (command, signal) => confirmPurchaseOrder({ client, reader, config }, command, signal) },
    };
  },
};

async function check(client: ODataClient, config: BusinessCentralConfig, subscriptions: Subscriptions | null, signal: AbortSignal): Promise<CheckResult> {
  const service = companyService(config);
  try {
    const { displayName, name } = await client.entity(service, signal);
    const refused: string[] = [];
    for (const { set } of collectionsOf(config)) {
      await client.page(service, `${service}/${set}?$top=1`, signal).catch((error: unknown) => {
        if (!(error instanceof ConnectorError) || (error.details.status !== 403 && error.details.status !== 404)) throw error;
        refused.push(set);
      });
    }
    const company = [displayName, name].find((one) => typeof one === 'string' && one !== '') ?? config.company;
    const where = `Business Central at ${config.api}, company ${String(company)}, as ${config.login.clientId}`;
    if (refused.length > 0) return { ok: false, detail: `${where}: cannot read ${refused.join(', ')}` };
    const missing = (await subscriptions?.missing(signal)) ?? [];
    return { ok: true, detail: missing.length > 0 ? `${where}: no notifications of ${missing.join(', ')} before the next pull subscribes to them` : where };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, detail: error.message };
    throw error;
  }
}
