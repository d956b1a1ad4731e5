/** How a single record is named. */
import { ArgsType, Field, ID } from 'type-graphql';

@ArgsType()
export class RecordArgs {
  @Field(() => ID, { description: 'Its opaque id. Give this or the number.', nullable: true })
  id?: string | null;

  @Field(() => String, {
    description: 'Its business number. Where two sources use the same number, the record made last is meant.',
    nullable: true,
  })
  number?: string | null;
}

@ArgsType()
export class IdArgs {
  @Field(() => ID, { description: 'Its opaque id.' })
  id!: string;
}
