import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import type { NumberedRecord, RecordReader, Role } from '../shared/pull.js';
import { read } from '../shared/read.js';
import type { OdooClient } from './client.js';
import type { OdooConfig } from './config.js';
import { TOPICS, type Part, type Shape, type Topic } from './shapes.js';
import { held, toWireDateTime } from './values.js';

type Domain = unknown[];

const records = z.array(z.looseObject({ id: z.int().positive() }));
const ownContext = z.looseObject({ uid: z.int().positive().optional() });
const ownUser = z.array(z.looseObject({ id: z.int(), login: z.string(), company_id: z.int() }));
const rank = z.object({ customer_rank: held(z.number()), supplier_rank: held(z.number()), commercial_partner_id: held(z.int()) });
const orderedBy = z.object({ 'partner_id.': held(z.object({ commercial_partner_id: held(z.int()) })) });

/** Records of a part asked for in one call. */
const CHUNK = 500;
/** Orders looked at in one call for who buys and who sells. */
const ROLE_ROWS = 500;

/** Reads records as one user, whole: with their parts, and with what only other tables know. */
export class OdooReader implements RecordReader<Topic> {
  private constructor(
    private readonly client: OdooClient,
    /** Goes with every call: the user's language, and archived records included. */
    readonly context: Readonly<Record<string, unknown>>,
    readonly login: string,
    readonly company: number,
    /** `model field` of the optional fields that this server has. */
    private readonly known: ReadonlySet<string>,
  ) {}

  /** Asks who we are and what the server has. */
  static async open(client: OdooClient, config: OdooConfig, signal: AbortSignal): Promise<OdooReader> {
    const answer = await client.read({ model: 'res.users', method: 'context_get', params: {} }, signal);
    // Older versions leave the id out of the context.
    const { uid = await client.user(signal), ...own } = read(ownContext, answer, 'res.users.context_get');
    const context = { ...own, active_test: false };
    const params = { domain: [['id', '=', uid]], fields: ['login', 'company_id'], limit: 1, context };
    const [user] = read(ownUser, bare(await client.read({ model: 'res.users', method: 'search_read', params }, signal)), 'res.users');
    if (user === undefined) throw new ConnectorError('auth', `the user ${uid} may not read itself: give it a role of internal users`);
    return new OdooReader(client, context, user.login, config.company ?? user.company_id, await optionalFields(client, context, signal));
  }

  get topics(): readonly Topic[] {
    return TOPICS.filter(({ model }) => model !== 'delivery.carrier' || this.has('stock.picking', 'carrier_id'));
  }

  serverTime(ours: Date): Date {
    return this.client.serverTime(ours);
  }

  has(model: string, field: string): boolean {
    return this.known.has(`${model} ${field}`);
  }

  async page(topic: Topic, after: number, since: Date | null, limit: number, signal: AbortSignal): Promise<NumberedRecord[]> {
    const domain: Domain = [['id', '>', after], ...this.#common(topic), ...(since === null ? [] : this.#changedSince(topic, since))];
    return await this.#withRoles(topic, await this.#search(topic, domain, limit, signal), signal);
  }

  async byIds(topic: Topic, ids: readonly number[], signal: AbortSignal): Promise<NumberedRecord[]> {
    const found = await this.#search(topic, [['id', 'in', ids], ...this.#common(topic)], ids.length, signal);
    return await this.#withRoles(topic, found, signal);
  }

  async existing(topic: Topic, ids: readonly number[], signal: AbortSignal): Promise<Set<number>> {
    const rows = await this.#rows(topic.model, [['id', 'in', ids]], ['id'], ids.length, signal);
    return new Set(rows.map(({ id }) => id));
  }

  #common({ perCompany, domain }: Topic): Domain {
    return [...domain, ...(perCompany ? [['company_id', '=', this.company]] : [])];
  }

