/**
 * How senders prove that a webhook is theirs: a table, one rule per way of signing. Each rule says where the signature
 * stands and what it must be; comparing in constant time and failing closed is common to all.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type RawRequest } from './contract.js';

export interface SignatureRule {
  /** Signatures that the request claims, as text. More than one while a sender changes its secret; none: not signed. */
  claimed(request: RawRequest): readonly string[];
  /** What the signature must be, in exactly the claimed form. Null: the request or the secret cannot be signed at all. */
  expected(request: RawRequest, secret: string): string | null;
  /** Unix seconds at which it was signed, where the sender says so; must be near the time of receipt. */
  signedAt?(request: RawRequest): number;
  /** True where the sender only shows the secret, so that nothing proves the body: to be warned of at start. */
  readonly signsNothing?: true;
}

/** Clocks may differ and deliveries linger this long; older signatures are replays. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Checks a request against a rule over the raw bytes. Throws ConnectorError('auth') whose message names neither the
 * expected signature nor the secret. An empty secret never verifies.
 */
export function verifySignature(rule: SignatureRule, request: RawRequest, secret: string): void {
  const claimed = rule.claimed(request);
  if (claimed.length === 0) throw new ConnectorError('auth', 'the request is not signed');
  const expected = secret === '' ? null : rule.expected(request, secret);
  const matches = claimed.map((one) => expected !== null && equals(one, expected));
  if (!matches.includes(true)) throw new ConnectorError('auth', 'the signature does not fit the body and the secret');
  if (rule.signedAt && !(Math.abs(request.receivedAt.getTime() - rule.signedAt(request) * 1000) <= TOLERANCE_MS)) {
    throw new ConnectorError('auth', 'the signature is older or newer than 5 minutes');
  }
}

/** EasyPost: `X-Hmac-Signature: hmac-sha256-hex=…`; key = UTF-8 of the secret after Unicode NFKD. */
const easypost: SignatureRule = {
  claimed: prefixed('x-hmac-signature', 'hmac-sha256-hex='),
  expected: ({ body }, secret) => createHmac('sha256', secret.normalize('NFKD')).update(body).digest('hex'),
};

/** AfterShip: base64 of the HMAC; the header of its tracking product, or the one that its newer products share. */
const aftership: SignatureRule = {
  claimed: (request) => [header('aftership-hmac-sha256'), header('as-signature-hmac-sha256')].flatMap((claimed) => claimed(request)),
  expected: ({ body }, secret) => createHmac('sha256', secret).update(body).digest('base64'),
};

/** 17TRACK: no HMAC, a hash over body, slash and API key. */
const seventeenTrack: SignatureRule = {
  claimed: header('sign', (text) => text.toLowerCase()),
  expected: ({ body }, secret) => createHash('sha256').update(body).update(`/${secret}`).digest('hex'),
};

/** Kuaidi100: form fields `param` and `sign`, the latter MD5 over param and salt in upper case. */
const kuaidi100: SignatureRule = {
  claimed: (request) => form(request).getAll('sign'),
  expected: (request, salt) => {
    const param = form(request).get('param');
    return param === null ? null : createHash('md5').update(param + salt).digest('hex').toUpperCase();
  },
};

/** SF Express route push: nothing is signed; the last part of the webhook's own address is the secret. */
const secretAddress: SignatureRule = {
  claimed: ({ url }) => [url.split('?', 1)[0]!.split('/').at(-1)!].filter((part) => part !== ''),
  expected: (_, secret) => encodeURIComponent(secret),
  signsNothing: true,
};

