import { randomUUID } from 'node:crypto';
import { createTokenSource } from '../../client-credentials.js';
import type { HttpClient, HttpRequest, HttpResponse } from '../../contract.js';
import type { Config } from './config.js';

/** One call of UPS's REST APIs. */
export interface Call {
  readonly path: string;
  /** Sent as JSON; without it the call is a GET. */
  readonly content?: object;
  readonly headers?: HttpRequest['headers'];
  /** Whether the call may be sent again where its answer was lost; by default it may. */
  readonly isRepeatable?: boolean;
}

/** Calls on behalf of one app. Each throws ConnectorError. */
export interface Calls {
  /** Fetches a token where none is kept that is good: no other call of theirs costs nothing. */
  token(signal: AbortSignal): Promise<string>;
  send(call: Call, signal: AbortSignal): Promise<HttpResponse>;
}

export function createCalls({ clientId, clientSecret, baseUrl }: Config, http: HttpClient, now: () => Date): Calls {
  const tokens = createTokenSource({ tokenUrl: `${baseUrl}/security/v1/oauth/token`, clientId, clientSecret, sentIn: 'header' }, http, now);
  return {
    token: tokens.token,
    send: ({ path, content, headers, isRepeatable = true }, signal) =>
      tokens.call(
        (token) =>
          http.request({
            method: content ? 'POST' : 'GET',
            url: `${baseUrl}${path}`,
            headers: {
              ...headers,
              authorization: `Bearer ${token}`,
              transId: randomUUID().replaceAll('-', ''),
              transactionSrc: 'interline',
              ...(content && { 'content-type': 'application/json' }),
            },
            ...(content && { body: JSON.stringify(content) }),
            accept: ['application/json'],
            signal,
            idempotent: isRepeatable,
          }),
        signal,
      ),
  };
}