  async #search(shape: Shape, domain: Domain, limit: number, signal: AbortSignal): Promise<NumberedRecord[]> {
    const parts = Object.entries(shape.parts ?? {}).filter(([name, part]) => part.optionalPart !== true || this.has(shape.model, name));
    const optional = (shape.optional ?? []).filter((field) => this.has(shape.model, field));
    const fields = ['id', ...shape.fields, ...optional, ...parts.map(([name]) => name)];
    let rows = await this.#rows(shape.model, domain, fields, limit, signal);
    for (const [name, part] of parts) rows = await this.#withPart(rows, name, part, signal);
    return rows;
  }

  /** The named records in the place of their ids' neighbour `name.`: one or null for a link to one, a list for one to many. */
  async #withPart(rows: NumberedRecord[], name: string, part: Part, signal: AbortSignal): Promise<NumberedRecord[]> {
    const ids = [...new Set(rows.flatMap((row) => idsOf(row[name])))];
    const found = new Map<number, NumberedRecord>();
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK);
      for (const record of await this.#search(part, [['id', 'in', chunk]], chunk.length, signal)) found.set(record.id, record);
    }
    return rows.map((row) => {
      const named = idsOf(row[name]).flatMap((id) => found.get(id) ?? []);
      return { ...row, [`${name}.`]: Array.isArray(row[name]) ? named : (named[0] ?? null) };
    });
  }

  async #rows(model: string, domain: Domain, fields: readonly string[], limit: number, signal: AbortSignal): Promise<NumberedRecord[]> {
    const params = { domain, fields, limit, order: 'id', context: this.context };
    return read(records, bare(await this.client.read({ model, method: 'search_read', params }, signal)), model);
  }

  /** A contact of a company has no role of its own: orders that name it are the company's. */
  async #withRoles(topic: Topic, rows: NumberedRecord[], signal: AbortSignal): Promise<NumberedRecord[]> {
    if (!topic.hasRoles || rows.length === 0) return rows;
    const ranked = rows.map((row) => ({ row, ...read(rank, row, topic.model) }));
    const ids = ranked.filter(({ row, commercial_partner_id }) => commercial_partner_id === row.id).map(({ row }) => row.id);
    const buying = await this.#partnersIn('sale.order', ids, signal);
    const selling = await this.#partnersIn('purchase.order', ids, signal);
    return ranked.map(({ row, customer_rank, supplier_rank }) => {
      const held: Record<Role, boolean> = {
        customer: (customer_rank ?? 0) > 0 || buying.has(row.id),
        supplier: (supplier_rank ?? 0) > 0 || selling.has(row.id),
      };
      return { ...row, roles: (['customer', 'supplier'] as const).filter((role) => ids.includes(row.id) && held[role]) };
    });
  }

  /** Which of these partners the orders name. A look that takes out none is the last one. */
  async #partnersIn(model: 'sale.order' | 'purchase.order', ids: readonly number[], signal: AbortSignal): Promise<Set<number>> {
    const shape = TOPICS.find((topic) => topic.model === model)!.parts!['partner_id']!;
    const found = new Set<number>();
    for (let open = [...ids]; open.length > 0; ) {
      const domain = [['partner_id.commercial_partner_id', 'in', open], ['company_id', '=', this.company]];
      const rows = await this.#search({ model, fields: [], parts: { partner_id: shape } }, domain, ROLE_ROWS, signal);
      for (const row of rows) found.add(read(orderedBy, row, model)['partner_id.']?.commercial_partner_id ?? 0);
      const left = open.filter((id) => !found.has(id));
      if (rows.length < ROLE_ROWS || left.length === open.length) break;
      open = left;
    }
    return found;
  }

  #changedSince(shape: Shape, since: Date): Domain {
    const at = toWireDateTime(since);
    const terms = ['', ...this.#watched(shape)].map((prefix) => [`${prefix}write_date`, '>', at]);
    return [...terms.slice(1).map(() => '|'), ...terms];
  }

  #watched({ model, parts }: Shape): string[] {
    return Object.entries(parts ?? {}).flatMap(([name, part]) =>
      part.watched === true && (part.optionalPart !== true || this.has(model, name)) ? [`${name}.`] : [],
    );
  }
}

/** A link to one record is `[id, name]`; the name goes, or renaming a product would change every order. */
function bare(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return (value as unknown[]).map((row) =>
    typeof row === 'object' && row !== null
      ? Object.fromEntries(Object.entries(row).map(([key, member]: [string, unknown]) => [key, isLink(member) ? member[0] : member]))
      : row,
  );
}

function isLink(value: unknown): value is [number, string] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';
}

function idsOf(value: unknown): number[] {
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  return ids.filter((id) => typeof id === 'number');
}

/** The optional fields of the shapes that this server has, as `model field`. */
async function optionalFields(client: OdooClient, context: object, signal: AbortSignal): Promise<Set<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const [model, field] of TOPICS.flatMap(optionalOf)) wanted.set(model, (wanted.get(model) ?? new Set()).add(field));
  const known = new Set<string>();
  for (const [model, fields] of wanted) {
    const params = { allfields: [...fields], attributes: ['type'], context };
    const answer = await client.read({ model, method: 'fields_get', params }, signal);
    for (const field of Object.keys(read(z.record(z.string(), z.looseObject({})), answer, `${model}.fields_get`))) known.add(`${model} ${field}`);
  }
  return known;
}

function optionalOf(shape: Shape): (readonly [string, string])[] {
  const parts = Object.entries(shape.parts ?? {});
  return [
    ...(shape.optional ?? []).map((field) => [shape.model, field] as const),
    ...parts.filter(([, part]) => part.optionalPart).map(([name]) => [shape.model, name] as const),
    ...parts.flatMap(([, part]) => optionalOf(part)),
  ];
}
