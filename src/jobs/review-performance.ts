import { v7 as uuid } from 'uuid';
import { localDate } from '../domain/dates.js';
import type { KpiFigure as Figure } from '../domain/figures/kpis.js';
import { computeKpis, kpiRequest } from '../domain/figures/kpis.js';
import type { Period } from '../domain/periods.js';
import { periodBefore } from '../domain/periods.js';
import type { Transaction } from '../domain/transaction.js';
import { KpiFigure, ObjectType, PerformanceReview, PeriodKind } from '../entities/index.js';
import { periodicJob } from './periodic.js';

/**
 * Takes the KPIs of a month or quarter, against their targets and against the period before (R38-R40), as they are known
 * on the day of the review: the same question with that day as `asOf` gives the same figures again.
 */
export const reviewPerformanceJob = periodicJob({
  name: 'review-performance',
  about: 'takes the KPIs of a month or quarter, against their targets and the period before',
  cron: '30 2 * * *',
  kinds: [PeriodKind.MONTH, PeriodKind.QUARTER],
  settleDays: 2,
  firstDay: async ({ database, zone }) => {
    const first = await database.reader.query(null, `select floor(extract(epoch from min(placed_at)) * 1000)::bigint::text from orders`, []);
    return first === null ? null : localDate(new Date(Number(first)), zone);
  },
  prepare: async ({ database, now, zone }, period) => {
    const [{ from, to }, asOf] = [period, localDate(now(), zone)];
    const request = await kpiRequest(database.reader, { from, to, asOf, zone, byProductClass: true });
    const figures = await computeKpis(database.reader, request);
    return { locks: [], write: (tx) => writeReview(tx, period, figures) };
  },
});

async function writeReview(tx: Transaction, period: Period, figures: readonly Figure[]): Promise<object> {
  const { em, now } = tx;
  const previous = await previousValues(tx, period);
  const review = em.create(PerformanceReview, {
    id: uuid(),
    periodKind: period.kind,
    periodFrom: period.from,
    periodTo: period.to,
    computedAt: now,
  });
  for (const { excluded: _excluded, ...figure } of figures) {
    em.create(KpiFigure, { ...figure, review, previous: previous.get(nameOf(figure)) ?? null });
  }
  tx.own(ObjectType.PERFORMANCE_REVIEW, review.id);
  tx.append({
    objectType: ObjectType.PERFORMANCE_REVIEW,
    objectId: review.id,
    number: period.key,
    from: null,
    to: 'PUBLISHED',
    occurredAt: now,
    supplierId: null,
    carrierId: null,
  });
  tx.audit({ action: 'PERFORMANCE_REVIEW_CREATED', objectType: ObjectType.PERFORMANCE_REVIEW, objectId: review.id, before: null, after: { period: period.key } });
  return { figures: figures.length, withoutData: figures.filter(({ value }) => value === null).length };
}

/** The values of the review before, by KPI and product class; none where there is no such review. */
async function previousValues({ em }: Transaction, period: Period): Promise<Map<string, string | null>> {
  const { kind, from } = periodBefore(period);
  const rows = await em.find(KpiFigure, { review: { periodKind: kind, periodFrom: from } });
  return new Map(rows.map((row) => [nameOf(row), row.value ?? null]));
}

function nameOf({ kpi, productClass }: { readonly kpi: string; readonly productClass?: string | null }): string {
  return `${kpi} ${productClass ?? ''}`;
}
