import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';
import { EvaluationStatus, PeriodKind, Standing } from './enums.js';
import { Supplier } from './supplier.js';

/**
 * A supplier's figures, score and grade for a period (R21). `score` is null where there were no data. `policyVersion`
 * names the weights that were in force; with `criteria` the score can be recomputed to the same digit.
 */
const SupplierEvaluationSchema = defineEntity({
  name: 'SupplierEvaluation',
  properties: {
    id: id(),
    supplier: p.manyToOne(Supplier),
    periodKind: p.enum(() => PeriodKind),
    periodFrom: p.date(),
    periodTo: p.date(),
    status: p.enum(() => EvaluationStatus),
    score: p.decimal('string').precision(6).scale(2).nullable(),
    standing: p.enum(() => Standing).nullable(),
    policyVersion: p.integer(),
    computedAt: instant(),
    disputeReason: p.text().nullable(),
    finalisedAt: instant().nullable(),
  },
  uniques: [{ properties: ['supplier', 'periodKind', 'periodFrom'] }],
  indexes: [{ properties: ['periodFrom', 'id'] }, { properties: ['supplier', 'periodFrom', 'id'] }],
});

export class SupplierEvaluation extends SupplierEvaluationSchema.class {}
SupplierEvaluationSchema.setClass(SupplierEvaluation);
