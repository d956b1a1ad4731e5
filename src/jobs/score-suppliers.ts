import { v7 as uuid } from 'uuid';
import { addDays, localDate } from '../domain/dates.js';
import type { Decimal } from '../domain/facts.js';
import type { Period } from '../domain/periods.js';
import type { PolicyInForce } from '../domain/policies.js';
import { policyInForce } from '../domain/policies.js';
import type { Score } from '../domain/scoring.js';
import { percentage, scoreOf } from '../domain/scoring.js';
import { statusEvent } from '../domain/status-event.js';
import type { SupplierCriterion, SupplierRecord } from '../domain/supplier-criteria.js';
import { supplierCriteria, supplierRecords } from '../domain/supplier-criteria.js';
import type { Transaction } from '../domain/transaction.js';
import { EvaluationCriterion, EvaluationStatus, ObjectType, PeriodKind, Supplier, SupplierEvaluation } from '../entities/index.js';
import type { JobContext } from './job.js';
import { periodicJob } from './periodic.js';

/** Scores every supplier with whom there was business in a month, by the weights in force at its end (R21). */
export const scoreSuppliersJob = periodicJob({
  name: 'score-suppliers',
  about: 'scores each supplier for a month, by quality, delivery and service',
  cron: '0 2 * * *',
  kinds: [PeriodKind.MONTH],
  settleDays: 2,
  firstDay: ({ database, zone }) => firstOrderDay(database.reader, zone),
  prepare: async ({ database, zone }, period) => {
    const policy = await policyInForce(database.reader, 'supplier-scoring', addDays(period.to, -1));
    const records = await supplierRecords(database.reader, period, zone);
    return { locks: [], write: (tx) => writeEvaluations(tx, period, records, policy) };
  },
});

async function firstOrderDay(reader: JobContext['database']['reader'], zone: string): Promise<string | null> {
  const first = await reader.query(null, `select floor(extract(epoch from min(ordered_at)) * 1000)::bigint::text from purchase_order`, []);
  return first === null ? null : localDate(new Date(Number(first)), zone);
}

async function writeEvaluations(
  tx: Transaction,
  period: Period,
  records: readonly SupplierRecord[],
  policy: PolicyInForce<'supplier-scoring'>,
): Promise<object> {
  const existing = await tx.em.find(SupplierEvaluation, { periodKind: period.kind, periodFrom: period.from }, { fields: ['supplier'] });
  const evaluated = new Set(existing.map(({ supplier }) => supplier.id));
  const scored = records.filter(({ supplierId }) => !evaluated.has(supplierId)).map((record) => ({ record, score: scoreFor(record, policy.value) }));
  for (const { record, score } of scored) writeEvaluation(tx, period, record, score, policy.version);
  return { evaluations: scored.length, withoutScore: scored.filter(({ score }) => score.score === null).length };
}

function scoreFor({ shares }: SupplierRecord, policy: PolicyInForce<'supplier-scoring'>['value']): Score {
  const values = supplierCriteria.map((name): [SupplierCriterion, Decimal | null] => [
    name,
    percentage(shares[name].numerator, shares[name].denominator),
  ]);
  return scoreOf(Object.fromEntries(values), policy);
}

function writeEvaluation(tx: Transaction, period: Period, { supplierId, shares }: SupplierRecord, score: Score, policyVersion: number): void {
  const { em, now } = tx;
  const evaluation = em.create(SupplierEvaluation, {
    id: uuid(),
    supplier: em.getReference(Supplier, supplierId),
    periodKind: period.kind,
    periodFrom: period.from,
    periodTo: period.to,
    status: EvaluationStatus.PROVISIONAL,
    score: score.score,
    standing: score.standing,
    policyVersion,
    computedAt: now,
  });
  for (const { criterion, weight, value } of score.criteria) {
    const share = Object.hasOwn(shares, criterion) ? shares[criterion as SupplierCriterion] : null;
    em.create(EvaluationCriterion, { evaluation, criterion, weight, value, numerator: share?.numerator, denominator: share?.denominator });
  }
  tx.own(ObjectType.SUPPLIER_EVALUATION, evaluation.id);
  tx.append(statusEvent(evaluation, null, now));
  tx.audit({
    action: 'SUPPLIER_EVALUATION_CREATED',
    objectType: ObjectType.SUPPLIER_EVALUATION,
    objectId: evaluation.id,
    before: null,
    after: { supplier: supplierId, period: period.key, score: score.score, standing: score.standing, policyVersion },
  });
}
