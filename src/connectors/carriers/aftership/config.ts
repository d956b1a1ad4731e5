import { readCarrierCodes, type CarrierCodes } from '../../carrier-codes.js';
import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable, isTimeZone } from '../../settings.js';

export interface Config {
  /** Signs webhooks; the account's webhook secret. */
  readonly webhookSecret: string;
  /** Null: nothing is polled and nothing can be followed, webhooks alone bring news. */
  readonly apiKey: string | null;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Our carriers' names with AfterShip's slugs. */
  readonly carriers: CarrierCodes;
  /** IANA zone of times without an offset, where their country does not tell it. */
  readonly timeZone: string;
}

/** Reads the settings. Throws ConnectorError('config') that names every one that is wrong. */
export function parseConfig(env: Env): Config {
  const webhookSecret = env.WEBHOOK_SECRET ?? '';
  const apiKey = env.API_KEY?.trim() ?? '';
  const baseUrl = env.BASE_URL?.trim() || 'https://api.aftership.com';
  const carriers = readCarrierCodes(env.CARRIERS ?? '');
  const timeZone = env.TIME_ZONE?.trim() || 'UTC';
  const problems = [
    webhookSecret.trim() === '' && 'WEBHOOK_SECRET is missing: the webhook secret in the settings of AfterShip Tracking',
    !isPrintable(apiKey) && 'API_KEY has characters that no key has',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
    carriers === null && 'CARRIERS must list each carrier once with its slug, as `DHL Express=dhl, UPS=ups`',
    !isTimeZone(timeZone) && 'TIME_ZONE must be a zone such as Europe/Berlin',
  ].filter((problem) => problem !== false);
  if (problems.length > 0 || carriers === null) throw new ConnectorError('config', problems.join('; '));
  return { webhookSecret, apiKey: apiKey === '' ? null : apiKey, baseUrl: baseUrl.replace(/\/+$/, ''), carriers, timeZone };
}
