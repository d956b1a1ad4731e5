import type { HttpClient } from '../../contract.js';
import type { Config } from './config.js';

/** Calls of EasyPost's API v2, answered with parsed JSON. Each throws ConnectorError. */
export interface Calls {
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown>;
  /** Never repeated by itself: posting twice makes two. */
  post(path: string, content: object, signal: AbortSignal): Promise<unknown>;
}

export function createCalls({ baseUrl, apiKey }: Pick<Config, 'baseUrl'> & { readonly apiKey: string }, http: HttpClient): Calls {
  const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
  const accept = ['application/json'];
  return {
    get: async (path, query, signal) => {
      const search = new URLSearchParams(query).toString();
      const url = `${baseUrl}${path}${search === '' ? '' : `?${search}`}`;
      return (await http.request({ method: 'GET', url, headers: { authorization }, accept, signal, idempotent: true })).json();
    },
    post: async (path, content, signal) => {
      const headers = { authorization, 'content-type': 'application/json' };
      return (await http.request({ method: 'POST', url: `${baseUrl}${path}`, headers, body: JSON.stringify(content), accept, signal, idempotent: false })).json();
    },
  };
}
