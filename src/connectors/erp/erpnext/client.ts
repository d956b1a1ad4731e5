import { z } from 'zod';
import type { ConnectorDeps, HttpRequest } from '../../contract.js';
import { ServerClock } from '../../server-clock.js';
import { read } from '../shared/read.js';
import type { ErpnextConfig } from './config.js';

export type Row = { readonly name: string } & Readonly<Record<string, unknown>>;
export type Filter = readonly [field: string, operator: string, value: unknown];

const row = z.looseObject({ name: z.string().min(1) });
const list = z.object({ data: z.array(row) });
const one = z.object({ data: row });
const children = z.object({ message: z.array(z.looseObject({ parent: z.string() })) });
const said = z.object({ message: z.unknown() });

export interface Query {
  readonly fields: readonly string[];
  readonly filters: readonly Filter[];
  /** By default in the order of names. */
  readonly limit: number;
}

/** The REST API of one Frappe site as one user (`Authorization: token <key>:<secret>`). Failures are ConnectorErrors. */
export class ErpnextClient {
  readonly #clock: ServerClock;

  constructor(
    private readonly config: ErpnextConfig,
    private readonly deps: Pick<ConnectorDeps, 'http' | 'now'>,
  ) {
    this.#clock = new ServerClock(deps.now);
  }

  /** What the server's clock showed when ours showed this. */
  serverTime(ours: Date): Date {
    return this.#clock.at(ours);
  }

  /** Documents without their tables, in the order of names: a place in it stays where it is while others come and go. */
  async list(doctype: string, { fields, filters, limit }: Query, signal: AbortSignal): Promise<Row[]> {
    const query = new URLSearchParams({
      fields: JSON.stringify(fields),
      filters: JSON.stringify(filters),
      order_by: 'name asc',
      limit_start: '0',
      limit_page_length: String(limit),
    });
    return read(list, await this.#call('GET', `/api/resource/${encodeURIComponent(doctype)}?${query}`, signal), doctype).data;
  }

  /** The rows of a table of these documents. Asked by POST: the names of a page can be longer than an address may be. */
  async children(doctype: string, parent: string, fields: readonly string[], parents: readonly string[], signal: AbortSignal): Promise<Map<string, unknown[]>> {
    const filters = [['parent', 'in', parents], ['parenttype', '=', parent]];
    const body = { doctype, parent, fields: [...fields, 'parent'], filters, order_by: 'parent asc, idx asc', limit_page_length: 0 };
    const answer = await this.#call('POST', '/api/method/frappe.client.get_list', signal, body, true);
    const byParent = new Map<string, unknown[]>(parents.map((name) => [name, []]));
    for (const { parent: name, ...child } of read(children, answer, doctype).message) byParent.get(name)?.push(child);
    return byParent;
  }

  /** A whole document with its tables. */
  async document(doctype: string, name: string, signal: AbortSignal): Promise<Row> {
    return read(one, await this.#call('GET', resource(doctype, name), signal), `${doctype}/${name}`).data;
  }

  /** Changes a document; answers with the whole of it. With `modified` among the values, one that was changed since is refused. */
  async update(doctype: string, name: string, values: object, signal: AbortSignal): Promise<Row> {
    return read(one, await this.#call('PUT', resource(doctype, name), signal, values), `${doctype}/${name}`).data;
  }

  async create(doctype: string, values: object, signal: AbortSignal): Promise<void> {
    await this.#call('POST', `/api/resource/${encodeURIComponent(doctype)}`, signal, values);
  }

  /** A method that only reads, e.g. `frappe.auth.get_logged_user`. */
  async ask(method: string, signal: AbortSignal): Promise<unknown> {
    return read(said, await this.#call('GET', `/api/method/${method}`, signal), method).message;
  }

  async #call(method: HttpRequest['method'], path: string, signal: AbortSignal, body?: object, idempotent = method === 'GET'): Promise<unknown> {
    const { url, apiKey, apiSecret } = this.config;
    const response = await this.deps.http.request({
      method,
      url: `${url}${path}`,
      headers: {
        authorization: `token ${apiKey}:${apiSecret}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      accept: ['application/json'],
      signal,
      idempotent,
    });
    this.#clock.note(response);
    return response.json();
  }
}

function resource(doctype: string, name: string): string {
  return `/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`;
}
