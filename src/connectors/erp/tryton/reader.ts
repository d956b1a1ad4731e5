import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import type { NumberedRecord, RecordReader } from '../shared/pull.js';
import { read } from '../shared/read.js';
import type { Login, TrytonClient } from './client.js';
import { ROLE_MODELS, STOCK, TOPICS, type Shape, type Topic } from './shapes.js';
import { stockByIds, stockPage, type SearchRead } from './stock.js';
import { toWireDateTime } from './values.js';

const records = z.array(z.looseObject({ id: z.int() }));
const fieldNames = z.array(z.object({ name: z.string(), 'model.': z.object({ model: z.string() }) }));
const named = z.looseObject({ party: z.int().nullish() });

/** Rows asked for in one look for who buys and who sells. */
const ROLE_ROWS = 500;

/** Reads records of one database in one login, whole: with their parts, and with what only other tables know. */
export class TrytonReader implements RecordReader<Topic> {
  private constructor(
    private readonly client: TrytonClient,
    readonly login: Login,
    /** `model field` of the optional fields that this server has. */
    private readonly known: ReadonlySet<string>,
    private readonly currency: string | null,
  ) {}

  /** Asks who we are and what the server has; raises ConnectorError('config') where no company is chosen. */
  static async open(client: TrytonClient, signal: AbortSignal): Promise<TrytonReader> {
    const login = await client.login(signal);
    if (login.company === null) throw new ConnectorError('config', 'the user has no company: choose one in Tryton, or set COMPANY');
    const known = await optionalFields(client, login, signal);
    const params = [[['id', '=', login.company]], 0, 1, null, ['currency.code'], login.context];
    const [company] = read(z.array(z.looseObject({ 'currency.': z.object({ code: z.string() }) })), await client.call('model.company.company.search_read', params, signal), 'company.company');
    if (company === undefined) throw new ConnectorError('config', `company ${login.company} is not one that the user may see: check COMPANY`);
    if (!(await client.mayWorkFor(login, signal))) throw new ConnectorError('config', `the user does not belong to company ${login.company}: add it to his companies in Tryton, or check COMPANY`);
    return new TrytonReader(client, login, known, company['currency.'].code);
  }

  get topics(): readonly Topic[] {
    return TOPICS.filter(({ model }) => model !== 'carrier' || this.known.has('carrier party'));
  }

  serverTime(ours: Date): Date {
    return this.client.serverTime(ours);
  }

  /** Up to `limit` records with ids above `after`, in the order of ids; `since`: only those changed or made after it. */
  async page(topic: Topic, after: number, since: Date | null, limit: number, signal: AbortSignal): Promise<NumberedRecord[]> {
    if (topic.model === STOCK) return await stockPage(this.#looking(signal), this.login.company, after, since, limit);
    const domain: unknown[] = [['id', '>', after]];
    if (topic.perCompany) domain.push(['company', '=', this.login.company]);
    if (since !== null) domain.push(this.#changedSince(topic, since));
    return await this.#search(topic, domain, limit, signal);
  }

  /** The records with these ids that exist and may be seen. */
  async byIds(topic: Topic, ids: readonly number[], signal: AbortSignal): Promise<NumberedRecord[]> {
    if (topic.model === STOCK) return await stockByIds(this.#looking(signal), ids);
    const domain: unknown[] = [['id', 'in', ids]];
    if (topic.perCompany) domain.push(['company', '=', this.login.company]);
    return await this.#search(topic, domain, ids.length, signal);
  }

  /** Which of these ids exist and may be seen. */
  async existing(topic: Topic, ids: readonly number[], signal: AbortSignal): Promise<Set<number>> {
    const rows = await this.#call(`model.${topic.model}.search_read`, [[['id', 'in', ids]], 0, ids.length, [['id', 'ASC']], ['id']], signal);
    return new Set(rows.map(({ id }) => id));
  }

  async #search(topic: Topic, domain: unknown[], limit: number, signal: AbortSignal): Promise<NumberedRecord[]> {
    const params = [domain, 0, limit, [['id', 'ASC']], this.#paths(topic)];
    return await this.#complete(topic, await this.#call(`model.${topic.model}.search_read`, params, signal), signal);
  }

  async #call(method: string, params: readonly unknown[], signal: AbortSignal, context: object = {}): Promise<NumberedRecord[]> {
    return read(records, await this.client.call(method, [...params, { ...this.login.context, ...context }], signal), method);
  }

  #looking(signal: AbortSignal): SearchRead {
    return (model, params, context) => this.#call(`model.${model}.search_read`, params, signal, context);
  }

  /** Adds what a record needs and does not say itself. */
  async #complete(topic: Topic, rows: NumberedRecord[], signal: AbortSignal): Promise<NumberedRecord[]> {
    if (rows.length === 0) return rows;
    switch (topic.model) {
      case 'party.party':
        return await this.#withRoles(rows, signal);
      case 'product.product':
        return rows.map((row) => ({ ...row, currency: this.currency }));
      case 'stock.shipment.in':
        return await this.#withOrigins(rows, 'incoming_moves.', 'purchase.line', signal);
      case 'stock.shipment.out':
        return await this.#withOrigins(rows, 'outgoing_moves.', 'sale.line', signal);
      default:
        return rows;
    }
  }

