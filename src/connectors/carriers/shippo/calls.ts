import type { HttpClient } from '../../contract.js';
import type { Config } from './config.js';

/** Calls of Shippo's API 2018-02-08, answered with parsed JSON. Each throws ConnectorError. */
export interface Calls {
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown>;
  /** Never repeated by itself: posting twice makes two. */
  post(path: string, content: object, signal: AbortSignal): Promise<unknown>;
}

export function createCalls({ baseUrl, apiKey }: Pick<Config, 'baseUrl'> & { readonly apiKey: string }, http: HttpClient): Calls {
  const headers = { authorization: `ShippoToken ${apiKey}`, 'shippo-api-version': '2018-02-08' };
  const common = { headers, accept: ['application/json'] };
  return {
    get: async (path, query, signal) => {
      const search = new URLSearchParams(query).toString();
      const url = `${baseUrl}${path}${search === '' ? '' : `?${search}`}`;
      return (await http.request({ ...common, method: 'GET', url, signal, idempotent: true })).json();
    },
    post: async (path, content, signal) => {
      const request = { ...common, headers: { ...headers, 'content-type': 'application/json' }, url: `${baseUrl}${path}`, signal };
      return (await http.request({ ...request, method: 'POST', body: JSON.stringify(content), idempotent: false })).json();
    },
  };
}
