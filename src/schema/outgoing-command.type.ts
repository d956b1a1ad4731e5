/** Commands to outside systems in the graph. */
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { OutgoingKind, OutgoingStatus, SortDirection } from './enums.js';
import { oneOf, range } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { DateTimeRange } from './range.input.js';
import { DateTimeScalar } from './scalars.js';

@ObjectType('OutgoingCommand', { description: 'Something that an outside system is told, once, with what became of it.' })
export class OutgoingCommandType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Which connector tells it.' })
  connectorId!: string;

  @Field(() => OutgoingKind, { description: 'What it is told.' })
  kind!: OutgoingKind;

  @Field(() => ID, { description: 'What it is about: a confirmation, a purchase order or a shipment, by the kind.' })
  objectId!: string;

  @Field(() => OutgoingStatus, { description: 'Whether it was taken.' })
  status!: OutgoingStatus;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it is tried next, while it is pending.' })
  nextAttemptAt!: string;

  @Field(() => String, { description: 'Kind of the last failure.', nullable: true })
  lastErrorKind!: string | null;

  @Field(() => String, { description: 'The last failure.', nullable: true })
  lastError!: string | null;

  @Field(() => String, { description: 'What the outside system answered, as JSON.', nullable: true })
  answer!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was found to be due.' })
  createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it was taken.', nullable: true })
  doneAt!: string | null;
}

@InputType({ description: 'Which commands to list; all members given must hold.' })
export class OutgoingCommandFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'Of one of these connectors.', nullable: true })
  connectorId?: string[] | null;

  @Field(() => [OutgoingKind], { description: 'Of one of these kinds.', nullable: true })
  kind?: OutgoingKind[] | null;

  @Field(() => [OutgoingStatus], { description: 'With one of these outcomes.', nullable: true })
  status?: OutgoingStatus[] | null;

  @Field(() => [ID], { description: 'About one of these.', nullable: true })
  objectId?: string[] | null;

  @Field(() => DateTimeRange, { description: 'Due in this range.', nullable: true })
  createdAt?: DateTimeRange | null;
}

/** What commands can be ordered by. */
export const OutgoingCommandOrderField = { CREATED_AT: 'CREATED_AT' } as const;
export type OutgoingCommandOrderField = (typeof OutgoingCommandOrderField)[keyof typeof OutgoingCommandOrderField];
registerEnumType(OutgoingCommandOrderField, {
  name: 'OutgoingCommandOrderField',
  description: 'What commands can be ordered by.',
  valuesConfig: { CREATED_AT: { description: 'By the time at which they were found to be due.' } },
});

@InputType({ description: 'The order of a list of commands; rows that are equal in it follow their id.' })
export class OutgoingCommandOrderBy {
  @Field(() => OutgoingCommandOrderField, { description: 'What to order by.' })
  field!: OutgoingCommandOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class OutgoingCommandPageArgs extends PageArgs {
  @Field(() => OutgoingCommandFilter, { description: 'Which commands to list.', nullable: true })
  filter?: OutgoingCommandFilter | null;

  @Field(() => OutgoingCommandOrderBy, { description: 'The order of the list; by default the newest first.', nullable: true })
  orderBy?: OutgoingCommandOrderBy | null;
}

export const OutgoingCommandConnection = connectionType('OutgoingCommand', () => OutgoingCommandType);

export const outgoingCommandMapping: TypeMapping = {
  type: 'OutgoingCommand',
  entity: 'OutgoingCommand',
  filters: {
    id: oneOf('id'),
    connectorId: oneOf('connectorId'),
    kind: oneOf('kind'),
    status: oneOf('status'),
    objectId: oneOf('objectId'),
    createdAt: range('createdAt'),
  },
  orderings: { CREATED_AT: 'createdAt' },
  scope: {},
};
