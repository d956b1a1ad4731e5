/** The event log as it can be read through the graph. */
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { ObjectType as ObjectTypeEnum } from './enums.js';
import { CursorScalar, DateTimeScalar } from './scalars.js';

@ObjectType('LogEvent', { description: 'Something that changed here.' })
export class LogEventType {
  @Field(() => CursorScalar, { description: 'Place in the log just after it.' })
  cursor!: string;

  @Field(() => String, { description: 'What happened, e.g. `ORDER_STATUS_CHANGED`.' })
  type!: string;

  @Field(() => ObjectTypeEnum, { description: 'Kind of the object.' })
  objectType!: ObjectTypeEnum;

  @Field(() => ID, { description: 'Id of the object.' })
  objectId!: string;

  @Field(() => String, { description: 'Business number of the object.' })
  number!: string;

  @Field(() => String, { description: 'Status before; null: the first sight of the object.', nullable: true })
  from!: string | null;

  @Field(() => String, { description: 'Status since.' })
  to!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: string;

  @Field(() => DateTimeScalar, { description: 'When the gateway learned it.' })
  recordedAt!: string;

  @Field(() => String, { description: 'Who did it.' })
  actor!: string;

  @Field(() => String, { description: 'By which way it came.' })
  channel!: string;
}

@ObjectType('LogPage', { description: 'A stretch of the event log, oldest first.' })
export class LogPageType {
  @Field(() => [LogEventType], { description: 'The events.' })
  events!: LogEventType[];

  @Field(() => CursorScalar, { description: 'Where to read on, also when the stretch is empty.' })
  endCursor!: string;

  @Field(() => Boolean, { description: 'Whether more can be read at once.' })
  hasMore!: boolean;
}

@ArgsType()
export class EventsArgs {
  @Field(() => Int, { description: 'How many events, 500 at the most.', defaultValue: 100 })
  first!: number;

  @Field(() => CursorScalar, { description: 'Read on from here; without it from the beginning.', nullable: true })
  after?: string | null;

  @Field(() => [ObjectTypeEnum], { description: 'Only of these kinds of objects.', nullable: true })
  objectType?: ObjectTypeEnum[] | null;
}
