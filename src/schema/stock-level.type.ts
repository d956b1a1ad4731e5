/** Stock levels in the graph. */
import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { SortDirection } from './enums.js';
import { oneOf, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import type { Planned } from './planned.js';
import { ProductType } from './product.type.js';
import { DateTimeScalar, DecimalScalar } from './scalars.js';
import { SourceType } from './shared.type.js';

@ObjectType('StockLevel', { description: 'How much of a product lies in one warehouse, as the system that masters the stock tells it.' })
export class StockLevelType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => ProductType, { description: 'The product.' })
  product!: Planned<ProductType>;

  @Field(() => String, { description: 'Code of the warehouse, or of the place in it where the source counts by places.' })
  warehouse!: string;

  @Field(() => String, { description: 'Name of the warehouse; null where it is not told.', nullable: true })
  warehouseName!: string | null;

  @Field(() => DecimalScalar, {
    description: 'What lies there, reserved goods included. Negative where more went out than was booked in; null: not known, which is not 0.',
    nullable: true,
  })
  onHand!: string | null;

  @Field(() => String, { description: 'Unit in which it is counted; null where it is not told.', nullable: true })
  unit!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was so; null where it is not told.', nullable: true })
  asOf!: string | null;

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@InputType({ description: 'Which stock levels to list; all members given must hold.' })
export class StockLevelFilter {
  @Field(() => [String], { description: 'In one of the warehouses with these codes.', nullable: true })
  warehouse?: string[] | null;
}

/** What stock levels can be ordered by. */
export const StockLevelOrderField = {
  WAREHOUSE: 'WAREHOUSE',
  ON_HAND: 'ON_HAND',
} as const;
export type StockLevelOrderField = (typeof StockLevelOrderField)[keyof typeof StockLevelOrderField];
registerEnumType(StockLevelOrderField, {
  name: 'StockLevelOrderField',
  description: 'What stock levels can be ordered by.',
  valuesConfig: {
    WAREHOUSE: { description: "By the warehouse's code." },
    ON_HAND: { description: 'By the quantity on hand; those that are not known come last.' },
  },
});

@InputType({ description: 'The order of a list of stock levels; rows that are equal in it follow their id.' })
export class StockLevelOrderBy {
  @Field(() => StockLevelOrderField, { description: 'What to order by.' })
  field!: StockLevelOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class StockLevelPageArgs extends PageArgs {
  @Field(() => StockLevelFilter, { description: 'Which stock levels to list.', nullable: true })
  filter?: StockLevelFilter | null;

  @Field(() => StockLevelOrderBy, { description: 'The order of the list; by default by warehouse, descending.', nullable: true })
  orderBy?: StockLevelOrderBy | null;
}

export const StockLevelConnection = connectionType('StockLevel', () => StockLevelType);

export const stockLevelMapping: TypeMapping = {
  type: 'StockLevel',
  entity: 'StockLevel',
  fields: {
    source: source,
  },
  filters: {
    warehouse: oneOf('warehouse'),
  },
  orderings: {
    WAREHOUSE: 'warehouse',
    ON_HAND: 'onHand',
  },
  scope: {},
};
