import {
  CaseKind,
  CaseStatus,
  EvaluationStatus,
  OrderStatus,
  PurchaseOrderLineStatus,
  PurchaseOrderStatus,
  Role,
  ShipmentStatus,
} from '../../src/entities/enums.js';
import {
  canMove,
  caseMoves,
  caseTransitions,
  checkMove,
  evaluationMoves,
  mayMove,
  type Mover,
  type Moves,
  orderMoves,
  purchaseOrderLineMoves,
  purchaseOrderMoves,
  shipmentMoves,
  transitionsOf,
} from '../../src/domain/transitions.js';

interface Machine {
  readonly name: string;
  readonly moves: Moves<string>;
  readonly statuses: readonly string[];
  readonly start: string;
  /** The whole adjacency, written down a second time: `from: to to to`. */
  readonly expected: string;
}

const machines: readonly Machine[] = [
  {
    name: 'order',
    moves: orderMoves,
    statuses: Object.values(OrderStatus),
    start: 'RECEIVED',
    expected: `
      RECEIVED: NEEDS_CORRECTION IN_REVIEW CANCELLED
      NEEDS_CORRECTION: RECEIVED LAPSED CANCELLED
      IN_REVIEW: NEEDS_REVISION AWAITING_CUSTOMER CANCELLED
      NEEDS_REVISION: RECEIVED LAPSED CANCELLED
      AWAITING_CUSTOMER: AWAITING_SIGNATURE NEEDS_REVISION LAPSED CANCELLED
      AWAITING_SIGNATURE: CONFIRMED NEEDS_REVISION LAPSED CANCELLED
      CONFIRMED: IN_PRODUCTION IN_INSPECTION READY_TO_SHIP CANCELLED
      IN_PRODUCTION: IN_INSPECTION CANCELLED
      IN_INSPECTION: REWORK READY_TO_SHIP CANCELLED
      REWORK: IN_INSPECTION CANCELLED
      READY_TO_SHIP: IN_INSPECTION PARTLY_SHIPPED SHIPPED CANCELLED
      PARTLY_SHIPPED: SHIPPED PARTLY_DELIVERED DELIVERED
      SHIPPED: PARTLY_DELIVERED DELIVERED
      PARTLY_DELIVERED: DELIVERED
      DELIVERED: COMPLETED
      COMPLETED:
      LAPSED:
      CANCELLED:`,
  },
  {
    name: 'purchase order',
    moves: purchaseOrderMoves,
    statuses: Object.values(PurchaseOrderStatus),
    start: 'DRAFT',
    expected: `
      DRAFT: PENDING_APPROVAL CANCELLED
      PENDING_APPROVAL: DRAFT APPROVED CANCELLED
      APPROVED: DRAFT ISSUED CANCELLED
      ISSUED: PARTLY_CONFIRMED COUNTER_PROPOSED CONFIRMED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      PARTLY_CONFIRMED: ISSUED COUNTER_PROPOSED CONFIRMED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      COUNTER_PROPOSED: ISSUED PARTLY_CONFIRMED CONFIRMED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      CONFIRMED: PARTLY_CONFIRMED COUNTER_PROPOSED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      REFUSED: PARTLY_CONFIRMED COUNTER_PROPOSED CONFIRMED CLOSED CANCELLED
      PARTLY_RECEIVED: RECEIVED CLOSED
      RECEIVED: CLOSED
      CLOSED:
      CANCELLED:`,
  },
  {
    name: 'purchase order line',
    moves: purchaseOrderLineMoves,
    statuses: Object.values(PurchaseOrderLineStatus),
    start: 'OPEN',
    expected: `
      OPEN: ACCEPTED CHANGE_PROPOSED BACKORDERED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      ACCEPTED: CHANGE_PROPOSED BACKORDERED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      CHANGE_PROPOSED: OPEN ACCEPTED BACKORDERED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      BACKORDERED: OPEN ACCEPTED CHANGE_PROPOSED REFUSED PARTLY_RECEIVED RECEIVED CANCELLED
      REFUSED: ACCEPTED CHANGE_PROPOSED BACKORDERED CANCELLED
      PARTLY_RECEIVED: RECEIVED
      RECEIVED:
      CANCELLED:`,
  },
  {
    name: 'shipment',
    moves: shipmentMoves,
    statuses: Object.values(ShipmentStatus),
    start: 'UNKNOWN',
    expected: `
      UNKNOWN: CREATED PICKED_UP IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED CANCELLED
      CREATED: PICKED_UP IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED CANCELLED
      PICKED_UP: IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED
      IN_TRANSIT: CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED
      CUSTOMS: IN_TRANSIT OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED
      OUT_FOR_DELIVERY: IN_TRANSIT CUSTOMS AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED
      AVAILABLE_FOR_PICKUP: IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED EXPIRED
      ATTEMPT_FAILED: IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP EXCEPTION RETURNING RETURNED DELIVERED EXPIRED
      EXCEPTION: IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED RETURNING RETURNED DELIVERED EXPIRED
      RETURNING: IN_TRANSIT EXCEPTION RETURNED EXPIRED
      RETURNED:
      DELIVERED: EXCEPTION RETURNING
      CANCELLED:
      EXPIRED: IN_TRANSIT CUSTOMS OUT_FOR_DELIVERY AVAILABLE_FOR_PICKUP ATTEMPT_FAILED EXCEPTION RETURNING RETURNED DELIVERED`,
  },
  {
    name: 'supplier evaluation',
    moves: evaluationMoves,
    statuses: Object.values(EvaluationStatus),
    start: 'PROVISIONAL',
    expected: `
      PROVISIONAL: DISPUTED FINAL
      DISPUTED: PROVISIONAL FINAL
      FINAL:`,
  },
  ...(['INQUIRY', 'SUPPORT', 'COMPLAINT'] as const).map((kind) => ({
    name: kind,
    moves: caseMoves[kind],
    statuses: Object.values(CaseStatus),
    start: 'REQUESTED',
    expected: `
      REQUESTED: IN_REVIEW CLOSED
      IN_REVIEW: RESOLVED
      RESOLVED: IN_REVIEW CLOSED`,
  })),
  ...(['RETURN', 'EXCHANGE', 'REPAIR'] as const).map((kind) => ({
    name: kind,
    moves: caseMoves[kind],
    statuses: Object.values(CaseStatus),
    start: 'REQUESTED',
    expected: `
      REQUESTED: IN_REVIEW CLOSED
      IN_REVIEW: APPROVED REFUSED
      APPROVED: GOODS_RETURNING GOODS_RECEIVED LAPSED CLOSED
      REFUSED: IN_REVIEW CLOSED
      GOODS_RETURNING: GOODS_RECEIVED LAPSED
      GOODS_RECEIVED: INSPECTED
      INSPECTED: RESOLVED
      RESOLVED: CLOSED`,
  })),
];

