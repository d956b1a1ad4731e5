/** The last step of every command that moves an object: its status, the event, the audit. */
import type { Change } from '../apply/changes.js';
import { type Announced, statusEvent } from '../status-event.js';
import type { Transaction } from '../transaction.js';
import { type CommandResult, done } from './command.js';

/** The reason given stands in the trail: it is a colleague's word about an object, not about a person. */
export function move<T extends Announced>(tx: Transaction, change: Change, object: T, to: T['status'], reason: string | null): CommandResult {
  const from = object.status;
  change.assign<Announced>(object, { status: to } as Partial<Announced>);
  if (reason !== null) change.note('statusReason', 'statusReason', null, reason);
  change.audit(tx);
  if (from !== to) tx.append(statusEvent(object, from, tx.now));
  return done(object.id);
}
