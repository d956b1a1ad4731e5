/** OAuth 2.0 client credentials (RFC 6749, 4.4): a token that is fetched once and used until shortly before it expires. */
import { z } from 'zod';
import { ConnectorError, type HttpClient } from './contract.js';
import { readJson } from './json.js';
import { readShape } from './shapes.js';

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the server wants to see id and secret: in the form, or as Basic authentication. */
  readonly sentIn: 'form' | 'header';
}

export interface TokenSource {
  /** A token that is good now. Throws ConnectorError as the token's server answers. */
  token(signal: AbortSignal): Promise<string>;
  /** Calls with a token; where the API no longer takes one that was kept, once more with a new one. */
  call<Answer>(work: (token: string) => Promise<Answer>, signal: AbortSignal): Promise<Answer>;
}

/** Renewed this long before its end, for clocks that differ and calls that take their time. */
const MARGIN_MS = 60_000;

/** Some servers write the seconds as text. */
const answer = z.object({ access_token: z.string().min(1).max(20_000), expires_in: z.coerce.number().nonnegative().catch(0) });

export function createTokenSource(credentials: ClientCredentials, http: HttpClient, now: () => Date): TokenSource {
  let kept: { readonly token: string; readonly until: number } | null = null;

  const fetchToken = async (signal: AbortSignal): Promise<string> => {
    const { access_token: token, expires_in: seconds } = await request(credentials, http, signal);
    kept = { token, until: now().getTime() + seconds * 1000 - MARGIN_MS };
    return token;
  };
  const token = (signal: AbortSignal): Promise<string> =>
    kept && now().getTime() < kept.until ? Promise.resolve(kept.token) : fetchToken(signal);

  return {
    token,
    call: async (work, signal) => {
      const before = kept;
      const first = await token(signal);
      try {
        return await work(first);
      } catch (error) {
        const wasKept = before?.token === first;
        if (!wasKept || !(error instanceof ConnectorError) || error.kind !== 'auth') throw error;
        return work(await fetchToken(signal));
      }
    },
  };
}

async function request({ tokenUrl, clientId, clientSecret, sentIn }: ClientCredentials, http: HttpClient, signal: AbortSignal): Promise<z.infer<typeof answer>> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (sentIn === 'form') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  } else headers.authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const response = await http.request({ method: 'POST', url: tokenUrl, headers, body: form.toString(), accept: ['application/json'], signal, idempotent: true });
  return readShape(answer, readJson(response.body), 'token.');
}
