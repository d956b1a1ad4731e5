/**
 * A supplier's answer becomes a part of a purchase order here, whether a person gave it through the partner API or the
 * supplier's own system told it (R19).
 */
import { v7 as uuid } from 'uuid';
import { ProposalDecision } from '../../entities/enums.js';
import { ConfirmationLine, type PurchaseOrder, PurchaseOrderConfirmation, type PurchaseOrderLine } from '../../entities/index.js';
import { localDate } from '../dates.js';
import { type LineAnswerInput, answerPurchaseOrder } from '../purchase-order-rules.js';
import type { Transaction } from '../transaction.js';
import { type Change, fine } from './changes.js';
import { stateOf, writeHeader, writeLine } from './purchase-order-lines.js';

/** Where an answer came from, where the supplier's own system told it. */
export type AnswerSource = Pick<
  PurchaseOrderConfirmation,
  'sourceSystem' | 'sourceExternalId' | 'sourceVersion' | 'sourceUpdatedAt' | 'sourceSyncedAt'
>;

export interface SupplierAnswer {
  readonly supplierReference: string | null;
  readonly note: string | null;
  readonly lines: readonly LineAnswerInput[];
  readonly source?: AnswerSource;
}

/** What an answer is judged by: the order, its lines, and the answers given to them before. */
export interface Answered {
  readonly order: PurchaseOrder;
  readonly lines: readonly PurchaseOrderLine[];
  readonly given: readonly ConfirmationLine[];
}

export interface Kept {
  readonly confirmation: PurchaseOrderConfirmation;
  readonly lines: readonly ConfirmationLine[];
}

type Judged = ReturnType<typeof answerPurchaseOrder>;

/** What the rules make of an answer; changes nothing. */
export function judgeAnswer({ order, lines }: Answered, answers: readonly LineAnswerInput[]): Judged {
  const orderedOn = localDate(order.orderedAt, order.orderedAtOffset ?? 0);
  return answerPurchaseOrder({ status: order.status, orderedOn, lines: lines.map(stateOf) }, answers);
}

/** Keeps an answer that was judged without problems, and moves lines and header. The order must be locked. */
export function takeAnswer(tx: Transaction, change: Change, answered: Answered, answer: SupplierAnswer, judged: Judged): Kept {
  const { order, lines } = answered;
  const confirmation = keepAnswer(tx, order, answer);
  const keptLines = keepLines(tx, confirmation, answered, answer, judged);
  const byNumber = new Map(lines.map((line) => [line.lineNo, line]));
  for (const { lineNo, changes } of judged.lines) {
    const line = byNumber.get(lineNo);
    if (line) writeLine(change, line, changes);
  }
  if (answer.supplierReference !== null) change.assign(order, { supplierReference: answer.supplierReference });
  writeHeader(change, order, lines, judged.status, tx.now);
  change.note('confirmation', 'confirmation', null, confirmation.id);
  return { confirmation, lines: keptLines };
}

function keepAnswer({ em, now, by }: Transaction, order: PurchaseOrder, { supplierReference, note, source }: SupplierAnswer): PurchaseOrderConfirmation {
  const channel = by.channel.slice(0, 32);
  return em.create(PurchaseOrderConfirmation, { id: uuid(), purchaseOrder: order, supplierReference, note, channel, receivedAt: now, ...source });
}

/** Keeps the lines as they came. A proposal that was still pending on the same line is replaced, and says so. */
function keepLines(
  { em, now }: Transaction,
  confirmation: PurchaseOrderConfirmation,
  { lines, given }: Answered,
  answer: SupplierAnswer,
  judged: Judged,
): ConfirmationLine[] {
  const byNumber = new Map(lines.map((line) => [line.lineNo, line]));
  const decisions = new Map(judged.lines.map(({ lineNo, decision }) => [lineNo, decision]));
  return answer.lines.flatMap(({ lineNo, answer: said, quantity, promisedDate, unitPrice, reason }) => {
    const line = byNumber.get(lineNo);
    if (!line) return [];
    for (const old of given) {
      if (old.line.id !== line.id || old.decision !== ProposalDecision.PENDING) continue;
      Object.assign(old, { decision: ProposalDecision.NOT_NEEDED, decidedAt: now, decisionReason: 'SUPERSEDED' });
    }
    return em.create(ConfirmationLine, {
      id: uuid(),
      confirmation,
      line,
      answer: said,
      quantity: fine(quantity),
      promisedDate,
      unitPrice: fine(unitPrice),
      reason,
      decision: decisions.get(lineNo) ?? ProposalDecision.NOT_NEEDED,
    });
  });
}
