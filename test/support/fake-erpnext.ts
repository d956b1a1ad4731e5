import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, type TestServer } from '../http/server.js';

export type Doc = { name: string } & Record<string, unknown>;
type Filter = readonly [string, string, unknown];

export const TOKEN = { API_KEY: 'a-key', API_SECRET: 'a-secret' } as const;

/** The part of Frappe's REST API that the connector uses, in memory: lists without tables, rows of tables, whole documents, comments. */
export class FakeErpnext {
  readonly documents = new Map<string, Map<string, Doc>>();
  /** `GET Sales Order`, `PUT Purchase Order/PO-1` … */
  readonly calls: string[] = [];
  /** Answers that take the place of the next ones. */
  readonly troubles: ((response: ServerResponse) => void)[] = [];
  /** Kinds of document that the user may not read. */
  readonly forbidden = new Set<string>();
  /** Runs before the next write, as somebody else would. */
  meddle: (() => void) | null = null;
  /** What `modified` becomes when something is written. */
  clock = '2026-03-05 13:00:00.000001';
  timeZone = 'Europe/Berlin';

  start(): Promise<TestServer> {
    return serve((request, response) => void this.#answer(request, response));
  }

  put(doctype: string, ...documents: Doc[]): void {
    for (const document of documents) this.#kind(doctype).set(document.name, { doctype, ...document });
  }

  get(doctype: string, name: string): Doc {
    return this.#kind(doctype).get(name)!;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const trouble = this.troubles.shift();
    if (trouble) return trouble(response);
    const { status, content } = this.#run(request, body === '' ? {} : (JSON.parse(body) as Record<string, unknown>));
    response.writeHead(status, { 'content-type': 'application/json', date: 'Thu, 05 Mar 2026 12:00:00 GMT' }).end(JSON.stringify(content));
  }

  #run({ method, url, headers }: IncomingMessage, body: Record<string, unknown>): { status: number; content: unknown } {
    if (headers.authorization !== `token ${TOKEN.API_KEY}:${TOKEN.API_SECRET}`) return { status: 401, content: { exc_type: 'AuthenticationError' } };
    const { pathname, searchParams } = new URL(url!, 'http://any');
    const [, , kind, target, name] = pathname.split('/').map(decodeURIComponent) as [string, string, string, string, string?];
    this.calls.push(`${method} ${[target, name].filter(Boolean).join('/')}`);
    if (kind === 'method') return { status: 200, content: { message: this.#method(target, body) } };
    if (this.forbidden.has(target)) return { status: 403, content: { exc_type: 'PermissionError' } };
    if (name === undefined && method === 'POST') {
      this.put(target, { ...body, name: `new-${this.#kind(target).size + 1}` });
      return { status: 200, content: { data: [...this.#kind(target).values()].at(-1) } };
    }
    if (name === undefined) return { status: 200, content: { data: this.#list(target, searchParams) } };
    const document = this.#kind(target).get(name);
    if (!document) return { status: 404, content: { exc_type: 'DoesNotExistError' } };
    return method === 'PUT' ? this.#update(document, body) : { status: 200, content: { data: document } };
  }

  #method(name: string, body: Record<string, unknown>): unknown {
    if (name === 'frappe.auth.get_logged_user') return 'gateway@example.com';
    if (name === 'frappe.client.get_time_zone') return { time_zone: this.timeZone };
    const { parent, fields, filters } = body as { parent: string; fields: string[]; filters: Filter[] };
    const parents = filters.find(([field]) => field === 'parent')![2] as string[];
    const rows = parents.flatMap((one) => ((this.#kind(parent).get(one)?.['items'] ?? []) as Doc[]).map((row): Doc => ({ ...row, parent: one })));
    return rows.map((row) => pick(row, fields));
  }

  #list(doctype: string, query: URLSearchParams): Doc[] {
    const filters = JSON.parse(query.get('filters')!) as Filter[];
    const found = [...this.#kind(doctype).values()].filter((document) => filters.every((filter) => holds(document, filter)));
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    return found.slice(0, Number(query.get('limit_page_length'))).map((document) => pick(document, JSON.parse(query.get('fields')!) as string[]));
  }

  #update(document: Doc, values: Record<string, unknown>): { status: number; content: unknown } {
    this.meddle?.();
    if ('modified' in values && values['modified'] !== document['modified']) return { status: 417, content: { exc_type: 'TimestampMismatchError' } };
    if (values['order_confirmation_no'] === 'refused') return { status: 417, content: { exc_type: 'ValidationError' } };
    Object.assign(document, values, { modified: this.clock });
    return { status: 200, content: { data: document } };
  }

  #kind(doctype: string): Map<string, Doc> {
    const documents = this.documents.get(doctype) ?? new Map<string, Doc>();
    this.documents.set(doctype, documents);
    return documents;
  }
}

function pick(document: Doc, fields: readonly string[]): Doc {
  return Object.fromEntries(fields.map((field) => [field, document[field] ?? null])) as Doc;
}

function holds(document: Doc, [field, operator, wanted]: Filter): boolean {
  const value = document[field] as string;
  if (operator === 'in') return (wanted as string[]).includes(value);
  if (operator === '>') return value > (wanted as string);
  if (operator === '>=') return value >= (wanted as string);
  if (operator === 'like') return value.includes((wanted as string).replaceAll('%', ''));
  return value === wanted;
}
