/** Who may say what about a state: the record's master anything, others what the transition table allows. */
import { canMove, type Transitions } from '../transitions.js';
import type { Batch } from './batch.js';
import { CannotApply } from './result.js';

export function checkStatus<Status extends string>(
  { options }: Batch,
  table: Transitions<Status>,
  from: Status | null | undefined,
  to: Status | undefined,
  first: Status,
): void {
  // A record that nobody has told of cannot stand in a state that was not said: a table may lack its code.
  if (from == null && to === undefined) throw new CannotApply('REQUIRED', { at: 'status' });
  if (options.master || to === undefined || from === to) return;
  if (from == null) {
    if (to !== first) throw new CannotApply('NOT_FIRST_STATE', { to, first });
  } else if (!canMove(table, from, to)) {
    throw new CannotApply('TRANSITION_NOT_ALLOWED', { from, to, allowed: table[from].join(', ') || '-' });
  }
}
