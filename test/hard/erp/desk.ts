/** A place in the ERP at which somebody works: a session of his own, and his own chance. */
import type postgres from 'postgres';
import type { HttpClient } from '../../../src/connectors/contract.js';
import { TrytonClient } from '../../../src/connectors/erp/tryton/client.js';
import { parseConfig } from '../../../src/connectors/erp/tryton/config.js';
import type { TrytonServer } from '../../support/tryton.js';
import type { Random } from '../random.js';

/** Written into `description` of purchases that nobody changes but those to whom they are given. */
export const reserved = 'reserved';

/** The party at whose row late transactions wait: nobody else touches it. */
export const gateName = 'Gate';

export class Desk {
  #count = 0;
  readonly #signal = new AbortController().signal;

  private constructor(
    private readonly rpc: TrytonClient,
    private readonly context: object,
    private readonly label: string,
    readonly sql: postgres.Sql,
    readonly random: Random,
  ) {}

  /** Logs in as somebody who may do everything. `label` goes into the texts that he writes. */
  static async open(server: TrytonServer, http: HttpClient, sql: postgres.Sql, random: Random, label: string): Promise<Desk> {
    const rpc = new TrytonClient(parseConfig(server.adminEnv), { http, now: () => new Date(), log: console, watched: () => Promise.resolve([]) });
    const { context } = await rpc.login(new AbortController().signal);
    return new Desk(rpc, context, label, sql, random);
  }

  /** Calls a method of a model, e.g. `sale.sale.quote`, with what it takes before the context. */
  call(method: string, ...params: readonly unknown[]): Promise<unknown> {
    return this.rpc.write(`model.${method}`, [...params, this.context], this.#signal);
  }

  /** Creates a record and returns its id. */
  async create(model: string, values: object): Promise<number> {
    const [id] = (await this.call(`${model}.create`, [values])) as [number];
    return id;
  }

  /** Writes other values into each of some records, in one transaction. */
  async writeEach(model: string, ids: readonly number[], values: (id: number) => object): Promise<number> {
    if (ids.length > 0) await this.call(`${model}.write`, ...ids.flatMap((id) => [[id], values(id)]));
    return ids.length;
  }

  /** Calls a button on some records. */
  async press(button: string, ids: readonly number[]): Promise<number> {
    if (ids.length > 0) await this.call(button, ids);
    return ids.length;
  }

  /** Up to `most` of the ids that a query finds. */
  async choose(query: postgres.PendingQuery<postgres.Row[]>, most: number): Promise<number[]> {
    const ids = (await query).map(({ id }) => Number(id));
    return this.random.shuffled(ids.sort((a, b) => a - b)).slice(0, most);
  }

  /** One of the ids that a query finds. */
  async one(query: postgres.PendingQuery<postgres.Row[]>): Promise<number> {
    const [id] = await this.choose(query, 1);
    if (id === undefined) throw new Error('The ERP has no such record');
    return id;
  }

  /** A text that nobody else uses. */
  text(): string {
    this.#count += 1;
    return `${this.label}${this.#count}`;
  }

  quantity(): number {
    return 1 + this.random.below(500);
  }

  price(): object {
    return { __class__: 'Decimal', decimal: `${1 + this.random.below(900)}.${10 + this.random.below(90)}` };
  }

  /** A day of the next months. */
  day(): object {
    return { __class__: 'date', year: 2031, month: 1 + this.random.below(12), day: 1 + this.random.below(28) };
  }
}
