import { defineEntity, p } from '@mikro-orm/core';
import { fine, id } from './columns.js';
import { PerformanceReview } from './performance-review.js';
import { ProductClass } from './enums.js';

/**
 * One figure of a review (R38, R39). `value` is null where there were no data, never 0 or 100 %; `met` compares it with
 * the target of the policy in force. `productClass` is null for figures over everything.
 */
const KpiFigureSchema = defineEntity({
  name: 'KpiFigure',
  properties: {
    id: id(),
    review: p.manyToOne(PerformanceReview),
    kpi: p.string().length(64),
    productClass: p.enum(() => ProductClass).nullable(),
    unit: p.string().length(32),
    value: fine().nullable(),
    numerator: fine().nullable(),
    denominator: fine().nullable(),
    target: fine().nullable(),
    met: p.boolean().nullable(),
    previous: fine().nullable(),
    policyVersion: p.integer().nullable(),
  },
  indexes: [{ properties: ['review'] }],
});

export class KpiFigure extends KpiFigureSchema.class {}
KpiFigureSchema.setClass(KpiFigure);
