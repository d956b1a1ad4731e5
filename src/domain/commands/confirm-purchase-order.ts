/** A supplier answers a purchase order, line by line (R19). */
import { type LineAnswer, ObjectType, PurchaseOrderLineStatus } from '../../entities/enums.js';
import { ConfirmationLine, PurchaseOrder, PurchaseOrderLine } from '../../entities/index.js';
import { judgeAnswer, takeAnswer } from '../apply/answer.js';
import { Change } from '../apply/changes.js';
import { type Problem, problem } from '../errors.js';
import type { DateOnly, Decimal } from '../facts.js';
import type { LineAnswerInput } from '../purchase-order-rules.js';
import { statusEvent } from '../status-event.js';
import type { Transaction } from '../transaction.js';
import { type CommandContext, type CommandResult, checkText, notFound, onObject, refused } from './command.js';

export interface ConfirmPurchaseOrderInput {
  readonly purchaseOrderId: string;
  /** The supplier's own number for the order. */
  readonly supplierReference?: string | null;
  readonly note?: string | null;
  /**
   * Id of the confirmation that this one replaces: the newest of the purchase order. Needed where a line is answered that
   * was answered before, so that nobody overrules an answer that he has not seen.
   */
  readonly supersedes?: string | null;
  readonly lines: readonly ConfirmLineInput[];
}

export interface ConfirmLineInput {
  readonly lineId: string;
  readonly answer: LineAnswer;
  readonly quantity?: Decimal | null;
  readonly promisedDate?: DateOnly | null;
  readonly unitPrice?: Decimal | null;
  readonly reason?: string | null;
  /** With BACKORDER: the date is not known yet. */
  readonly dateUnknown?: boolean | null;
}

const maxLines = 2_000;

/**
 * Stores the answer and moves lines and header. A purchase order of another supplier than the viewer's is NOT_FOUND. Of
 * several answers to the same lines at once exactly one wins; the others are a CONFLICT. Lines that the answer does not
 * name stay as they are.
 */
export function confirmPurchaseOrder(
  context: CommandContext,
  input: ConfirmPurchaseOrderInput,
): Promise<CommandResult<{ readonly confirmationId: string }>> {
  const { supplierId } = context.viewer;
  const object = { type: ObjectType.PURCHASE_ORDER, id: input.purchaseOrderId, member: 'purchaseOrderId' };
  return onObject(context, { name: 'confirmPurchaseOrder', input, ...object }, async (tx) =>
    supplierId === null ? refused([problem('FORBIDDEN', [], {})]) : confirm(tx, supplierId, input),
  );
}

async function confirm(
  tx: Transaction,
  supplierId: string,
  input: ConfirmPurchaseOrderInput,
): Promise<CommandResult<{ readonly confirmationId: string }>> {
  const { em, now } = tx;
  const order = await em.findOne(PurchaseOrder, { id: input.purchaseOrderId, supplier: supplierId });
  if (!order) return notFound('purchaseOrderId');
  const lines = await em.find(PurchaseOrderLine, { purchaseOrder: order.id }, { orderBy: { lineNo: 'asc' } });
  const answers = await em.find(ConfirmationLine, { confirmation: { purchaseOrder: order.id } }, { populate: ['confirmation'] });

  const answered = { order, lines, given: answers };
  const texts = checkTexts(input);
  const { numbered, unknown } = numberLines(lines, input.lines);
  const judged = judgeAnswer(answered, numbered);
  const problems = [...texts, ...judged.problems.map((each) => nameLine(each, unknown, input.lines))];
  if (problems.length > 0) return refused(problems);
  if (isOverruled(input, lines, answers)) return refused([problem('CONFLICT', ['supersedes'], {})]);

  const from = order.status;
  const change = new Change(ObjectType.PURCHASE_ORDER, order.id, null);
  const { supplierReference = null, note = null } = input;
  const { confirmation } = takeAnswer(tx, change, answered, { supplierReference, note, lines: numbered }, judged);
  change.audit(tx);
  if (order.status !== from) tx.append(statusEvent(order, from, now));
  return { ok: true, id: order.id, confirmationId: confirmation.id };
}

function checkTexts({ supplierReference, note, lines }: ConfirmPurchaseOrderInput): Problem[] {
  return [
    ...checkText(supplierReference, ['supplierReference'], 255),
    ...checkText(note, ['note']),
    ...(lines.length > maxLines ? [problem('LIST_TOO_LONG', ['lines'], { max: maxLines })] : []),
    ...lines.flatMap(({ reason }, index) => checkText(reason, ['lines', String(index), 'reason'])),
  ];
}

/** The rules know lines by number; a line that is not of this order gets a number that no line has. */
function numberLines(
  lines: readonly PurchaseOrderLine[],
  told: readonly ConfirmLineInput[],
): { numbered: LineAnswerInput[]; unknown: ReadonlyMap<number, string> } {
  const numbers = new Map(lines.map(({ id, lineNo }) => [id, lineNo]));
  const unknown = new Map<number, string>();
  const numbered = told.map(({ lineId, answer, quantity, promisedDate, unitPrice, reason, dateUnknown }, index) => {
    const lineNo = numbers.get(lineId.toLowerCase()) ?? -1 - index;
    if (lineNo < 0) unknown.set(lineNo, lineId);
    return {
      lineNo,
      answer,
      quantity: quantity ?? null,
      promisedDate: promisedDate ?? null,
      unitPrice: unitPrice ?? null,
      reason: reason ?? null,
      dateUnknown: dateUnknown ?? false,
    };
  });
  return { numbered, unknown };
}

/** The client named the line by its id, so problems do too. */
function nameLine({ code, path, params }: Problem, unknown: ReadonlyMap<number, string>, told: readonly ConfirmLineInput[]): Problem {
  const index = Number(path[1]);
  const lineId = unknown.get(Number(params['line'])) ?? (code === 'LINE_TWICE' ? told[index]?.lineId : undefined);
  return {
    code,
    path: path.map((member) => (member === 'lineNo' ? 'lineId' : member)),
    params: lineId === undefined ? params : { ...params, line: lineId.slice(0, 40) },
  };
}

/** True where a line was answered before and the asker does not say that he replaces the newest answer. */
function isOverruled({ lines: told, supersedes }: ConfirmPurchaseOrderInput, lines: readonly PurchaseOrderLine[], answers: readonly ConfirmationLine[]): boolean {
  const newest = answers
    .map(({ confirmation }) => confirmation)
    .sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime() || (a.id < b.id ? 1 : -1))[0];
  if (supersedes != null) return supersedes.toLowerCase() !== newest?.id;
  const answered = new Set(answers.map(({ line }) => line.id));
  const wanted = new Set(told.map(({ lineId }) => lineId.toLowerCase()));
  // A line is OPEN again after the buyer refused a proposal: then anybody may answer it anew.
  return lines.some(({ id, status }) => wanted.has(id) && answered.has(id) && status !== PurchaseOrderLineStatus.OPEN);
}
