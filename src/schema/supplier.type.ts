/** Suppliers in the graph. */
import { Args, ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AfterSalesCaseConnection, AfterSalesCasePageArgs } from './after-sales-case.type.js';
import { connectionType } from './connection.js';
import { SortDirection, SupplierQualification } from './enums.js';
import { connection, oneOf, search, source } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import { planned } from './planned.js';
import type { Planned } from './planned.js';
import { PurchaseOrderConnection, PurchaseOrderPageArgs } from './purchase-order.type.js';
import { DateScalar } from './scalars.js';
import { SourceType } from './shared.type.js';
import { ShipmentConnection, ShipmentPageArgs } from './shipment.type.js';
import { SupplierEvaluationConnection, SupplierEvaluationPageArgs } from './supplier-evaluation.type.js';

@ObjectType('Supplier', { description: 'Who we buy from.' })
export class SupplierType {
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

  @Field(() => SupplierQualification, { description: 'Whether we may buy here.' })
  qualification!: SupplierQualification;

  @Field(() => DateScalar, { description: 'Since when.', nullable: true })
  qualifiedOn!: string | null;

  @Field(() => PurchaseOrderConnection, { description: 'Purchase orders to this supplier.' })
  purchaseOrders(@Args(() => PurchaseOrderPageArgs) _page: Planned<PurchaseOrderPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => ShipmentConnection, { description: 'Shipments that this supplier sent.' })
  shipments(@Args(() => ShipmentPageArgs) _page: Planned<ShipmentPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SupplierEvaluationConnection, { description: 'Evaluations of this supplier.' })
  evaluations(@Args(() => SupplierEvaluationPageArgs) _page: Planned<SupplierEvaluationPageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => AfterSalesCaseConnection, { description: 'After-sales cases about goods of this supplier.' })
  cases(@Args(() => AfterSalesCasePageArgs) _page: Planned<AfterSalesCasePageArgs>): Planned<unknown> {
    return planned();
  }

  @Field(() => SourceType, {
    description: 'Where the record came from; null where the gateway masters it.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;
}

@InputType({ description: 'Which suppliers to list; all members given must hold.' })
export class SupplierFilter {
  @Field(() => [ID], { description: 'Only these.', nullable: true })
  id?: string[] | null;

  @Field(() => [String], { description: 'With one of these numbers.', nullable: true })
  number?: string[] | null;

  @Field(() => [String], { description: 'In one of these countries.', nullable: true })
  country?: string[] | null;

  @Field(() => [SupplierQualification], { description: 'With one of these qualifications.', nullable: true })
  qualification?: SupplierQualification[] | null;

  @Field(() => String, { description: 'Words that begin words of the number or name; all must be found.', nullable: true })
  search?: string | null;
}

/** What suppliers can be ordered by. */
export const SupplierOrderField = {
  NAME: 'NAME',
  NUMBER: 'NUMBER',
} as const;
export type SupplierOrderField = (typeof SupplierOrderField)[keyof typeof SupplierOrderField];
registerEnumType(SupplierOrderField, {
  name: 'SupplierOrderField',
  description: 'What suppliers can be ordered by.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    NUMBER: { description: 'By number.' },
  },
});

@InputType({ description: 'The order of a list of suppliers; rows that are equal in it follow their id.' })
export class SupplierOrderBy {
  @Field(() => SupplierOrderField, { description: 'What to order by.' })
  field!: SupplierOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class SupplierPageArgs extends PageArgs {
  @Field(() => SupplierFilter, { description: 'Which suppliers to list.', nullable: true })
  filter?: SupplierFilter | null;

  @Field(() => SupplierOrderBy, { description: 'The order of the list; by default by name, descending.', nullable: true })
  orderBy?: SupplierOrderBy | null;
}

export const SupplierConnection = connectionType('Supplier', () => SupplierType);

export const supplierMapping: TypeMapping = {
  type: 'Supplier',
  entity: 'Supplier',
  fields: {
    purchaseOrders: connection('PurchaseOrder', { by: 'supplier' }),
    shipments: connection('Shipment', { by: 'supplier' }),
    evaluations: connection('SupplierEvaluation', { by: 'supplier' }),
    cases: connection('AfterSalesCase', { by: 'supplier' }),
    source: source,
  },
  filters: {
    id: oneOf('id'),
    number: oneOf('number'),
    country: oneOf('country'),
    qualification: oneOf('qualification'),
    search: search(),
  },
  orderings: {
    NAME: 'name',
    NUMBER: 'number',
  },
  scope: { supplier: 'self' },
};
