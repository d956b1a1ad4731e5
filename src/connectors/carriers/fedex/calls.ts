import { createTokenSource } from '../../client-credentials.js';
import type { HttpClient, HttpResponse } from '../../contract.js';
import type { Client } from './config.js';

/** Calls of FedEx's REST APIs on behalf of one client. Each throws ConnectorError. */
export interface Calls {
  /** Fetches a token where none is kept that is good: no other call of theirs costs nothing. */
  token(signal: AbortSignal): Promise<string>;
  /** `isRepeatable`: whether the call may be sent again where its answer was lost. */
  send(method: 'POST' | 'PUT', path: string, content: object, isRepeatable: boolean, signal: AbortSignal): Promise<HttpResponse>;
}

export function createCalls({ clientId, clientSecret }: Client, baseUrl: string, http: HttpClient, now: () => Date): Calls {
  const tokens = createTokenSource({ tokenUrl: `${baseUrl}/oauth/token`, clientId, clientSecret, sentIn: 'form' }, http, now);
  return {
    token: tokens.token,
    send: (method, path, content, isRepeatable, signal) =>
      tokens.call(
        (token) =>
          http.request({
            method,
            url: `${baseUrl}${path}`,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-locale': 'en_US' },
            body: JSON.stringify(content),
            accept: ['application/json'],
            signal,
            idempotent: isRepeatable,
          }),
        signal,
      ),
  };
}
