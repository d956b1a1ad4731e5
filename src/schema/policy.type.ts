/** Policies in the graph. */
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { SortDirection } from './enums.js';
import { oneOf, range } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { DateRange } from './range.input.js';
import { DateScalar, DateTimeScalar } from './scalars.js';

@ObjectType('Policy', { description: 'A version of a standard, target, threshold or weight. Every figure is computed by the version in force at its time.' })
export class PolicyType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'What it governs.' })
  key!: string;

  @Field(() => Int, { description: 'Version number.' })
  version!: number;

  @Field(() => String, { description: 'The values, as JSON text.' })
  value!: string;

  @Field(() => DateScalar, { description: 'Day from which it is in force.' })
  effectiveFrom!: string;

  @Field(() => String, { description: 'Why it was changed.' })
  reason!: string;

  @Field(() => String, { description: 'Who changed it.' })
  author!: string;

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  createdAt!: string;
}

@InputType({ description: 'Which policies to list; all members given must hold.' })
export class PolicyFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'Governing one of these.', nullable: true })
  key?: string[] | null;

  @Field(() => DateRange, { description: 'In force from a day in this range.', nullable: true })
  effectiveFrom?: DateRange | null;
}

/** What policies can be ordered by. */
export const PolicyOrderField = {
  EFFECTIVE_FROM: 'EFFECTIVE_FROM',
  KEY: 'KEY',
} as const;
export type PolicyOrderField = (typeof PolicyOrderField)[keyof typeof PolicyOrderField];
registerEnumType(PolicyOrderField, {
  name: 'PolicyOrderField',
  description: 'What policies can be ordered by.',
  valuesConfig: {
    EFFECTIVE_FROM: { description: 'By the day of effect.' },
    KEY: { description: 'By what it governs.' },
  },
});

@InputType({ description: 'The order of a list of policies; rows that are equal in it follow their id.' })
export class PolicyOrderBy {
  @Field(() => PolicyOrderField, { description: 'What to order by.' })
  field!: PolicyOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class PolicyPageArgs extends PageArgs {
  @Field(() => PolicyFilter, { description: 'Which policies to list.', nullable: true })
  filter?: PolicyFilter | null;

  @Field(() => PolicyOrderBy, { description: 'The order of the list; by default by the day of effect, descending.', nullable: true })
  orderBy?: PolicyOrderBy | null;
}

export const PolicyConnection = connectionType('Policy', () => PolicyType);

export const policyMapping: TypeMapping = {
  type: 'Policy',
  entity: 'Policy',
  filters: {
    id: oneOf('id'),
    key: oneOf('key'),
    effectiveFrom: range('effectiveFrom'),
  },
  orderings: {
    EFFECTIVE_FROM: 'effectiveFrom',
    KEY: 'key',
  },
  scope: {},
};
