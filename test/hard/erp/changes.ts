/** Several people who work in the ERP at once, each at a desk of his own, on the same records. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from '../../../src/connectors/contract.js';
import type { Desk } from './desk.js';
import { goodsKinds } from './kinds-goods.js';
import { masterKinds } from './kinds-masters.js';
import { orderKinds } from './kinds-orders.js';
import { type Kind, pick } from './kinds.js';

export const kinds: readonly Kind[] = [...masterKinds, ...orderKinds, ...goodsKinds];

/** How long somebody waits whose call found no server. */
const patienceMs = 200;

export class Changes {
  /** Changed records, each as often as it was changed. */
  made = 0;
  /** Calls that Tryton did not take: two who wrote the same record, a state that another had changed, no server. */
  refused = 0;
  readonly byKind = new Map<string, number>();
  /** What Tryton said against them. */
  readonly reasons = new Set<string>();
  #stopped = false;

  /** `say` is told of every thousand. */
  constructor(
    private readonly desks: readonly Desk[],
    private readonly say: (text: string) => void,
  ) {}

  /** All desks work until so many records were changed in all. */
  async until(wanted: number): Promise<void> {
    await Promise.all(
      this.desks.map(async (desk) => {
        while (this.made < wanted && !this.#stopped) await this.#one(desk, wanted - this.made);
      }),
    );
  }

  /** Nobody begins anything more, whatever is still wanted. */
  stop(): void {
    this.#stopped = true;
  }

  async #one(desk: Desk, most: number): Promise<void> {
    const kind = pick(kinds, desk);
    try {
      const changed = await kind.change(desk, Math.min(most, kind.most));
      const thousands = Math.floor(this.made / 1_000);
      this.made += changed;
      if (Math.floor(this.made / 1_000) > thousands) this.say(`${this.made} changed`);
      if (changed > 0) this.byKind.set(kind.name, (this.byKind.get(kind.name) ?? 0) + changed);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.refused += 1;
      if (error.kind === 'transient') await sleep(patienceMs);
      else this.reasons.add(`${kind.name}: ${error.message.slice(0, 120)}`);
    }
  }
}
