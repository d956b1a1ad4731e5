/** Performance reviews in the graph. */
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { PeriodKind, ProductClass, SortDirection } from './enums.js';
import { list, oneOf, range } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import type { Planned } from './planned.js';
import { DateRange } from './range.input.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';

@ObjectType('PerformanceReview', { description: 'The figures of a period, judged against their targets.' })
export class PerformanceReviewType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => PeriodKind, { description: 'Length of the period.' })
  periodKind!: PeriodKind;

  @Field(() => DateScalar, { description: 'First day.' })
  periodFrom!: string;

  @Field(() => DateScalar, { description: 'The day after the last.' })
  periodTo!: string;

  @Field(() => DateTimeScalar, { description: 'When it was computed.' })
  computedAt!: string;

  @Field(() => [KpiFigureType], { description: 'The figures.' })
  figures!: Planned<KpiFigureType>[];
}

@ObjectType('KpiFigure', { description: 'One figure of a review.' })
export class KpiFigureType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Which figure.' })
  kpi!: string;

  @Field(() => ProductClass, { description: 'Of which product class; null: over everything.', nullable: true })
  productClass!: ProductClass | null;

  @Field(() => String, { description: 'Unit of value and target.' })
  unit!: string;

  @Field(() => DecimalScalar, { description: 'The figure; null where there were no data.', nullable: true })
  value!: string | null;

  @Field(() => DecimalScalar, { description: 'What was good.', nullable: true })
  numerator!: string | null;

  @Field(() => DecimalScalar, { description: 'Out of how much.', nullable: true })
  denominator!: string | null;

  @Field(() => DecimalScalar, { description: 'Target of the policy in force.', nullable: true })
  target!: string | null;

  @Field(() => Boolean, { description: 'Whether the target was met; null where there were no data.', nullable: true })
  met!: boolean | null;

  @Field(() => DecimalScalar, { description: 'The figure of the period before.', nullable: true })
  previous!: string | null;

  @Field(() => Int, { description: 'Version of the policy that set the target.', nullable: true })
  policyVersion!: number | null;
}

@InputType({ description: 'Which performance reviews to list; all members given must hold.' })
export class PerformanceReviewFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [PeriodKind], { description: 'Over periods of this length.', nullable: true })
  periodKind?: PeriodKind[] | null;

  @Field(() => DateRange, { description: 'Whose period begins in this range.', nullable: true })
  periodFrom?: DateRange | null;
}

/** What performance reviews can be ordered by. */
export const PerformanceReviewOrderField = {
  PERIOD: 'PERIOD',
} as const;
export type PerformanceReviewOrderField = (typeof PerformanceReviewOrderField)[keyof typeof PerformanceReviewOrderField];
registerEnumType(PerformanceReviewOrderField, {
  name: 'PerformanceReviewOrderField',
  description: 'What performance reviews can be ordered by.',
  valuesConfig: {
    PERIOD: { description: 'By the beginning of the period.' },
  },
});

@InputType({ description: 'The order of a list of performance reviews; rows that are equal in it follow their id.' })
export class PerformanceReviewOrderBy {
  @Field(() => PerformanceReviewOrderField, { description: 'What to order by.' })
  field!: PerformanceReviewOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class PerformanceReviewPageArgs extends PageArgs {
  @Field(() => PerformanceReviewFilter, { description: 'Which performance reviews to list.', nullable: true })
  filter?: PerformanceReviewFilter | null;

  @Field(() => PerformanceReviewOrderBy, { description: 'The order of the list; by default by the beginning of the period, descending.', nullable: true })
  orderBy?: PerformanceReviewOrderBy | null;
}

export const PerformanceReviewConnection = connectionType('PerformanceReview', () => PerformanceReviewType);

export const performanceReviewMapping: TypeMapping = {
  type: 'PerformanceReview',
  entity: 'PerformanceReview',
  fields: {
    figures: list('KpiFigure', 'review', 'kpi', 'productClass'),
  },
  filters: {
    id: oneOf('id'),
    periodKind: oneOf('periodKind'),
    periodFrom: range('periodFrom'),
  },
  orderings: {
    PERIOD: 'periodFrom',
  },
  scope: {},
};

export const kpiFigureMapping: TypeMapping = {
  type: 'KpiFigure',
  entity: 'KpiFigure',
  scope: {},
};