const movers: readonly Mover[] = [...Object.values(Role), 'GATEWAY'];

describe.each(machines)('$name', ({ moves, statuses, start, expected }) => {
  const table = transitionsOf(moves);

  it('allows exactly the moves written down', () => {
    const rows = expected.trim().split('\n').map((row) => row.trim().split(/:\s*/));
    const adjacency = new Map(rows.map(([from = '', to = '']) => [from, to.split(' ').filter(Boolean)]));
    const matrix = (may: (from: string, to: string) => boolean): string[] =>
      statuses.flatMap((from) => statuses.map((to) => `${from} > ${to}: ${may(from, to)}`));
    expect(matrix((from, to) => canMove(table, from, to))).toEqual(matrix((from, to) => adjacency.get(from)?.includes(to) ?? false));
    for (const [from, to] of adjacency) expect([from, ...to].every((status) => statuses.includes(status))).toBe(true);
  });

  it('has a row for every state, and names somebody for every move', () => {
    expect(Object.keys(moves).sort()).toEqual([...statuses].sort());
    for (const from of statuses) for (const who of Object.values(moves[from] ?? {})) expect(who?.length).toBeGreaterThan(0);
  });

  it('lets nobody but those named and an administrator cause a move, and says who may', () => {
    const cube = (ask: (from: string, to: string, who: Mover) => readonly unknown[]): string[] =>
      statuses.flatMap((from) => statuses.flatMap((to) => movers.map((who) => [from, to, who, ...ask(from, to, who)].join(' '))));
    const asked = cube((from, to, who) => [
      mayMove(moves, from, to, who),
      ...checkMove(moves, from, to, who, ['to']).map(({ code, path }) => `${code} ${path.join('.')}`),
    ]);
    const written = cube((from, to, who) => {
      const named = moves[from]?.[to];
      if (named === undefined) return [false, 'TRANSITION_NOT_ALLOWED to'];
      return who === 'ADMIN' || named.includes(who) ? [true] : [false, 'TRANSITION_NOT_YOURS to'];
    });
    expect(asked).toEqual(written);
  });

  it('ends somewhere, from everywhere it reaches', () => {
    const ends = statuses.filter((status) => table[status]?.length === 0);
    const reached = reachable(table, start);
    for (const status of reached) {
      expect([status, [...reachable(table, status)].some((end) => ends.includes(end))]).toEqual([status, true]);
    }
  });

  it('names the way out of a refusal', () => {
    const refusal = checkMove(moves, start, start, 'ADMIN')[0];
    expect(refusal?.params).toEqual({ from: start, to: start, allowed: table[start]?.join(', ') });
  });
});

