import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { ConnectorError, type RawRequest } from '../../src/connectors/contract.js';
import { signatureRules, verifySignature } from '../../src/connectors/signatures.js';

const SIGNED_AT = 1_770_000_000;

function request(body: string, headers: Record<string, string> = {}, url = '/'): RawRequest {
  return { method: 'POST', url, headers, body: Buffer.from(body), receivedAt: new Date(SIGNED_AT * 1000) };
}

/** Signatures were computed with openssl and coreutils, not with this code. */
const genuine: Record<keyof typeof signatureRules, { secret: string; request: RawRequest }> = {
  easypost: {
    // A ligature and an accented letter, both of which NFKD takes apart.
    secret: 'o\ufb03ce-cl\u00e9',
    request: request('{"id":"evt_1"}', { 'x-hmac-signature': 'hmac-sha256-hex=a97581d8d37b0dc81e617afc3db40230bf886f09755394db6ffafad3d76aa978' }),
  },
  aftership: { secret: 'pear', request: request('{"msg":1}', { 'aftership-hmac-sha256': '998LTd57FzioQXmoauvEUbn+YBohUfMyKJdXZYaRw3I=' }) },
  seventeenTrack: { secret: 'plum', request: request('{"event":"X"}', { sign: '9807fea1daf2e27eca9cd024c138b242704d57b63508a14e28384720411d7a6c' }) },
  kuaidi100: { secret: 'salt', request: request('sign=B218F90555A22945EC35A666B2C7B040&param={"a":1}') },
  secretAddress: { secret: 'a9/ä', request: request('anything', {}, '/push/a9%2F%C3%A4?x=1') },
  standardWebhooks: {
    secret: 'whsec_cXVpbmNl',
    request: request('{"a":2}', {
      'webhook-id': 'msg_7',
      'webhook-timestamp': String(SIGNED_AT),
      'webhook-signature': 'v1,c29tZXRoaW5nIG9sZA== v1,sUj6ImgxLfkIuuKq/qrRUBkiZIp0kdmdmDAcSfxQnJA=',
    }),
  },
  stripeLike: { secret: 'quince', request: request('{"a":3}', { 'stripe-signature': `t=${SIGNED_AT},v1=241aff45e0392e1627ca8e6fa6314fe14fba97fadf4e468bbd477cbf178c61c9` }) },
  secretParameter: { secret: 'a9/ä', request: request('anything', {}, '/?x=1&token=a9%2F%C3%A4') },
  shippo: { secret: 'damson', request: request('{"a":5}', { 'shippo-auth-signature': `t=${SIGNED_AT},v1=cfccc17eca2a47925425e7682dc0a634d243ab55b2d3ca31ad53942c5d99291e` }) },
  frappe: { secret: 'quince', request: request('{"a":5}', { 'x-frappe-webhook-signature': 'UL8uFuqdpc1roIqDqtcmRe/VoTf//np9aaeG/2FVh8U=' }) },
  githubLike: { secret: 'quince', request: request('{"a":4}', { 'x-hub-signature-256': 'sha256=40af194926427c2bcccd73401bb881828f686e30ca44c2c03942a365c4f16a1f' }) },
  fedex: { secret: 'medlar', request: request('{"a":5}', { 'fdx-signature': '2+fKx78Cs64WNje8KUWtisMXLspvqnf7MoHfxPSYQpk=' }) },
  dcsa: {
    secret: 'cXVpbmNlLW1lZGxhcg==',
    request: request('{"a":6}', { 'notification-signature': 'sha256=d70ef9b82a7e6efbaebbd4266c6fc1c0b17581b0811ce95d2fc8888cd7897041' }),
  },
  upsCredential: { secret: 'loquat', request: request('{"a":7}', { credential: 'loquat' }) },
  sharedSecret: { secret: 'sorb apple', request: request('{"a":8}', { authorization: 'Bearer sorb apple' }) },
};

const names = Object.keys(signatureRules) as (keyof typeof signatureRules)[];
function verdict(name: keyof typeof signatureRules, given: RawRequest, secret: string): string {
  try {
    verifySignature(signatureRules[name], given, secret);
    return 'accepted';
  } catch (error) {
    return error instanceof ConnectorError ? error.kind : String(error);
  }
}

