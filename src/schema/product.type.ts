/** Products in the graph. */
import { Args, ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { ProductClass, SortDirection } from './enums.js';
import { connection, moneyIfBoth, oneOf, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { MoneyType, SourceType } from './shared.type.js';
import { StockLevelConnection, StockLevelPageArgs } from './stock-level.type.js';

@ObjectType('Product', { description: 'What is ordered, made or bought.' })
export class ProductType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'Unit in which quantities are counted.' })
  unit!: string;

  @Field(() => ProductClass, { description: 'Class; decides the cycle standard.' })
  productClass!: ProductClass;

  @Field(() => MoneyType, { description: 'List price per unit; null where its amount or currency is not known.', nullable: true })
  listPrice!: Planned<MoneyType> | null;

  @Field(() => StockLevelConnection, { description: 'How much of it lies in which warehouse.' })
  stockLevels(@Args(() => StockLevelPageArgs) _page: Planned<StockLevelPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@InputType({ description: 'Which products to list; all members given must hold.' })
export class ProductFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [ProductClass], { description: 'Of one of these classes.', nullable: true })
  productClass?: ProductClass[] | null;

  @Field(() => String, { description: 'Words that begin words of the number or name; all must be found.', nullable: true })
  search?: string | null;
}

/** What products can be ordered by. */
export const ProductOrderField = {
  NAME: 'NAME',
  NUMBER: 'NUMBER',
} as const;
export type ProductOrderField = (typeof ProductOrderField)[keyof typeof ProductOrderField];
registerEnumType(ProductOrderField, {
  name: 'ProductOrderField',
  description: 'What products can be ordered by.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    NUMBER: { description: 'By number.' },
  },
});

@InputType({ description: 'The order of a list of products; rows that are equal in it follow their id.' })
export class ProductOrderBy {
  @Field(() => ProductOrderField, { description: 'What to order by.' })
  field!: ProductOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class ProductPageArgs extends PageArgs {
  @Field(() => ProductFilter, { description: 'Which products to list.', nullable: true })
  filter?: ProductFilter | null;

  @Field(() => ProductOrderBy, { description: 'The order of the list; by default by name, descending.', nullable: true })
  orderBy?: ProductOrderBy | null;
}

export const ProductConnection = connectionType('Product', () => ProductType);

export const productMapping: TypeMapping = {
  type: 'Product',
  entity: 'Product',
  fields: {
    stockLevels: connection('StockLevel', { by: 'product' }),
    listPrice: moneyIfBoth('listPrice', 'listPriceCurrency'),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    productClass: oneOf('productClass'),
    search: search(),
  },
  orderings: {
    NAME: 'name',
    NUMBER: 'number',
  },
  scope: { supplier: 'parent' },
};
