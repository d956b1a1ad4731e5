import type { Route } from '../http/exchange.js';
import { send } from '../http/exchange.js';
import type { GraphiqlPage } from './page.js';
import { inflate, makeGraphiqlPage } from './page.js';

/** The IDE at each of the addresses, e.g. `/graphiql` for `/graphql`. */
export function createGraphiqlRoutes(paths: readonly string[]): Route[] {
  const made: { page: Promise<GraphiqlPage> | null } = { page: null };
  const once = (): Promise<GraphiqlPage> => (made.page ??= makeGraphiqlPage());
  return paths.map((path) => ({
    path,
    methods: ['GET'],
    handle: async (exchange) => {
      const { gzipped, contentSecurityPolicy, etag } = await once();
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-cache',
        vary: 'accept-encoding',
        etag,
      };
      const { 'if-none-match': seen, 'accept-encoding': encodings } = exchange.request.headers;
      if (seen === etag) return send(exchange, 304, headers, '');
      const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(String(encodings ?? ''));
      if (takesGzip) return send(exchange, 200, { ...headers, 'content-encoding': 'gzip' }, gzipped);
      return send(exchange, 200, headers, await inflate(gzipped));
    },
  }));
}
