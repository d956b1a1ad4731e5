/** The table of signing rules, row by row: our rule accepts what is signed as the row states, and nothing in another header, form or key. */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConnectorError, type RawRequest } from '../../src/connectors/contract.js';
import { signatureRules, verifySignature } from '../../src/connectors/signatures.js';
import type { Stage } from './data-set.js';

export const rulesFile = 'webhooks/SIGNATURE_RULES.json';

type RuleName = keyof typeof signatureRules;

interface Row {
  readonly who: string;
  readonly header: string;
  readonly form: string;
  readonly key: string;
}

/** By which of our rules each sender's is kept. */
const ruleOf: Readonly<Record<string, RuleName>> = {
  EasyPost: 'easypost',
  AfterShip: 'aftership',
  '17TRACK': 'seventeenTrack',
  Kuaidi100: 'kuaidi100',
  'SF Express route push': 'secretAddress',
  'Standard Webhooks / Svix': 'standardWebhooks',
  'Stripe-like': 'stripeLike',
};

const body = '{"parcel":"Ü1"}';
const id = 'msg_1';
const seconds = 1_767_323_045;

type Key = string | Uint8Array;

/** What the table's words for keys make of a secret. */
const keys: Readonly<Record<string, (secret: string) => Key>> = {
  'UTF-8 of NFKD(secret)': (secret) => secret.normalize('NFKD'),
  'secret text': (secret) => secret,
  'api key': (secret) => secret,
  salt: (secret) => secret,
  'secret address only': (secret) => secret,
  'base64 part of whsec_': (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
};

const hmac = (key: Key, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What the table's words for forms make of the body and a key. */
const forms: Readonly<Record<string, (key: Key) => string>> = {
  'hmac-sha256-hex=<hex>': (key) => `hmac-sha256-hex=${hmac(key, body).toString('hex')}`,
  '<base64 HMAC-SHA256>': (key) => hmac(key, body).toString('base64'),
  '<hex SHA256(body + "/" + key)>': (key) => createHash('sha256').update(`${body}/`).update(key).digest('hex'),
  '<UPPER hex MD5(param + salt)>': (key) => createHash('md5').update(body).update(key).digest('hex').toUpperCase(),
  'v1,<base64>': (key) => `v1,${hmac(key, `${id}.${seconds}.${body}`).toString('base64')}`,
  't=,v1=<hex>': (key) => `t=${seconds},v1=${hmac(key, `${seconds}.${body}`).toString('hex')}`,
  none: (key) => Buffer.from(key).toString('utf8'),
};

/** Newer headers that the table names beside the first, as ours reads them. */
const newerHeaders: Readonly<Record<string, string>> = { 'as-signature-*': 'as-signature-hmac-sha256' };

export function checkTable({ path, check, leave }: Stage): void {
  const { table } = JSON.parse(readFileSync(path(rulesFile), 'utf8')) as { table: readonly Row[] };
  check('every listed sender has a rule', table.filter(({ who }) => !Object.hasOwn(ruleOf, who)), []);
  for (const row of table) {
    const { who, header, form, key } = row;
    const [rule, formOf, keyOf] = [ruleOf[who], forms[form], keys[key]];
    check(`${who}: the words of the table are known`, [rule, formOf, keyOf].map((known) => known !== undefined), [true, true, true]);
    if (!rule || !formOf || !keyOf) continue;
    // Of this secret NFKD makes another; the other kind is written in base64.
    const secret = key.includes('whsec_') ? `whsec_${Buffer.from('a key of 24 random bytes').toString('base64')}` : 'ﬁve-Schlüssel-of-mine';
    const verdict = (place: string, signature: string): string => verdictOf(rule, requestWith(place, signature), secret);
    const right = formOf(keyOf(secret));
    check(`${who}: accepted as the table states`, verdict(header, right), 'accepted');
    check(`${who}: refused in another place`, verdict(header === 'none' ? 'x-signature' : `x-${header}`, right), 'auth');
    const others = Object.entries(forms).filter(([name]) => name !== form);
    check(`${who}: refused in other forms`, others.filter(([, make]) => verdict(header, make(keyOf(secret))) !== 'auth').map(([name]) => name), []);
    const readings = Object.entries(keys).filter(([, read]) => !Buffer.from(read(secret)).equals(Buffer.from(keyOf(secret))));
    check(`${who}: refused with the secret read otherwise`, readings.filter(([, read]) => verdict(header, formOf(read(secret))) !== 'auth').map(([name]) => name), []);
    for (const name of /\(newer: (.*)\)/.exec(header)?.[1]?.split(' / ') ?? []) {
      const newer = newerHeaders[name];
      if (newer === undefined) leave(`${who}: ${name}`, 'the header of other products of theirs');
      else check(`${who}: accepted in ${newer}`, verdict(newer, right), 'accepted');
    }
  }
}

/** `place` as the table writes it: a header, with remarks after it; a field of the form; or `none`, which is the address. */
function requestWith(place: string, signature: string): RawRequest {
  const request = { method: 'POST', url: '/', headers: { 'webhook-id': id, 'webhook-timestamp': String(seconds) }, body: Buffer.from(body), receivedAt: new Date(seconds * 1000) };
  const field = /^(x-)?\(form field (\w+)\)$/.exec(place);
  if (field) return { ...request, body: Buffer.from(new URLSearchParams({ param: body, [(field[1] ?? '') + field[2]!]: signature }).toString()) };
  if (place === 'none') return { ...request, url: `/${encodeURIComponent(signature)}` };
  return { ...request, headers: { ...request.headers, [place.split(' ')[0]!.toLowerCase()]: signature } };
}

/** `accepted`, or the kind of the refusal. */
export function verdictOf(rule: RuleName, request: RawRequest, secret: string): string {
  try {
    verifySignature(signatureRules[rule], request, secret);
    return 'accepted';
  } catch (error) {
    return error instanceof ConnectorError ? error.kind : String(error);
  }
}
