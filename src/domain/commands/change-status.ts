/** Commands that move orders, purchase orders and cases, bound by the transition tables (R4-R11, R18, R32). */
import { CaseStatus, ObjectType, OrderStatus, PurchaseOrderLineStatus, PurchaseOrderStatus } from '../../entities/enums.js';
import { AfterSalesCase, Order, PurchaseOrder, PurchaseOrderLine } from '../../entities/index.js';
import { Change } from '../apply/changes.js';
import { writeHeader } from '../apply/purchase-order-lines.js';
import { bringsGoodsBack, checkCaseMove, returnBy } from '../case-rules.js';
import { localDate } from '../dates.js';
import { dueAt } from '../due-times.js';
import { problem } from '../errors.js';
import { checkOrderMove } from '../order-rules.js';
import { policyInForce } from '../policies.js';
import { caseMoves, checkMove, mayMove, orderMoves, purchaseOrderMoves } from '../transitions.js';
import { type CommandContext, type CommandResult, checkText, isBlank, moverOf, notFound, onObject, refused } from './command.js';
import { move } from './move.js';

export interface OrderMoveInput {
  readonly orderId: string;
  readonly to: OrderStatus;
  /** Required where somebody must learn what to do about it: corrections, rework, cancellation. */
  readonly reason?: string | null;
}

/** Moves an order. Instants that end a cycle (R38, R39) are set the first time. */
export function changeOrderStatus(context: CommandContext, input: OrderMoveInput): Promise<CommandResult> {
  const { orderId: id, to, reason = null } = input;
  const command = { name: 'changeOrderStatus', input, type: ObjectType.ORDER, id, member: 'orderId' };
  return onObject(context, command, async (tx) => {
    const order = await tx.em.findOne(Order, { id });
    if (!order) return notFound('orderId');
    const { status: from } = order;
    const who = moverOf(context.viewer, (role) => mayMove(orderMoves, from, to, role));
    const problems = [...checkOrderMove(from, to, who, reason), ...checkText(reason, ['reason'])];
    if (problems.length > 0) return refused(problems);
    const change = new Change(ObjectType.ORDER, order.id, null);
    const mark = markOf(from, to);
    if (mark) change.assign(order, { [mark]: order[mark] ?? tx.now });
    change.assign(order, { recordStatus: to });
    return move(tx, change, order, to, reason);
  });
}

type OrderMark = 'processedAt' | 'confirmedAt' | 'producedAt' | 'shippedAt' | 'completedAt';

/** The instant that a move ends a stage at. Goods from stock skip production, so they have no end of it. */
function markOf(from: OrderStatus, to: OrderStatus): OrderMark | null {
  if (from === OrderStatus.IN_PRODUCTION && to === OrderStatus.IN_INSPECTION) return 'producedAt';
  const marks: Readonly<Partial<Record<OrderStatus, OrderMark>>> = {
    AWAITING_CUSTOMER: 'processedAt',
    CONFIRMED: 'confirmedAt',
    SHIPPED: 'shippedAt',
    COMPLETED: 'completedAt',
  };
  return marks[to] ?? null;
}

export interface PurchaseOrderMoveInput {
  readonly purchaseOrderId: string;
  readonly to: PurchaseOrderStatus;
  /** Required for a cancellation. */
  readonly reason?: string | null;
}

/** Drafts, approves, issues, closes or cancels a purchase order. Issuing starts the supplier's time to answer (R19). */
export function changePurchaseOrderStatus(context: CommandContext, input: PurchaseOrderMoveInput): Promise<CommandResult> {
  const { purchaseOrderId: id, to, reason = null } = input;
  const command = { name: 'changePurchaseOrderStatus', input, type: ObjectType.PURCHASE_ORDER, id, member: 'purchaseOrderId' };
  return onObject(context, command, async (tx) => {
    const order = await tx.em.findOne(PurchaseOrder, { id });
    if (!order) return notFound('purchaseOrderId');
    const { status: from } = order;
    const who = moverOf(context.viewer, (role) => mayMove(purchaseOrderMoves, from, to, role));
    const problems = [...checkMove(purchaseOrderMoves, from, to, who, ['to']), ...checkText(reason, ['reason'])];
    if (to === PurchaseOrderStatus.CANCELLED && isBlank(reason)) problems.push(problem('REASON_REQUIRED', ['reason'], {}));
    if (problems.length > 0) return refused(problems);

    const change = new Change(ObjectType.PURCHASE_ORDER, order.id, null);
    if (to === PurchaseOrderStatus.ISSUED) {
      const { value: limit } = await policyInForce(tx.em, 'supplier-answer-limit', localDate(tx.now, context.zone));
      change.assign(order, { issuedAt: tx.now, confirmationDueAt: dueAt(tx.now, limit, context.calendar, context.zone) });
    }
    if (to === PurchaseOrderStatus.CANCELLED) {
      const lines = await tx.em.find(PurchaseOrderLine, { purchaseOrder: order.id });
      for (const line of lines) change.assign(line, { status: PurchaseOrderLineStatus.CANCELLED }, `lines.${line.lineNo}.`);
      writeHeader(change, order, lines, from, tx.now);
    }
    return move(tx, change, order, to, reason);
  });
}

export interface CaseMoveInput {
  readonly caseId: string;
  readonly to: CaseStatus;
  /** Required for a refusal; the customer is told. */
  readonly reason?: string | null;
  /** Required to resolve. */
  readonly resolution?: string | null;
  readonly returnTrackingNumber?: string | null;
}

/** Moves a case; an approval sets the last date on which the goods may come back (R32). */
export function changeCaseStatus(context: CommandContext, input: CaseMoveInput): Promise<CommandResult> {
  const { caseId: id, to, reason = null, resolution = null, returnTrackingNumber = null } = input;
  const command = { name: 'changeCaseStatus', input, type: ObjectType.AFTER_SALES_CASE, id, member: 'caseId' };
  return onObject(context, command, async (tx) => {
    const found = await tx.em.findOne(AfterSalesCase, { id });
    if (!found) return notFound('caseId');
    const who = moverOf(context.viewer, (role) => mayMove(caseMoves[found.kind], found.status, to, role));
    const problems = [
      ...checkCaseMove(found, { to, reason, resolution }, who),
      ...checkText(reason, ['reason']),
      ...checkText(resolution, ['resolution']),
      ...checkText(returnTrackingNumber, ['returnTrackingNumber'], 255),
    ];
    if (problems.length > 0) return refused(problems);

    const { now } = tx;
    const change = new Change(ObjectType.AFTER_SALES_CASE, found.id, null);
    const decided = to === CaseStatus.APPROVED || to === CaseStatus.REFUSED;
    change.assign(found, {
      // The customer's own reason stays; why we refused is our resolution of it.
      resolution: resolution ?? (to === CaseStatus.REFUSED ? reason : undefined),
      returnTrackingNumber: returnTrackingNumber ?? undefined,
      decidedAt: decided ? now : undefined,
      resolvedAt: to === CaseStatus.RESOLVED ? now : undefined,
      closedAt: to === CaseStatus.CLOSED ? now : undefined,
    });
    if (to === CaseStatus.APPROVED && bringsGoodsBack(found.kind)) {
      const today = localDate(now, context.zone);
      const { value: limit } = await policyInForce(tx.em, 'return-limit', today);
      change.assign(found, { returnBy: returnBy(today, limit, context.calendar) });
    }
    return move(tx, change, found, to, null);
  });
}
