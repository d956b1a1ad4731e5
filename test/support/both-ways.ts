/** One operation, sent to a gateway that passes the database's JSON through and to one that answers by resolvers. */
import type { LogPlace } from '../../src/domain/event-log.js';
import { comparePlaces, parseCursor } from '../../src/domain/event-log.js';
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
 * server, other databases' included, so an answer that differs is asked for again on the other side of the resolved one: its heads must
 * lie between theirs, and where anything else moved, all is asked again until nothing does.
 */
export async function askBothWays({ pass, resolve, recurs = false }: BothWays): Promise<BothAnswers> {
  let passed = await pass();
  for (let tries = 0; ; tries += 1) {
    const resolved = await resolve();
    if (same(passed, resolved) && !recurs) return both(passed, resolved, true);
    const next = await pass();
    if (agreeInTurn([passed, resolved, next])) return both(next, resolved, true);
    if (same(passed, next) || tries === 10) return both(next, resolved, false);
    passed = next;
  }
}

/** Whether answers, one asked for after the other, are the same but for heads of the event log, none of which goes back. */
export function agreeInTurn(answers: readonly unknown[]): boolean {
  const told = answers.map(headless);
  return told.every(({ rest, heads }, n) => {
    const before = told[n - 1];
    return !before || (rest === before.rest && heads.every((head, m) => comparePlaces(before.heads[m] as LogPlace, head) <= 0));
  });
}

/** The heads of the event log in an answer, and the answer without them. An event has a sequence from 1 on, a head has none. */
function headless(answer: unknown): { readonly heads: readonly LogPlace[]; readonly rest: string } {
  const heads: LogPlace[] = [];
  const rest = JSON.stringify(answer, (_, value: unknown) => {
    const place = typeof value === 'string' ? placeOf(value) : null;
    if (place?.seq !== 0n) return value;
    heads.push(place);
    return { headOf: place.epoch };
  });
  return { heads, rest };
}

function placeOf(text: string): LogPlace | null {
  try {
    return parseCursor(text);
  } catch {
    return null;
  }
}

function both(passed: Answered, resolved: Answered, agree: boolean): BothAnswers {
  return { passed: passed.answer, resolved: resolved.answer, statuses: [passed.status, resolved.status], agree };
}

function same(a: Answered, b: Answered): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
