/** One operation, sent to a gateway that passes the database's JSON through and to one that answers by resolvers. */
import type { GraphqlAnswer } from './gateway.js';

export interface Answered {
  /** Of HTTP. */
  readonly status: number;
  readonly answer: GraphqlAnswer;
}

export interface BothAnswers {
  readonly passed: GraphqlAnswer;
  readonly resolved: GraphqlAnswer;
  /** That of what was passed, and that of what was resolved. */
  readonly statuses: readonly [number, number];
  readonly agree: boolean;
}

export interface BothWays {
  readonly pass: () => Promise<Answered>;
  readonly resolve: () => Promise<Answered>;
  /** Passes twice in any case: what recurs is answered past Apollo. */
  readonly recurs?: boolean;
}

/**
 * What both ways answer, to the order of the members and the HTTP status. The head of the event log moves with every transaction on the
 * server, other databases' included, so an answer that differs is asked for again on the other side of the resolved one, until
 * nothing moves in between.
 */
export async function askBothWays({ pass, resolve, recurs = false }: BothWays): Promise<BothAnswers> {
  let passed = await pass();
  for (let tries = 0; ; tries += 1) {
    const resolved = await resolve();
    if (same(passed, resolved) && !recurs) return both(passed, resolved, true);
    const next = await pass();
    if (same(passed, resolved) && same(next, resolved)) return both(passed, resolved, true);
    if (same(passed, next) || tries === 10) return both(next, resolved, false);
    passed = next;
  }
}

function both(passed: Answered, resolved: Answered, agree: boolean): BothAnswers {
  return { passed: passed.answer, resolved: resolved.answer, statuses: [passed.status, resolved.status], agree };
}

function same(a: Answered, b: Answered): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
