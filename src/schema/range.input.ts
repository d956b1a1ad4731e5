/** Ranges for filters: from included, to not. */
import { Field, InputType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from './scalars.js';

@InputType({ description: 'A range of dates; either end may be left open.' })
export class DateRange {
  @Field(() => DateScalar, { description: 'First date, included.', nullable: true })
  from?: string | null;

  @Field(() => DateScalar, { description: 'End of the range, not included.', nullable: true })
  to?: string | null;
}

@InputType({ description: 'A range of instants; either end may be left open.' })
export class DateTimeRange {
  @Field(() => DateTimeScalar, { description: 'First instant, included.', nullable: true })
  from?: string | null;

  @Field(() => DateTimeScalar, { description: 'End of the range, not included.', nullable: true })
  to?: string | null;
}
