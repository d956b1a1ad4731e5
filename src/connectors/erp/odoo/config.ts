import type { Env } from '../../contract.js';
import type { PullOptions } from '../shared/pull.js';
import { Settings } from '../shared/settings.js';

/** Settings of one Odoo connector. */
export interface OdooConfig extends PullOptions {
  /** Address of the server without a slash at the end, e.g. `https://erp.example.com`. */
  readonly url: string;
  /** `json2`: Odoo 19 and later; `jsonrpc`: the versions before. */
  readonly api: 'json2' | 'jsonrpc';
  /** `json2` needs it only where one address serves several databases. */
  readonly database: string | null;
  /** Login name; the key alone says who we are to `json2`. */
  readonly username: string | null;
  readonly apiKey: string;
  /** Id of the company whose records are read; null: the user's own. */
  readonly company: number | null;
  /** IANA zone of the company, in which a date-time of Odoo falls on a day. */
  readonly timeZone: string;
  /** In the query of the webhook's address (`?token=…`); null: webhooks are not taken. */
  readonly webhookSecret: string | null;
}

/** Reads the settings. Throws ConnectorError('config') with every problem, by variable name. */
export function parseConfig(env: Env): OdooConfig {
  const settings = new Settings(env);
  const api = settings.oneOf('API', ['json2', 'jsonrpc'], 'json2');
  // The older API signs in with a name to a database; without them there is nobody to be.
  const named = (name: string): string | null => (api === 'jsonrpc' ? settings.required(name).trim() : settings.optional(name));
  const config: OdooConfig = {
    url: settings.address('URL'),
    api,
    database: named('DATABASE'),
    username: named('USERNAME'),
    apiKey: settings.required('API_KEY').trim(),
    company: settings.whole('COMPANY', 1, 999_999_999),
    timeZone: settings.zone('TIME_ZONE'),
    webhookSecret: settings.secret('WEBHOOK_SECRET', 16),
    ...settings.pullOptions(),
  };
  settings.check();
  return config;
}
