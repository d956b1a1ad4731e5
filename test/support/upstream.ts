import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { Connection, Message } from '../../src/connectors/contract.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { serve } from '../http/server.js';

export interface UpstreamRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface UpstreamAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** A local server in the place of an outside system, with what it was asked, and a client that reaches it. */
export interface Upstream {
  readonly url: string;
  readonly http: ClosableHttpClient;
  readonly requests: readonly UpstreamRequest[];
  close(): Promise<void>;
}

export async function startUpstream(answer: (request: UpstreamRequest) => UpstreamAnswer): Promise<Upstream> {
  const requests: UpstreamRequest[] = [];
  const server = await serve(
    answering((request) => {
      requests.push(request);
      return answer(request);
    }),
  );
  const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
  return {
    url: server.url,
    http,
    requests,
    close: async () => {
      http.close();
      await server.close();
    },
  };
}

/** Reads each request whole, and answers it, or leaves it to a listener of its own. */
export function answering(answer: (request: UpstreamRequest) => UpstreamAnswer | RequestListener): RequestListener {
  return (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '/', headers: asked } = request;
      const answered = answer({ method, url: new URL(url, 'http://upstream'), headers: asked, body: Buffer.concat(parts).toString('utf8') });
      if (typeof answered === 'function') return answered(request, response);
      const { status = 200, headers = {}, body = {} } = answered;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  };
}

/** Everything that a pull brings, with the cursor at its end. */
export async function pullAll(connection: Connection, cursor: string | null = null): Promise<{ readonly messages: Message[]; readonly cursors: string[] }> {
  const messages: Message[] = [];
  const cursors: string[] = [];
  for await (const page of connection.pull!(cursor, new AbortController().signal)) {
    messages.push(...page.messages);
    cursors.push(page.cursor);
  }
  return { messages, cursors };
}
