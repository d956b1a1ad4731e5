import type { Env } from '../../contract.js';
import type { PullOptions } from '../shared/pull.js';
import { Settings } from '../shared/settings.js';

/** Settings of one ERPNext connector. */
export interface ErpnextConfig extends PullOptions {
  /** Address of the site without a slash at the end, e.g. `https://erp.example.com`. */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Name of the company whose documents are read; null: of all that the user may see. */
  readonly company: string | null;
  /** IANA zone of the site (System Settings): all its times are local ones. */
  readonly timeZone: string;
  /** Signs webhooks; null: webhooks are not taken. */
  readonly webhookSecret: string | null;
}

/** Reads the settings. Throws ConnectorError('config') with every problem, by variable name. */
export function parseConfig(env: Env): ErpnextConfig {
  const settings = new Settings(env);
  const config: ErpnextConfig = {
    url: settings.address('URL'),
    apiKey: settings.required('API_KEY').trim(),
    apiSecret: settings.required('API_SECRET').trim(),
    company: settings.optional('COMPANY'),
    timeZone: settings.zone('TIME_ZONE'),
    webhookSecret: settings.secret('WEBHOOK_SECRET', 16),
    ...settings.pullOptions(),
  };
  settings.check();
  return config;
}
