/** One operation, sent to a gateway that passes the database's JSON through and to one that answers by resolvers. */
import type { GraphqlAnswer } from './gateway.js';

export interface BothAnswers {
  readonly passed: GraphqlAnswer;
  readonly resolved: GraphqlAnswer;
  readonly agree: boolean;
}

export interface BothWays {
  readonly pass: () => Promise<GraphqlAnswer>;
  readonly resolve: () => Promise<GraphqlAnswer>;
  /** Passes twice in any case: what recurs is answered past Apollo. */
  readonly recurs?: boolean;
}

/**
 * What both ways answer, to the order of the members. The head of the event log moves with every transaction on the server,
 * other databases' included, so an answer that differs is asked for again on the other side of the resolved one, until
 * nothing moves in between.
 */
export async function askBothWays({ pass, resolve, recurs = false }: BothWays): Promise<BothAnswers> {
  let passed = await pass();
  for (let tries = 0; ; tries += 1) {
    const resolved = await resolve();
    if (same(passed, resolved) && !recurs) return { passed, resolved, agree: true };
    const next = await pass();
    if (same(passed, resolved) && same(next, resolved)) return { passed, resolved, agree: true };
    if (same(passed, next) || tries === 10) return { passed: next, resolved, agree: false };
    passed = next;
  }
}

function same(a: GraphqlAnswer, b: GraphqlAnswer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
