import { isBaseUrl } from '../../settings.js';
import { ConnectorError, type Env } from '../../contract.js';

/** Kinds of reference that an event may carry: transport document (bill of lading), booking, equipment (container). */
export type ReferenceKind = 'TRD' | 'BKG' | 'EQ';

export type Access =
  | { readonly by: 'nothing' }
  | { readonly by: 'key'; readonly header: string; readonly key: string }
  | { readonly by: 'token'; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string };

export interface Config {
  /** What stands before `/v2/events`, without a slash at its end. */
  readonly url: string;
  readonly version: '2' | '3';
  readonly access: Access;
  /** In base64. Null: no webhook is taken. */
  readonly webhookSecret: string | null;
  /** Null: nobody is asked to send; another program subscribes. */
  readonly webhookUrl: string | null;
  /** Ask for all new events, or shipment by shipment. */
  readonly poll: 'all' | 'shipments';
  /** The first of these that an event carries is the tracking number of its shipment. */
  readonly trackBy: readonly ReferenceKind[];
  /** UN location codes; estimates of arrivals elsewhere move no estimated delivery. Empty: those of every arrival do. */
  readonly destinations: readonly string[];
  /** Our name or number of the carrier; null: as it calls itself. */
  readonly carrier: string | null;
}

const KINDS: readonly ReferenceKind[] = ['TRD', 'BKG', 'EQ'];

/** Reads the settings. Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const given = (name: string): string => env[name]?.trim() ?? '';
  const list = (name: string): string[] => given(name).split(',').flatMap((one) => one.trim().toUpperCase() || []);
  const [url, version, poll] = [given('URL'), given('API_VERSION') || '2', given('POLL') || 'all'];
  const [secret, webhookUrl] = [given('WEBHOOK_SECRET'), given('WEBHOOK_URL')];
  const trackBy = list('TRACK_BY');
  const destinations = list('DESTINATIONS');
  const problems = [
    !isBaseUrl(url) && 'URL is missing or no https address without query: what stands before /v2/events',
    !['2', '3'].includes(version) && 'API_VERSION must be 2 or 3',
    !['all', 'shipments'].includes(poll) && 'POLL must be all or shipments',
    secret !== '' && !isSecret(secret) && 'WEBHOOK_SECRET must be 16 bytes or more in base64',
    webhookUrl !== '' && !isBaseUrl(webhookUrl) && 'WEBHOOK_URL must be the https address of this connector’s webhook',
    webhookUrl !== '' && secret === '' && 'WEBHOOK_SECRET is missing: WEBHOOK_URL is of no use without it',
    !trackBy.every(isKind) && 'TRACK_BY must be made of TRD, BKG and EQ, split by commas',
    !destinations.every((code) => /^[A-Z]{2}[A-Z0-9]{3}$/.test(code)) && 'DESTINATIONS must be UN location codes, split by commas',
    ...accessProblems(given),
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return {
    url: url.replace(/\/+$/, ''),
    version: version as Config['version'],
    access: accessOf(given),
    webhookSecret: secret || null,
    webhookUrl: webhookUrl || null,
    poll: poll as Config['poll'],
    trackBy: trackBy.length > 0 ? trackBy.filter(isKind) : KINDS,
    destinations,
    carrier: given('CARRIER') || null,
  };
}

type Given = (name: string) => string;

function accessProblems(given: Given): (string | false)[] {
  const some = ['TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET'].filter((name) => given(name) !== '');
  return [
    some.length % 3 !== 0 && 'TOKEN_URL, CLIENT_ID and CLIENT_SECRET belong together',
    given('TOKEN_URL') !== '' && !isBaseUrl(given('TOKEN_URL')) && 'TOKEN_URL must be an https address without query',
    some.length > 0 && given('API_KEY') !== '' && 'API_KEY and CLIENT_ID cannot both be set',
    !/^[\x21-\x7e]*$/.test(given('API_KEY')) && 'API_KEY has characters that no key has',
    !/^[\w-]*$/.test(given('API_KEY_HEADER')) && 'API_KEY_HEADER is no name of a header',
  ];
}

function accessOf(given: Given): Access {
  if (given('CLIENT_ID') !== '') return { by: 'token', tokenUrl: given('TOKEN_URL'), clientId: given('CLIENT_ID'), clientSecret: given('CLIENT_SECRET') };
  if (given('API_KEY') !== '') return { by: 'key', header: given('API_KEY_HEADER') || 'X-API-Key', key: given('API_KEY') };
  return { by: 'nothing' };
}

function isSecret(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length >= 16;
}

function isKind(text: string): text is ReferenceKind {
  return KINDS.some((kind) => kind === text);
}
