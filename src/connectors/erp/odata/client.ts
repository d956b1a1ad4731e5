import { ConnectorError, type ConnectorDeps, type HttpRequest, type HttpResponse } from '../../contract.js';
import { ServerClock } from '../../server-clock.js';
import type { Authorization } from './authorization.js';
import { changeSetBody, readBatch, readsBody, type BatchBody, type BatchPart, type BatchWrite } from './batch.js';
import { FETCH, passHeaders, readPass, type CsrfPass } from './csrf.js';
import { readEntity, readPage, type Page, type Row } from './envelope.js';
import { writeProblem } from '../shared/conflict.js';
import { isCsrfRefusal, partProblem } from './faults.js';
import { withinService } from './query.js';

export interface ODataOptions {
  readonly authorization: Authorization;
  /** Sent with every call. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether writes need a CSRF token (SAP). */
  readonly csrf: boolean;
}

const JSON_TYPE = ['application/json'];

/** OData of one system over HTTP. Failures are ConnectorErrors; a record changed by somebody else is `conflict`. */
export class ODataClient {
  readonly #passes = new Map<string, CsrfPass>();
  readonly #clock: ServerClock;

  constructor(
    private readonly options: ODataOptions,
    private readonly deps: Pick<ConnectorDeps, 'http' | 'now'>,
  ) {
    this.#clock = new ServerClock(deps.now);
  }

  /** What the server's clock showed when ours showed this. */
  serverTime(ours: Date): Date {
    return this.#clock.at(ours);
  }

  /** A page of a collection. `service` is the root of the service, `url` an address below it. */
  async page(service: string, url: string, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    const page = readPage(await this.#read(url, headers, signal), pathOf(url));
    const next = page.next === null ? null : this.#within(service, page.next);
    if (next === url) throw new ConnectorError('contract', `${pathOf(url)}: the list does not go on`);
    return { rows: page.rows, next };
  }

  /** A collection to its end, from an address or a link; for lists that are known to be short, such as the lines of an order. */
  async all(service: string, link: string, signal: AbortSignal): Promise<Row[]> {
    const rows: Row[] = [];
    for (let next: string | null = this.#within(service, link); next !== null; ) {
      const page: Page = await this.page(service, next, signal);
      rows.push(...page.rows);
      next = page.next;
    }
    return rows;
  }

  async entity(url: string, signal: AbortSignal): Promise<Row> {
    return readEntity(await this.#read(url, {}, signal), pathOf(url));
  }

  /** Lists under links that the service wrote in place of them, all in one call. Version 2 alone. */
  async linked(service: string, links: readonly string[], signal: AbortSignal): Promise<Page[]> {
    const urls = links.map((link) => this.#within(service, link));
    if (urls.length === 1) return [await this.page(service, urls[0]!, signal)];
    const parts = await this.#batch(service, readsBody(urls.map((url) => url.slice(service.length + 1))), signal, true);
    if (parts.length !== urls.length) throw new ConnectorError('contract', `$batch: ${urls.length} calls, ${parts.length} answers`);
    return parts.map(({ status, body }, index) => {
      const what = pathOf(urls[index]!);
      if (status !== 200) throw partProblem(what, status, body);
      const page = readPage(parse(body, what), what);
      return { rows: page.rows, next: page.next === null ? null : this.#within(service, page.next) };
    });
  }

  /** Writes several records, all or none. Version 2 alone. */
  async changeSet(service: string, writes: readonly BatchWrite[], signal: AbortSignal): Promise<void> {
    const parts = await this.#batch(service, changeSetBody(writes), signal, false);
    const failed = parts.find(({ status }) => status >= 300);
    if (failed) throw writeProblem(partProblem('$batch', failed.status, failed.body));
    if (parts.length !== writes.length) throw new ConnectorError('contract', `$batch: ${writes.length} writes, ${parts.length} answers`);
  }

  /** Posts JSON that changes something; never repeated by itself, except where it was refused before anything ran. */
  post(service: string, url: string, body: object, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return this.#send('POST', service, url, body, signal, headers);
  }

  /** Changes the members of a record that `body` has, where it is still the one with this ETag. */
  patch(service: string, url: string, body: object, etag: string, signal: AbortSignal): Promise<unknown> {
    return this.#send('PATCH', service, url, body, signal, { 'if-match': etag });
  }

  async #send(method: 'POST' | 'PATCH', service: string, url: string, body: object, signal: AbortSignal, headers: Readonly<Record<string, string>>): Promise<unknown> {
    const type = { 'content-type': 'application/json' };
    const request = { method, url, headers: { ...type, ...headers }, body: JSON.stringify(body), accept: JSON_TYPE, idempotent: false } as const;
    const response = await this.#write(service, request, signal);
    return response.body.byteLength === 0 ? null : response.json();
  }

  async #batch(service: string, { contentType, body }: BatchBody, signal: AbortSignal, idempotent: boolean): Promise<BatchPart[]> {
    const headers = { 'content-type': contentType };
    const request = { method: 'POST', url: `${service}/$batch`, headers, body, accept: ['multipart/mixed'], idempotent } as const;
    const response = await this.#write(service, request, signal);
    return readBatch(response.headers['content-type'], response.text());
  }

  async #read(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown> {
    return (await this.#call({ method: 'GET', url, headers, accept: JSON_TYPE, idempotent: true }, signal)).json();
  }

  async #write(service: string, request: Omit<HttpRequest, 'signal'>, signal: AbortSignal): Promise<HttpResponse> {
    const attempt = async (pass: CsrfPass | null): Promise<HttpResponse> =>
      await this.#call({ ...request, headers: { ...request.headers, ...(pass && passHeaders(pass)) } }, signal);
    try {
      if (!this.options.csrf) return await attempt(null);
      const pass = this.#passes.get(service) ?? (await this.#fetchPass(service, signal));
      try {
        return await attempt(pass);
      } catch (error) {
        // The session has ended: refused before anything ran.
        if (!isCsrfRefusal(error)) throw error;
        return await attempt(await this.#fetchPass(service, signal));
      }
    } catch (error) {
      throw writeProblem(error);
    }
  }

  async #fetchPass(service: string, signal: AbortSignal): Promise<CsrfPass> {
    const accept = ['application/json', 'application/xml', 'application/atomsvc+xml'];
    const pass = readPass(await this.#call({ method: 'GET', url: `${service}/`, headers: FETCH, accept, idempotent: true }, signal));
    this.#passes.set(service, pass);
    return pass;
  }

  /** One call; once more with a new token where the old one is no longer taken. */
  async #call(request: Omit<HttpRequest, 'signal'>, signal: AbortSignal): Promise<HttpResponse> {
    const { authorization, headers } = this.options;
    const send = async (proof: string): Promise<HttpResponse> => {
      const response = await this.deps.http.request({ ...request, headers: { ...headers, ...request.headers, authorization: proof }, signal });
      this.#clock.note(response);
      return response;
    };
    try {
      return await send(await authorization.header(signal));
    } catch (error) {
      const isRefused = error instanceof ConnectorError && error.details.status === 401;
      if (!isRefused || !authorization.renew()) throw error;
      return await send(await authorization.header(signal));
    }
  }

  #within(service: string, link: string): string {
    const url = withinService(service, link);
    if (url === null) throw new ConnectorError('contract', `${pathOf(service)}: a link leads out of the service`);
    return url;
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConnectorError('contract', `${what}: a part of the batch is not JSON`);
  }
}

/** Names a call in messages: without its query. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}
