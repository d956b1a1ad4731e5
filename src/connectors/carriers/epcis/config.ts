import { isBaseUrl } from '../../settings.js';
import { ConnectorError, type Env } from '../../contract.js';
import { DEFAULT_KINDS, isReferenceKind, REFERENCE_KINDS, type ReferenceKind } from './keys.js';

export interface Repository {
  /** What stands before `/events`, without a slash at its end. */
  readonly url: string;
  readonly header: string;
  readonly key: string;
}

export interface Config {
  /** Those who capture events here show it. */
  readonly webhookSecret: string;
  /** Where events are queried; null: they come by capture alone. */
  readonly repository: Repository | null;
  /** The first of these that an event carries is the tracking number of its shipment. */
  readonly trackBy: readonly ReferenceKind[];
  /** Our name or number of the carrier whose events these are. */
  readonly carrier: string | null;
}

/** A secret that is shorter can be guessed. */
const SECRET_LENGTH = 16;

/** Reads the settings. Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const given = (name: string): string => env[name]?.trim() ?? '';
  const [secret, url, key, header] = [given('WEBHOOK_SECRET'), given('URL'), given('API_KEY'), given('API_KEY_HEADER') || 'Authorization'];
  const trackBy = given('TRACK_BY').toLowerCase().split(',').flatMap((one) => one.trim() || []);
  const problems = [
    secret === '' && 'WEBHOOK_SECRET is missing: the secret that those who capture events here show',
    secret !== '' && !isSecret(secret) && `WEBHOOK_SECRET must be ${SECRET_LENGTH} letters, digits and signs or more, without blanks`,
    url !== '' && !isBaseUrl(url) && 'URL must be an https address without query: what stands before /events',
    url === '' && key !== '' && 'URL is missing: API_KEY is of no use without it',
    !/^[\x20-\x7e]*$/.test(key) && 'API_KEY has characters that no key has',
    !/^[\w-]+$/.test(header) && 'API_KEY_HEADER is no name of a header',
    !trackBy.every(isReferenceKind) && `TRACK_BY must be made of ${REFERENCE_KINDS.join(', ')}, split by commas`,
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return {
    webhookSecret: secret,
    repository: url === '' ? null : { url: url.replace(/\/+$/, ''), header, key },
    trackBy: trackBy.length > 0 ? trackBy.filter(isReferenceKind) : DEFAULT_KINDS,
    carrier: given('CARRIER') || null,
  };
}

function isSecret(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && text.length >= SECRET_LENGTH;
}
