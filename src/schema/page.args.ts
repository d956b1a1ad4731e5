/** Arguments that every connection takes, after the Relay cursor connections specification. */
import { ArgsType, Field, Int } from 'type-graphql';

/** How many rows a page has where nothing is said, and at the most. */
export const pageSize = { usual: 20, most: 100 } as const;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: `How many rows from the beginning: ${pageSize.usual} if nothing is said, ${pageSize.most} at the most.`, nullable: true })
  first?: number | null;

  @Field(() => String, { description: 'Only rows behind this page cursor.', nullable: true })
  after?: string | null;

  @Field(() => Int, { description: `How many rows from the end, ${pageSize.most} at the most.`, nullable: true })
  last?: number | null;

  @Field(() => String, { description: 'Only rows ahead of this page cursor.', nullable: true })
  before?: string | null;
}