  /**
   * Tryton's parties have no mark that says customer or supplier: who has a sale is the one, who has a purchase or a
   * purchase price is the other. Each look takes out at least one party, so that it ends.
   */
  async #withRoles(rows: NumberedRecord[], signal: AbortSignal): Promise<NumberedRecord[]> {
    const [sale, ...buying] = ROLE_MODELS;
    const ids = rows.map(({ id }) => id);
    const customers = await this.#partiesNamedBy(sale, ids, signal);
    const suppliers = new Set<number>();
    for (const model of buying) {
      const open = ids.filter((id) => !suppliers.has(id));
      for (const id of await this.#partiesNamedBy(model, open, signal)) suppliers.add(id);
    }
    return rows.map((row) => ({
      ...row,
      roles: [...(customers.has(row.id) ? ['customer'] : []), ...(suppliers.has(row.id) ? ['supplier'] : [])],
    }));
  }

  async #partiesNamedBy(model: (typeof ROLE_MODELS)[number], ids: readonly number[], signal: AbortSignal): Promise<Set<number>> {
    const found = new Set<number>();
    for (let open = [...ids]; open.length > 0; ) {
      const domain = [['party', 'in', open], ['company', '=', this.login.company]];
      const rows = await this.#call(`model.${model}.search_read`, [domain, 0, ROLE_ROWS, [['id', 'DESC']], ['party']], signal);
      for (const row of rows) found.add(read(named, row, model).party ?? 0);
      if (rows.length < ROLE_ROWS) break;
      open = open.filter((id) => !found.has(id));
    }
    return found;
  }

  /** The unit of the ordered line beside each moved quantity: they may differ. Other origins stay bare references. */
  async #withOrigins(rows: NumberedRecord[], part: string, model: string, signal: AbortSignal): Promise<NumberedRecord[]> {
    const moves = z.array(z.looseObject({ id: z.int(), origin: z.string().nullish() }));
    const movesOf = (row: NumberedRecord): z.infer<typeof moves> => read(moves, row[part] ?? [], part);
    const idOf = (origin: string | null | undefined): number | null =>
      origin?.startsWith(`${model},`) ? Number(origin.slice(model.length + 1)) : null;
    const ids = new Set(rows.flatMap(movesOf).flatMap(({ origin }) => idOf(origin) ?? []));
    if (ids.size === 0) return rows;
    const params = [[['id', 'in', [...ids]]], 0, ids.size, null, ['unit', 'unit.symbol', 'unit.factor', 'unit.digits']];
    const lines = new Map((await this.#call(`model.${model}.search_read`, params, signal)).map((line) => [line.id, line]));
    return rows.map((row) => ({
      ...row,
      [part]: movesOf(row).map((move) => ({ ...move, 'origin.': lines.get(idOf(move.origin) ?? 0) ?? null })),
    }));
  }

  #paths(shape: Shape, prefix = ''): string[] {
    const own = [...shape.fields, ...this.#present(shape)].map((field) => prefix + field);
    const nested = this.#parts(shape).flatMap(([name, part]) => this.#paths(part, `${prefix}${name}.`));
    return [...own, ...nested];
  }

  #present(shape: Shape): string[] {
    return (shape.optional ?? []).filter((field) => this.known.has(`${shape.model} ${field}`));
  }

  #parts(shape: Shape): [string, NonNullable<Shape['parts']>[string]][] {
    return Object.entries(shape.parts ?? {}).filter(([name, part]) => part.optionalPart !== true || this.known.has(`${shape.model} ${name}`));
  }

  /** `write_date` is null until the first change, so that both dates have to be asked. */
  #changedSince(shape: Shape, since: Date): unknown[] {
    const at = toWireDateTime(since);
    const dates = ['', ...this.#watched(shape)].flatMap((prefix) => [
      [[`${prefix}write_date`, '>', at]],
      [[`${prefix}create_date`, '>', at]],
    ]);
    return ['OR', ...dates];
  }

  #watched(shape: Shape, prefix = ''): string[] {
    return this.#parts(shape).flatMap(([name, part]) => {
      const path = `${prefix}${part.searchBy ?? name}.`;
      return [...(part.watched === true ? [path] : []), ...this.#watched(part, path)];
    });
  }
}

/** The optional fields of the shapes that this server has, as `model field`. */
async function optionalFields(client: TrytonClient, login: Login, signal: AbortSignal): Promise<Set<string>> {
  const wanted = [['carrier', 'party'] as const, ...TOPICS.flatMap(optionalOf)];
  const domain = [
    ['model.model', 'in', [...new Set(wanted.map(([model]) => model))]],
    ['name', 'in', [...new Set(wanted.map(([, field]) => field))]],
  ];
  const rows = await client.call('model.ir.model.field.search_read', [domain, 0, null, null, ['name', 'model.model'], login.context], signal);
  return new Set(read(fieldNames, rows, 'ir.model.field').map((row) => `${row['model.'].model} ${row.name}`));
}

function optionalOf(shape: Shape): (readonly [string, string])[] {
  const parts = Object.entries(shape.parts ?? {});
  return [
    ...(shape.optional ?? []).map((field) => [shape.model, field] as const),
    ...parts.filter(([, part]) => part.optionalPart).map(([name]) => [shape.model, name] as const),
    ...parts.flatMap(([, part]) => optionalOf(part)),
  ];
}
