/** KPIs of any period, computed when asked for; the definitions stand in `domain/figures`. */
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KpiName, KpiUnit } from '../domain/figures/kpi-definitions.js';
import { AfterSalesCaseType } from './after-sales-case.type.js';
import { PageInfoType } from './connection.js';
import { ProductClass } from './enums.js';
import { OrderLineType, OrderType } from './order.type.js';
import type { Planned } from './planned.js';
import { DateScalar, DecimalScalar } from './scalars.js';

registerEnumType(KpiName, { name: 'KpiName', description: 'Which figure of order delivery.' });
registerEnumType(KpiUnit, { name: 'KpiUnit', description: 'Unit of a KPI.' });

@ArgsType()
export class KpisArgs {
  @Field(() => DateScalar, { description: 'First day of the period.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The day after its last.' })
  to!: string;

  @Field(() => DateScalar, { description: 'What happened after the end of this day is not known yet; today by default.', nullable: true })
  asOf?: string | null;

  @Field(() => Boolean, { description: 'Also per product class, for the figures that have one.', defaultValue: false })
  byProductClass!: boolean;
}

@ObjectType('KpiEvidence', { description: 'One of the very records behind a KPI.' })
export class KpiEvidenceType {
  @Field(() => ID, { description: 'Id of the record.' })
  objectId!: string;

  @Field(() => String, { description: 'Its kind: `ORDER`, `ORDER_LINE`, `AFTER_SALES_CASE` or `RECEIPT_LINE`.' })
  objectType!: string;

  @Field(() => DateScalar, { description: 'The day that decides the period.' })
  on!: string;

  @Field(() => DecimalScalar, { description: 'Hours or working days; null where there is nothing to measure.', nullable: true })
  value!: string | null;

  @Field(() => DecimalScalar, { description: 'Its share in the numerator.', nullable: true })
  numerator!: string | null;

  @Field(() => DecimalScalar, { description: 'Its share in the denominator.' })
  denominator!: string;

  @Field(() => OrderType, { description: 'The order, where it is one.', nullable: true })
  order!: Planned<OrderType> | null;

  @Field(() => OrderLineType, { description: 'The order line, where it is one.', nullable: true })
  orderLine!: Planned<OrderLineType> | null;

  @Field(() => AfterSalesCaseType, { description: 'The case, where it is one.', nullable: true })
  afterSalesCase!: Planned<AfterSalesCaseType> | null;
}

@ObjectType('KpiEvidencePage', { description: 'A page of the records behind a KPI, by day.' })
export class KpiEvidencePageType {
  @Field(() => [KpiEvidenceType], { description: 'The records.' })
  nodes!: KpiEvidenceType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('Kpi', { description: 'A figure of order delivery against its target. No data is null, never 0 % and never 100 %.' })
export class KpiType {
  @Field(() => KpiName, { description: 'Which figure.' })
  kpi!: KpiName;

  @Field(() => ProductClass, { description: 'Of which product class; null: over everything.', nullable: true })
  productClass!: ProductClass | null;

  @Field(() => KpiUnit, { description: 'Unit of value and target.' })
  unit!: KpiUnit;

  @Field(() => DecimalScalar, { description: 'Mean for times, 0 to 100 for rates; null where there were no data.', nullable: true })
  value!: string | null;

  @Field(() => DecimalScalar, { description: 'What was good; for the defect rate, what was rejected.', nullable: true })
  numerator!: string | null;

  @Field(() => DecimalScalar, { description: 'Out of how much.' })
  denominator!: string;

  @Field(() => DecimalScalar, { description: 'Target of the policy in force on the last day.', nullable: true })
  target!: string | null;

  @Field(() => Boolean, { description: 'Whether the target was met; null where there is no target or no value.', nullable: true })
  met!: boolean | null;

  @Field(() => Int, { description: 'Version of the policy that set the target.', nullable: true })
  policyVersion!: number | null;

  @Field(() => Int, { description: 'Records left out because they contradict themselves.' })
  excluded!: number;
}
