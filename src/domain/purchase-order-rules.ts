/** How a supplier's answers move a purchase order's lines, and the lines its header (R19). */
import {
  LineAnswer,
  type ProposalDecision,
  PurchaseOrderLineStatus as Line,
  PurchaseOrderStatus as Header,
} from '../entities/enums.js';
import { addDays, isDateOnly } from './dates.js';
import { compare, equal, isDecimal, scaleOf } from './decimal.js';
import { type Problem, problem } from './errors.js';
import type { DateOnly, Decimal } from './facts.js';
import { agreePromise } from './promise-rules.js';

/** Largest quantity and price taken from anybody; more is a slip of the keyboard. */
export const maxQuantity: Decimal = '1000000000';
export const maxUnitPrice: Decimal = '1000000000';

/** Digits after the point of quantities and prices per unit, as the columns hold them. */
export const maxScale = 6;

/** No promise reaches further after the day of the order. */
const maxPromiseDays = 3650;

/** A line as it stands, with the proposal that waits for the buyer, if one does. */
export interface PurchaseOrderLineState {
  readonly lineNo: number;
  readonly status: Line;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal | null;
  readonly requestedDate: DateOnly | null;
  readonly firstPromise: DateOnly | null;
  readonly currentPromise: DateOnly | null;
  /** What the supplier has agreed to deliver; null: nothing yet. */
  readonly quantityConfirmed: Decimal | null;
  readonly quantityReceived: Decimal;
}

/** What the supplier says about one line. Members that are null were not stated. */
export interface LineAnswerInput {
  readonly lineNo: number;
  readonly answer: LineAnswer;
  readonly quantity: Decimal | null;
  readonly promisedDate: DateOnly | null;
  readonly unitPrice: Decimal | null;
  readonly reason: string | null;
  /** With BACKORDER: the supplier cannot say when. One of this and `promisedDate` is required then. */
  readonly dateUnknown?: boolean;
}

/** What changes on a line; absent members stay. */
export type LineChanges = Partial<
  Pick<PurchaseOrderLineState, 'status' | 'unitPrice' | 'firstPromise' | 'currentPromise' | 'quantityConfirmed'>
>;

export interface AnsweredLine {
  readonly lineNo: number;
  readonly changes: LineChanges;
  /** PENDING where the buyer must decide. */
  readonly decision: ProposalDecision;
}

/** Header states in which the supplier may answer. */
const answerable: ReadonlySet<Header> = new Set([
  Header.ISSUED,
  Header.PARTLY_CONFIRMED,
  Header.COUNTER_PROPOSED,
  Header.CONFIRMED,
  Header.REFUSED,
  Header.PARTLY_RECEIVED,
]);

/** Header states that a person sets and the lines do not move. */
const beforeIssue: ReadonlySet<Header> = new Set([Header.DRAFT, Header.PENDING_APPROVAL, Header.APPROVED]);

/**
 * The header's state by the mix of its lines: the first rule that holds. `live` are the lines that are neither cancelled
 * nor refused, `answered` those that are not cancelled.
 */
const precedence: readonly { status: Header; when: (live: readonly Line[], answered: readonly Line[]) => boolean }[] = [
  { status: Header.CANCELLED, when: (_, answered) => answered.length === 0 },
  { status: Header.REFUSED, when: (live) => live.length === 0 },
  { status: Header.RECEIVED, when: (live) => live.every((line) => line === Line.RECEIVED) },
  { status: Header.PARTLY_RECEIVED, when: (live) => live.some((line) => line === Line.RECEIVED || line === Line.PARTLY_RECEIVED) },
  // Something other than ordered is offered and not agreed: the buyer must act.
  { status: Header.COUNTER_PROPOSED, when: (live) => live.some((line) => line === Line.CHANGE_PROPOSED || line === Line.BACKORDERED) },
  { status: Header.CONFIRMED, when: (_, answered) => answered.every((line) => line === Line.ACCEPTED) },
  { status: Header.PARTLY_CONFIRMED, when: (_, answered) => answered.some((line) => line !== Line.OPEN) },
  { status: Header.ISSUED, when: () => true },
];

