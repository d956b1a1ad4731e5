/**
 * Policies: standards, targets, limits and weights as data with versions (R41). A version is added with its reason and
 * day of effect and never changed; every figure is computed by the version in force at its time.
 */
import { v7 as uuid } from 'uuid';
import type { Database, Reader } from '../entities/database.js';
import { Policy } from '../entities/index.js';
import type { Em } from '../entities/orm.js';
import { isDateOnly } from './dates.js';
import type { Problem } from './errors.js';
import { DomainError, problem } from './errors.js';
import type { DateOnly } from './facts.js';
import { lockKey } from './locks.js';
import { checkPolicyValue, isPolicyKey } from './policy-shapes.js';
import type { PolicyKey, PolicyValues } from './policy-values.js';
import { defaultPolicies } from './policy-values.js';
import type { Transaction } from './transaction.js';
import { transact } from './transaction.js';

export * from './policy-values.js';

/** A version of a policy as it is in force on some day. */
export interface PolicyInForce<Key extends PolicyKey> {
  readonly key: Key;
  readonly version: number;
  readonly value: PolicyValues[Key];
  readonly effectiveFrom: DateOnly;
}

export interface NewPolicyVersion {
  readonly key: string;
  readonly value: unknown;
  /** Not before the day of effect of the version before: a version that was in force stays so for its time. */
  readonly effectiveFrom: DateOnly;
  readonly reason: string;
}

/** First versions are in force before any record that the gateway will ever see. */
const firstDay: DateOnly = '1900-01-01';

/** What a transaction must lock before it adds a version. */
export function policyLock(key: string): string {
  return lockKey('POLICY', key);
}

/** Writes the first version of every policy that has none. Run at start-up; run again, it does nothing. */
export async function seedPolicies(database: Pick<Database, 'em' | 'wake'>, now: Date): Promise<void> {
  const locks = defaultPolicies.map(({ key }) => policyLock(key));
  await transact(database, { now, by: { actor: 'gateway', channel: 'start-up' }, locks: () => locks }, async (tx) => {
    const known = new Set((await tx.em.find(Policy, { version: 1 })).map(({ key }) => key));
    for (const { key, value, reason } of defaultPolicies) {
      if (!known.has(key)) write(tx, { key, value, reason, effectiveFrom: firstDay }, 1);
    }
  });
}

/** The version in force on a day: of those effective by then, the newest. Throws where the policy was never seeded. */
export async function policyInForce<Key extends PolicyKey>(source: Reader | Em, key: Key, day: DateOnly): Promise<PolicyInForce<Key>> {
  const found = 'rows' in source ? await readInForce(source, key, day) : await findInForce(source, key, day);
  if (!found) throw new Error(`No version of policy ${key} is in force on ${day}`);
  return { key, version: found.version, value: found.value as PolicyValues[Key], effectiveFrom: found.effectiveFrom };
}

/** Adds a version. Throws DomainError INVALID with every problem; the transaction must hold `policyLock(key)`. */
export async function addPolicyVersion(tx: Transaction, added: NewPolicyVersion): Promise<Policy> {
  const { key, value, effectiveFrom, reason } = added;
  if (!isPolicyKey(key)) throw DomainError.invalid('VALUE_UNKNOWN', ['key'], { value: key.slice(0, 40) });
  tx.assertHeld('POLICY', key);
  const last = await tx.em.findOne(Policy, { key }, { orderBy: { version: 'desc' } });
  const problems: Problem[] = checkPolicyValue(key, value);
  if (!isDateOnly(effectiveFrom)) problems.push(problem('DATE_INVALID', ['effectiveFrom'], { value: effectiveFrom.slice(0, 40) }));
  else if (last && effectiveFrom < last.effectiveFrom) {
    problems.push(problem('RANGE_INVALID', ['effectiveFrom'], { from: last.effectiveFrom, to: effectiveFrom }));
  }
  if (reason.trim() === '') problems.push(problem('REASON_REQUIRED', ['reason'], {}));
  DomainError.throwIfAny(problems);
  return write(tx, { key, value, effectiveFrom, reason: reason.trim() }, (last?.version ?? 0) + 1, last);
}

function write(tx: Transaction, { key, value, effectiveFrom, reason }: NewPolicyVersion, version: number, before: Policy | null = null): Policy {
  const policy = tx.em.create(Policy, { id: uuid(), key, version, value, effectiveFrom, reason, author: tx.by.actor, createdAt: tx.now });
  tx.audit({
    action: 'POLICY_VERSION_ADDED',
    objectType: 'POLICY',
    objectId: policy.id,
    before: before && { version: before.version, value: before.value, effectiveFrom: before.effectiveFrom },
    after: { key, version, value, effectiveFrom, reason },
  });
  return policy;
}

interface FoundVersion {
  readonly version: number;
  readonly value: unknown;
  readonly effectiveFrom: DateOnly;
}

async function readInForce(reader: Reader, key: PolicyKey, day: DateOnly): Promise<FoundVersion | null> {
  const answer = await reader.query(
    null,
    `select json_build_object('version', version, 'value', value, 'effectiveFrom', effective_from)::text from policy
     where key = $1::text and effective_from <= $2::text::date order by effective_from desc, version desc limit 1`,
    [key, day],
  );
  return answer === null ? null : (JSON.parse(answer) as FoundVersion);
}

function findInForce(em: Em, key: PolicyKey, day: DateOnly): Promise<FoundVersion | null> {
  return em.findOne(Policy, { key, effectiveFrom: { $lte: day } }, { orderBy: { effectiveFrom: 'desc', version: 'desc' } });
}
