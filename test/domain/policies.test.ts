import { defaultPolicies, defaultPolicy, addPolicyVersion, policyInForce, policyLock, seedPolicies } from '../../src/domain/policies.js';
import type { NewPolicyVersion } from '../../src/domain/policies.js';
import { checkPolicyValue } from '../../src/domain/policy-shapes.js';
import { DomainError } from '../../src/domain/errors.js';
import { transact } from '../../src/domain/transaction.js';
import { Policy } from '../../src/entities/index.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await seedPolicies(test.database, now);
});
afterAll(() => test.close());

const now = new Date('2026-03-01T08:00:00Z');
const by = { actor: 'chief', channel: 'test' };

function add(version: NewPolicyVersion): Promise<Policy> {
  return transact(test.database, { now, by, locks: () => [policyLock(version.key)] }, (tx) => addPolicyVersion(tx, version));
}

async function problemsOf(version: NewPolicyVersion): Promise<string[]> {
  const error = await add(version).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DomainError);
  return (error as DomainError).problems.map(({ code, path }) => `${code} ${path.join('.')}`);
}

describe('policies', () => {
  it('begin with one version each, however often the gateway starts', async () => {
    await seedPolicies(test.database, new Date('2026-04-01T08:00:00Z'));
    const found = await test.database.em.fork().find(Policy, {}, { orderBy: { key: 'asc' } });
    expect(found.map(({ key, version }) => [key, version])).toEqual(defaultPolicies.map(({ key }) => [key, 1]).sort());
    const seeded = await policyInForce(test.database.reader, 'cycle-standards', '1999-01-01');
    expect(seeded).toMatchObject({ version: 1, value: defaultPolicy('cycle-standards') });
  });

  it('are computed by the version in force on the day', async () => {
    const value = { amount: 3, unit: 'WORKING_DAYS' as const };
    await add({ key: 'supplier-answer-limit', value, effectiveFrom: '2026-07-01', reason: 'suppliers asked for a day more' });
    for (const source of [test.database.reader, test.database.em.fork()]) {
      expect(await policyInForce(source, 'supplier-answer-limit', '2026-06-30')).toMatchObject({ version: 1, value: defaultPolicy('supplier-answer-limit') });
      expect(await policyInForce(source, 'supplier-answer-limit', '2026-07-01')).toMatchObject({ version: 2, value, effectiveFrom: '2026-07-01' });
    }
  });

  it('take a second version of the same day as the newer one', async () => {
    await add({ key: 'dispute-limit', value: { amount: 5, unit: 'WORKING_DAYS' }, effectiveFrom: '2026-05-01', reason: 'trial' });
    await add({ key: 'dispute-limit', value: { amount: 6, unit: 'WORKING_DAYS' }, effectiveFrom: '2026-05-01', reason: 'five were too few' });
    expect(await policyInForce(test.database.reader, 'dispute-limit', '2026-05-01')).toMatchObject({ version: 3, value: { amount: 6 } });
  });

  it('are refused with every reason at once', async () => {
    await add({ key: 'return-limit', value: { amount: 8, unit: 'WORKING_DAYS' }, effectiveFrom: '2026-05-01', reason: 'holidays' });
    expect(
      await problemsOf({ key: 'return-limit', value: { amount: 0, unit: 'WEEKS' }, effectiveFrom: '2026-04-30', reason: ' ' }),
    ).toEqual(['VALUE_UNKNOWN value.amount', 'VALUE_UNKNOWN value.unit', 'RANGE_INVALID effectiveFrom', 'REASON_REQUIRED reason']);
    expect(await problemsOf({ key: '__proto__', value: {}, effectiveFrom: '2026-05-01', reason: 'why' })).toEqual(['VALUE_UNKNOWN key']);
    expect(await problemsOf({ key: 'return-limit', value: 7, effectiveFrom: '2023-02-29', reason: 'why' })).toEqual([
      'VALUE_UNKNOWN value',
      'DATE_INVALID effectiveFrom',
    ]);
  });

  it('are not changed behind their lock', async () => {
    const attempt = transact(test.database, { now, by, locks: () => [] }, (tx) =>
      addPolicyVersion(tx, { key: 'return-limit', value: defaultPolicy('return-limit'), effectiveFrom: '2027-01-01', reason: 'why' }),
    );
    await expect(attempt).rejects.toThrow(/without its lock/);
  });
});

describe('the values of policies', () => {
  it('have the shapes of the first versions', () => {
    for (const { key, value } of defaultPolicies) expect([key, checkPolicyValue(key, value)]).toEqual([key, []]);
  });

  it('name every member', () => {
    for (const { key, value } of defaultPolicies) {
      for (const name of Object.keys(value)) {
        const without = Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
        expect([key, name, checkPolicyValue(key, without).length > 0]).toEqual([key, name, true]);
      }
      expect([key, checkPolicyValue(key, { ...value, more: 1 }).length]).toEqual([key, 1]);
    }
  });

  it('keep usual cycles within their limits, weights and bands to their rules', () => {
    const standards = structuredClone(defaultPolicy('cycle-standards')) as Record<string, Record<string, { usual: number; limit: number }>>;
    standards['CUSTOM'] = { ...standards['CUSTOM'], LOGISTICS: { usual: 8, limit: 7 } };
    expect(checkPolicyValue('cycle-standards', standards).map(({ path }) => path.join('.'))).toEqual(['value.CUSTOM.LOGISTICS']);
    const { bands } = defaultPolicy('supplier-scoring');
    const weightless = { weights: { quality: '0', delivery: '0', service: '0' }, bands: bands.slice(1) };
    expect(checkPolicyValue('supplier-scoring', weightless).map(({ code }) => code)).toEqual(['WEIGHTS_INVALID', 'BANDS_INVALID']);
  });
});
