import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, type TestServer } from '../http/server.js';

export type OdooRow = Record<string, unknown>;
type Term = readonly [string, string, unknown];

/** Links by `model field`: what the field names. A list of ids is one to many. */
const LINKS: Readonly<Record<string, string>> = {
  'res.users company_id': 'res.company',
  'res.partner commercial_partner_id': 'res.partner',
  'res.partner country_id': 'res.country',
  'product.product uom_id': 'uom.uom',
  'product.product currency_id': 'res.currency',
  'product.product product_tmpl_id': 'product.template',
  ...Object.fromEntries(['sale.order', 'purchase.order'].flatMap((model) => [
    [`${model} partner_id`, 'res.partner'],
    [`${model} partner_shipping_id`, 'res.partner'],
    [`${model} currency_id`, 'res.currency'],
    [`${model} company_id`, 'res.company'],
    [`${model} order_line`, `${model}.line`],
    [`${model}.line order_id`, model],
    [`${model}.line product_id`, 'product.product'],
    [`${model}.line product_uom`, 'uom.uom'],
    [`${model}.line product_uom_id`, 'uom.uom'],
  ])),
  'purchase.order.line sale_line_id': 'sale.order.line',
  'stock.picking partner_id': 'res.partner',
  'stock.picking carrier_id': 'delivery.carrier',
  'stock.picking picking_type_id': 'stock.picking.type',
  'stock.picking move_ids': 'stock.move',
  'stock.picking company_id': 'res.company',
  'stock.move product_uom': 'uom.uom',
  'stock.move sale_line_id': 'sale.order.line',
  'stock.move purchase_line_id': 'purchase.order.line',
};

/** Names in force before Odoo 19. */
const OLD_NAMES: Readonly<Record<string, string>> = { product_uom_id: 'product_uom', acknowledged: 'mail_reception_confirmed', quantity: 'quantity_done' };

export const KEY = 'a-key-of-the-gateway';

/** The part of Odoo that the connector uses, in memory: reads by domain, writes with lists, notes; by both APIs. */
export class FakeOdoo {
  readonly tables = new Map<string, Map<number, OdooRow>>();
  readonly calls: { model: string; method: string; params: Record<string, unknown> }[] = [];
  /** Answers that take the place of the next ones. */
  readonly troubles: ((response: ServerResponse) => void)[] = [];
  /** Runs before the next write, as somebody else would. */
  meddle: (() => void) | null = null;
  /** What `write_date` becomes when something is written. */
  clock = '2026-03-05 12:00:00';
  #server: TestServer | null = null;

  constructor(private readonly api: 'json2' | 'jsonrpc' = 'json2') {}

  async start(): Promise<TestServer> {
    this.#server = await serve((request, response) => void this.#answer(request, response));
    return this.#server;
  }

  put(model: string, ...rows: (OdooRow & { id: number })[]): void {
    const table = this.#table(model);
    for (const row of rows) table.set(row.id, { ...row });
  }