/**
 * The state of a purchase order whose lines stand so. CLOSED and CANCELLED stay; before it is issued the order keeps its
 * state until a line is answered or received. An order without lines keeps its state.
 */
export function headerStatus(current: Header, lineStatuses: readonly Line[]): Header {
  if (current === Header.CLOSED || current === Header.CANCELLED || lineStatuses.length === 0) return current;
  const answered = lineStatuses.filter((line) => line !== Line.CANCELLED);
  const untouched = answered.length > 0 && answered.every((line) => line === Line.OPEN);
  if (beforeIssue.has(current) && untouched) return current;
  const live = answered.filter((line) => line !== Line.REFUSED);
  return precedence.find(({ when }) => when(live, answered))?.status ?? current;
}

/**
 * Judges a whole answer. Either every line is answered, or there are problems and nothing is: a supplier who sees half
 * of his answer refused would not know what we understood. Lines that the answer does not name stay as they are.
 * `orderedOn` is the date of the order where it was placed; paths start at `lines`.
 */
export function answerPurchaseOrder(
  order: { readonly status: Header; readonly orderedOn: DateOnly; readonly lines: readonly PurchaseOrderLineState[] },
  answers: readonly LineAnswerInput[],
): { lines: AnsweredLine[]; status: Header; problems: Problem[] } {
  const refuse = (problems: Problem[]) => ({ lines: [], status: order.status, problems });
  if (!answerable.has(order.status)) return refuse([problem('PURCHASE_ORDER_NOT_ANSWERABLE', [], { status: order.status })]);
  if (answers.length === 0) return refuse([problem('LIST_EMPTY', ['lines'], {})]);

  const byNumber = new Map(order.lines.map((line) => [line.lineNo, line]));
  const seen = new Set<number>();
  const lines: AnsweredLine[] = [];
  const problems: Problem[] = [];
  answers.forEach((answer, index) => {
    const path = ['lines', String(index)];
    const line = byNumber.get(answer.lineNo);
    if (!line) return void problems.push(problem('LINE_UNKNOWN', [...path, 'lineNo'], { line: answer.lineNo }));
    if (seen.has(answer.lineNo)) return void problems.push(problem('LINE_TWICE', [...path, 'lineNo'], { line: answer.lineNo }));
    seen.add(answer.lineNo);
    const result = answerLine(line, answer, order.orderedOn, path);
    problems.push(...result.problems);
    if (result.answered) lines.push(result.answered);
  });
  if (problems.length > 0) return refuse(problems);

  const changed = new Map(lines.map(({ lineNo, changes }) => [lineNo, changes.status]));
  const statuses = order.lines.map((line) => changed.get(line.lineNo) ?? line.status);
  return { lines, status: headerStatus(order.status, statuses), problems };
}

/**
 * Judges the answer to one line. A later answer replaces a pending one while no goods have come. An acceptance that names
 * other terms (another quantity or price, a later date) is a proposal, whatever it is called: the buyer decides.
 */
export function answerLine(
  line: PurchaseOrderLineState,
  answer: LineAnswerInput,
  orderedOn: DateOnly,
  path: readonly string[] = [],
): { answered: AnsweredLine | null; problems: Problem[] } {
  const problems = [...checkAnswerable(line, path), ...checkTerms(answer, orderedOn, path), ...checkKind(line, answer, path)];
  if (problems.length > 0) return { answered: null, problems };
  return { answered: { lineNo: line.lineNo, ...effect(line, answer) }, problems };
}

/**
 * What the buyer's decision on a pending proposal makes of the line. Accepted: its terms are agreed and its date becomes
 * the current promise (and the first one, if none was given before). Refused: the terms agreed before stand, or none.
 */
