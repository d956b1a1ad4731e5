/** Object types that several others show. */
import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar } from './scalars.js';

@ObjectType('Money', { description: 'An amount in a currency.' })
export class MoneyType {
  @Field(() => DecimalScalar, { description: 'Exact amount.' })
  amount!: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency!: string;
}

@ObjectType('Source', { description: 'Where a record came from.' })
export class SourceType {
  @Field(() => String, { description: 'Id of the connector, or of the import, that masters the record; of a tracking event, that told it.' })
  system!: string;

  @Field(() => String, { description: 'Its id there.', nullable: true })
  externalId!: string | null;

  @Field(() => String, { description: 'Its version there.', nullable: true })
  version!: string | null;

  @Field(() => DateTimeScalar, { description: 'When we last took it over.', nullable: true })
  syncedAt!: string | null;

  @Field(() => Boolean, { description: 'True while its connector has not been read successfully for an hour.' })
  stale!: boolean;
}
