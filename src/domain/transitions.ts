/**
 * Which state may follow which, and who may cause it by a command given here.
 *
 * The tables bind commands (mutations, partner calls, deadlines) and facts from systems that do not master the record.
 * A fact from the record's master always applies: a first sight may start in any state, and skipped states become one
 * event. Nor do they bind what the gateway itself derives from other records by a rule (a purchase order's header from
 * its lines, a shipment from its tracking, an order from its deliveries), since a correction there may lead back.
 */
import {
  type CaseKind,
  type CaseStatus,
  type EvaluationStatus,
  type OrderStatus,
  type PurchaseOrderLineStatus,
  type PurchaseOrderStatus,
  Role,
  type ShipmentStatus,
} from '../entities/enums.js';
import { type Problem, problem } from './errors.js';

/** Who moves an object: a role, or the gateway itself (a deadline, a derived status). */
export type Mover = Role | 'GATEWAY';

/** From each state to each state that may follow: who may cause it. An administrator may cause every listed move. */
export type Moves<Status extends string> = Readonly<Record<Status, Readonly<Partial<Record<Status, readonly Mover[]>>>>>;

/** From each state: the states that may follow. */
export type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

const { SALES, PRODUCTION, PROCUREMENT, QUALITY, LOGISTICS, CUSTOMER_SERVICE, SUPPLIER, CARRIER } = Role;
const GATEWAY = 'GATEWAY';

/**
 * Orders (R1-R11). Goods from stock skip production, and inspection too. An order may be cancelled until goods have left;
 * afterwards single lines may be, or the goods come back as a return.
 */
export const orderMoves: Moves<OrderStatus> = {
  RECEIVED: { NEEDS_CORRECTION: [SALES, GATEWAY], IN_REVIEW: [SALES, GATEWAY], CANCELLED: [SALES] },
  NEEDS_CORRECTION: { RECEIVED: [SALES], LAPSED: [GATEWAY], CANCELLED: [SALES] },
  IN_REVIEW: { NEEDS_REVISION: [SALES], AWAITING_CUSTOMER: [SALES], CANCELLED: [SALES] },
  NEEDS_REVISION: { RECEIVED: [SALES], LAPSED: [GATEWAY], CANCELLED: [SALES] },
  AWAITING_CUSTOMER: { AWAITING_SIGNATURE: [SALES], NEEDS_REVISION: [SALES], LAPSED: [GATEWAY], CANCELLED: [SALES] },
  AWAITING_SIGNATURE: { CONFIRMED: [SALES], NEEDS_REVISION: [SALES], LAPSED: [GATEWAY], CANCELLED: [SALES] },
  CONFIRMED: {
    IN_PRODUCTION: [PRODUCTION],
    IN_INSPECTION: [QUALITY, LOGISTICS],
    READY_TO_SHIP: [LOGISTICS],
    CANCELLED: [SALES],
  },
  IN_PRODUCTION: { IN_INSPECTION: [PRODUCTION], CANCELLED: [SALES] },
  IN_INSPECTION: { REWORK: [QUALITY], READY_TO_SHIP: [QUALITY], CANCELLED: [SALES] },
  REWORK: { IN_INSPECTION: [PRODUCTION], CANCELLED: [SALES] },
  READY_TO_SHIP: {
    // The outbound audit (R24) may send goods back to inspection.
    IN_INSPECTION: [QUALITY, LOGISTICS],
    PARTLY_SHIPPED: [LOGISTICS, GATEWAY],
    SHIPPED: [LOGISTICS, GATEWAY],
    CANCELLED: [SALES],
  },
  PARTLY_SHIPPED: {
    SHIPPED: [LOGISTICS, GATEWAY],
    PARTLY_DELIVERED: [LOGISTICS, GATEWAY],
    DELIVERED: [LOGISTICS, GATEWAY],
  },
  SHIPPED: { PARTLY_DELIVERED: [LOGISTICS, GATEWAY], DELIVERED: [LOGISTICS, GATEWAY] },
  PARTLY_DELIVERED: { DELIVERED: [LOGISTICS, GATEWAY] },
  DELIVERED: { COMPLETED: [CUSTOMER_SERVICE, LOGISTICS, GATEWAY] },
  COMPLETED: {},
  LAPSED: {},
  CANCELLED: {},
};

