/** Suppliers' answers to purchase orders, as their own systems tell them. */
import { ObjectType } from '../../entities/enums.js';
import type { ConfirmationLine, PurchaseOrderLine } from '../../entities/index.js';
import { equal } from '../decimal.js';
import { DomainError, type Problem } from '../errors.js';
import type { Decimal, PurchaseOrderConfirmationFact } from '../facts.js';
import { judgeAnswer, takeAnswer } from './answer.js';
import type { Applied, Batch } from './batch.js';
import { instant } from './changes.js';

type ToldLine = PurchaseOrderConfirmationFact['lines'][number];

/** Bound by the rules of purchase orders like a supplier's answer through the partner API: what they refuse is set aside. */
export function applyConfirmation(batch: Batch, fact: PurchaseOrderConfirmationFact): Applied {
  const { tx, options, records } = batch;
  const answered = records.ours.purchaseOrder({ supplierNumber: fact.supplierNumber, number: fact.purchaseOrderNumber });
  const saidAt = instant(fact.source.updatedAt) ?? null;
  const isEmpty = fact.lines.length === 0;
  const news = fact.lines.filter((line) => isNews(line, newestOf(line, answered.lines, answered.given), saidAt));
  if (news.length === 0 && !isEmpty) return 'unchanged';

  const judged = judgeAnswer(answered, news);
  DomainError.throwIfAny(judged.problems.map((problem) => placed(problem, news, fact.lines)));

  const { order, given } = answered;
  batch.watch(ObjectType.PURCHASE_ORDER, order);
  const { externalId, version } = fact.source;
  const source = { sourceSystem: options.system, sourceExternalId: externalId, sourceVersion: version, sourceUpdatedAt: saidAt, sourceSyncedAt: tx.now };
  const answer = { supplierReference: fact.supplierReference ?? null, note: fact.note ?? null, lines: news, source };
  given.push(...takeAnswer(tx, batch.change(ObjectType.PURCHASE_ORDER, order), answered, answer, judged).lines);
  batch.reached(order, saidAt ?? tx.now);
  return 'applied';
}

/** The newest answer to a line by when it was said, whichever way it came. */
function newestOf({ lineNo }: ToldLine, lines: readonly PurchaseOrderLine[], given: readonly ConfirmationLine[]): ConfirmationLine | null {
  const line = lines.find((each) => each.lineNo === lineNo);
  const answers = given.filter((each) => each.line.id === line?.id);
  return answers.sort((a, b) => saidAtOf(b) - saidAtOf(a) || (a.id < b.id ? 1 : -1))[0] ?? null;
}

function saidAtOf({ confirmation }: ConfirmationLine): number {
  return (confirmation.sourceUpdatedAt ?? confirmation.receivedAt).getTime();
}

/** Neither what the supplier said last of this line, nor older than that. */
function isNews(told: ToldLine, newest: ConfirmationLine | null, saidAt: Date | null): boolean {
  if (!newest) return true;
  if (saidAt !== null && saidAt.getTime() < saidAtOf(newest)) return false;
  return !(
    told.answer === newest.answer &&
    isSame(told.quantity, newest.quantity) &&
    isSame(told.unitPrice, newest.unitPrice) &&
    told.promisedDate === (newest.promisedDate ?? null) &&
    told.reason === (newest.reason ?? null)
  );
}

function isSame(a: Decimal | null, b: Decimal | null | undefined): boolean {
  return a === null || b == null ? a === (b ?? null) : equal(a, b);
}

/** A problem's place among the lines as they were told. */
function placed({ path, ...problem }: Problem, news: readonly ToldLine[], told: readonly ToldLine[]): Problem {
  const [list, index, ...rest] = path;
  const line = news[Number(index)];
  return { ...problem, path: list === undefined || line === undefined ? path : [list, String(told.indexOf(line)), ...rest] };
}
