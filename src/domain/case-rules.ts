/** After-sales cases (R31, R32): what a move must bring along, and when a case lapses. */
import { type CaseKind, CaseStatus } from '../entities/enums.js';
import type { WorkingDayCalendar } from './calendar.js';
import { dueOn } from './due-times.js';
import { type Problem, problem } from './errors.js';
import type { DateOnly } from './facts.js';
import type { Limit } from './policies.js';
import { caseMoves, caseTransitions, checkMove, type Mover } from './transitions.js';

/** What a command says along with the state that it asks for. */
export interface CaseMoveInput {
  readonly to: CaseStatus;
  readonly reason: string | null;
  readonly resolution: string | null;
}

/** Why a case may not be moved so, all at once; empty when it may. A refusal gives its reason, a solution says what it is. */
export function checkCaseMove(
  current: { readonly kind: CaseKind; readonly status: CaseStatus },
  { to, reason, resolution }: CaseMoveInput,
  who: Mover,
): Problem[] {
  const problems = checkMove(caseMoves[current.kind], current.status, to, who, ['to']);
  if (to === CaseStatus.REFUSED && isBlank(reason)) problems.push(problem('REASON_REQUIRED', ['reason'], {}));
  if (to === CaseStatus.RESOLVED && isBlank(resolution)) problems.push(problem('REQUIRED', ['resolution'], {}));
  return problems;
}

/** True for the kinds in which goods come back: return, exchange, repair. */
export function bringsGoodsBack(kind: CaseKind): boolean {
  return caseTransitions[kind].IN_REVIEW.includes(CaseStatus.APPROVED);
}

/** The states that a case of this kind can be in. */
export function caseStatuses(kind: CaseKind): CaseStatus[] {
  const table = caseTransitions[kind];
  const reached = new Set<CaseStatus>([CaseStatus.REQUESTED]);
  for (const status of reached) for (const next of table[status]) reached.add(next);
  return [...reached];
}

/** The last date on which approved goods may come back: by default the seventh working day after the approval. */
export function returnBy(approvedOn: DateOnly, limit: Limit, calendar: WorkingDayCalendar): DateOnly {
  return dueOn(approvedOn, limit, calendar);
}

/** True when a case lapses today: approved, the last date is past, and the goods have not come. */
export function hasLapsed(
  { status, returnBy: last }: { readonly status: CaseStatus; readonly returnBy: DateOnly | null },
  today: DateOnly,
): boolean {
  const waiting = status === CaseStatus.APPROVED || status === CaseStatus.GOODS_RETURNING;
  return waiting && last !== null && today > last;
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
