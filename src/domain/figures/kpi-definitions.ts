/** The KPIs of R38 and R39 that the gateway has data for, each with its unit and the target that a policy sets. */
import type { ProductClass } from '../../entities/enums.js';
import type { DateOnly, Decimal } from '../facts.js';
import type { CycleStage, PolicyInForce } from '../policies.js';

export const KpiName = {
  /** Reception to the end of processing (review, stock, payment), on the clock. */
  ORDER_PROCESSING_TIME: 'ORDER_PROCESSING_TIME',
  /** Orders whose lines were all on time by their first promise. */
  ON_TIME_DELIVERY_ORDERS: 'ON_TIME_DELIVERY_ORDERS',
  /** The same over lines; it stands beside the manual's figure and has no target. */
  ON_TIME_DELIVERY_LINES: 'ON_TIME_DELIVERY_LINES',
  /** Orders wholly shipped ÷ orders received. */
  FULFILMENT_RATE: 'FULFILMENT_RATE',
  /** Placed to confirmed. */
  CONFIRMATION_CYCLE: 'CONFIRMATION_CYCLE',
  /** Confirmed to produced. */
  PRODUCTION_CYCLE: 'PRODUCTION_CYCLE',
  /** Produced to with the customer. */
  LOGISTICS_CYCLE: 'LOGISTICS_CYCLE',
  /** Confirmed to signed off: production, transport and sign-off. */
  FULFILMENT_CYCLE: 'FULFILMENT_CYCLE',
  /** A case opened to resolved, on the clock. */
  CASE_HANDLING_TIME: 'CASE_HANDLING_TIME',
  /** Quantity rejected ÷ quantity inspected, of goods taken in. */
  DEFECT_RATE: 'DEFECT_RATE',
} as const;
export type KpiName = (typeof KpiName)[keyof typeof KpiName];

export const KpiUnit = { HOURS: 'HOURS', WORKING_DAYS: 'WORKING_DAYS', PERCENT: 'PERCENT' } as const;
export type KpiUnit = (typeof KpiUnit)[keyof typeof KpiUnit];

/** The policies that targets come from: those in force on the last day of the period. */
export interface KpiPolicies {
  readonly targets: PolicyInForce<'kpi-targets'>;
  readonly standards: PolicyInForce<'cycle-standards'>;
}

export interface KpiRequest extends KpiPolicies {
  /** First day of the period. */
  readonly from: DateOnly;
  /** The day after its last. */
  readonly to: DateOnly;
  /** What happened after the end of this day is not known yet. */
  readonly asOf: DateOnly;
  /** The company's own zone, an IANA name: its days begin and end there. */
  readonly zone: string;
  /** Adds a figure per product class to each that can be told apart so. */
  readonly byProductClass: boolean;
}

export interface KpiTarget {
  readonly value: Decimal;
  readonly direction: 'AT_LEAST' | 'AT_MOST';
}

interface KpiDefinition {
  readonly unit: KpiUnit;
  /** False: nothing in it belongs to a product class. */
  readonly hasClasses: boolean;
  /** Null: no policy sets a target. */
  readonly target: (policies: KpiPolicies, productClass: ProductClass | null) => KpiTarget | null;
  /** Version of the policy behind target and numerator. */
  readonly version: (policies: KpiPolicies) => number | null;
}

const none = { target: () => null, version: () => null };

function target(name: keyof KpiPolicies['targets']['value']): Pick<KpiDefinition, 'target' | 'version'> {
  return {
    target: ({ targets }) => {
      const { atLeast, atMost } = targets.value[name];
      if (atLeast !== undefined) return { value: atLeast, direction: 'AT_LEAST' };
      return atMost === undefined ? null : { value: atMost, direction: 'AT_MOST' };
    },
    version: ({ targets }) => targets.version,
  };
}

/** The upper bound is the limit (R39). Over all classes there is none, but each order is held to that of its own class. */
function standard(stage: CycleStage): Pick<KpiDefinition, 'target' | 'version'> {
  return {
    target: ({ standards }, productClass) =>
      productClass && { value: String(standards.value[productClass][stage].limit), direction: 'AT_MOST' },
    version: ({ standards }) => standards.version,
  };
}

/** In the order in which they are reported. */
export const kpiDefinitions: Readonly<Record<KpiName, KpiDefinition>> = {
  ORDER_PROCESSING_TIME: { unit: 'HOURS', hasClasses: true, ...target('orderProcessingTime') },
  ON_TIME_DELIVERY_ORDERS: { unit: 'PERCENT', hasClasses: true, ...target('onTimeDeliveryRate') },
  ON_TIME_DELIVERY_LINES: { unit: 'PERCENT', hasClasses: true, ...none },
  FULFILMENT_RATE: { unit: 'PERCENT', hasClasses: true, ...target('orderFulfilmentRate') },
  CONFIRMATION_CYCLE: { unit: 'WORKING_DAYS', hasClasses: true, ...standard('CONFIRMATION') },
  PRODUCTION_CYCLE: { unit: 'WORKING_DAYS', hasClasses: true, ...standard('PRODUCTION') },
  LOGISTICS_CYCLE: { unit: 'WORKING_DAYS', hasClasses: true, ...standard('LOGISTICS') },
  FULFILMENT_CYCLE: { unit: 'WORKING_DAYS', hasClasses: true, ...none },
  CASE_HANDLING_TIME: { unit: 'HOURS', hasClasses: false, ...none },
  DEFECT_RATE: { unit: 'PERCENT', hasClasses: true, ...none },
};
