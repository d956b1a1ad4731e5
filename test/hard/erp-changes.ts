/** Random changes in a Tryton: many records in a call, and some in transactions that commit late. */
import type postgres from 'postgres';
import { TrytonClient } from '../../src/connectors/erp/tryton/client.js';
import { parseConfig } from '../../src/connectors/erp/tryton/config.js';
import type { HttpClient } from '../../src/connectors/contract.js';
import type { TrytonServer } from '../support/tryton.js';
import type { Random } from './random.js';

/** Changes records of one kind, up to so many, and returns how many. */
type Change = (most: number) => Promise<number>;

/** Records of one kind that are changed in one call at most. */
const batch = 40;

export class TrytonChanges {
  #count = 0;
  readonly #signal = new AbortController().signal;
  readonly #changes: readonly Change[];

  private constructor(
    private readonly rpc: TrytonClient,
    private readonly context: object,
    private readonly sql: postgres.Sql,
    private readonly random: Random,
    private readonly ids: ChangedIds,
  ) {
    this.#changes = [
      (most) => this.#each('party.party', this.ids.parties, most, (name) => ({ name: `Party ${name}` })),
      (most) => this.#each('product.template', this.ids.templates, most, (name) => ({ name: `Product ${name}`, list_price: this.#price() })),
      (most) => this.#each('purchase.purchase', this.ids.purchases, most, (name) => ({ reference: `Ref ${name}` })),
      (most) => this.#each('sale.line', this.ids.saleLines, most, () => ({ quantity: 1 + this.random.below(500) })),
      (most) => this.#quoteOrDraft(most),
    ];
  }

  /** Adds so many copies of each sale and purchase that there is, then chooses what will be changed. */
  static async prepare(server: TrytonServer, http: HttpClient, sql: postgres.Sql, { random, copies }: { random: Random; copies: number }): Promise<TrytonChanges> {
    const rpc = new TrytonClient(parseConfig(server.env), { http, now: () => new Date(), log: console, watched: () => Promise.resolve([]) });
    const { signal } = new AbortController();
    const { context } = await rpc.login(signal);
    for (const [model, table] of [['sale.sale', 'sale_sale'], ['purchase.purchase', 'purchase_purchase']] as const) {
      const ids = await idsOf(sql`select id from ${sql(table)} order by id`);
      for (let copy = 0; copy < copies; copy += 1) await rpc.write(`model.${model}.copy`, [ids, {}, context], signal);
    }
    return new TrytonChanges(rpc, context, sql, random, await chooseIds(sql));
  }

  /** A call that changes records of one random kind. */
  next(most: number): Promise<number> {
    const change = this.#changes[this.random.below(this.#changes.length)];
    return change ? change(most) : Promise.resolve(0);
  }

  /** Changes purchases of their own in a transaction that ends after `meanwhile`. Its rows bear the time of its beginning. */
  async late(meanwhile: () => Promise<void>): Promise<number> {
    const { late } = this.ids;
    await this.sql.begin(async (transaction) => {
      await transaction`update purchase_purchase set reference = ${`Late ${this.#name()} `} || id, write_date = now() at time zone 'UTC' where id in ${transaction(late)}`;
      await meanwhile();
    });
    return late.length;
  }

  /** Another value for each of some records, in one call. */
  async #each(model: string, ids: readonly number[], most: number, values: (name: string) => object): Promise<number> {
    const chosen = this.random.shuffled(ids).slice(0, Math.min(most, batch));
    const pairs = chosen.flatMap((id) => [[id], values(this.#name())]);
    await this.rpc.write(`model.${model}.write`, [...pairs, this.context], this.#signal);
    return chosen.length;
  }

  /** Moves sales between draft and quotation, which the gateway's event log tells. */
  async #quoteOrDraft(most: number): Promise<number> {
    const wanted = this.random.below(2) === 0 ? 'draft' : 'quotation';
    const found = await idsOf(this.sql`select id from sale_sale where id in ${this.sql(this.ids.sales)} and state = ${wanted} order by id`);
    const chosen = this.random.shuffled(found).slice(0, Math.min(most, batch));
    if (chosen.length === 0) return 0;
    await this.rpc.write(`model.sale.sale.${wanted === 'draft' ? 'quote' : 'draft'}`, [chosen, this.context], this.#signal);
    return chosen.length;
  }

  #name(): string {
    this.#count += 1;
    return String(this.#count);
  }

  #price(): object {
    return { __class__: 'Decimal', decimal: `${1 + this.random.below(900)}.${10 + this.random.below(90)}` };
  }
}

/** No record is changed in two ways: a late transaction keeps its rows locked. */
interface ChangedIds {
  readonly parties: readonly number[];
  readonly templates: readonly number[];
  readonly purchases: readonly number[];
  readonly late: readonly number[];
  /** Sales that are quoted and drafted. */
  readonly sales: readonly number[];
  /** Lines of drafts that stay drafts. */
  readonly saleLines: readonly number[];
}

async function chooseIds(sql: postgres.Sql): Promise<ChangedIds> {
  const purchases = await idsOf(sql`select id from purchase_purchase order by id`);
  const drafts = await idsOf(sql`select id from sale_sale where state = 'draft' order by id`);
  const [sales, others] = [drafts.filter((_, at) => at % 2 === 0), drafts.filter((_, at) => at % 2 === 1)];
  return {
    parties: await idsOf(sql`select id from party_party where id in (select party from sale_sale union select party from purchase_purchase) order by id`),
    templates: await idsOf(sql`select distinct template as id from product_product order by id`),
    purchases: purchases.filter((_, at) => at % 10 !== 0),
    late: purchases.filter((_, at) => at % 10 === 0),
    sales,
    saleLines: await idsOf(sql`select id from sale_line where type = 'line' and sale in ${sql(others)} order by id`),
  };
}

async function idsOf(query: postgres.PendingQuery<postgres.Row[]>): Promise<number[]> {
  return (await query).map(({ id }) => Number(id));
}
