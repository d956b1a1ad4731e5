import { createHttpClient, type ClosableHttpClient, type HttpClientOptions } from '../../src/http/client.js';
import { serve } from '../http/server.js';

export interface Call {
  readonly method: string;
  /** Path and query, decoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** An object is sent as JSON; a text as it is. */
  readonly body?: unknown;
}

/** A local OData service for one test; what `answer` gives no answer to is 404. */
export interface ODataServer {
  readonly url: string;
  readonly calls: readonly Call[];
  readonly http: ClosableHttpClient;
  close(): Promise<void>;
}

export async function serveOData(answer: (call: Call) => Answer | undefined | Promise<Answer>, options: HttpClientOptions = {}): Promise<ODataServer> {
  const calls: Call[] = [];
  const server = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const call = { method: request.method ?? '', target: decodeURIComponent(request.url ?? ''), headers: request.headers, body: Buffer.concat(chunks).toString() };
      calls.push(call);
      const { status = 200, headers = {}, body = '' } = (await answer(call)) ?? { status: 404, body: {} };
      const isText = typeof body === 'string';
      const type: Record<string, string> = isText && body === '' ? {} : { 'content-type': 'application/json' };
      response.writeHead(status, { ...type, ...headers }).end(isText ? body : JSON.stringify(body));
    });
  });
  const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 }, ...options });
  return {
    url: server.url,
    calls,
    http,
    close: async () => {
      http.close();
      await server.close();
    },
  };
}

/** Answers of parts in a `$batch`, as a multipart message. */
export function batchAnswer(parts: readonly { readonly status: number; readonly body: unknown }[]): Answer {
  const pieces = parts.map(({ status, body }) =>
    ['--b1', 'Content-Type: application/http', 'Content-Length: 1', '', `HTTP/1.1 ${status} Some`, 'Content-Type: application/json', '', body === '' ? '' : JSON.stringify(body), ''].join('\r\n'),
  );
  return { status: 202, headers: { 'content-type': 'multipart/mixed; boundary=b1' }, body: `${pieces.join('')}--b1--\r\n` };
}
