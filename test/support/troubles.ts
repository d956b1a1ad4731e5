/** What an outside system answers that is in trouble, or that is another one in its place; and what a call must end in. */
import type { RequestListener } from 'node:http';
import type { ConnectorErrorKind } from '../../src/connectors/contract.js';

export function answer(status: number, body = '{}', type = 'application/json', headers: Record<string, string> = {}): RequestListener {
  return (_, response) => void response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

export interface Failure {
  readonly kind: ConnectorErrorKind;
  readonly details?: object;
  readonly message?: unknown;
}

/** Answers that a system in trouble, or one in its place, gives at once; and what they must end in. */
export const troubles: readonly (readonly [string, Failure, RequestListener])[] = [
  ['401', { kind: 'auth' }, answer(401)],
  ['403', { kind: 'auth' }, answer(403, '<h1>Forbidden</h1>', 'text/html')],
  ['404', { kind: 'rejected' }, answer(404)],
  ['409', { kind: 'rejected' }, answer(409)],
  ['429', { kind: 'throttled', details: { retryAfterMs: 120_000 } }, answer(429, '{}', 'application/json', { 'retry-after': '120' })],
  ['500', { kind: 'transient' }, answer(500, '<h1>Oops</h1>', 'text/html')],
  ['truncated JSON', { kind: 'contract' }, answer(200, '{"result": [{"id": 1}, {"i')],
  ['an empty body', { kind: 'contract' }, answer(200, '')],
  ['a sign-in page', { kind: 'contract' }, answer(200, '<h1>Sign in</h1>', 'text/html')],
  ['JSON of another shape', { kind: 'contract' }, answer(200, '{"hello": "world"}')],
  ['null', { kind: 'contract' }, answer(200, 'null')],
  ['a list', { kind: 'contract' }, answer(200, '[[], {}, "__proto__"]')],
  ['a connection that breaks', { kind: 'transient' }, (_, response) => void response.destroy()],
];
