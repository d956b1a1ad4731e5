/** Customers in the graph. */
import { Args, ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AfterSalesCaseConnection, AfterSalesCasePageArgs } from './after-sales-case.type.js';
import { connectionType } from './connection.js';
import { SortDirection } from './enums.js';
import { connection, oneOf, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { OrderConnection, OrderPageArgs } from './order.type.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { SourceType } from './shared.type.js';

@ObjectType('Customer', { description: 'Who orders from us.' })
export class CustomerType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code, or the name that the source gives.', nullable: true })
  country!: string | null;

  @Field(() => String, { description: 'E-mail address; personal data.', nullable: true })
  email!: string | null;

  @Field(() => OrderConnection, { description: 'Orders of this customer.' })
  orders(@Args(() => OrderPageArgs) _page: Planned<OrderPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => AfterSalesCaseConnection, { description: 'After-sales cases of this customer.' })
  cases(@Args(() => AfterSalesCasePageArgs) _page: Planned<AfterSalesCasePageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@InputType({ description: 'Which customers to list; all members given must hold.' })
export class CustomerFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [String], { description: 'In one of these countries.', nullable: true })
  country?: string[] | null;

  @Field(() => String, { description: 'Words that begin words of the number or name; all must be found.', nullable: true })
  search?: string | null;
}

/** What customers can be ordered by. */
export const CustomerOrderField = {
  NAME: 'NAME',
  NUMBER: 'NUMBER',
} as const;
export type CustomerOrderField = (typeof CustomerOrderField)[keyof typeof CustomerOrderField];
registerEnumType(CustomerOrderField, {
  name: 'CustomerOrderField',
  description: 'What customers can be ordered by.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    NUMBER: { description: 'By number.' },
  },
});

@InputType({ description: 'The order of a list of customers; rows that are equal in it follow their id.' })
export class CustomerOrderBy {
  @Field(() => CustomerOrderField, { description: 'What to order by.' })
  field!: CustomerOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class CustomerPageArgs extends PageArgs {
  @Field(() => CustomerFilter, { description: 'Which customers to list.', nullable: true })
  filter?: CustomerFilter | null;

  @Field(() => CustomerOrderBy, { description: 'The order of the list; by default by name, descending.', nullable: true })
  orderBy?: CustomerOrderBy | null;
}

export const CustomerConnection = connectionType('Customer', () => CustomerType);

export const customerMapping: TypeMapping = {
  type: 'Customer',
  entity: 'Customer',
  fields: {
    orders: connection('Order', { by: 'customer' }),
    cases: connection('AfterSalesCase', { by: 'customer' }),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    country: oneOf('country'),
    search: search(),
  },
  orderings: {
    NAME: 'name',
    NUMBER: 'number',
  },
  scope: {},
};
