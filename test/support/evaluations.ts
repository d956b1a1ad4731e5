/** Evaluations without the reckoning of a month: provisional, as the job that scores suppliers leaves them. */
import { v7 as uuid } from 'uuid';
import { addDays } from '../../src/domain/dates.js';
import { statusEvent } from '../../src/domain/status-event.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import { EvaluationCriterion, ObjectType, Supplier, SupplierEvaluation } from '../../src/entities/index.js';

/** Evaluates a supplier for the month that begins on `periodFrom`; the id of the evaluation. */
export function evaluate(database: Database, number: string, periodFrom: string, now: Date): Promise<string> {
  const by = { actor: 'tester', channel: 'test' };
  return transact(database, { now, by, locks: () => [] }, async (tx) => {
    const evaluation = tx.em.create(SupplierEvaluation, {
      id: uuid(),
      supplier: await tx.em.findOneOrFail(Supplier, { number }),
      periodKind: 'MONTH',
      periodFrom,
      periodTo: `${addDays(periodFrom, 31).slice(0, 7)}-01`,
      status: 'PROVISIONAL',
      score: '87.5',
      standing: 'YELLOW',
      policyVersion: 1,
      computedAt: now,
    });
    tx.em.create(EvaluationCriterion, { evaluation, criterion: 'QUALITY', weight: '1', value: '87.5', numerator: '7', denominator: '8' });
    tx.own(ObjectType.SUPPLIER_EVALUATION, evaluation.id);
    tx.append(statusEvent(evaluation, null, now));
    return evaluation.id;
  });
}
