import type { Env } from '../../contract.js';
import type { ClientCredentials } from '../odata/authorization.js';
import type { PullSettings } from '../odata/pull.js';
import { Settings } from '../odata/settings.js';

/** Settings of one S/4HANA connector. */
export interface SapConfig extends PullSettings {
  /** Address of the system without a slash at the end, e.g. `https://my300000-api.s4hana.ondemand.com`. */
  readonly url: string;
  readonly login: { readonly username: string; readonly password: string } | ClientCredentials;
  /** SAP client (Mandant), three digits; null: the system's default. */
  readonly client: string | null;
  /** Purchase orders of this company code alone; null: of all that the user may see. */
  readonly companyCode: string | null;
  /** Sales orders and deliveries of this sales organisation alone; null: of all. */
  readonly salesOrganization: string | null;
  /** Which API tells of purchase orders: API_PURCHASEORDER_PROCESS_SRV (2) or its successor (4). */
  readonly purchaseOrderApi: 'v2' | 'v4';
  /** Where a supplier's confirmation is written to, and read from. */
  readonly confirmations: 'supplier-confirmation' | 'schedule-line';
}

/** Reads the settings. Throws ConnectorError('config') with every problem, by variable name. */
export function parseConfig(env: Env): SapConfig {
  const settings = new Settings(env);
  const config: SapConfig = {
    url: settings.address('URL'),
    login: readLogin(settings),
    client: settings.optional('CLIENT'),
    companyCode: settings.optional('COMPANY_CODE'),
    salesOrganization: settings.optional('SALES_ORGANIZATION'),
    purchaseOrderApi: settings.choice('PURCHASE_ORDER_API', ['v2', 'v4'], 'v2'),
    confirmations: settings.choice('CONFIRMATIONS', ['supplier-confirmation', 'schedule-line'], 'supplier-confirmation'),
    ...settings.pulling(100),
  };
  if (config.client !== null && !/^\d{3}$/.test(config.client)) settings.problem('CLIENT must be three digits');
  if (config.purchaseOrderApi === 'v4' && config.confirmations === 'schedule-line') {
    settings.problem('CONFIRMATIONS=schedule-line needs PURCHASE_ORDER_API=v2');
  }
  settings.refuseProblems();
  return config;
}

/** OAuth where one of its variables is set, else name and password. */
function readLogin(settings: Settings): SapConfig['login'] {
  if (!['TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET'].some((name) => settings.has(name))) {
    return { username: settings.text('USERNAME'), password: settings.text('PASSWORD') };
  }
  return {
    tokenUrl: settings.address('TOKEN_URL'),
    clientId: settings.text('CLIENT_ID'),
    clientSecret: settings.text('CLIENT_SECRET'),
    scope: settings.optional('SCOPE'),
  };
}
