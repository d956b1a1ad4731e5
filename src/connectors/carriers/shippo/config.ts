import { readCarrierCodes, type CarrierCodes } from '../../carrier-codes.js';
import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable } from '../../settings.js';

export interface Config {
  /** The secret that the webhook's own address ends in, as `?token=…`; null: messages are signed instead. */
  readonly webhookToken: string | null;
  /** Signs webhooks, where Shippo has set up HMAC for the account; null: nothing is signed. */
  readonly webhookSecret: string | null;
  /** Null: nothing is polled, followed or booked, webhooks alone bring news. */
  readonly apiKey: string | null;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Our carriers' names with Shippo's tokens; only these are polled and followed. */
  readonly carriers: CarrierCodes;
  /** Where parcels wait for a pick-up, in Shippo's words. */
  readonly pickupPlace: string;
}

/** Shippo's `building_location_type`; without `Other`, which asks for words to the driver. */
const PICKUP_PLACES = [
  ...['Front Door', 'Back Door', 'Side Door', 'Knock on Door', 'Ring Bell', 'Mail Room', 'Office', 'Reception', 'In/At Mailbox'],
  ...['Security Deck', 'Shipping Dock'],
];

/** Shorter ones can be guessed. */
const TOKEN_LENGTH = 16;

/** Reads the settings. Throws ConnectorError('config') that names every one that is wrong. */
export function parseConfig(env: Env): Config {
  const webhookToken = env.WEBHOOK_TOKEN?.trim() ?? '';
  const webhookSecret = env.WEBHOOK_SECRET ?? '';
  const apiKey = env.API_KEY?.trim() ?? '';
  const baseUrl = env.BASE_URL?.trim() || 'https://api.goshippo.com';
  const carriers = readCarrierCodes(env.CARRIERS ?? '');
  const pickupPlace = env.PICKUP_PLACE?.trim() || 'Front Door';
  const isSigned = webhookSecret.trim() !== '';
  const problems = [
    webhookToken === '' && !isSigned && "WEBHOOK_TOKEN is missing: a secret at the end of the webhook's address, as ?token=…; or WEBHOOK_SECRET where Shippo signs",
    webhookToken !== '' && webhookToken.length < TOKEN_LENGTH && `WEBHOOK_TOKEN must have at least ${TOKEN_LENGTH} characters`,
    !isPrintable(apiKey) && 'API_KEY has characters that no key has',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
    carriers === null && "CARRIERS must list each carrier once with Shippo's token, as `DHL Express=dhl_express, UPS=ups`",
    !PICKUP_PLACES.includes(pickupPlace) && `PICKUP_PLACE must be one of ${PICKUP_PLACES.join(', ')}`,
  ].filter((problem) => problem !== false);
  if (problems.length > 0 || carriers === null) throw new ConnectorError('config', problems.join('; '));
  return {
    webhookToken: webhookToken === '' ? null : webhookToken,
    webhookSecret: isSigned ? webhookSecret : null,
    apiKey: apiKey === '' ? null : apiKey,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    carriers,
    pickupPlace,
  };
}
