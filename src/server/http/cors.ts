import type { Exchange, Route } from './exchange.js';
import { send } from './exchange.js';

const allowedHeaders = 'authorization, content-type, x-api-key, accept-language, idempotency-key, apollo-require-preflight, x-request-id';

/**
 * Lets browsers on the named origins read answers (Fetch standard, CORS). Credentials travel in headers and never in
 * cookies, so no origin gains anything that its user did not give it. True where the request was a preflight, now answered.
 */
export function applyCors(exchange: Exchange, origins: readonly string[], route: Route | null): boolean {
  const { request, response, method } = exchange;
  const origin = request.headers.origin;
  if (origins.length > 0) response.setHeader('vary', 'origin');
  if (origin === undefined || !origins.includes(origin)) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
  if (!route || method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  const headers = {
    'access-control-allow-methods': route.methods.join(', '),
    'access-control-allow-headers': allowedHeaders,
    'access-control-max-age': '600',
  };
  send(exchange, 204, headers, '');
  return true;
}
