import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CryptoKey, JWTPayload } from 'jose';
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';
import { createHttpClient } from '../../../src/http/client.js';
import type { AuthError } from '../../../src/server/auth/identity.js';
import type { StaffTokenCheck } from '../../../src/server/auth/staff-tokens.js';
import { issuerTokens, ownTokens } from '../../../src/server/auth/staff-tokens.js';
import { signStaffToken } from '../../../src/domain/credentials.js';

const start = new Date('2024-05-06T08:00:00Z');
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'accepted',
    (error: AuthError) => error.code,
  );
}

describe("the gateway's own tokens", () => {
  const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
  const clock = { now: start };
  const check = ownTokens(secret, () => clock.now);
  beforeEach(() => {
    clock.now = start;
  });
  const token = (signedWith = secret): Promise<string> =>
    signStaffToken(signedWith, { roles: ['SALES', 'ANALYST'], subject: 'ann', name: 'Ann', issuedAt: start, expiresAt: later(3600) });

  it('say who asks', async () => {
    expect(await check(await token())).toEqual({
      viewer: { kind: 'staff', roles: ['SALES', 'ANALYST'], subject: 'ann', supplierId: null, carrierId: null, name: 'Ann' },
      expiresAt: later(3600),
    });
  });

  it('end, although they were believed a moment before', async () => {
    const short = await token();
    clock.now = later(3599);
    expect(await codeOf(check(short))).toBe('accepted');
    clock.now = later(3610);
    expect(await codeOf(check(short))).toBe('TOKEN_EXPIRED');
  });

  it('of another secret, another algorithm or none are refused', async () => {
    expect(await codeOf(check(await token(new TextEncoder().encode('another secret of thirty-two bytes'))))).toBe('UNAUTHENTICATED');
    const claims = { roles: ['ADMIN'], sub: 'eve', iss: 'interline', aud: 'interline', exp: later(3600).getTime() / 1000 };
    expect(await codeOf(check(new UnsecuredJWT(claims).encode()))).toBe('UNAUTHENTICATED');
    const stronger = await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64));
    expect(await codeOf(check(stronger))).toBe('UNAUTHENTICATED');
    for (const nonsense of ['', 'a.b.c', 'eyJhbGciOiJub25lIn0..', 'x'.repeat(10_000)]) expect(await codeOf(check(nonsense))).toBe('UNAUTHENTICATED');
  });
});

describe('tokens of an issuer', () => {
  let issuer: FakeIssuer;
  let check: StaffTokenCheck;
  const clock = { now: start };
  beforeAll(async () => {
    issuer = await FakeIssuer.start();
  });
  afterAll(() => issuer.stop());
  beforeEach(() => {
    clock.now = start;
    issuer.away = false;
    issuer.calls = 0;
    const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    check = issuerTokens({ issuer: issuer.url, audience: 'interline', rolesClaim: 'realm_access.roles' }, http, () => clock.now);
  });

  it('are checked with its published keys, which are fetched once', async () => {
    const [one, two] = [await issuer.token(), await issuer.token({ sub: 'bo' })];
    expect(await check(one)).toMatchObject({ viewer: { kind: 'staff', roles: ['LOGISTICS'], subject: 'ann' } });
    expect(await check(two)).toMatchObject({ viewer: { subject: 'bo' } });
    expect(issuer.calls).toBe(2);
  });

  it.each<[string, JWTPayload, string]>([
    ['another audience', { aud: 'payroll' }, 'UNAUTHENTICATED'],
    ['another issuer', { iss: 'https://login.example.com' }, 'UNAUTHENTICATED'],
    ['an end in the past', { exp: later(-60).getTime() / 1000 }, 'TOKEN_EXPIRED'],
    ['no end', { exp: undefined }, 'UNAUTHENTICATED'],
    ['a start in the future', { nbf: later(60).getTime() / 1000 }, 'UNAUTHENTICATED'],
    ['no subject', { sub: undefined }, 'UNAUTHENTICATED'],
    ['a subject that no column holds', { sub: 'a'.repeat(256) }, 'UNAUTHENTICATED'],
    ['unknown roles', { realm_access: { roles: ['GOD', 'logistics'] } }, 'FORBIDDEN'],
    ["a partner's role", { realm_access: { roles: ['SUPPLIER', 'CARRIER'] } }, 'FORBIDDEN'],
    ['roles of a wrong shape', { realm_access: { roles: { LOGISTICS: true } } }, 'FORBIDDEN'],
    ['no roles', { realm_access: undefined }, 'FORBIDDEN'],
  ])('with %s are refused', async (_what, claims, code) => {
    expect(await codeOf(check(await issuer.token(claims)))).toBe(code);
  });

  it('keep known roles beside unknown ones', async () => {
    const { viewer } = await check(await issuer.token({ realm_access: { roles: ['GOD', 'QUALITY', 'SUPPLIER', '__proto__'] } }));
    expect(viewer.roles).toEqual(['QUALITY']);
  });

  it('signed by somebody else, with its key id or with its public key as a secret, are refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await codeOf(check(await issuer.token({}, privateKey)))).toBe('UNAUTHENTICATED');
    expect(await codeOf(check(await issuer.signedWithPublicKeyAsSecret()))).toBe('UNAUTHENTICATED');
    const unsigned = new UnsecuredJWT({ iss: issuer.url, aud: 'interline', sub: 'eve', realm_access: { roles: ['ADMIN'] } }).setExpirationTime(later(60)).encode();
    expect(await codeOf(check(unsigned))).toBe('UNAUTHENTICATED');
  });

  it('are not refused for good while the issuer is away', async () => {
    const token = await issuer.token();
    issuer.away = true;
    expect(await codeOf(check(token))).toBe('UNAVAILABLE');
    issuer.away = false;
    expect(await codeOf(check(token))).toBe('accepted');
  });
});

/** An OpenID provider with metadata, one RSA key, and a switch to be away. */
class FakeIssuer {
  away = false;
  calls = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly privateKey: CryptoKey,
    private readonly jwk: Awaited<ReturnType<typeof exportJWK>>,
  ) {}

  static async start(): Promise<FakeIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const server = createServer((request, response) => {
      issuer.calls += 1;
      const documents: Record<string, unknown> = {
        '/.well-known/openid-configuration': { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` },
        '/keys': { keys: [jwk] },
      };
      const document = issuer.away ? undefined : documents[request.url ?? ''];
      response.writeHead(document ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(document ?? {}));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const issuer = new FakeIssuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, privateKey, jwk);
    return issuer;
  }

  token(claims: JWTPayload = {}, key: CryptoKey = this.privateKey): Promise<string> {
    return new SignJWT(this.claims(claims)).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
  }

  /** The classic confusion: HS256 over what everybody can read. */
  signedWithPublicKeyAsSecret(): Promise<string> {
    const secret = new TextEncoder().encode(JSON.stringify(this.jwk));
    return new SignJWT(this.claims({})).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  private claims(over: JWTPayload): JWTPayload {
    const usual = { iss: this.url, aud: 'interline', sub: 'ann', exp: later(600).getTime() / 1000, realm_access: { roles: ['LOGISTICS'] } };
    return Object.fromEntries(Object.entries({ ...usual, ...over }).filter(([, value]) => value !== undefined));
  }
}
