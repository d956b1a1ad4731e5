import { readCarrierCodes, type CarrierCodes } from '../../carrier-codes.js';
import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable } from '../../settings.js';
import { type Accounts, readAccounts } from './accounts.js';

export interface Config {
  /** Signs pushes: the `salt` that we gave when subscribing. */
  readonly salt: string;
  /** The company's key; null: pushes alone bring news. */
  readonly key: string | null;
  /** The company's customer id; null: parcels are not asked about. */
  readonly customer: string | null;
  /** Where pushes are to go, when we subscribe to a parcel; null: we subscribe to none. */
  readonly callbackUrl: string | null;
  /** Names or numbers of our carriers, each with Kuaidi100's code of it. */
  readonly carriers: CarrierCodes;
  /** Telephone number of the sender, which some carriers want to be told; null: none. */
  readonly phone: string | null;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null: no waybills are ordered. */
  readonly labels: Labels | null;
}

/** What waybills are ordered with. */
export interface Labels {
  readonly key: string;
  /** Signs orders. */
  readonly secret: string;
  readonly accounts: Accounts;
  /** What is in the parcels, in a few words: carriers ask for it. */
  readonly cargo: string;
  readonly url: string;
}

/** Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const salt = env.SALT ?? '';
  const [key, customer, callbackUrl, phone] = [env.KEY, env.CUSTOMER, env.CALLBACK_URL, env.PHONE].map((text) => text?.trim() ?? '') as [string, string, string, string];
  const baseUrl = env.BASE_URL?.trim() || 'https://poll.kuaidi100.com';
  const carriers = readCarriers(env.CARRIERS ?? '');
  const [secret, cargo] = [env.SECRET, env.CARGO].map((text) => text?.trim() ?? '') as [string, string];
  const accounts = readAccounts(env.ACCOUNTS ?? '');
  const labelBaseUrl = env.LABEL_BASE_URL?.trim() || 'https://api.kuaidi100.com';
  const isBooking = secret !== '' || cargo !== '' || accounts?.size !== 0;
  const problems = [
    salt.trim() === '' && 'SALT is missing: the text that pushes are signed with, given when subscribing',
    !isPrintable(key) && 'KEY has characters that no key has',
    !isPrintable(customer) && 'CUSTOMER has characters that no customer id has',
    key === '' && customer !== '' && 'KEY is missing: without it CUSTOMER is of no use',
    key === '' && callbackUrl !== '' && 'KEY is missing: without it CALLBACK_URL is of no use',
    callbackUrl !== '' && !isBaseUrl(callbackUrl) && 'CALLBACK_URL must be the https address of this connector\'s webhook',
    carriers === null && 'CARRIERS must list each carrier once with its code, as `SF Express=shunfeng, YTO=yuantong`',
    customer !== '' && carriers?.names.length === 0 && 'CARRIERS is missing: which of our carriers are to be asked about, with their codes at Kuaidi100',
    !/^(\+?[\d-]{4,20})?$/.test(phone) && 'PHONE must be a telephone number, or its last four digits',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
    isBooking && key === '' && 'KEY is missing: without it SECRET, ACCOUNTS and CARGO are of no use',
    isBooking && secret === '' && 'SECRET is missing: orders of waybills are signed with it',
    isBooking && cargo === '' && 'CARGO is missing: what is in the parcels, in a few words, which carriers ask for',
    isBooking && accounts?.size === 0 && 'ACCOUNTS is missing: our accounts at the carriers whose waybills are ordered',
    !isPrintable(secret) && 'SECRET has characters that no secret has',
    accounts === null && 'ACCOUNTS must be JSON: for each carrier, by its code, an account with partnerId and tempId, as {"shunfeng":{"partnerId":"…","tempId":"…"}}',
    !isBaseUrl(labelBaseUrl) && 'LABEL_BASE_URL must be an https address without query',
  ].filter((problem) => problem !== false);
  if (problems.length > 0 || carriers === null || accounts === null) throw new ConnectorError('config', problems.join('; '));
  return {
    salt,
    key: key || null,
    customer: customer || null,
    callbackUrl: callbackUrl || null,
    carriers,
    phone: phone || null,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    labels: isBooking ? { key, secret, accounts, cargo, url: `${labelBaseUrl.replace(/\/+$/, '')}/label/order` } : null,
  };
}

/** Null also for a code that Kuaidi100 cannot have. */
function readCarriers(text: string): CarrierCodes | null {
  const carriers = readCarrierCodes(text);
  return carriers?.names.every((name) => /^[a-z0-9]{1,40}$/.test(carriers.codeOf(name) ?? '')) ? carriers : null;
}