/**
 * Purchase order headers (R18, R19). From ISSUED to RECEIVED the status follows from the lines (`headerStatus`), caused
 * by whoever moves a line; a person only drafts, approves, issues, closes and cancels.
 */
export const purchaseOrderMoves: Moves<PurchaseOrderStatus> = {
  DRAFT: { PENDING_APPROVAL: [PROCUREMENT], CANCELLED: [PROCUREMENT] },
  PENDING_APPROVAL: { DRAFT: [PROCUREMENT], APPROVED: [PROCUREMENT], CANCELLED: [PROCUREMENT] },
  APPROVED: { DRAFT: [PROCUREMENT], ISSUED: [PROCUREMENT], CANCELLED: [PROCUREMENT] },
  ISSUED: {
    PARTLY_CONFIRMED: [SUPPLIER, GATEWAY],
    COUNTER_PROPOSED: [SUPPLIER, GATEWAY],
    CONFIRMED: [SUPPLIER, GATEWAY],
    REFUSED: [SUPPLIER, GATEWAY],
    PARTLY_RECEIVED: [GATEWAY],
    RECEIVED: [GATEWAY],
    CANCELLED: [PROCUREMENT],
  },
  PARTLY_CONFIRMED: {
    ISSUED: [GATEWAY],
    COUNTER_PROPOSED: [SUPPLIER, GATEWAY],
    CONFIRMED: [SUPPLIER, GATEWAY],
    REFUSED: [SUPPLIER, GATEWAY],
    PARTLY_RECEIVED: [GATEWAY],
    RECEIVED: [GATEWAY],
    CANCELLED: [PROCUREMENT],
  },
  COUNTER_PROPOSED: {
    ISSUED: [GATEWAY],
    PARTLY_CONFIRMED: [SUPPLIER, GATEWAY],
    CONFIRMED: [SUPPLIER, GATEWAY],
    REFUSED: [SUPPLIER, GATEWAY],
    PARTLY_RECEIVED: [GATEWAY],
    RECEIVED: [GATEWAY],
    CANCELLED: [PROCUREMENT],
  },
  CONFIRMED: {
    PARTLY_CONFIRMED: [SUPPLIER, GATEWAY],
    COUNTER_PROPOSED: [SUPPLIER, GATEWAY],
    REFUSED: [SUPPLIER, GATEWAY],
    PARTLY_RECEIVED: [GATEWAY],
    RECEIVED: [GATEWAY],
    CANCELLED: [PROCUREMENT],
  },
  REFUSED: {
    PARTLY_CONFIRMED: [SUPPLIER, GATEWAY],
    COUNTER_PROPOSED: [SUPPLIER, GATEWAY],
    CONFIRMED: [SUPPLIER, GATEWAY],
    CLOSED: [PROCUREMENT],
    CANCELLED: [PROCUREMENT],
  },
  PARTLY_RECEIVED: { RECEIVED: [GATEWAY], CLOSED: [PROCUREMENT] },
  RECEIVED: { CLOSED: [PROCUREMENT, GATEWAY] },
  CLOSED: {},
  CANCELLED: {},
};

/**
 * Purchase order lines (R19). The supplier may answer again until goods have come; the buyer accepts a proposal
 * (ACCEPTED) or refuses it (back to OPEN, or to ACCEPTED where terms had been agreed before).
 */
