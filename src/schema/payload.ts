/** What mutations answer. */
import { Field, ObjectType } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { UserErrorType } from './user-error.type.js';

/** What a mutation answers: the object as it is now (by id; the plan reads it), or why nothing was done. */
export interface Payload {
  readonly errors: UserErrorType[];
}

/** The payload of mutations on one type of object, which stands in `member`. */
export function payloadType(name: string, member: string, object: () => ClassType): ClassType<Payload> {
  @ObjectType(`${name}Payload`, { description: 'What became of it.' })
  class MutationPayload {
    @Field(() => [UserErrorType], { description: 'Why nothing was done, all problems at once; empty where it was done.' })
    errors!: UserErrorType[];
  }
  Field(object, { description: 'The object as it is now; null where nothing was done.', nullable: true })(MutationPayload.prototype, member);
  return MutationPayload;
}
