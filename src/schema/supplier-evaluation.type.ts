/** Supplier evaluations in the graph. */
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { EvaluationStatus, PeriodKind, SortDirection, Standing } from './enums.js';
import { list, oneOf, range, resolved, search } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import type { Planned } from './planned.js';
import { DateRange } from './range.input.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { SupplierType } from './supplier.type.js';

@ObjectType('SupplierEvaluation', { description: "A supplier's figures, score and grade for a period." })
export class SupplierEvaluationType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => PeriodKind, { description: 'Length of the period.' })
  periodKind!: PeriodKind;

  @Field(() => DateScalar, { description: 'First day.' })
  periodFrom!: string;

  @Field(() => DateScalar, { description: 'The day after the last.' })
  periodTo!: string;

  @Field(() => EvaluationStatus, { description: 'Where it stands.' })
  status!: EvaluationStatus;

  @Field(() => DecimalScalar, { description: 'From 0 to 100; null where there were no data.', nullable: true })
  score!: string | null;

  @Field(() => Standing, { description: 'Grade band of the score.', nullable: true })
  standing!: Standing | null;

  @Field(() => Int, { description: 'Version of the weights that were in force.' })
  policyVersion!: number;

  @Field(() => DateTimeScalar, { description: 'When it was computed.' })
  computedAt!: string;

  @Field(() => String, { description: 'Why the supplier disputes it.', nullable: true })
  disputeReason!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it became final.', nullable: true })
  finalisedAt!: string | null;

  @Field(() => SupplierType, { description: 'The supplier.' })
  supplier!: Planned<SupplierType>;

  @Field(() => [EvaluationCriterionType], { description: 'What the score is made of.' })
  criteria!: Planned<EvaluationCriterionType>[];
}

@ObjectType('EvaluationCriterion', { description: 'One criterion of an evaluation.' })
export class EvaluationCriterionType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Which: `quality`, `delivery` or `service`.' })
  criterion!: string;

  @Field(() => DecimalScalar, { description: 'Its weight.' })
  weight!: string;

  @Field(() => DecimalScalar, { description: 'From 0 to 100; null where there were no data.', nullable: true })
  value!: string | null;

  @Field(() => DecimalScalar, { description: 'What was good.', nullable: true })
  numerator!: string | null;

  @Field(() => DecimalScalar, { description: 'Out of how much.', nullable: true })
  denominator!: string | null;
}

@InputType({ description: 'Which supplier evaluations to list; all members given must hold.' })
export class SupplierEvaluationFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [ID], { description: 'Of one of these suppliers.', nullable: true })
  supplierId?: string[] | null;

  @Field(() => [EvaluationStatus], { description: 'In one of these states.', nullable: true })
  status?: EvaluationStatus[] | null;

  @Field(() => [Standing], { description: 'With one of these grades.', nullable: true })
  standing?: Standing[] | null;

  @Field(() => [PeriodKind], { description: 'Over periods of this length.', nullable: true })
  periodKind?: PeriodKind[] | null;

  @Field(() => DateRange, { description: 'Whose period begins in this range.', nullable: true })
  periodFrom?: DateRange | null;

  @Field(() => String, { description: "Words that begin words of the supplier's number or name.", nullable: true })
  search?: string | null;
}

/** What supplier evaluations can be ordered by. */
export const SupplierEvaluationOrderField = {
  PERIOD: 'PERIOD',
  SCORE: 'SCORE',
} as const;
export type SupplierEvaluationOrderField = (typeof SupplierEvaluationOrderField)[keyof typeof SupplierEvaluationOrderField];
registerEnumType(SupplierEvaluationOrderField, {
  name: 'SupplierEvaluationOrderField',
  description: 'What supplier evaluations can be ordered by.',
  valuesConfig: {
    PERIOD: { description: 'By the beginning of the period.' },
    SCORE: { description: 'By score; evaluations without one last.' },
  },
});

@InputType({ description: 'The order of a list of supplier evaluations; rows that are equal in it follow their id.' })
export class SupplierEvaluationOrderBy {
  @Field(() => SupplierEvaluationOrderField, { description: 'What to order by.' })
  field!: SupplierEvaluationOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class SupplierEvaluationPageArgs extends PageArgs {
  @Field(() => SupplierEvaluationFilter, { description: 'Which supplier evaluations to list.', nullable: true })
  filter?: SupplierEvaluationFilter | null;

  @Field(() => SupplierEvaluationOrderBy, { description: 'The order of the list; by default by the beginning of the period, descending.', nullable: true })
  orderBy?: SupplierEvaluationOrderBy | null;
}

export const SupplierEvaluationConnection = connectionType('SupplierEvaluation', () => SupplierEvaluationType);

export const supplierEvaluationMapping: TypeMapping = {
  type: 'SupplierEvaluation',
  entity: 'SupplierEvaluation',
  fields: {
    criteria: list('EvaluationCriterion', 'evaluation', 'criterion'),
  },
  filters: {
    id: oneOf('id'),
    supplierId: oneOf('supplier'),
    status: oneOf('status'),
    standing: oneOf('standing'),
    periodKind: oneOf('periodKind'),
    periodFrom: range('periodFrom'),
    search: search('supplier'),
  },
  orderings: {
    PERIOD: 'periodFrom',
    SCORE: 'score',
  },
  scope: { supplier: 'supplier' },
};

export const evaluationCriterionMapping: TypeMapping = {
  type: 'EvaluationCriterion',
  entity: 'EvaluationCriterion',
  fields: {
    evidence: resolved,
  },
  scope: { supplier: 'evaluation.supplier' },
};
