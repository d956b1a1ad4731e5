/** What a subscription to performance reviews yields: one that was published, with its place in the log. */
import { ArgsType, Field, InputType, ObjectType } from 'type-graphql';
import { PeriodKind } from './enums.js';
import { PerformanceReviewType } from './performance-review.type.js';
import type { Planned } from './planned.js';
import { CursorScalar, DateTimeScalar } from './scalars.js';

@ObjectType('PerformanceReviewPublication', { description: 'A performance review that was published.' })
export class PerformanceReviewPublicationType {
  @Field(() => CursorScalar, { description: 'Place in the event log just after it: pass it as `after` to go on from here.' })
  cursor!: string;

  @Field(() => DateTimeScalar, { description: 'When it was published.' })
  occurredAt!: string;

  @Field(() => DateTimeScalar, { description: 'When the gateway noted it in the event log.' })
  recordedAt!: string;

  @Field(() => PerformanceReviewType, { description: 'The review.', nullable: true })
  performanceReview!: Planned<PerformanceReviewType> | null;
}

@InputType({ description: 'Which performance reviews to be told of; all members given must hold.' })
export class PerformanceReviewPublishedFilter {
  @Field(() => [PeriodKind], { description: 'Only of periods of this length.', nullable: true })
  periodKind?: PeriodKind[] | null;
}

@ArgsType()
export class PerformanceReviewPublishedArgs {
  @Field(() => PerformanceReviewPublishedFilter, { description: 'Which reviews to be told of.', nullable: true })
  filter?: PerformanceReviewPublishedFilter | null;

  @Field(() => CursorScalar, {
    description: 'The last cursor received: everything after it comes first, then what happens. Without it: from now on.',
    nullable: true,
  })
  after?: string | null;
}
