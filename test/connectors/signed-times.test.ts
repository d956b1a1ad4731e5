/** Signatures that say when they were made: a stale one is a replay, one from the future a wrong clock or a forgery. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError, type Connection, type ConnectorType, type Env } from '../../src/connectors/contract.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { signatureRules } from '../../src/connectors/signatures.js';
import { readFixture, settings as supplierSettings } from '../fixtures/supplier-rest/shared.js';
import { depsWith, readFixture as readFixtureOf } from '../support/carrier.js';
import { contractCases } from './cases/index.js';

const RECEIVED = 1_772_712_000;
const SECRET = 'whsec_cXVpbmNlLW1lZGxhcg==';
const upstream = 'http://127.0.0.1:9';
const folder = mkdtempSync(join(tmpdir(), 'interline-signed-times-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Sign = (body: string, signedAt: number) => Record<string, string>;

const stripeLike =
  (header: string): Sign =>
  (body, at) => ({ [header]: `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')}` });

/** Every scheme that signs a time, as its sender makes it. */
const schemes: Readonly<Record<string, Sign>> = {
  standardWebhooks: (body, at) => {
    const key = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
    return { 'webhook-id': 'msg_1', 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
  },
  stripeLike: stripeLike('stripe-signature'),
  shippo: stripeLike('shippo-auth-signature'),
};

/** Settings under which a type takes messages signed so, and a message of theirs. */
const senders: readonly (readonly [type: string, scheme: string, settings: () => Env, body: string])[] = [
  ['shippo', 'shippo', () => ({ WEBHOOK_SECRET: SECRET }), readFixtureOf('shippo', 'track-updated.json')],
  ...Object.keys(schemes).map((scheme) => ['supplier-rest', scheme, () => supplierSigning(scheme), readFixture('response-pushed.json')] as const),
];

function supplierSigning(signature: string): Env {
  const path = join(folder, `${signature}.json`);
  const profile = JSON.parse(readFixture('profile.json')) as object;
  writeFileSync(path, JSON.stringify({ ...profile, webhook: { signature } }));
  return { ...supplierSettings(upstream), PROFILE: path, WEBHOOK_SECRET: SECRET };
}

function connectionOf(type: string, settings: Env): Connection {
  const found = connectorTypes.find((each) => each.type === type) as ConnectorType;
  return found.connect(found.parseConfig(settings), depsWith());
}

function verdict({ webhook }: Connection, request: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array; readonly url?: string }, receivedAt: number): string {
  try {
    webhook!.verify({ method: 'POST', url: '/', ...request, receivedAt: new Date(receivedAt * 1000) });
    return 'accepted';
  } catch (error) {
    return error instanceof ConnectorError ? error.kind : String(error);
  }
}

describe.each(senders)('%s, signed as %s', (type, scheme, settings, body) => {
  it.each([
    ['fresh', 0, 'accepted'],
    ['five minutes old', -300, 'accepted'],
    ['by a clock that is five minutes ahead', 300, 'accepted'],
    ['stale', -301, 'auth'],
    ['of yesterday', -86_400, 'auth'],
    ['from the future', 301, 'auth'],
    ['of tomorrow', 86_400, 'auth'],
  ])('%s (%i s): %s', (_what, seconds, expected) => {
    const headers = schemes[scheme]!(body, RECEIVED + seconds);
    expect(verdict(connectionOf(type, settings()), { headers, body: Buffer.from(body) }, RECEIVED)).toBe(expected);
  });

  it('refuses a time that was made fresh after it was signed', () => {
    const stale = schemes[scheme]!(body, RECEIVED - 3600);
    const freshened = Object.fromEntries(Object.entries(stale).map(([name, value]) => [name, value.replace(String(RECEIVED - 3600), String(RECEIVED))]));
    expect(freshened).not.toEqual(stale);
    expect(verdict(connectionOf(type, settings()), { headers: freshened, body: Buffer.from(body) }, RECEIVED)).toBe('auth');
  });
});

it('are tried for every rule that has a time', () => {
  const timed = Object.entries(signatureRules).flatMap(([name, { signedAt }]) => (signedAt ? [name] : []));
  expect(timed.sort()).toEqual(Object.keys(schemes).sort());
});

describe('a type that is not among them', () => {
  const others = Object.entries(contractCases).filter(([, { sign }]) => sign);

  it.each(others)('%s signs no time: what it sent keeps', (type, { sign, settings, messages }) => {
    const [{ body }] = messages as [(typeof messages)[number]];
    const env = settings(upstream);
    expect(verdict(connectionOf(type, env), { body, ...sign!(body, env) }, RECEIVED + 10 * 365 * 86_400)).toBe('accepted');
  });
});
