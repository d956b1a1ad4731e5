/** Carriers in the graph. */
import { Args, ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { SortDirection } from './enums.js';
import { connection, oneOf, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { SourceType } from './shared.type.js';
import { ShipmentConnection, ShipmentPageArgs } from './shipment.type.js';

@ObjectType('Carrier', { description: 'Who carries goods for us.' })
export class CarrierType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Readable business number.' })
  number!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => ShipmentConnection, { description: 'Shipments with this carrier.' })
  shipments(@Args(() => ShipmentPageArgs) _page: Planned<ShipmentPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@InputType({ description: 'Which carriers to list; all members given must hold.' })
export class CarrierFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => String, { description: 'Words that begin words of the number or name; all must be found.', nullable: true })
  search?: string | null;
}

/** What carriers can be ordered by. */
export const CarrierOrderField = {
  NAME: 'NAME',
  NUMBER: 'NUMBER',
} as const;
export type CarrierOrderField = (typeof CarrierOrderField)[keyof typeof CarrierOrderField];
registerEnumType(CarrierOrderField, {
  name: 'CarrierOrderField',
  description: 'What carriers can be ordered by.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    NUMBER: { description: 'By number.' },
  },
});

@InputType({ description: 'The order of a list of carriers; rows that are equal in it follow their id.' })
export class CarrierOrderBy {
  @Field(() => CarrierOrderField, { description: 'What to order by.' })
  field!: CarrierOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class CarrierPageArgs extends PageArgs {
  @Field(() => CarrierFilter, { description: 'Which carriers to list.', nullable: true })
  filter?: CarrierFilter | null;

  @Field(() => CarrierOrderBy, { description: 'The order of the list; by default by name, descending.', nullable: true })
  orderBy?: CarrierOrderBy | null;
}

export const CarrierConnection = connectionType('Carrier', () => CarrierType);

export const carrierMapping: TypeMapping = {
  type: 'Carrier',
  entity: 'Carrier',
  fields: {
    shipments: connection('Shipment', { by: 'carrier' }),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    search: search(),
  },
  orderings: {
    NAME: 'name',
    NUMBER: 'number',
  },
  scope: { carrier: 'self', supplier: 'parent' },
};
