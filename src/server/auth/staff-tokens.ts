/**
 * Staff tokens: JWTs of an OIDC issuer, checked with its published keys, or of the gateway itself, checked with its
 * own secret. Never both at once, so a token cannot choose how it is checked.
 */
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { ownIssuer, staffRoles } from '../../domain/credentials.js';
import type { HttpClient } from '../../http/client.js';
import { ExpiringCache } from './cache.js';
import type { Identity } from './identity.js';
import { AuthError } from './identity.js';

export type StaffTokenCheck = (token: string) => Promise<Identity>;

/** Clocks of two machines differ by a little. */
const clockToleranceSeconds = 5;

/** Only signatures that the holder of the public key cannot make. */
const issuerAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

/** Checks tokens that the gateway signed itself. */
export function ownTokens(secret: Uint8Array, now: () => Date): StaffTokenCheck {
  const options = { algorithms: ['HS256'], issuer: ownIssuer, audience: ownIssuer };
  return remembering(now, (token) => verify(token, () => secret, options, 'roles', now()));
}

export interface OidcSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Claim with the list of roles; dots lead into it, as in `realm_access.roles`. */
  readonly rolesClaim: string;
}

/** Checks tokens of an OIDC issuer, whose metadata and keys are fetched when the first token arrives. */
export function issuerTokens(settings: OidcSettings, http: HttpClient, now: () => Date): StaffTokenCheck {
  const { issuer, audience, rolesClaim } = settings;
  const keys = issuerKeys(issuer, http);
  return remembering(now, (token) => verify(token, keys, { algorithms: issuerAlgorithms, issuer, audience }, rolesClaim, now()));
}

const rememberedMs = 60_000;

/** A verified token is believed again for a minute, and never beyond its end. */
function remembering(now: () => Date, check: StaffTokenCheck): StaffTokenCheck {
  const known = new ExpiringCache<Identity>(2000);
  return async (token) => {
    const found = known.get(token, now());
    if (found) return found;
    const identity = await check(token);
    const end = identity.expiresAt?.getTime() ?? Infinity;
    known.set(token, identity, Math.min(end, now().getTime() + rememberedMs));
    return identity;
  };
}

async function verify(token: string, key: JWTVerifyGetKey, options: JWTVerifyOptions, rolesClaim: string, now: Date): Promise<Identity> {
  const checks = { ...options, currentDate: now, clockTolerance: clockToleranceSeconds, requiredClaims: ['exp', 'sub'] };
  try {
    const { payload } = await jwtVerify(token, key, checks);
    return identify(payload, rolesClaim);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  if (error instanceof errors.JWTExpired) return new AuthError('TOKEN_EXPIRED', 'The token has expired.');
  const unreachable = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || !(error instanceof errors.JOSEError);
  if (unreachable) return new AuthError('UNAVAILABLE', "The token issuer's keys cannot be read at the moment.", { cause: error });
  return new AuthError('UNAUTHENTICATED', 'The token is not valid.', { cause: error });
}

function identify(payload: JWTPayload, rolesClaim: string): Identity {
  const roles = staffRoles.filter((role) => rolesIn(payload, rolesClaim).includes(role));
  if (roles.length === 0) throw new AuthError('FORBIDDEN', 'The token carries no role that is known here.');
  const subject = payload.sub ?? '';
  if (subject === '' || subject.length > 255 || subject.includes('\0')) throw new AuthError('UNAUTHENTICATED', 'The token is not valid.');
  const name = [payload['name'], payload['preferred_username']].find((text) => typeof text === 'string' && text !== '');
  return {
    viewer: Object.freeze({ kind: 'staff', roles, subject, supplierId: null, carrierId: null, name: (name as string | undefined) ?? subject }),
    expiresAt: new Date((payload.exp as number) * 1000),
  };
}

/** The claim by its whole name first: some issuers put dots and slashes into names. Partners' roles are not a token's to give. */
function rolesIn(payload: JWTPayload, claim: string): readonly unknown[] {
  const whole = Object.hasOwn(payload, claim) ? payload[claim] : undefined;
  const found = whole ?? claim.split('.').reduce<unknown>((value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined), payload);
  if (typeof found === 'string') return found.split(/[\s,]+/);
  return Array.isArray(found) ? found : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Finds the issuer's keys by its metadata (OpenID Connect Discovery 1.0, section 4). A failed attempt is made again. */
function issuerKeys(issuer: string, http: HttpClient): JWTVerifyGetKey {
  const found: { keys: Promise<JWTVerifyGetKey> | null } = { keys: null };
  return async (header, token) => {
    found.keys ??= discover(issuer, http);
    try {
      const keys = await found.keys;
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) found.keys = null;
      throw error;
    }
  };
}

const deadlineMs = 5000;

async function discover(issuer: string, http: HttpClient): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = (await fetchJson(url, http)).json();
  if (!isRecord(metadata) || metadata['issuer'] !== issuer) throw new Error(`${url} describes another issuer`);
  const jwksUri = metadata['jwks_uri'];
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri)) throw new Error(`${url} names no jwks_uri`);
  return createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: async (address: string) => {
      const answer = await fetchJson(address, http);
      return new Response(answer.text(), { status: answer.status });
    },
  });
}

function fetchJson(url: string, http: HttpClient): ReturnType<HttpClient['request']> {
  return http.request({
    method: 'GET',
    url,
    accept: ['application/json', 'application/jwk-set+json'],
    signal: AbortSignal.timeout(2 * deadlineMs),
    deadlineMs,
    idempotent: true,
  });
}
