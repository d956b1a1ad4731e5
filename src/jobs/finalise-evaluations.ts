import { localDate } from '../domain/dates.js';
import { dueAt, isOverdue } from '../domain/due-times.js';
import { policyInForce } from '../domain/policies.js';
import type { Limit } from '../domain/policy-values.js';
import { evaluationMoves, mayMove } from '../domain/transitions.js';
import { EvaluationStatus, ObjectType, SupplierEvaluation } from '../entities/index.js';
import type { Job, JobContext } from './job.js';
import { moveOverdue } from './move-overdue.js';

const name = 'finalise-evaluations';

/** Makes evaluations final that the supplier did not dispute in time (R21, policy `dispute-limit`). */
export const finaliseEvaluationsJob: Job = {
  name,
  about: 'makes supplier evaluations final that nobody disputed in time',
  when: { cron: '20 0 * * *' },
  takesPeriod: false,
  run: async (context) => {
    const finalised = await moveOverdue(name, context, {
      type: SupplierEvaluation,
      objectType: ObjectType.SUPPLIER_EVALUATION,
      ids: await undisputedFor(context),
      move: ({ status }, now) =>
        mayMove(evaluationMoves, status, EvaluationStatus.FINAL, 'GATEWAY') ? { status: EvaluationStatus.FINAL, finalisedAt: now } : null,
    });
    return { finalised };
  },
};

/** Provisional evaluations whose time for disputes has passed, by the limit in force when they were computed. */
async function undisputedFor({ database, now, calendar, zone }: JobContext): Promise<string[]> {
  const rows = await database.reader.rows(
    `select id::text as id, floor(extract(epoch from computed_at) * 1000)::bigint::text as computed_at
       from supplier_evaluation where status = 'PROVISIONAL' order by computed_at, id`,
    [],
  );
  const ids: string[] = [];
  // Evaluations of a period are computed together: one look at the policy for each day is enough.
  const limits = new Map<string, Limit>();
  for (const row of rows) {
    const computedAt = new Date(Number(row['computed_at']));
    const day = localDate(computedAt, zone);
    const limit = limits.get(day) ?? (await policyInForce(database.reader, 'dispute-limit', day)).value;
    limits.set(day, limit);
    if (isOverdue(dueAt(computedAt, limit, calendar, zone), null, now())) ids.push(row['id'] ?? '');
  }
  return ids;
}
