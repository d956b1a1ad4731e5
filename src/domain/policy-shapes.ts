/** What the value of each policy must look like. */
import { z } from 'zod';
import { OrderChannel, ProductClass, Standing } from '../entities/enums.js';
import { isDecimal } from './decimal.js';
import type { Problem } from './errors.js';
import { problem } from './errors.js';
import type { PolicyKey, PolicyValues } from './policy-values.js';
import { cycleStages, defaultPolicies } from './policy-values.js';
import { checkScoringPolicy } from './scoring.js';

const decimal = z.string().refine(isDecimal);
const limit = z.strictObject({ amount: z.int().min(1).max(10_000), unit: z.enum(['MINUTES', 'HOURS', 'WORKING_DAYS']) });
const range = z
  .strictObject({ usual: z.int().min(0).max(1000), limit: z.int().min(0).max(1000) })
  .refine((value) => value.usual <= value.limit);
const atLeast = z.strictObject({ atLeast: decimal, unit: z.literal('PERCENT') });
const atMost = z.strictObject({ atMost: decimal, unit: z.literal('HOURS') });

const shapes: { readonly [Key in PolicyKey]: z.ZodType<PolicyValues[Key]> } = {
  'reception-limits': z.record(z.enum(OrderChannel), limit),
  'reception-error-limit': limit,
  'order-answer-limit': limit,
  'signature-limit': limit,
  'correction-limit': limit,
  'supplier-answer-limit': limit,
  'return-limit': limit,
  'dispute-limit': limit,
  'cycle-standards': z.record(z.enum(ProductClass), z.record(z.enum(cycleStages), range)),
  'kpi-targets': z.strictObject({ orderProcessingTime: atMost, onTimeDeliveryRate: atLeast, orderFulfilmentRate: atLeast }),
  'supplier-scoring': z.strictObject({
    weights: z.strictObject({ quality: decimal, delivery: decimal, service: decimal }),
    bands: z.array(z.strictObject({ standing: z.enum(Standing), from: decimal })).min(1),
  }),
};

/** True for the name of a policy. */
export function isPolicyKey(key: string): key is PolicyKey {
  return defaultPolicies.some((policy) => policy.key === key);
}

/** Everything that is wrong with a value for a policy; empty where it can stand. Paths begin with `value`. */
export function checkPolicyValue(key: PolicyKey, value: unknown): Problem[] {
  const parsed = shapes[key].safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path }) => problem('VALUE_UNKNOWN', ['value', ...path.map(String)], { value: shown(value, path) }));
  }
  return key === 'supplier-scoring' ? checkScoringPolicy(parsed.data as PolicyValues['supplier-scoring'], ['value']) : [];
}

/** The part of a value that a path leads to, shortened for a message. */
function shown(value: unknown, path: readonly PropertyKey[]): string {
  let part = value;
  for (const name of path) part = typeof part === 'object' && part !== null ? (part as Record<PropertyKey, unknown>)[name] : undefined;
  return (JSON.stringify(part) ?? 'nothing').slice(0, 40);
}
