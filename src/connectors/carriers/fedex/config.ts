import { isBaseUrl, splitList } from '../../settings.js';
import { ConnectorError, type Env } from '../../contract.js';

/** A project of the FedEx Developer Portal: its API key and its secret key. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What booking needs beyond tracking. */
export interface Shipping {
  /** The project that has the Ship, Rate and Pickup APIs. */
  readonly client: Client;
  /** The FedEx account that ships and pays. */
  readonly accountNumber: string;
  /** How booked goods come to FedEx, in its words. */
  readonly pickupType: string;
}

export interface Config {
  /** The project that has the Track API. */
  readonly client: Client;
  /** Null: nothing is booked or fetched. */
  readonly shipping: Shipping | null;
  /** The security token of the Advanced Integrated Visibility webhook; null: no webhook is taken. */
  readonly webhookSecret: string | null;
  /** Names or numbers here of the carriers whose shipments are polled. */
  readonly carriers: readonly string[];
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

const PICKUP_TYPES = ['USE_SCHEDULED_PICKUP', 'CONTACT_FEDEX_TO_SCHEDULE', 'DROPOFF_AT_FEDEX_LOCATION'];

/** Reads the settings. Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const client = { clientId: env.CLIENT_ID?.trim() ?? '', clientSecret: env.CLIENT_SECRET?.trim() ?? '' };
  const own = { clientId: env.SHIP_CLIENT_ID?.trim() ?? '', clientSecret: env.SHIP_CLIENT_SECRET?.trim() ?? '' };
  const accountNumber = env.ACCOUNT_NUMBER?.trim() ?? '';
  const pickupType = env.PICKUP_TYPE?.trim() || PICKUP_TYPES[0]!;
  const carriers = splitList(env.CARRIERS ?? 'FedEx');
  const baseUrl = env.BASE_URL?.trim() || 'https://apis.fedex.com';
  const isOfOneProject = own.clientId === '' && own.clientSecret === '';
  const problems = [
    client.clientId === '' && 'CLIENT_ID is missing: the API key of the project in the FedEx Developer Portal',
    client.clientSecret === '' && 'CLIENT_SECRET is missing: the secret key of that project',
    env.WEBHOOK_SECRET !== undefined && env.WEBHOOK_SECRET.trim() === '' && 'WEBHOOK_SECRET is empty: leave it out where there is no webhook',
    accountNumber !== '' && !/^\d{1,9}$/.test(accountNumber) && 'ACCOUNT_NUMBER must have up to nine digits',
    !isOfOneProject && (own.clientId === '' || own.clientSecret === '') && 'SHIP_CLIENT_ID and SHIP_CLIENT_SECRET belong together',
    !isOfOneProject && accountNumber === '' && 'ACCOUNT_NUMBER is missing: nothing can be booked without it',
    !PICKUP_TYPES.includes(pickupType) && `PICKUP_TYPE must be one of ${PICKUP_TYPES.join(', ')}`,
    carriers.length === 0 && 'CARRIERS names no carrier',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return {
    client,
    shipping: accountNumber === '' ? null : { client: isOfOneProject ? client : own, accountNumber, pickupType },
    webhookSecret: env.WEBHOOK_SECRET ?? null,
    carriers,
    baseUrl: baseUrl.replace(/\/+$/, ''),
  };
}
