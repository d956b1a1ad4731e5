/** Runs plans: prepared where they recur, in the lane where they hold up nobody. */
import type { Lane, Reader, SqlValue } from '../entities/database.js';
import type { LentText } from '../entities/reading/lent-memory.js';
import type { Plan } from './plan-cache.js';
import { PreparedTexts } from './prepared.js';
import type { Binding } from './statement.js';

const usesBeforePreparing = 2;

type Read<T> = (name: string | null, sql: string, values: readonly SqlValue[], lane: Lane) => Promise<T | null>;

/** Runs a plan, and what is to answer otherwise, for a request; the JSON text, null where no statement yields one. */
export interface PlanRunner {
  /** To be passed on unread. */
  readonly bytes: (plan: Plan, binding: Binding) => Promise<LentText | null>;
  readonly text: (plan: Plan, binding: Binding) => Promise<string | null>;
}

export function planRunner(reader: Reader): PlanRunner {
  const prepared = new PreparedTexts();
  const run = async <T>(read: Read<T>, plan: Plan, binding: Binding): Promise<T | null> => {
    const values = plan.values(binding);
    plan.uses += 1;
    const isPrepared = plan.isQuick && plan.uses >= usesBeforePreparing && prepared.admit(plan.sql);
    // What is planned anew takes as long as something dear, whatever it does.
    const text = await read(isPrepared ? 'prepared' : null, plan.sql, values, isPrepared ? plan.lane : 'dear');
    return text === null && plan.otherwise ? run(read, plan.otherwise, binding) : text;
  };
  return { bytes: (...asked) => run(reader.bytes, ...asked), text: (...asked) => run(reader.query, ...asked) };
}