export const purchaseOrderLineMoves: Moves<PurchaseOrderLineStatus> = {
  OPEN: {
    ACCEPTED: [SUPPLIER],
    CHANGE_PROPOSED: [SUPPLIER],
    BACKORDERED: [SUPPLIER],
    REFUSED: [SUPPLIER],
    PARTLY_RECEIVED: [LOGISTICS, PROCUREMENT],
    RECEIVED: [LOGISTICS, PROCUREMENT],
    CANCELLED: [PROCUREMENT],
  },
  ACCEPTED: {
    CHANGE_PROPOSED: [SUPPLIER],
    BACKORDERED: [SUPPLIER],
    REFUSED: [SUPPLIER],
    PARTLY_RECEIVED: [LOGISTICS, PROCUREMENT],
    RECEIVED: [LOGISTICS, PROCUREMENT],
    CANCELLED: [PROCUREMENT],
  },
  CHANGE_PROPOSED: {
    OPEN: [PROCUREMENT],
    ACCEPTED: [SUPPLIER, PROCUREMENT],
    BACKORDERED: [SUPPLIER],
    REFUSED: [SUPPLIER],
    PARTLY_RECEIVED: [LOGISTICS, PROCUREMENT],
    RECEIVED: [LOGISTICS, PROCUREMENT],
    CANCELLED: [PROCUREMENT],
  },
  BACKORDERED: {
    OPEN: [PROCUREMENT],
    ACCEPTED: [SUPPLIER, PROCUREMENT],
    CHANGE_PROPOSED: [SUPPLIER],
    REFUSED: [SUPPLIER],
    PARTLY_RECEIVED: [LOGISTICS, PROCUREMENT],
    RECEIVED: [LOGISTICS, PROCUREMENT],
    CANCELLED: [PROCUREMENT],
  },
  REFUSED: {
    ACCEPTED: [SUPPLIER],
    CHANGE_PROPOSED: [SUPPLIER],
    BACKORDERED: [SUPPLIER],
    CANCELLED: [PROCUREMENT],
  },
  PARTLY_RECEIVED: { RECEIVED: [LOGISTICS, PROCUREMENT] },
  RECEIVED: {},
  CANCELLED: {},
};

const tracked = [CARRIER, LOGISTICS];

/** What may happen to goods once a carrier has them. */
const underWay: Readonly<Partial<Record<ShipmentStatus, readonly Mover[]>>> = {
  IN_TRANSIT: tracked,
  CUSTOMS: tracked,
  OUT_FOR_DELIVERY: tracked,
  AVAILABLE_FOR_PICKUP: tracked,
  ATTEMPT_FAILED: tracked,
  EXCEPTION: tracked,
  RETURNING: tracked,
  RETURNED: tracked,
  DELIVERED: tracked,
  EXPIRED: [CARRIER, GATEWAY],
};

/**
 * Shipments by command. Tracking does not ask this table: there the newest actual event decides (`mergeTracking`).
 * Goods that are delivered may still come back or turn out damaged; a watch that expired may be taken up again.
 */
export const shipmentMoves: Moves<ShipmentStatus> = {
  UNKNOWN: { ...underWay, CREATED: tracked, PICKED_UP: tracked, CANCELLED: tracked },
  CREATED: { ...underWay, PICKED_UP: tracked, CANCELLED: tracked },
  PICKED_UP: underWay,
  IN_TRANSIT: without(underWay, 'IN_TRANSIT'),
  CUSTOMS: without(underWay, 'CUSTOMS'),
  OUT_FOR_DELIVERY: without(underWay, 'OUT_FOR_DELIVERY'),
  AVAILABLE_FOR_PICKUP: without(underWay, 'AVAILABLE_FOR_PICKUP'),
  ATTEMPT_FAILED: without(underWay, 'ATTEMPT_FAILED'),
  EXCEPTION: without(underWay, 'EXCEPTION'),
  RETURNING: { IN_TRANSIT: tracked, EXCEPTION: tracked, RETURNED: tracked, EXPIRED: [CARRIER, GATEWAY] },
  RETURNED: {},
  DELIVERED: { EXCEPTION: tracked, RETURNING: tracked },
  CANCELLED: {},
  EXPIRED: without(underWay, 'EXPIRED'),
};

/** Supplier evaluations (R21): provisional until disputed and settled, or until the time for disputes has passed. */
export const evaluationMoves: Moves<EvaluationStatus> = {
  PROVISIONAL: { DISPUTED: [SUPPLIER], FINAL: [PROCUREMENT, GATEWAY] },
  // A dispute that is upheld leads to figures computed anew, which are provisional again.
  DISPUTED: { PROVISIONAL: [PROCUREMENT], FINAL: [PROCUREMENT] },
  FINAL: {},
};

const service = [CUSTOMER_SERVICE];

/** Inquiry, support, complaint (R31): answered without goods coming back. */
const talkMoves: Moves<CaseStatus> = {
  REQUESTED: { IN_REVIEW: service, CLOSED: service },
  IN_REVIEW: { RESOLVED: service },
  // A customer who is not satisfied opens it again.
  RESOLVED: { IN_REVIEW: service, CLOSED: [CUSTOMER_SERVICE, GATEWAY] },
  CLOSED: {},
  APPROVED: {},
  REFUSED: {},
  GOODS_RETURNING: {},
  GOODS_RECEIVED: {},
  INSPECTED: {},
  LAPSED: {},
};