/** Standard Webhooks and Svix: `v1,<base64>` over id, time and body; several signatures are split by spaces. */
const standardWebhooks: SignatureRule = {
  claimed: (request) =>
    (request.headers['webhook-signature'] ?? '')
      .split(' ')
      .filter((one) => one.startsWith('v1,'))
      .map((one) => one.slice(3)),
  expected: ({ headers, body }, secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    if (key.length === 0) return null;
    return createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`).update(body).digest('base64');
  },
  signedAt: ({ headers }) => seconds(headers['webhook-timestamp']),
};

/** Shippo without HMAC: nothing is signed; the parameter `token` of the webhook's own address is the secret. */
const secretParameter: SignatureRule = {
  claimed: ({ url }) => new URLSearchParams(url.split('?').slice(1).join('?')).getAll('token').filter((token) => token !== ''),
  expected: (_, secret) => secret,
  signsNothing: true,
};

/** Stripe and its like: `t=<unix>,v1=<hex>` over time and body; the secret is used as it is written. */
const stripeLike = signedWithTime('stripe-signature');

/** Shippo with HMAC, which it sets up on request: as Stripe, in a header of its own. */
const shippo = signedWithTime('shippo-auth-signature');

/** GitHub and its like: `X-Hub-Signature-256: sha256=<hex>`. */
const githubLike: SignatureRule = {
  claimed: prefixed('x-hub-signature-256', 'sha256='),
  expected: ({ body }, secret) => createHmac('sha256', secret).update(body).digest('hex'),
};

/** Frappe (ERPNext): base64 of the HMAC. */
const frappe: SignatureRule = hmacInBase64('x-frappe-webhook-signature');

/** FedEx Advanced Integrated Visibility: base64 of the HMAC under the webhook's security token. */
const fedex: SignatureRule = hmacInBase64('fdx-signature');

/** DCSA event subscriptions: `Notification-Signature: sha256=<hex>`; the secret is written in base64. */
const dcsa: SignatureRule = {
  claimed: prefixed('notification-signature', 'sha256='),
  expected: ({ body }, secret) => {
    const key = Buffer.from(secret, 'base64');
    return key.length === 0 ? null : createHmac('sha256', key).update(body).digest('hex');
  },
};

/** UPS Track Alert v1: nothing is signed; the credential given at the subscription comes back in a header. */
const upsCredential: SignatureRule = {
  claimed: header('credential'),
  expected: (_, secret) => secret,
  signsNothing: true,
};

/** Senders that sign nothing and know a secret: `Authorization: Bearer <secret>` or `X-API-Key: <secret>`. */
const sharedSecret: SignatureRule = {
  claimed: ({ headers }) => [/^bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1], headers['x-api-key']].flatMap((one) => (one ? [one] : [])),
  expected: (_, secret) => secret,
  signsNothing: true,
};

export const signatureRules = {
  easypost,
  aftership,
  seventeenTrack,
  kuaidi100,
  secretAddress,
  secretParameter,
  standardWebhooks,
  stripeLike,
  shippo,
  githubLike,
  frappe,
  fedex,
  dcsa,
  upsCredential,
  sharedSecret,
} as const satisfies Record<string, SignatureRule>;

function header(name: string, fold: (text: string) => string = (text) => text): SignatureRule['claimed'] {
  return ({ headers }) => [headers[name]].flatMap((value) => (value ? [fold(value)] : []));
}

function hmacInBase64(name: string): SignatureRule {
  return { claimed: header(name), expected: ({ body }, secret) => createHmac('sha256', secret).update(body).digest('base64') };
}

function prefixed(name: string, prefix: string): SignatureRule['claimed'] {
  return ({ headers }) => [headers[name]].flatMap((value) => (value?.startsWith(prefix) ? [value.slice(prefix.length).toLowerCase()] : []));
}

function form({ body }: RawRequest): URLSearchParams {
  return new URLSearchParams(Buffer.from(body).toString('utf8'));
}

/** `t=<unix>,v1=<hex>` over time, full stop and body. */
function signedWithTime(name: string): SignatureRule {
  const parts = ({ headers }: RawRequest, key: string): readonly string[] =>
    (headers[name] ?? '')
      .split(',')
      .filter((part) => part.startsWith(`${key}=`))
      .map((part) => part.slice(key.length + 1));
  return {
    claimed: (request) => parts(request, 'v1'),
    expected: (request, secret) => createHmac('sha256', secret).update(`${parts(request, 't')[0]}.`).update(request.body).digest('hex'),
    signedAt: (request) => seconds(parts(request, 't')[0]),
  };
}

/** Whole seconds, or NaN, which is near no time at all. */
function seconds(text: string | undefined): number {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
}

/** Digests both first: the comparison then takes the same time whatever the lengths are. */
function equals(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
