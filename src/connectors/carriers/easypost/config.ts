import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable } from '../../settings.js';

export interface Config {
  /** Signs webhooks; at EasyPost the webhook's `webhook_secret`. */
  readonly webhookSecret: string;
  /** Null: trackers are not polled, webhooks alone bring news; nothing is booked. */
  readonly apiKey: string | null;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** Reads `WEBHOOK_SECRET`, `API_KEY` and `BASE_URL`. Throws ConnectorError('config') that names every one that is wrong. */
export function parseConfig(env: Env): Config {
  const webhookSecret = env.WEBHOOK_SECRET ?? '';
  const apiKey = env.API_KEY?.trim() ?? '';
  const baseUrl = env.BASE_URL?.trim() || 'https://api.easypost.com';
  const problems = [
    webhookSecret.trim() === '' && 'WEBHOOK_SECRET is missing: the secret that the webhook was created with at EasyPost',
    !isPrintable(apiKey) && 'API_KEY has characters that no key has',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return { webhookSecret, apiKey: apiKey === '' ? null : apiKey, baseUrl: baseUrl.replace(/\/+$/, '') };
}
