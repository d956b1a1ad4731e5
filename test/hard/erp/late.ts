/** Transactions of the ERP itself that end long after they began, as an import's or a slow user's do. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { type Desk, gateName, reserved } from './desk.js';
import { newOrder, sale } from './kinds-orders.js';

/** Sales made in one late transaction. */
const salesAtOnce = 5;

/**
 * Writes purchases, or makes sales, in one call to Tryton whose last row somebody else holds: until that one lets go, the
 * call's transaction stays open. Its rows bear the time at which it began.
 */
export class LateWriter {
  #rounds = 0;

  private constructor(
    private readonly desk: Desk,
    private readonly sql: postgres.Sql,
    private readonly purchases: readonly number[],
    private readonly gateParty: number,
  ) {}

  /** Takes these purchases for himself; the last one is what he waits at. */
  static async prepare(desk: Desk, sql: postgres.Sql, purchases: readonly number[]): Promise<LateWriter> {
    await desk.call('purchase.purchase.write', purchases, { description: reserved });
    return new LateWriter(desk, sql, purchases, await desk.create('party.party', { name: gateName, addresses: [['create', [{ city: 'Kiel' }]]] }));
  }

  /** Changes records in a transaction that ends after `meanwhile`, and returns how many. */
  async change(meanwhile: () => Promise<void>): Promise<number> {
    this.#rounds += 1;
    return this.#rounds % 2 === 1 ? await this.#writePurchases(meanwhile) : await this.#makeSales(meanwhile);
  }

  async #writePurchases(meanwhile: () => Promise<void>): Promise<number> {
    const gate = this.purchases.at(-1)!;
    await this.#behind(
      (transaction) => transaction`select from purchase_purchase where id = ${gate} for update`,
      () => this.desk.writeEach('purchase.purchase', this.purchases, () => ({ reference: `Late ${this.desk.text()}` })),
      meanwhile,
    );
    return this.purchases.length;
  }

  /** A new row looks at its party's row, and waits for it. */
  async #makeSales(meanwhile: () => Promise<void>): Promise<number> {
    const party = await this.desk.one(this.sql`select party as id from sale_sale where party <> ${this.gateParty}`);
    const made: object[] = [];
    for (let at = 1; at <= salesAtOnce; at += 1) made.push(await newOrder(this.desk, sale, at < salesAtOnce ? party : this.gateParty));
    await this.#behind(
      (transaction) => transaction`select from party_party where id = ${this.gateParty} for update`,
      () => this.desk.call('sale.sale.create', made),
      meanwhile,
    );
    return salesAtOnce;
  }

  async #behind(hold: (transaction: postgres.TransactionSql) => Promise<unknown>, work: () => Promise<unknown>, meanwhile: () => Promise<void>): Promise<void> {
    const { done } = await this.sql.begin(async (transaction) => {
      await hold(transaction);
      const ended = { yet: false };
      const working = work().finally(() => {
        ended.yet = true;
      });
      // Told to whoever awaits it, after the row was let go.
      working.catch(() => undefined);
      const held = async (): Promise<boolean> =>
        (await transaction`select 1 from pg_stat_activity where pg_blocking_pids(pid) @> array[pg_backend_pid()]`).length > 0;
      while (!ended.yet && !(await held())) await sleep(20);
      await meanwhile();
      return { done: working };
    });
    await done;
  }
}