export function decideProposal(
  line: PurchaseOrderLineState,
  proposal: Pick<LineAnswerInput, 'quantity' | 'promisedDate' | 'unitPrice'> & { readonly decision: ProposalDecision },
  accepted: boolean,
  path: readonly string[] = [],
): { changes: LineChanges; decision: ProposalDecision; problems: Problem[] } {
  const waiting = line.status === Line.CHANGE_PROPOSED || line.status === Line.BACKORDERED;
  if (!waiting || proposal.decision !== 'PENDING') {
    const problems = [problem('PROPOSAL_NOT_PENDING', path, { line: line.lineNo })];
    return { changes: {}, decision: proposal.decision, problems };
  }
  if (!accepted) {
    const status = line.quantityConfirmed === null ? Line.OPEN : Line.ACCEPTED;
    return { changes: { status }, decision: 'REFUSED', problems: [] };
  }
  return { changes: agree(line, proposal), decision: 'ACCEPTED', problems: [] };
}

/** The line once both sides agree to these terms; what they leave open stays as ordered, or as agreed before. */
function agree(
  line: PurchaseOrderLineState,
  terms: Pick<LineAnswerInput, 'quantity' | 'promisedDate' | 'unitPrice'>,
): LineChanges {
  return {
    status: Line.ACCEPTED,
    quantityConfirmed: terms.quantity ?? line.quantityConfirmed ?? line.quantity,
    ...(terms.unitPrice !== null && { unitPrice: terms.unitPrice }),
    ...agreePromise(line, terms.promisedDate ?? line.currentPromise ?? line.requestedDate),
  };
}

function effect(line: PurchaseOrderLineState, answer: LineAnswerInput): Pick<AnsweredLine, 'changes' | 'decision'> {
  switch (answer.answer) {
    case LineAnswer.REFUSE:
      return { changes: { status: Line.REFUSED, quantityConfirmed: null }, decision: 'NOT_NEEDED' };
    case LineAnswer.BACKORDER:
      return { changes: { status: Line.BACKORDERED }, decision: answer.promisedDate === null ? 'NOT_NEEDED' : 'PENDING' };
    case LineAnswer.CHANGE:
      return { changes: { status: Line.CHANGE_PROPOSED }, decision: 'PENDING' };
    case LineAnswer.ACCEPT:
      if (!isCovered(line, answer)) return { changes: { status: Line.CHANGE_PROPOSED }, decision: 'PENDING' };
      return { changes: agree(line, answer), decision: 'NOT_NEEDED' };
  }
}

/** True when an acceptance asks nothing of the buyer: the quantity and price in force, no later than wished or agreed. */
function isCovered(line: PurchaseOrderLineState, { quantity, unitPrice, promisedDate }: LineAnswerInput): boolean {
  const latest = [line.requestedDate, line.currentPromise].filter((date) => date !== null).sort().at(-1);
  return (
    (quantity === null || equal(quantity, line.quantityConfirmed ?? line.quantity) || equal(quantity, line.quantity)) &&
    (unitPrice === null || (line.unitPrice !== null && equal(unitPrice, line.unitPrice))) &&
    (promisedDate === null || latest === undefined || promisedDate <= latest)
  );
}

function checkAnswerable(line: PurchaseOrderLineState, path: readonly string[]): Problem[] {
  if (line.status === Line.CANCELLED) return [problem('LINE_CANCELLED', [...path], { line: line.lineNo })];
  const received = line.status === Line.RECEIVED || line.status === Line.PARTLY_RECEIVED || compare(line.quantityReceived, '0') > 0;
  return received ? [problem('LINE_RECEIVED', [...path], { line: line.lineNo })] : [];
}