  row(model: string, id: number): OdooRow {
    return this.#table(model).get(id)!;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    const trouble = this.troubles.shift();
    if (trouble) return trouble(response);
    const reply = (status: number, content: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json', date: 'Thu, 05 Mar 2026 12:00:00 GMT' }).end(JSON.stringify(content));
    if (this.api === 'json2') {
      if (request.headers.authorization !== `bearer ${KEY}`) return reply(401, { name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey' });
      const [, model, method] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(request.url ?? '') ?? [];
      return reply(200, this.#run(model!, method!, body['ids'] as number[], body));
    }
    const { service, args } = body['params'] as { service: string; args: unknown[] };
    if (service === 'common') return reply(200, { jsonrpc: '2.0', id: 1, result: args[2] === KEY ? 7 : false });
    const [, , , model, method, [ids], params] = args as [0, 0, 0, string, string, [number[]?], Record<string, unknown>];
    return reply(200, { jsonrpc: '2.0', id: 1, result: this.#run(model, method, ids, params) });
  }

  #run(model: string, method: string, ids: number[] | undefined, params: Record<string, unknown>): unknown {
    this.calls.push({ model, method, params });
    switch (method) {
      case 'context_get':
        return { lang: 'en_US', tz: 'Europe/Berlin', ...(this.api === 'json2' ? { uid: 7 } : {}) };
      case 'fields_get':
        return Object.fromEntries((params['allfields'] as string[]).filter((field) => this.#hasField(field)).map((field) => [field, { type: 'char' }]));
      case 'search_read':
        return this.#searchRead(model, params);
      case 'write':
        return this.#write(model, ids!, params['vals'] as OdooRow);
      case 'message_post':
        this.put('mail.message', { id: this.#table('mail.message').size + 1, model, res_id: ids![0], body: `<p>${String(params['body'])}</p>` });
        return [this.#table('mail.message').size];
      default:
        return true;
    }
  }

  /** Version 19 has the new names, the versions before the old ones. */
  #hasField(field: string): boolean {
    return this.api === 'json2' ? !Object.values(OLD_NAMES).includes(field) && field !== 'move_lines' : !Object.hasOwn(OLD_NAMES, field) && !['relative_factor', 'move_lines'].includes(field);
  }

  #searchRead(model: string, params: Record<string, unknown>): OdooRow[] {
    const { domain, fields, limit } = params as { domain: unknown[]; fields: string[]; limit: number };
    const rows = [...this.#table(model).values()].sort((a, b) => (a['id'] as number) - (b['id'] as number));
    const found = rows.filter((row) => matches(domain, (term) => this.#holds(model, row, term))).slice(0, limit);
    return found.map((row) => Object.fromEntries([...new Set(['id', ...fields])].map((field) => [field, this.#shown(model, field, this.#value(row, field))])));
  }

  #value(row: OdooRow, field: string): unknown {
    const [renamed] = Object.entries(OLD_NAMES).find(([, old]) => old === field) ?? [];
    return row[field] ?? (renamed === undefined ? undefined : row[renamed]);
  }

  #shown(model: string, field: string, value: unknown): unknown {
    if (value === undefined || value === null) return false;
    return Object.hasOwn(LINKS, `${model} ${field}`) && typeof value === 'number' ? [value, `display name of ${value}`] : value;
  }

  #holds(model: string, row: OdooRow | undefined, [path, operator, wanted]: Term): boolean {
    const [field, ...rest] = path.split('.');
    const value = row?.[field!];
    if (rest.length > 0) {
      const target = LINKS[`${model} ${field}`]!;
      const ids = (Array.isArray(value) ? value : [value]) as number[];
      return ids.some((id) => this.#holds(target, this.#table(target).get(id), [rest.join('.'), operator, wanted]));
    }
    if (operator === 'in') return (wanted as unknown[]).includes(value);
    if (operator === '>') return (value as number | string) > (wanted as number | string);
    if (operator === 'ilike') return String(value).includes(String(wanted));
    return value === wanted;
  }

  #write(model: string, ids: readonly number[], vals: OdooRow): boolean {
    this.meddle?.();
    for (const id of ids) {
      for (const [field, value] of Object.entries(vals)) {
        const list = LINKS[`${model} ${field}`];
        if (list !== undefined && Array.isArray(value)) for (const [, line, changed] of value as [1, number, OdooRow][]) this.#write(list, [line], changed);
        else Object.assign(this.row(model, id), { [field]: value, write_date: this.clock });
      }
    }
    return true;
  }

  #table(model: string): Map<number, OdooRow> {
    const table = this.tables.get(model) ?? new Map<number, OdooRow>();
    this.tables.set(model, table);
    return table;
  }
}

/** A domain in Polish notation; terms without an operator between them are all to hold. */
function matches(domain: readonly unknown[], holds: (term: Term) => boolean): boolean {
  const rest = [...domain];
  const next = (): boolean => {
    const part = rest.shift();
    if (part !== '|') return holds(part as Term);
    const [left, right] = [next(), next()];
    return left || right;
  };
  let all = true;
  while (rest.length > 0) all = next() && all;
  return all;
}
