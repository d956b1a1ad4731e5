import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';
import { PeriodKind } from './enums.js';

/** The figures of a period, judged against their targets (R40). */
const PerformanceReviewSchema = defineEntity({
  name: 'PerformanceReview',
  properties: {
    id: id(),
    periodKind: p.enum(() => PeriodKind),
    periodFrom: p.date(),
    periodTo: p.date(),
    computedAt: instant(),
  },
  uniques: [{ properties: ['periodKind', 'periodFrom'] }],
});

export class PerformanceReview extends PerformanceReviewSchema.class {}
PerformanceReviewSchema.setClass(PerformanceReview);