/** Problems of the stated values themselves, all at once. */
function checkTerms({ quantity, unitPrice, promisedDate }: LineAnswerInput, orderedOn: DateOnly, path: readonly string[]): Problem[] {
  return [
    ...(quantity === null ? [] : checkQuantity(quantity, [...path, 'quantity'])),
    ...(unitPrice === null ? [] : checkUnitPrice(unitPrice, [...path, 'unitPrice'])),
    ...(promisedDate === null ? [] : checkPromisedDate(promisedDate, orderedOn, [...path, 'promisedDate'])),
  ];
}

/** Problems of a quantity: greater than 0, at most `maxQuantity`, at most six places. */
export function checkQuantity(value: Decimal, path: readonly string[]): Problem[] {
  const form = checkDecimal(value, path);
  if (form.length > 0) return form;
  if (compare(value, '0') <= 0) return [problem('QUANTITY_NOT_POSITIVE', path, { value })];
  if (compare(value, maxQuantity) > 0) return [problem('QUANTITY_TOO_LARGE', path, { value, max: maxQuantity })];
  return [];
}

/** Problems of a price per unit: not negative, at most `maxUnitPrice`, at most six places. */
export function checkUnitPrice(value: Decimal, path: readonly string[]): Problem[] {
  const form = checkDecimal(value, path);
  if (form.length > 0) return form;
  if (compare(value, '0') < 0) return [problem('PRICE_NEGATIVE', path, { value })];
  if (compare(value, maxUnitPrice) > 0) return [problem('PRICE_TOO_LARGE', path, { value, max: maxUnitPrice })];
  return [];
}

function checkDecimal(value: Decimal, path: readonly string[]): Problem[] {
  if (!isDecimal(value)) return [problem('DECIMAL_INVALID', path, { value: value.slice(0, 40) })];
  if (scaleOf(value) > maxScale) return [problem('DECIMAL_TOO_FINE', path, { value, scale: maxScale })];
  return [];
}

function checkPromisedDate(date: DateOnly, orderedOn: DateOnly, path: readonly string[]): Problem[] {
  if (!isDateOnly(date)) return [problem('DATE_INVALID', path, { value: date.slice(0, 40) })];
  if (date < orderedOn) return [problem('DATE_BEFORE_ORDER', path, { date, ordered: orderedOn })];
  const latest = addDays(orderedOn, maxPromiseDays);
  return date > latest ? [problem('DATE_TOO_FAR', path, { date, latest })] : [];
}

/** Problems of the kind of answer: what it must say, and must not. */
function checkKind(line: PurchaseOrderLineState, answer: LineAnswerInput, path: readonly string[]): Problem[] {
  const named = { line: line.lineNo };
  const saysWhy = answer.reason !== null && answer.reason.trim() !== '';
  switch (answer.answer) {
    case LineAnswer.ACCEPT:
      return [];
    case LineAnswer.REFUSE:
      return saysWhy ? [] : [problem('REASON_REQUIRED', [...path, 'reason'], {})];
    case LineAnswer.BACKORDER:
      if (answer.promisedDate !== null && answer.dateUnknown) return [problem('BACKORDER_DATE_CONTRADICTS', [...path, 'dateUnknown'], named)];
      if (answer.promisedDate === null && !answer.dateUnknown) return [problem('BACKORDER_DATE_REQUIRED', [...path, 'promisedDate'], named)];
      return [];
    case LineAnswer.CHANGE:
      return isChange(line, answer) ? [] : [problem('CHANGE_EMPTY', [...path], named)];
  }
}

/** True when a proposal differs from the terms in force. A value that cannot be read is reported elsewhere. */
function isChange(line: PurchaseOrderLineState, { quantity, unitPrice, promisedDate }: LineAnswerInput): boolean {
  const differs = (told: Decimal | null, inForce: Decimal | null): boolean =>
    told !== null && (inForce === null || !isDecimal(told) || !equal(told, inForce));
  return (
    differs(quantity, line.quantityConfirmed ?? line.quantity) ||
    differs(unitPrice, line.unitPrice) ||
    (promisedDate !== null && promisedDate !== (line.currentPromise ?? line.requestedDate))
  );
}
