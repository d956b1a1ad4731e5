/** Runs plans: prepared where they recur, in the lane where they hold up nobody. */
import type { Reader } from '../entities/database.js';
import type { Plan } from './plan-cache.js';
import { PreparedTexts } from './prepared.js';
import type { Binding } from './statement.js';

const usesBeforePreparing = 2;

/** Runs a plan, and what is to answer otherwise, for a request; the JSON text in UTF-8, null where no statement yields one. */
export type RunPlan = (plan: Plan, binding: Binding) => Promise<Buffer | null>;

export function planRunner(reader: Reader): RunPlan {
  const prepared = new PreparedTexts();
  const run: RunPlan = async (plan, binding) => {
    const values = plan.values(binding);
    plan.uses += 1;
    const isPrepared = plan.isQuick && plan.uses >= usesBeforePreparing && prepared.admit(plan.sql);
    // What is planned anew takes as long as something dear, whatever it does.
    const text = await reader.bytes(isPrepared ? 'prepared' : null, plan.sql, values, isPrepared ? plan.lane : 'dear');
    return text === null && plan.otherwise ? run(plan.otherwise, binding) : text;
  };
  return run;
}
