import { defineEntity, p } from '@mikro-orm/core';
import { fine, id } from './columns.js';
import { SupplierEvaluation } from './supplier-evaluation.js';

/** One criterion of an evaluation: its weight, its value from 0 to 100 (null: no data) and what it was made of. */
const EvaluationCriterionSchema = defineEntity({
  name: 'EvaluationCriterion',
  properties: {
    id: id(),
    evaluation: p.manyToOne(SupplierEvaluation),
    criterion: p.string().length(32),
    weight: p.decimal('string').precision(6).scale(4),
    value: p.decimal('string').precision(8).scale(4).nullable(),
    numerator: fine().nullable(),
    denominator: fine().nullable(),
  },
  uniques: [{ properties: ['evaluation', 'criterion'] }],
});

export class EvaluationCriterion extends EvaluationCriterionSchema.class {}
EvaluationCriterionSchema.setClass(EvaluationCriterion);
