import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable, splitList } from '../../settings.js';

export interface Config {
  readonly apiKey: string;
  /** Names or numbers of those of our carriers that are DHL. */
  readonly carriers: readonly string[];
  /** DHL's code of the division to ask (`express`, `parcel-de` …); null: whichever knows the number. */
  readonly service: string | null;
  /** Time from the end of one walk over all parcels to the start of the next, in milliseconds. */
  readonly restMs: number;
  /** From the start of one call to the start of the next, in milliseconds. */
  readonly callIntervalMs: number;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const apiKey = env.API_KEY?.trim() ?? '';
  const carriers = splitList(env.CARRIERS);
  const service = env.SERVICE?.trim() ?? '';
  const restMinutes = env.POLL_REST_MINUTES?.trim() || '60';
  const callSeconds = env.CALL_INTERVAL_SECONDS?.trim() || '5';
  const baseUrl = env.BASE_URL?.trim() || 'https://api-eu.dhl.com';
  const problems = [
    apiKey === '' && 'API_KEY is missing: the key of an app at the DHL developer portal with Shipment Tracking – Unified',
    !isPrintable(apiKey) && 'API_KEY has characters that no key has',
    carriers.length === 0 && 'CARRIERS is missing: the names of those of our carriers that are DHL, such as DHL,DHL Express',
    !/^[a-z-]{0,40}$/.test(service) && 'SERVICE must be a division as DHL writes it, such as express or parcel-de',
    !/^\d{1,4}$/.test(restMinutes) && 'POLL_REST_MINUTES must be minutes, 0 to 9999',
    !/^\d{1,2}(\.\d{1,3})?$/.test(callSeconds) && 'CALL_INTERVAL_SECONDS must be seconds, 0 to 99, such as 0.2',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  const times = { restMs: Number(restMinutes) * 60_000, callIntervalMs: Math.round(Number(callSeconds) * 1000) };
  return { apiKey, carriers, service: service || null, ...times, baseUrl: baseUrl.replace(/\/+$/, '') };
}
