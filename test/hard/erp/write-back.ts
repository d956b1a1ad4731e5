/** Suppliers' answers that the gateway writes into the ERP, while people there change the same purchases. */
import type postgres from 'postgres';
import { chineseCalendar } from '../../../src/domain/calendar.js';
import type { CommandContext, CommandResult } from '../../../src/domain/commands/command.js';
import { confirmPurchaseOrder } from '../../../src/domain/commands/confirm-purchase-order.js';
import { decideProposals } from '../../../src/domain/commands/decide-proposals.js';
import type { Viewer } from '../../../src/domain/viewer.js';
import type { Database } from '../../../src/entities/database.js';
import { OutgoingStatus } from '../../../src/entities/enums.js';
import { ConfirmationLine, OutgoingCommand, PurchaseOrder, PurchaseOrderLine } from '../../../src/entities/index.js';
import type { JobContext } from '../../../src/jobs/job.js';
import { sendCommandsJob } from '../../../src/jobs/send-commands.js';
import { type Desk, reserved } from './desk.js';

/** What a supplier promised for every line of a purchase. */
interface Promised {
  readonly purchase: number;
  readonly reference: string;
  readonly day: string;
}

export interface WriteBackFigures {
  readonly confirmations: number;
  /** Refused at first, since somebody had changed the purchase meanwhile, and taken after the next pull. */
  readonly conflicts: number;
  readonly notWritten: readonly string[];
  readonly writtenOtherwise: readonly string[];
}

/** Longer than the outbox lets a command wait after an attempt that failed. */
const longerThanAnyWaitMs = 7_200_000;

export class WriteBack {
  readonly #promised: Promised[] = [];
  #next = 0;
  #aheadMs = 0;

  private constructor(
    private readonly desk: Desk,
    private readonly context: JobContext,
    private readonly purchases: readonly number[],
  ) {}

  /** Takes these purchases for himself, which are issued and unanswered. */
  static async prepare(desk: Desk, context: JobContext, purchases: readonly number[]): Promise<WriteBack> {
    await desk.call('purchase.purchase.write', purchases, { description: reserved });
    return new WriteBack(desk, context, purchases);
  }

  get isDone(): boolean {
    return this.#next >= this.purchases.length;
  }

  /**
   * The supplier of the next purchase proposes a day for every line, the buyer agrees, and the ERP is told. Every second
   * time somebody writes into the purchase there first, so that it is no longer as the gateway knows it.
   */
  async next(): Promise<void> {
    const purchase = this.purchases[this.#next]!;
    this.#next += 1;
    const promised = { purchase, reference: `AB-${purchase}`, day: `2031-09-${String(1 + (this.#next % 28)).padStart(2, '0')}` };
    await this.#agree(promised);
    this.#promised.push(promised);
    if (this.#next % 2 === 0) await this.#meddle(purchase);
    await this.#send();
  }

  /** Sends all that waits, also what failed a moment ago: the outbox's clock is set on past its wait each time. */
  async send(): Promise<void> {
    this.#aheadMs += longerThanAnyWaitMs;
    await this.#send();
  }

  async #send(): Promise<void> {
    const now = new Date(Date.now() + this.#aheadMs);
    await sendCommandsJob.run({ ...this.context, now: () => now }, { key: 'erp', period: null });
  }

  async figures(sql: postgres.Sql): Promise<WriteBackFigures> {
    const commands = await this.context.database.em.fork().find(OutgoingCommand, {});
    const written = await Promise.all(this.#promised.map((promised) => differences(sql, promised)));
    return {
      confirmations: commands.length,
      conflicts: commands.filter(({ attempts }) => attempts > 1).length,
      notWritten: commands.filter(({ status }) => status !== OutgoingStatus.DONE).map(({ objectId, lastError }) => `${objectId}: ${lastError ?? 'not sent'}`),
      writtenOtherwise: [...written.flat(), ...(await this.#heldOtherwise())],
    };
  }

  async #agree({ purchase, reference, day }: Promised): Promise<void> {
    const em = this.context.database.em.fork();
    const order = await em.findOneOrFail(PurchaseOrder, { sourceExternalId: `purchase.purchase,${purchase}` });
    const lines = await em.find(PurchaseOrderLine, { purchaseOrder: order });
    const answers = lines.map(({ id, quantity }) => ({ lineId: id, answer: 'CHANGE' as const, quantity, promisedDate: day }));
    const supplier = as(this.context.database, { kind: 'supplier', roles: ['SUPPLIER'], supplierId: order.supplier.id });
    expectDone(await confirmPurchaseOrder(supplier, { purchaseOrderId: order.id, supplierReference: reference, lines: answers }));
    const proposals = await em.find(ConfirmationLine, { confirmation: { purchaseOrder: order.id } });
    const decisions = proposals.map(({ id }) => ({ confirmationLineId: id, accept: true }));
    expectDone(await decideProposals(as(this.context.database, { kind: 'staff', roles: ['PROCUREMENT'] }), { purchaseOrderId: order.id, decisions }));
  }

  async #meddle(purchase: number): Promise<void> {
    const lines = await this.desk.choose(this.desk.sql`select id from purchase_line where purchase = ${purchase} and type = 'line'`, 1);
    await this.desk.writeEach('purchase.line', lines, () => ({ note: `Buyer's note ${this.desk.text()}` }));
  }

  /** What the gateway itself holds of these purchases after it has read them again. */
  async #heldOtherwise(): Promise<string[]> {
    const em = this.context.database.em.fork();
    const wrong: string[] = [];
    for (const { purchase, reference, day } of this.#promised) {
      const order = await em.findOneOrFail(PurchaseOrder, { sourceExternalId: `purchase.purchase,${purchase}` });
      if (order.supplierReference !== reference || order.currentPromise !== day || order.status !== 'CONFIRMED') {
        wrong.push(`purchase ${purchase} is held as ${order.status} for ${order.currentPromise} under ${order.supplierReference}, not for ${day} under ${reference}`);
      }
    }
    return wrong;
  }
}

/** Where the ERP does not say what was promised. */
async function differences(sql: postgres.Sql, { purchase, reference, day }: Promised): Promise<string[]> {
  const rows = await sql`select p.reference, l.id, l.delivery_date_store::text as day, m.planned_date::text as planned
    from purchase_purchase p join purchase_line l on l.purchase = p.id join stock_move m on m.origin = 'purchase.line,' || l.id
    where p.id = ${purchase} and l.type = 'line' and m.state <> 'cancelled'`;
  const wrong = rows.filter((row) => row['reference'] !== reference || row['day'] !== day || row['planned'] !== day);
  return [
    ...(rows.length > 0 ? [] : [`purchase ${purchase} has no line`]),
    ...wrong.map((row) => `purchase line ${row['id']} is for ${row['day']}, planned for ${row['planned']}, not for ${day}`),
  ];
}

function as(database: Database, viewer: Pick<Viewer, 'kind' | 'roles'> & Partial<Viewer>): CommandContext {
  const full: Viewer = { subject: 'tester', supplierId: null, carrierId: null, name: 'Tester', ...viewer };
  return { database, viewer: full, now: new Date(), by: { actor: 'tester', channel: 'test' }, idempotencyKey: null, zone: 'Asia/Shanghai', calendar: chineseCalendar };
}

function expectDone(result: CommandResult<object>): void {
  if (!result.ok) throw new Error(`The gateway refused: ${JSON.stringify(result)}`);
}
