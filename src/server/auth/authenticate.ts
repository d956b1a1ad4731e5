import type { IncomingHttpHeaders } from 'node:http';
import { apiKeyPrefix } from '../../domain/credentials.js';
import type { ApiKeyCheck } from './api-keys.js';
import type { Credentials, Identity } from './identity.js';
import { AuthError } from './identity.js';
import type { StaffTokenCheck } from './staff-tokens.js';

/** Says whose credentials these are, or throws AuthError. */
export type Authenticate = (credentials: Credentials) => Promise<Identity>;

/** An API key may come as `X-API-Key` or as a bearer value; a bearer value without the key's prefix is a token. */
export function createAuthenticate(checks: { readonly staff: StaffTokenCheck; readonly partner: ApiKeyCheck }): Authenticate {
  return async ({ bearer, apiKey }) => {
    if (bearer !== null && apiKey !== null) throw new AuthError('UNAUTHENTICATED', 'Send a token or an API key, not both.');
    const key = apiKey ?? (bearer?.startsWith(apiKeyPrefix) ? bearer : null);
    if (key !== null) return checks.partner(key);
    if (bearer !== null) return checks.staff(bearer);
    throw new AuthError('UNAUTHENTICATED', 'Send a token (Authorization: Bearer …) or an API key (X-API-Key).');
  };
}

export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const apiKey = headers['x-api-key'];
  return { bearer: bearerOf(headers.authorization), apiKey: typeof apiKey === 'string' && apiKey !== '' ? apiKey : null };
}

/** The value behind `Bearer`; the whole text where another scheme stands before it, so that it is refused and not overlooked. */
export function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined || authorization.trim() === '') return null;
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? authorization;
}
