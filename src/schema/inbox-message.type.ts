/** Received messages in the graph. */
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { InboxStatus, SortDirection } from './enums.js';
import { oneOf, range } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { DateTimeRange } from './range.input.js';
import { DateTimeScalar } from './scalars.js';

@ObjectType('InboxMessage', { description: 'A message received from outside, with what became of it.' })
export class InboxMessageType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'By which connector.' })
  connectorId!: string;

  @Field(() => String, { description: "The sender's id." })
  messageId!: string;

  @Field(() => String, { description: 'What the sender calls it.' })
  topic!: string;

  @Field(() => String, { description: 'Media type of the body.' })
  contentType!: string;

  @Field(() => DateTimeScalar, { description: 'When it came.' })
  receivedAt!: string;

  @Field(() => InboxStatus, { description: 'Whether it was applied.' })
  status!: InboxStatus;

  @Field(() => String, { description: 'Why it could not be applied.', nullable: true })
  reason!: string | null;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it was applied.', nullable: true })
  appliedAt!: string | null;
}

@InputType({ description: 'Which messages to list; all members given must hold.' })
export class InboxMessageFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'From one of these connectors.', nullable: true })
  connectorId?: string[] | null;

  @Field(() => [InboxStatus], { description: 'With one of these outcomes.', nullable: true })
  status?: InboxStatus[] | null;

  @Field(() => [String], { description: 'With one of these topics.', nullable: true })
  topic?: string[] | null;

  @Field(() => DateTimeRange, { description: 'Received in this range.', nullable: true })
  receivedAt?: DateTimeRange | null;
}

/** What messages can be ordered by. */
export const InboxMessageOrderField = {
  RECEIVED_AT: 'RECEIVED_AT',
} as const;
export type InboxMessageOrderField = (typeof InboxMessageOrderField)[keyof typeof InboxMessageOrderField];
registerEnumType(InboxMessageOrderField, {
  name: 'InboxMessageOrderField',
  description: 'What messages can be ordered by.',
  valuesConfig: {
    RECEIVED_AT: { description: 'By the time received.' },
  },
});

@InputType({ description: 'The order of a list of messages; rows that are equal in it follow their id.' })
export class InboxMessageOrderBy {
  @Field(() => InboxMessageOrderField, { description: 'What to order by.' })
  field!: InboxMessageOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class InboxMessagePageArgs extends PageArgs {
  @Field(() => InboxMessageFilter, { description: 'Which messages to list.', nullable: true })
  filter?: InboxMessageFilter | null;

  @Field(() => InboxMessageOrderBy, { description: 'The order of the list; by default by the time received, descending.', nullable: true })
  orderBy?: InboxMessageOrderBy | null;
}

export const InboxMessageConnection = connectionType('InboxMessage', () => InboxMessageType);

export const inboxMessageMapping: TypeMapping = {
  type: 'InboxMessage',
  entity: 'InboxMessage',
  filters: {
    id: oneOf('id'),
    connectorId: oneOf('connectorId'),
    status: oneOf('status'),
    topic: oneOf('topic'),
    receivedAt: range('receivedAt'),
  },
  orderings: {
    RECEIVED_AT: 'receivedAt',
  },
  scope: {},
};
