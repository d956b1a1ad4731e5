/** Refusals that a client can expect: part of a mutation's answer, all problems at once. */
import { Field, ObjectType } from 'type-graphql';
import type { Problem } from '../domain/errors.js';
import { message } from './messages.js';
import type { Language } from './messages.js';

@ObjectType('UserError', { description: 'Why something was refused, and the way out.' })
export class UserErrorType {
  @Field(() => String, { description: 'Stable code for programs.' })
  code!: string;

  @Field(() => [String], { description: 'Path of the input that is meant, e.g. `["lines", "2", "quantity"]`.' })
  path!: string[];

  @Field(() => String, { description: 'For people, in the language of `Accept-Language` (zh-CN or en).' })
  message!: string;
}

export function userErrors(problems: readonly Problem[], language: Language): UserErrorType[] {
  return problems.map(({ code, path, params }) => ({ code, path: [...path], message: message(code, params, language) }));
}
