import fc from 'fast-check';
import { checkScoringPolicy, percentage, scoreOf, type ScoringPolicy, standingOf } from '../../src/domain/scoring.js';
import { compare } from '../../src/domain/decimal.js';
import { defaultPolicy } from '../../src/domain/policies.js';

const policy = defaultPolicy('supplier-scoring');

const value = fc.integer({ min: 0, max: 1_000_000 }).map((units) => (units / 10_000).toFixed(4));
const weight = fc.integer({ min: 0, max: 100 }).map((units) => (units / 100).toFixed(2));

describe('a score', () => {
  it('weighs what is known', () => {
    expect(scoreOf({ quality: '90', delivery: '80', service: '70' }, policy)).toMatchObject({ score: '82.00', standing: 'GREEN' });
    expect(scoreOf({ quality: '90', delivery: '80' }, policy).score).toBe('85.00');
    expect(scoreOf({ quality: '90', delivery: '80', service: null }, policy).score).toBe('85.00');
    expect(scoreOf({ service: '59.995' }, policy)).toMatchObject({ score: '60.00', standing: 'YELLOW' });
  });

  it('is null for an idle supplier', () => {
    const idle = { score: null, standing: null };
    expect(scoreOf({}, policy)).toMatchObject(idle);
    expect(scoreOf({ quality: null, delivery: null, service: null }, policy)).toMatchObject(idle);
    expect(scoreOf({ quality: '100' }, { ...policy, weights: { quality: '0', delivery: '1' } })).toMatchObject(idle);
  });

  it('ignores what the policy does not weigh, also by a name like __proto__', () => {
    expect(scoreOf({ quality: '90', charm: '0' }, policy).score).toBe('90.00');
    expect(scoreOf(JSON.parse('{"__proto__":{"quality":"1"}}') as Record<string, string>, policy).score).toBeNull();
    expect(scoreOf({}, { ...policy, weights: { constructor: '1' } }).score).toBeNull();
  });

  it('carries the evidence by which it can be computed again', () => {
    const first = scoreOf({ quality: '33.3333', delivery: '66.6667' }, policy);
    const again = scoreOf(
      Object.fromEntries(first.criteria.map(({ criterion, value: known }) => [criterion, known])),
      { ...policy, weights: Object.fromEntries(first.criteria.map(({ criterion, weight: told }) => [criterion, told])) },
    );
    expect(again).toEqual(first);
  });

  it('refuses values that are no share of anything', () => {
    expect(() => scoreOf({ quality: '100.0001' }, policy)).toThrow(RangeError);
    expect(() => scoreOf({ quality: '-0.0001' }, policy)).toThrow(RangeError);
  });

  it('lies between the least and the greatest value, whatever the weights and their scale', () => {
    fc.assert(
      fc.property(value, value, value, weight, weight, weight, (a, b, c, x, y, z) => {
        const bands = policy.bands;
        const { score, standing } = scoreOf({ a, b, c }, { weights: { a: x, b: y, c: z }, bands });
        const times100 = (text: string): string => String(Math.round(Number(text) * 100));
        expect(scoreOf({ a, b, c }, { weights: { a: times100(x), b: times100(y), c: times100(z) }, bands }).score).toBe(score);
        const weighing = [[a, x], [b, y], [c, z]].filter(([, share]) => Number(share) > 0).map(([known]) => Number(known));
        if (weighing.length === 0) return void expect([score, standing]).toEqual([null, null]);
        expect(Number(score)).toBeGreaterThanOrEqual(Math.min(...weighing) - 0.005);
        expect(Number(score)).toBeLessThanOrEqual(Math.max(...weighing) + 0.005);
        expect(standing).not.toBeNull();
      }),
    );
  });
});

describe('a share', () => {
  it('has four places, and is null without data', () => {
    expect(percentage('2', '3')).toBe('66.6667');
    expect(percentage('0', '3')).toBe('0.0000');
    expect(percentage('3.0', '3')).toBe('100.0000');
    expect(percentage('0', '0')).toBeNull();
  });

  it('is never above 100 or below 0', () => {
    expect(() => percentage('4', '3')).toThrow(RangeError);
    expect(() => percentage('-1', '3')).toThrow(RangeError);
    expect(() => percentage('1', '0')).toThrow(RangeError);
  });
});

describe('standings', () => {
  it('are half-open and cover both ends', () => {
    const { bands } = policy;
    expect(['0', '59.99', '60', '60.00', '79.99', '80', '100', '100.00'].map((score) => standingOf(score, bands))).toEqual([
      'RED', 'RED', 'YELLOW', 'YELLOW', 'YELLOW', 'GREEN', 'GREEN', 'GREEN',
    ]);
    expect(() => standingOf('100.01', bands)).toThrow(RangeError);
    expect(() => standingOf('-0.01', bands)).toThrow(RangeError);
  });

  it('exist for every score under every policy that passes the check, and rise with it', () => {
    const bands = fc
      .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 2 })
      .map((bounds) => [0, ...bounds.sort((a, b) => a - b)])
      .map((bounds) => (['RED', 'YELLOW', 'GREEN'] as const).map((standing, index) => ({ standing, from: String(bounds[index]) })));
    fc.assert(
      fc.property(bands, value, value, (given, a, b) => {
        expect(checkScoringPolicy({ weights: { quality: '1' }, bands: given })).toEqual([]);
        const rank = (score: string): number => given.findIndex(({ standing }) => standing === standingOf(score, given));
        if (compare(a, b) <= 0) expect(rank(a)).toBeLessThanOrEqual(rank(b));
      }),
    );
  });

  it.each<[string, Partial<ScoringPolicy>, string[]]>([
    ['no weights', { weights: {} }, ['WEIGHTS_INVALID']],
    ['a negative weight', { weights: { quality: '-1', delivery: '2' } }, ['WEIGHTS_INVALID']],
    ['only zeros', { weights: { quality: '0.0' } }, ['WEIGHTS_INVALID']],
    ['words', { weights: { quality: 'much' } }, ['WEIGHTS_INVALID']],
    ['no bands', { bands: [] }, ['BANDS_INVALID']],
    ['a gap at the bottom', { bands: [{ standing: 'GREEN', from: '1' }] }, ['BANDS_INVALID']],
    ['bands that fall', { bands: [{ standing: 'RED', from: '0' }, { standing: 'GREEN', from: '80' }, { standing: 'YELLOW', from: '60' }] }, ['BANDS_INVALID']],
    ['an empty band', { bands: [{ standing: 'RED', from: '0' }, { standing: 'GREEN', from: '0.0' }] }, ['BANDS_INVALID']],
    ['a band above the top', { bands: [{ standing: 'RED', from: '0' }, { standing: 'GREEN', from: '100.01' }] }, ['BANDS_INVALID']],
  ])('a policy with %s is refused', (_, broken, codes) => {
    expect(checkScoringPolicy({ ...policy, ...broken }).map(({ code }) => code)).toEqual(codes);
  });
});
