/** Orders: what a move must bring along (R4), and the sums of their lines (R3). */
import { OrderStatus } from '../entities/enums.js';
import { multiply, round, sum } from './decimal.js';
import { type Problem, problem } from './errors.js';
import type { Decimal } from './facts.js';
import { checkMove, type Mover, orderMoves } from './transitions.js';

/** States that somebody has to justify: the customer or a colleague must learn what to do about it. */
const justified: ReadonlySet<OrderStatus> = new Set([
  OrderStatus.NEEDS_CORRECTION,
  OrderStatus.NEEDS_REVISION,
  OrderStatus.REWORK,
  OrderStatus.CANCELLED,
]);

/** Why an order may not be moved so by a command, all at once; empty when it may. */
export function checkOrderMove(from: OrderStatus, to: OrderStatus, who: Mover, reason: string | null): Problem[] {
  const problems = checkMove(orderMoves, from, to, who, ['to']);
  if (justified.has(to) && (reason === null || reason.trim() === '')) problems.push(problem('REASON_REQUIRED', ['reason'], {}));
  return problems;
}

/** quantity × price per unit, rounded half away from zero to `digits` places of the currency. */
export function lineAmount(quantity: Decimal, unitPrice: Decimal, digits = 2): Decimal {
  return round(multiply(quantity, unitPrice), digits);
}

/** The sum of the lines that are not cancelled. */
export function totalAmount(lines: readonly { readonly amount: Decimal; readonly cancelled?: boolean }[]): Decimal {
  return sum(lines.filter(({ cancelled }) => cancelled !== true).map(({ amount }) => amount));
}