/** Return, exchange, repair (R32): goods come back within the limit after approval, or the case lapses. */
const goodsMoves: Moves<CaseStatus> = {
  REQUESTED: { IN_REVIEW: service, CLOSED: service },
  IN_REVIEW: { APPROVED: service, REFUSED: service },
  APPROVED: { GOODS_RETURNING: service, GOODS_RECEIVED: [LOGISTICS], LAPSED: [GATEWAY], CLOSED: service },
  REFUSED: { IN_REVIEW: service, CLOSED: [CUSTOMER_SERVICE, GATEWAY] },
  GOODS_RETURNING: { GOODS_RECEIVED: [LOGISTICS, GATEWAY], LAPSED: [GATEWAY] },
  GOODS_RECEIVED: { INSPECTED: [QUALITY] },
  INSPECTED: { RESOLVED: service },
  RESOLVED: { CLOSED: [CUSTOMER_SERVICE, GATEWAY] },
  CLOSED: {},
  LAPSED: {},
};

/** Which table a case follows, by its kind. */
export const caseMoves: Readonly<Record<CaseKind, Moves<CaseStatus>>> = {
  INQUIRY: talkMoves,
  SUPPORT: talkMoves,
  COMPLAINT: talkMoves,
  REPAIR: goodsMoves,
  RETURN: goodsMoves,
  EXCHANGE: goodsMoves,
};

export const orderTransitions = transitionsOf(orderMoves);
export const purchaseOrderTransitions = transitionsOf(purchaseOrderMoves);
export const purchaseOrderLineTransitions = transitionsOf(purchaseOrderLineMoves);
export const shipmentTransitions = transitionsOf(shipmentMoves);
export const evaluationTransitions = transitionsOf(evaluationMoves);
export const caseTransitions: Readonly<Record<CaseKind, Transitions<CaseStatus>>> = {
  INQUIRY: transitionsOf(caseMoves.INQUIRY),
  SUPPORT: transitionsOf(caseMoves.SUPPORT),
  COMPLAINT: transitionsOf(caseMoves.COMPLAINT),
  REPAIR: transitionsOf(caseMoves.REPAIR),
  RETURN: transitionsOf(caseMoves.RETURN),
  EXCHANGE: transitionsOf(caseMoves.EXCHANGE),
};

/** The plain adjacency of a table of moves. */
export function transitionsOf<Status extends string>(moves: Moves<Status>): Transitions<Status> {
  return Object.fromEntries(
    (Object.keys(moves) as Status[]).map((from) => [from, Object.keys(moves[from])]),
  ) as unknown as Transitions<Status>;
}

/** True when `to` may follow `from`. Staying is no move. */
export function canMove<Status extends string>(table: Transitions<Status>, from: Status, to: Status): boolean {
  return table[from].includes(to);
}

/** True when `who` may cause the move by a command. An administrator may cause every move that the table lists. */
export function mayMove<Status extends string>(moves: Moves<Status>, from: Status, to: Status, who: Mover): boolean {
  const movers = moves[from][to];
  return movers !== undefined && (who === Role.ADMIN || movers.includes(who));
}

/** Why a command may not move an object so; empty when it may. `path` leads to the input that asked for it. */
export function checkMove<Status extends string>(
  moves: Moves<Status>,
  from: Status,
  to: Status,
  who: Mover,
  path: readonly string[] = [],
): Problem[] {
  const movers = moves[from][to];
  if (!movers) {
    return [problem('TRANSITION_NOT_ALLOWED', path, { from, to, allowed: Object.keys(moves[from]).join(', ') || '-' })];
  }
  if (mayMove(moves, from, to, who)) return [];
  return [problem('TRANSITION_NOT_YOURS', path, { from, to, roles: [...movers, Role.ADMIN].join(', ') })];
}

function without<Status extends string>(
  row: Readonly<Partial<Record<Status, readonly Mover[]>>>,
  own: Status,
): Readonly<Partial<Record<Status, readonly Mover[]>>> {
  return Object.fromEntries(Object.entries(row).filter(([to]) => to !== own)) as Partial<Record<Status, readonly Mover[]>>;
}
