import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { guardedLookup, refusedUrl } from './address.js';
import type { HttpRequest, HttpResponse } from './client.js';
import { ConnectorError } from './errors.js';
import { parseRetryAfter } from './retry.js';
import { createResponse, excerpt, isAccepted } from './response.js';
import { kindOfStatus, networkError } from './status.js';

/** An error body is read this far, for its message. */
const ERROR_BODY_BYTES = 2048;

export interface TransportOptions {
  readonly allowPrivateAddresses: boolean;
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  readonly maxSockets: number;
  readonly userAgent: string;
  readonly ca: string | undefined;
  readonly lookup: LookupFunction | undefined;
  readonly now: () => Date;
}

/** One call on the wire, without retries. Every failure is a ConnectorError. */
export class Transport {
  readonly #agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly #axios: AxiosInstance;

  constructor(private readonly options: TransportOptions) {
    // The guard sits on the agent: an agent's own lookup wins over any that a request brings.
    const shared = {
      keepAlive: true,
      maxSockets: options.maxSockets,
      lookup: guardedLookup(options.allowPrivateAddresses, options.lookup),
    };
    this.#agents = { http: new HttpAgent(shared), https: new HttpsAgent({ ...shared, ca: options.ca }) };
    this.#axios = axios.create({
      adapter: 'http',
      httpAgent: this.#agents.http,
      httpsAgent: this.#agents.https,
      proxy: false,
      maxRedirects: 0,
      responseType: 'stream',
      validateStatus: () => true,
      transformRequest: (data: unknown) => data,
    });
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const target = this.#targetOf(request);
    if (request.signal.aborted) throw cancelled(target);
    const deadlineMs = request.deadlineMs ?? this.options.deadlineMs;
    const controller = new AbortController();
    const giveUp = (): void => controller.abort();
    const timer = setTimeout(giveUp, deadlineMs);
    request.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await this.#exchange(request, target, controller.signal);
    } catch (error) {
      if (request.signal.aborted) throw cancelled(target);
      if (error instanceof ConnectorError) throw error;
      if (controller.signal.aborted) throw new ConnectorError('transient', `${target}: no complete answer within ${deadlineMs} ms`);
      throw fromNetwork(target, error);
    } finally {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', giveUp);
    }
  }

  async #exchange(request: HttpRequest, target: string, signal: AbortSignal): Promise<HttpResponse> {
    const answer = await this.#axios.request<Readable>({
      method: request.method,
      url: request.url,
      headers: this.#headersOf(request),
      data: typeof request.body === 'object' ? Buffer.from(request.body) : request.body,
      signal,
    });
    try {
      return await this.#read(request, target, answer);
    } finally {
      answer.data.destroy();
    }
  }

  async #read(request: HttpRequest, target: string, answer: AxiosResponse<Readable>): Promise<HttpResponse> {
    const { status } = answer;
    const headers = plainHeaders(answer);
    if (status < 200 || status > 299) throw await this.#refusal(target, answer, headers);
    const limit = this.options.maxBodyBytes;
    const type = headers['content-type'];
    const accepted = isAccepted(type, request.accept);
    if (!accepted && type !== undefined) throw wrongType(target, status, type, request.accept);
    const { body, complete } = await readUpTo(answer.data, limit);
    if (!complete) throw new ConnectorError('contract', `${target}: the answer is larger than ${limit} bytes`, { status });
    if (!accepted && body.byteLength > 0) throw wrongType(target, status, type, request.accept);
    return createResponse(target, status, headers, body);
  }

  async #refusal(target: string, answer: AxiosResponse<Readable>, headers: Readonly<Record<string, string>>): Promise<ConnectorError> {
    const { status } = answer;
    const kind = kindOfStatus(status);
    if (status >= 300 && status < 400) return new ConnectorError(kind, `${target}: answered ${status}; redirects are refused`, { status });
    // The status decides; a body that breaks off only costs the message its quotation.
    const said = await readUpTo(answer.data, ERROR_BODY_BYTES).then(({ body }) => excerpt(body), () => '');
    const retryAfterMs = parseRetryAfter(headers['retry-after'], this.options.now());
    return new ConnectorError(kind, `${target}: answered ${status}${said && `: ${said}`}`, { status, retryAfterMs });
  }

  #headersOf(request: HttpRequest): Record<string, string> {
    const headers: Record<string, string> = { accept: request.accept.join(', '), 'user-agent': this.options.userAgent };
    if (request.body !== undefined) headers['content-type'] = 'application/octet-stream';
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    return headers;
  }

  /** Names the call for messages: without query, since queries may carry keys. Throws where the address is refused. */
  #targetOf(request: HttpRequest): string {
    if (!URL.canParse(request.url)) throw new ConnectorError('config', `${request.method}: not an absolute address`);
    const url = new URL(request.url);
    const target = `${request.method} ${url.protocol}//${url.host}${url.pathname}`;
    const refused = refusedUrl(url, this.options.allowPrivateAddresses);
    if (refused !== null) throw new ConnectorError('rejected', `${target}: ${refused}`);
    return target;
  }
}

function cancelled(target: string): ConnectorError {
  return new ConnectorError('transient', `${target}: cancelled by the caller`);
}

function wrongType(target: string, status: number, type: string | undefined, accept: readonly string[]): ConnectorError {
  return new ConnectorError('contract', `${target}: answered ${type ?? 'without a content type'} instead of ${accept.join(', ')}`, { status });
}

/** Axios' error is not handed on as a cause: it holds the request's headers, keys included. */
function fromNetwork(target: string, error: unknown): ConnectorError {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return networkError(target, typeof code === 'string' ? code : '', typeof message === 'string' ? message : '');
}

function plainHeaders(answer: AxiosResponse<Readable>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value != null) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return headers;
}

/** Reads a body chunk by chunk and stops at the limit, so that memory stays bounded whatever is sent. */
async function readUpTo(stream: Readable, limit: number): Promise<{ body: Uint8Array; complete: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) return { body: Buffer.concat(chunks).subarray(0, limit), complete: false };
  }
  return { body: Buffer.concat(chunks), complete: true };
}
