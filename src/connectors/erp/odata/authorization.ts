import { z } from 'zod';
import { ConnectorError, type ConnectorDeps } from '../../contract.js';
import { read } from '../shared/read.js';

/** How calls prove who makes them. */
export interface Authorization {
  /** Value of the `authorization` header. */
  header(signal: AbortSignal): Promise<string>;
  /** Drops what `header` gave, after it was refused; false: the next one would be the same. */
  renew(): boolean;
}

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: none is asked for. */
  readonly scope: string | null;
}

/** A token is not used in its last minute: the call takes time, and clocks differ. */
const MARGIN_MS = 60_000;

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().min(0).max(31_536_000).default(300) });

interface Token {
  readonly header: string;
  readonly until: number;
}

export function basic(username: string, password: string): Authorization {
  const header = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { header: () => Promise.resolve(header), renew: () => false };
}

/** OAuth 2.0 client credentials (RFC 6749, 4.4). The token is kept until shortly before its end; one call fetches it for all who wait. */
export function clientCredentials(credentials: ClientCredentials, deps: Pick<ConnectorDeps, 'http' | 'now'>): Authorization {
  const held: { token: Promise<Token> | null } = { token: null };
  const fetched = (signal: AbortSignal): Promise<Token> => {
    const fetching = fetchToken(credentials, deps, signal);
    held.token = fetching;
    // A failed one is not kept.
    fetching.catch(() => {
      if (held.token === fetching) held.token = null;
    });
    return fetching;
  };
  return {
    header: async (signal) => {
      const shared = held.token ?? fetched(signal);
      const token = await shared;
      if (token.until > deps.now().getTime()) return token.header;
      if (held.token === shared) held.token = null;
      return (await (held.token ?? fetched(signal))).header;
    },
    renew: () => {
      held.token = null;
      return true;
    },
  };
}

async function fetchToken({ tokenUrl, clientId, clientSecret, scope }: ClientCredentials, { http, now }: Pick<ConnectorDeps, 'http' | 'now'>, signal: AbortSignal): Promise<Token> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...(scope === null ? {} : { scope }) };
  const asked = now().getTime();
  try {
    const response = await http.request({
      method: 'POST',
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      accept: ['application/json'],
      signal,
      // A second token harms nobody.
      idempotent: true,
    });
    const { access_token: token, expires_in: seconds } = read(answer, response.json(), 'token');
    return { header: `Bearer ${token}`, until: asked + seconds * 1000 - MARGIN_MS };
  } catch (error) {
    // A wrong id or secret is answered 400 or 401 (RFC 6749, 5.2).
    if (error instanceof ConnectorError && (error.details.status === 400 || error.details.status === 401)) {
      throw new ConnectorError('auth', `no token for ${clientId}: check the client id and secret: ${error.message}`, error.details);
    }
    throw error;
  }
}
