/** What suppliers answer to a purchase order, line by line, and what the buyer makes of their proposals (R19). */
import { LineAnswer, ObjectType, ProposalDecision, PurchaseOrderLineStatus } from '../../entities/enums.js';
import { round } from '../../domain/decimal.js';
import type { DateOnly } from '../../domain/facts.js';
import { lineAmount } from '../../domain/order-rules.js';
import type { LineAnswerInput, LineChanges } from '../../domain/purchase-order-rules.js';
import { answerPurchaseOrder, decideProposal } from '../../domain/purchase-order-rules.js';
import { manners } from '../company/suppliers.js';
import type { Random } from '../random.js';
import { clock, dateAtHome, officeMinutesLater, workingDayBefore, workingDaysLater } from '../working-time.js';
import { actors, supplierActor } from './actors.js';
import { restate } from './goods.js';
import type { PurchaseRecord } from './goods.js';
import type { ConfirmationLineRow, PurchaseOrderLineRow } from './rows.js';
import type { KnownSupplier, World } from './world.js';

/** What both sides expect of a line after the exchange. */
export interface Agreement {
  readonly dueOn: DateOnly;
  readonly count: number;
  /** The buyer insisted on his date. */
  readonly hurried: boolean;
  readonly refusedAt: Date | null;
}

interface Asked {
  readonly record: PurchaseRecord;
  readonly supplier: KnownSupplier;
  readonly lines: readonly PurchaseOrderLineRow[];
  readonly issuedAt: Date;
  readonly requestedOn: DateOnly;
}

const reasons = {
  refuse: ['已停产 discontinued', '本季产能已满 no capacity this quarter', '无此规格 specification not available'],
  date: ['原料到货推迟 material arrives later', '排产已满 line is booked', '等待检定 waiting for calibration'],
  quantity: ['库存不足 not enough in stock'],
  price: ['原材料涨价 material price increase'],
  backorder: ['缺货 out of stock'],
  late: ['生产延误 production delay', '设备检修 machine under repair', '物流紧张 no transport available'],
} as const;

/** Plans the exchange and returns, per line, what comes of it. */
export function planAnswers(world: World, random: Random, asked: Asked): Agreement[] {
  const { supplier, lines, issuedAt, requestedOn, record } = asked;
  const manner = manners[supplier.spec.manner];
  const slow = random.chance(manner.slowAnswers);
  const answeredAt = slow
    ? clock(workingDaysLater(dateAtHome(issuedAt), random.int(3, 5)), random.int(9 * 60, 17 * 60))
    : officeMinutesLater(issuedAt, random.int(30, 640));
  // Some answer what they know, and the rest a day later.
  const later = lines.length > 1 && random.chance(0.25) ? officeMinutesLater(answeredAt, random.int(120, 500)) : null;
  // A supplier who never answers may deliver all the same. Nobody answers after the day for which the goods are wanted.
  const silent = (slow && random.chance(0.08)) || dateAtHome(later ?? answeredAt) > requestedOn;
  if (silent) return lines.map((line) => ({ dueOn: requestedOn, count: Number(line.quantity), hurried: false, refusedAt: null }));

  const stated = lines.map((line) => propose(random, asked, line));
  const batches = later ? [stated.slice(0, 1), stated.slice(1)] : [stated];
  batches.forEach((batch, index) => {
    const at = index === 0 ? answeredAt : (later ?? answeredAt);
    planAnswer(world, random, asked, at, batch.map(({ answer }) => answer));
  });
  return stated.map((proposal, index) => {
    const at = later && index > 0 ? later : answeredAt;
    return conclude(world, random, asked, record.lines[index] as PurchaseOrderLineRow, proposal, at);
  });
}

/** An answer that the buyer has still to decide on: another date for the first line, the rest as ordered. */
export function planProposal(world: World, random: Random, asked: Asked): void {
  const { issuedAt, lines, requestedOn } = asked;
  const answers = lines.map(({ lineNo }, index): LineAnswerInput => {
    const terms = { lineNo, quantity: null, unitPrice: null };
    if (index > 0) return { ...terms, answer: LineAnswer.ACCEPT, promisedDate: requestedOn, reason: null };
    const promisedDate = workingDaysLater(requestedOn, random.int(2, 5));
    return { ...terms, answer: LineAnswer.CHANGE, promisedDate, reason: random.pick(reasons.date) };
  });
  planAnswer(world, random, asked, officeMinutesLater(issuedAt, random.int(10, 30)), answers);
}

interface Proposal {
  readonly answer: LineAnswerInput;
  readonly dueOn: DateOnly;
  readonly count: number;
}

