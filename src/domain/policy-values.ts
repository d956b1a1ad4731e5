/**
 * The standards, targets, limits and weights that a new database begins with (R41). They are data: each can be replaced
 * by a later version with a reason and a date of effect, and every figure is computed by the version then in force.
 */
import type { OrderChannel, ProductClass } from '../entities/enums.js';
import type { Decimal } from './facts.js';
import type { ScoringPolicy } from './scoring.js';

/** A span of time. Working days run to the end of the last of them; hours and minutes run through nights and holidays. */
export interface Limit {
  readonly amount: number;
  readonly unit: 'MINUTES' | 'HOURS' | 'WORKING_DAYS';
}

/** Working days; the upper bound is the limit, the lower one what is usual. */
export interface CycleRange {
  readonly usual: number;
  readonly limit: number;
}

export const cycleStages = ['CONFIRMATION', 'PRODUCTION', 'LOGISTICS'] as const;
export type CycleStage = (typeof cycleStages)[number];

/** A target of a figure. */
export interface Target {
  readonly atLeast?: Decimal;
  readonly atMost?: Decimal;
  readonly unit: 'HOURS' | 'PERCENT';
}

/** Value of each policy by key. */
export interface PolicyValues {
  readonly 'reception-limits': Readonly<Record<OrderChannel, Limit>>;
  readonly 'reception-error-limit': Limit;
  readonly 'order-answer-limit': Limit;
  readonly 'signature-limit': Limit;
  readonly 'correction-limit': Limit;
  readonly 'supplier-answer-limit': Limit;
  readonly 'return-limit': Limit;
  readonly 'dispute-limit': Limit;
  readonly 'cycle-standards': Readonly<Record<ProductClass, Readonly<Record<CycleStage, CycleRange>>>>;
  readonly 'kpi-targets': Readonly<Record<'orderProcessingTime' | 'onTimeDeliveryRate' | 'orderFulfilmentRate', Target>>;
  readonly 'supplier-scoring': ScoringPolicy;
}

export type PolicyKey = keyof PolicyValues;

export interface DefaultPolicy<Key extends PolicyKey = PolicyKey> {
  readonly key: Key;
  readonly value: PolicyValues[Key];
  /** Where the value comes from. */
  readonly reason: string;
}

const workingDays = (amount: number): Limit => ({ amount, unit: 'WORKING_DAYS' });
const hours = (amount: number): Limit => ({ amount, unit: 'HOURS' });
const minutes = (amount: number): Limit => ({ amount, unit: 'MINUTES' });
const range = (usual: number, limit: number): CycleRange => ({ usual, limit });

const values: PolicyValues = {
  'reception-limits': {
    ONLINE: workingDays(1),
    PHONE: minutes(30),
    EMAIL: hours(24),
    SOCIAL_MEDIA: hours(24),
    ERP: workingDays(1),
  },
  'reception-error-limit': hours(24),
  'order-answer-limit': workingDays(3),
  'signature-limit': workingDays(5),
  'correction-limit': workingDays(10),
  'supplier-answer-limit': workingDays(2),
  'return-limit': workingDays(7),
  'dispute-limit': workingDays(10),
  'cycle-standards': {
    GENERAL: { CONFIRMATION: range(1, 3), PRODUCTION: range(5, 7), LOGISTICS: range(3, 5) },
    HIGH_VALUE: { CONFIRMATION: range(2, 2), PRODUCTION: range(7, 10), LOGISTICS: range(4, 6) },
    CUSTOM: { CONFIRMATION: range(3, 3), PRODUCTION: range(10, 15), LOGISTICS: range(5, 7) },
  },
  'kpi-targets': {
    orderProcessingTime: { atMost: '24', unit: 'HOURS' },
    onTimeDeliveryRate: { atLeast: '95', unit: 'PERCENT' },
    orderFulfilmentRate: { atLeast: '98', unit: 'PERCENT' },
  },
  'supplier-scoring': {
    weights: { quality: '0.4', delivery: '0.4', service: '0.2' },
    bands: [
      { standing: 'RED', from: '0' },
      { standing: 'YELLOW', from: '60' },
      { standing: 'GREEN', from: '80' },
    ],
  },
};

const reasons: Readonly<Record<PolicyKey, string>> = {
  'reception-limits': 'R2: reception limits per channel; the manual names none for an ERP, which is given that of online orders',
  'reception-error-limit': 'R2: a reception error reported by a customer is answered within 24 hours',
  'order-answer-limit': 'R5 names no limit for the customer’s answer: three working days, to be set by the company',
  'signature-limit': 'R6 asks for a deadline for the signature without naming it: five working days, to be set by the company',
  'correction-limit': 'R3, R4 name no limit for a correction: ten working days, to be set by the company',
  'supplier-answer-limit': 'R19: overdue confirmations are chased; no limit is named: two working days, to be set by the company',
  'return-limit': 'R32: goods come back within 7 working days of the approval',
  'dispute-limit': 'R21 names no limit for a dispute: ten working days, to be set by the company',
  'cycle-standards': 'R39: cycle standards per product class, in working days',
  'kpi-targets': 'R38: targets of the manual',
  'supplier-scoring': 'R21 names the criteria, not their weights: quality and delivery weigh twice as much as service',
};

/** One first version for every policy. */
export const defaultPolicies: readonly DefaultPolicy[] = (Object.keys(values) as PolicyKey[]).map((key) => ({
  key,
  value: values[key],
  reason: reasons[key],
}));

/** The value that a policy has where no other version was ever made. */
export function defaultPolicy<Key extends PolicyKey>(key: Key): PolicyValues[Key] {
  return values[key];
}
