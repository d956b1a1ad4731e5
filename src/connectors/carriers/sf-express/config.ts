import { ConnectorError, type Env } from '../../contract.js';
import { isBaseUrl, isPrintable, splitList } from '../../settings.js';

export interface Config {
  /** The last part of the webhook's address. Nothing else tells a push of SF's from anybody's. */
  readonly webhookSecret: string;
  /** How SF was told to push, and so how it wants to be answered. */
  readonly pushFormat: 'form' | 'json';
  /** Pushes are stored, and what was asked for over our own signature alone is believed. */
  readonly confirmByPull: boolean;
  /** Null: parcels are not asked about. */
  readonly query: QueryConfig | null;
  /** Null: nothing is booked. */
  readonly shipping: Shipping | null;
}

export interface QueryConfig {
  readonly partnerId: string;
  readonly checkWord: string;
  /** Names or numbers of those of our carriers that are SF. */
  readonly carriers: readonly string[];
  /** Last four digits of the sender's telephone number; null where the parcels are those of our own account. */
  readonly phone: string | null;
  readonly url: string;
}

export interface Shipping {
  /** Number of the account that pays (月结卡号). */
  readonly monthlyCard: string;
  /** What is in the parcels, in a few words: SF asks for it with every order. */
  readonly cargo: string;
  /** When a courier is sent for: with every order, in this window of its day; later, by itself; null: never. */
  readonly pickup: DayWindow | 'later' | null;
  /** Code of the template by which labels are made; null: none are. */
  readonly labelTemplate: string | null;
}

/** `09:00` and `12:00`, by the clocks of China. */
export interface DayWindow {
  readonly from: string;
  readonly to: string;
}

/** The address is all that is secret: a short one would be found. */
const SECRET_LENGTH = 16;

/** Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const names = ['WEBHOOK_SECRET', 'PUSH_FORMAT', 'CONFIRM_BY_PULL', 'PARTNER_ID', 'CHECK_WORD', 'CHECK_PHONE', 'BASE_URL'] as const;
  const [webhookSecret, pushFormat, confirm, partnerId, checkWord, phone, baseUrl] = names.map((name) => env[name]?.trim() ?? '') as Texts;
  const shippingNames = ['MONTHLY_CARD', 'CARGO', 'PICKUP', 'LABEL_TEMPLATE'] as const;
  const [monthlyCard, cargo, pickupText, labelTemplate] = shippingNames.map((name) => env[name]?.trim() ?? '') as [string, string, string, string];
  const pickup = readPickup(pickupText);
  const carriers = splitList(env.CARRIERS);
  const url = baseUrl || 'https://bspgw.sf-express.com/std/service';
  const isAsking = partnerId !== '' || checkWord !== '' || confirm === 'on' || monthlyCard !== '';
  const problems = [
    webhookSecret.length < SECRET_LENGTH && `WEBHOOK_SECRET is missing or shorter than ${SECRET_LENGTH} characters: the last part of the address that SF is told to push to`,
    !/^[\w.~-]*$/.test(webhookSecret) && 'WEBHOOK_SECRET must be letters, digits, hyphens, dots and underscores',
    !['', 'form', 'json'].includes(pushFormat) && 'PUSH_FORMAT must be form or json',
    !['', 'on', 'off'].includes(confirm) && 'CONFIRM_BY_PULL must be on or off',
    isAsking && partnerId === '' && 'PARTNER_ID is missing: the customer code (顾客编码)',
    isAsking && checkWord === '' && 'CHECK_WORD is missing: the secret (校验码) of the customer code',
    isAsking && carriers.length === 0 && 'CARRIERS is missing: the names of those of our carriers that are SF',
    !isPrintable(partnerId) && 'PARTNER_ID has characters that no customer code has',
    !isPrintable(checkWord) && 'CHECK_WORD has characters that no check word has',
    !/^(\d{4})?$/.test(phone) && 'CHECK_PHONE must be the last four digits of a telephone number',
    !/^\d{0,20}$/.test(monthlyCard) && 'MONTHLY_CARD must be the digits of the account that pays (月结卡号)',
    (monthlyCard === '') !== (cargo === '') && 'MONTHLY_CARD and CARGO belong together: the account that pays, and what is in the parcels',
    pickup === undefined && 'PICKUP must be a window of the day by the clocks of China, as 14:00-18:00, or the word later',
    !/^\w*$/.test(labelTemplate) && 'LABEL_TEMPLATE must be the code of a template of SF, as fm_150_standard_ABCDEFG',
    monthlyCard === '' && pickupText + labelTemplate !== '' && 'MONTHLY_CARD is missing: without it PICKUP and LABEL_TEMPLATE are of no use',
    !isBaseUrl(url) && 'BASE_URL must be an https address without query',
  ].filter((problem) => problem !== false);
  if (problems.length > 0 || pickup === undefined) throw new ConnectorError('config', problems.join('; '));
  return {
    webhookSecret,
    pushFormat: pushFormat === 'json' ? 'json' : 'form',
    confirmByPull: confirm === 'on',
    query: isAsking ? { partnerId, checkWord, carriers, phone: phone || null, url } : null,
    shipping: monthlyCard === '' ? null : { monthlyCard, cargo, pickup, labelTemplate: labelTemplate || null },
  };
}

type Texts = [string, string, string, string, string, string, string];

/** Undefined for what is no such setting. */
function readPickup(text: string): Shipping['pickup'] | undefined {
  if (text === '') return null;
  if (text === 'later') return text;
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
}