function propose(random: Random, { supplier, requestedOn }: Asked, line: PurchaseOrderLineRow): Proposal {
  const { changes, backorders, refusals } = manners[supplier.spec.manner];
  const count = Number(line.quantity);
  const answer = { lineNo: line.lineNo, quantity: null, promisedDate: null, unitPrice: null, reason: null };
  const kind = random.outcome([
    [LineAnswer.REFUSE, refusals],
    [LineAnswer.BACKORDER, backorders],
    [LineAnswer.CHANGE, changes],
    [LineAnswer.ACCEPT, 1 - refusals - backorders - changes],
  ]);
  if (kind === LineAnswer.REFUSE) return { answer: { ...answer, answer: kind, reason: random.pick(reasons.refuse) }, dueOn: requestedOn, count };
  if (kind === LineAnswer.BACKORDER) {
    const dueOn = workingDaysLater(requestedOn, random.int(3, 8));
    const terms = random.chance(0.7) ? { promisedDate: dueOn } : { dateUnknown: true };
    return { answer: { ...answer, ...terms, answer: kind, reason: random.pick(reasons.backorder) }, dueOn, count };
  }
  if (kind === LineAnswer.ACCEPT) return { answer: { ...answer, answer: kind, promisedDate: requestedOn }, dueOn: requestedOn, count };
  // Goods for a customer's order are wanted whole; for the stores less will do.
  const about = random.outcome([['date', 65], ['price', 15], ['quantity', line.orderLine === null && count >= 5 ? 20 : 0]]);
  const reason = random.pick(reasons[about]);
  if (about === 'price') {
    const unitPrice = round((Number(line.unitPrice) * (1.03 + 0.05 * random.next())).toFixed(2), 6);
    return { answer: { ...answer, answer: kind, unitPrice, reason }, dueOn: requestedOn, count };
  }
  if (about === 'quantity') {
    const offered = Math.max(1, Math.floor(count * (0.6 + 0.3 * random.next())));
    return { answer: { ...answer, answer: kind, quantity: String(offered), reason }, dueOn: requestedOn, count: offered };
  }
  const dueOn = workingDaysLater(requestedOn, random.int(1, 5));
  return { answer: { ...answer, answer: kind, promisedDate: dueOn, reason }, dueOn, count };
}

/** What follows an answer: the buyer decides, the supplier answers again, or nothing is left to say. */
function conclude(world: World, random: Random, asked: Asked, line: PurchaseOrderLineRow, { answer, dueOn, count }: Proposal, at: Date): Agreement {
  const agreed = { dueOn, count, hurried: false, refusedAt: null };
  switch (answer.answer) {
    case LineAnswer.REFUSE:
      return { ...agreed, refusedAt: at };
    case LineAnswer.ACCEPT:
      warnOfDelay(world, random, asked, line, dueOn);
      return agreed;
    case LineAnswer.BACKORDER:
      if (answer.dateUnknown) {
        const known = officeMinutesLater(at, random.int(500, 1_500));
        planAnswer(world, random, asked, known, [{ ...answer, dateUnknown: false, promisedDate: dueOn }]);
        planDecision(world, asked, line, officeMinutesLater(known, random.int(30, 400)), true);
      } else planDecision(world, asked, line, officeMinutesLater(at, random.int(30, 400)), true);
      return agreed;
    case LineAnswer.CHANGE: {
      const decidedAt = officeMinutesLater(at, random.int(30, 420));
      const againAt = officeMinutesLater(decidedAt, random.int(60, 480));
      // To insist on a date that has passed would be of no use.
      const accepted = random.chance(0.8) || dateAtHome(againAt) > asked.requestedOn;
      planDecision(world, asked, line, decidedAt, accepted);
      if (accepted) return agreed;
      const original = { ...answer, answer: LineAnswer.ACCEPT, quantity: null, unitPrice: null, promisedDate: asked.requestedOn, reason: null };
      planAnswer(world, random, asked, againAt, [original]);
      return { dueOn: asked.requestedOn, count: Number(line.quantity), hurried: answer.promisedDate !== null, refusedAt: null };
    }
  }
}