describe.each(names)('%s', (name) => {
  const { request: good, secret } = genuine[name];

  it('accepts what its sender signed', () => {
    expect(verdict(name, good, secret)).toBe('accepted');
  });

  it('refuses another secret, no secret and no signature', () => {
    expect(verdict(name, good, `x${secret}`)).toBe('auth');
    expect(verdict(name, good, '')).toBe('auth');
    expect(verdict(name, { ...good, headers: {}, url: '/', body: Buffer.from('param=x') }, secret)).toBe('auth');
  });

  it('refuses a body that differs in one byte, unless only a secret is shown', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.body.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const body = Uint8Array.from(good.body);
        body[at]! ^= flip;
        expect(verdict(name, { ...good, body }, secret)).toBe(signatureRules[name].signsNothing ? 'accepted' : 'auth');
      }),
    );
  });

  it('refuses anything made up in the place of the signature, and says neither secret nor signature', () => {
    fc.assert(
      fc.property(fc.string(), (made) => {
        const headers = Object.fromEntries(Object.entries(good.headers).map(([key, value]) => [key, key.includes('time') ? value : made]));
        const forged = { ...good, headers, url: `/${encodeURIComponent(made)}?token=${encodeURIComponent(made)}`, body: name === 'kuaidi100' ? Buffer.from(`param=x&sign=${made}`) : good.body };
        expect(() => verifySignature(signatureRules[name], forged, secret)).toThrow(expect.objectContaining({ kind: 'auth' }) as Error);
        expect(() => verifySignature(signatureRules[name], forged, secret)).not.toThrow(secret);
      }),
    );
  });

  it.each(['0000', ' ', '.hmac'])('refuses the signature with %p after it', (tail) => {
    const headers = Object.fromEntries(
      Object.entries(good.headers).map(([key, value]) => [key, key.includes('id') || key.includes('time') ? value : value + tail.replace(/^ $/, '=')]),
    );
    const body = name === 'kuaidi100' ? Buffer.from(good.body.toString().replace('&', `${tail}&`)) : good.body;
    const url = name === 'secretParameter' ? good.url + encodeURIComponent(tail) : good.url.replace('?', `${tail}?`);
    expect(verdict(name, { ...good, headers, body, url }, secret)).toBe('auth');
  });
});

it('AfterShip signs in either of two headers', () => {
  const { request: good, secret } = genuine.aftership;
  const signature = good.headers['aftership-hmac-sha256'] ?? '';
  expect(verdict('aftership', { ...good, headers: { 'as-signature-hmac-sha256': signature } }, secret)).toBe('accepted');
  expect(verdict('aftership', { ...good, headers: { 'as-signature-hmac-sha256': `x${signature}` } }, secret)).toBe('auth');
});

it('an empty secret verifies nothing, not even what was signed with an empty key', () => {
  const hex = createHmac('sha256', '').update('{}').digest('hex');
  expect(verdict('githubLike', request('{}', { 'x-hub-signature-256': `sha256=${hex}` }), '')).toBe('auth');
  expect(verdict('easypost', request('{}', { 'x-hmac-signature': `hmac-sha256-hex=${hex}` }), '')).toBe('auth');
});

it('a shared secret may stand in a header of its own as well', () => {
  expect(verdict('sharedSecret', request('{}', { 'x-api-key': 'sorb' }), 'sorb')).toBe('accepted');
  expect(verdict('sharedSecret', request('{}', { authorization: 'Basic sorb' }), 'sorb')).toBe('auth');
});

describe.each(['standardWebhooks', 'stripeLike', 'shippo'] as const)('%s over time', (name) => {
  const { request: good, secret } = genuine[name];
  it.each([
    [-301, 'auth'],
    [-300, 'accepted'],
    [300, 'accepted'],
    [301, 'auth'],
  ])('received %i s after signing: %s', (seconds, expected) => {
    expect(verdict(name, { ...good, receivedAt: new Date((SIGNED_AT + seconds) * 1000) }, secret)).toBe(expected);
  });

  it('refuses a signed time that is no time', () => {
    const key = 'quince';
    const hmac = (text: string, encoding: 'hex' | 'base64'): string => createHmac('sha256', key).update(text).digest(encoding);
    const headers: Record<string, string> =
      name !== 'standardWebhooks'
        ? { [name === 'shippo' ? 'shippo-auth-signature' : 'stripe-signature']: `t=never,v1=${hmac('never.{}', 'hex')}` }
        : { 'webhook-id': 'm', 'webhook-timestamp': 'never', 'webhook-signature': `v1,${hmac('m.never.{}', 'base64')}` };
    expect(verdict(name, request('{}', headers), secret)).toBe('auth');
  });
});