describe('who may move what', () => {
  const listed = (moves: Moves<string>): Mover[] => [...new Set(Object.values(moves).flatMap((row) => Object.values(row).flatMap((who) => who ?? [])))];

  it('keeps partners to their own objects', () => {
    for (const { name, moves } of machines) {
      expect([name, listed(moves).includes('SUPPLIER')]).toEqual([name, ['purchase order', 'purchase order line', 'supplier evaluation'].includes(name)]);
      expect([name, listed(moves).includes('CARRIER')]).toEqual([name, name === 'shipment']);
      expect([name, listed(moves).includes('ANALYST')]).toEqual([name, false]);
    }
  });

  it('lets time alone make anything lapse', () => {
    for (const { moves } of machines) {
      for (const row of Object.values(moves)) if (row['LAPSED']) expect(row['LAPSED']).toEqual(['GATEWAY']);
    }
  });

  it('leaves the judgement of quality to quality', () => {
    expect(orderMoves.IN_INSPECTION.READY_TO_SHIP).toEqual(['QUALITY']);
    for (const kind of ['RETURN', 'EXCHANGE', 'REPAIR'] as const) expect(caseMoves[kind].GOODS_RECEIVED.INSPECTED).toEqual(['QUALITY']);
  });
});

describe('the main line', () => {
  const walk = (table: Record<string, readonly string[]>, way: string): boolean =>
    way.split(' ').every((to, index, all) => index === 0 || (table[all[index - 1] ?? '']?.includes(to) ?? false));

  it.each([
    ['made to order', 'RECEIVED IN_REVIEW AWAITING_CUSTOMER AWAITING_SIGNATURE CONFIRMED IN_PRODUCTION IN_INSPECTION REWORK IN_INSPECTION READY_TO_SHIP PARTLY_SHIPPED SHIPPED PARTLY_DELIVERED DELIVERED COMPLETED'],
    ['from stock', 'RECEIVED IN_REVIEW AWAITING_CUSTOMER AWAITING_SIGNATURE CONFIRMED READY_TO_SHIP SHIPPED DELIVERED COMPLETED'],
    ['corrected and revised', 'RECEIVED NEEDS_CORRECTION RECEIVED IN_REVIEW NEEDS_REVISION RECEIVED IN_REVIEW AWAITING_CUSTOMER LAPSED'],
  ])('of an order %s can be walked', (_, way) => {
    expect(walk(transitionsOf(orderMoves), way)).toBe(true);
  });

  it('of cases can be walked, each kind its own', () => {
    const goods = 'REQUESTED IN_REVIEW APPROVED GOODS_RETURNING GOODS_RECEIVED INSPECTED RESOLVED CLOSED';
    const talk = 'REQUESTED IN_REVIEW RESOLVED CLOSED';
    for (const kind of Object.values(CaseKind)) {
      const bringsBack = ['RETURN', 'EXCHANGE', 'REPAIR'].includes(kind);
      expect([kind, walk(caseTransitions[kind], goods), walk(caseTransitions[kind], talk)]).toEqual([kind, bringsBack, !bringsBack]);
    }
  });
});

function reachable(table: Record<string, readonly string[]>, from: string): Set<string> {
  const reached = new Set([from]);
  for (const status of reached) for (const next of table[status] ?? []) reached.add(next);
  return reached;
}