/** Some suppliers say beforehand that they will not keep their date: the promise moves, the first one stays on record. */
function warnOfDelay(world: World, random: Random, asked: Asked, line: PurchaseOrderLineRow, dueOn: DateOnly): void {
  const { late } = manners[asked.supplier.spec.manner];
  const progress = world.progress(dateAtHome(asked.issuedAt));
  if (!random.chance((late[0] + (late[1] - late[0]) * progress) * 0.4)) return;
  const at = clock(workingDayBefore(dueOn), random.int(9 * 60, 15 * 60));
  if (at <= asked.issuedAt) return;
  const promisedDate = workingDaysLater(dueOn, random.int(2, 6));
  const answer = { lineNo: line.lineNo, answer: LineAnswer.CHANGE, quantity: null, unitPrice: null, promisedDate, reason: random.pick(reasons.late) };
  planAnswer(world, random, asked, at, [answer]);
  planDecision(world, asked, line, officeMinutesLater(at, random.int(20, 100)), true);
}

/** The supplier's program sends an answer. Goods that came meanwhile have made it pointless: then it is not sent. */
function planAnswer(world: World, random: Random, { record, supplier }: Asked, at: Date, answers: readonly LineAnswerInput[]): void {
  const { row, lines } = record;
  const reference = `${supplier.spec.number.slice(2)}-${String(random.int(10_000, 99_999))}`;
  const ids = [random.id(at), ...answers.map(() => random.id(at))];
  world.timeline.plan(at, supplierActor(supplier.spec.number), (scribe) => {
    const named = new Set(answers.map(({ lineNo }) => lineNo));
    if (lines.some(({ lineNo, status }) => named.has(lineNo) && goodsCame.has(status))) return;
    const judged = answerPurchaseOrder({ status: row.status, orderedOn: dateAtHome(row.orderedAt), lines }, answers);
    if (judged.problems.length > 0) throw new Error(`${row.number}: ${JSON.stringify(judged.problems)}`);
    const [id = '', ...lineIds] = ids;
    world.rows.confirmations.push({
      id,
      purchaseOrder: row.id,
      supplierReference: reference,
      note: null,
      channel: scribe.by.channel,
      receivedAt: at,
    });
    answers.forEach((answer, index) => {
      const line = lines[answer.lineNo - 1];
      const outcome = judged.lines[index];
      if (!line || !outcome) return;
      // A newer answer replaces a proposal that still waits.
      for (const old of record.answers) {
        if (old.line !== line.id || old.decision !== ProposalDecision.PENDING) continue;
        Object.assign(old, { decision: ProposalDecision.NOT_NEEDED, decidedAt: at, decisionReason: 'SUPERSEDED' });
      }
      const stated: ConfirmationLineRow = {
        id: lineIds[index] ?? '',
        confirmation: id,
        line: line.id,
        answer: answer.answer,
        quantity: answer.quantity === null ? null : round(answer.quantity, 6),
        promisedDate: answer.promisedDate,
        unitPrice: answer.unitPrice,
        reason: answer.reason,
        decision: outcome.decision,
        decidedAt: null,
        decisionReason: null,
      };
      world.rows.confirmationLines.push(stated);
      record.answers.push(stated);
      scribe.assignLine(ObjectType.PURCHASE_ORDER, row, line, line.lineNo, columns(line, outcome.changes));
    });
    restate(scribe, record, at, { supplierReference: reference });
  });
}

const goodsCame: ReadonlySet<PurchaseOrderLineStatus> = new Set([PurchaseOrderLineStatus.RECEIVED, PurchaseOrderLineStatus.PARTLY_RECEIVED]);

/** The buyer decides on the newest proposal for a line, where one still waits. */
function planDecision(world: World, { record }: Asked, line: PurchaseOrderLineRow, at: Date, accepted: boolean): void {
  world.timeline.plan(at, actors.purchasing, (scribe) => {
    const proposal = record.answers.findLast((answer) => answer.line === line.id && answer.decision === ProposalDecision.PENDING);
    if (!proposal || goodsCame.has(line.status)) return;
    const { changes, decision, problems } = decideProposal(line, proposal, accepted);
    if (problems.length > 0) throw new Error(`${record.row.number}: ${JSON.stringify(problems)}`);
    Object.assign(proposal, { decision, decidedAt: at, decisionReason: accepted ? null : '按原单交付 deliver as ordered' });
    scribe.assignLine(ObjectType.PURCHASE_ORDER, record.row, line, line.lineNo, columns(line, changes));
    restate(scribe, record, at);
  });
}

/** Terms as the columns hold them. */
function columns({ quantity }: PurchaseOrderLineRow, { quantityConfirmed, unitPrice, ...changes }: LineChanges): Partial<PurchaseOrderLineRow> {
  return {
    ...changes,
    ...(quantityConfirmed !== undefined && { quantityConfirmed: quantityConfirmed && round(quantityConfirmed, 6) }),
    ...(unitPrice != null && { unitPrice: round(unitPrice, 6), amount: round(lineAmount(quantity, unitPrice), 4) }),
  };
}
