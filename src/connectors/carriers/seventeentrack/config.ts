import { readCarrierCodes, type CarrierCodes } from '../../carrier-codes.js';
import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable, isTimeZone } from '../../settings.js';

export interface Config {
  /** The account's access key: it signs webhooks and opens the API. */
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Our carriers' names with 17TRACK's numbers. */
  readonly carriers: CarrierCodes;
  /** IANA zone of times without an offset, where their country does not tell it. */
  readonly timeZone: string;
}

/** Reads the settings. Throws ConnectorError('config') that names every one that is wrong. */
export function parseConfig(env: Env): Config {
  const apiKey = env.API_KEY?.trim() ?? '';
  const baseUrl = env.BASE_URL?.trim() || 'https://api.17track.net';
  const carriers = readNumbers(env.CARRIERS ?? '');
  const timeZone = env.TIME_ZONE?.trim() || 'UTC';
  const problems = [
    apiKey === '' && 'API_KEY is missing: the access key in the security settings of the 17TRACK console',
    !isPrintable(apiKey) && 'API_KEY has characters that no key has',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
    carriers === null && 'CARRIERS must list each carrier once with its number, as `China Post=3011, UPS=100002`',
    !isTimeZone(timeZone) && 'TIME_ZONE must be a zone such as Asia/Shanghai',
  ].filter((problem) => problem !== false);
  if (problems.length > 0 || carriers === null) throw new ConnectorError('config', problems.join('; '));
  return { apiKey, baseUrl: baseUrl.replace(/\/+$/, ''), carriers, timeZone };
}

function readNumbers(text: string): CarrierCodes | null {
  const carriers = readCarrierCodes(text);
  return carriers?.names.every((name) => /^\d{1,9}$/.test(carriers.codeOf(name) ?? '')) ? carriers : null;
}
