import fc from 'fast-check';
import { IdSet } from '../../src/connectors/erp/tryton/ids.js';
import { floatText } from '../../src/connectors/erp/shared/floats.js';
import { stampInstant, toWireDate, toWireDateTime, wireDate, wireDateTime, wireDecimal } from '../../src/connectors/erp/tryton/values.js';

describe('floats that stand for decimals', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-2.5, '-2.5'],
    [0.1 + 0.2, '0.3'],
    [44.699999999999996, '44.7'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [123456789012345, '123456789012345'],
    [100, '100'],
  ])('%d is %s', (value, text) => expect(floatText(value)).toBe(text));

  it('gives back every decimal of up to 15 digits', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }), fc.integer({ min: 0, max: 15 }));
    fc.assert(
      fc.property(decimal, ([digits, scale]) => {
        const sign = digits < 0n ? '-' : '';
        const padded = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
        const fraction = padded.slice(padded.length - scale).replace(/0+$/, '');
        const whole = padded.slice(0, padded.length - scale);
        const text = `${sign}${whole}${scale > 0 && fraction !== '' ? `.${fraction}` : ''}`;
        expect(floatText(Number(text))).toBe(text);
      }),
    );
  });
});

describe('dates, instants and decimals', () => {
  it('reads what it writes', () => {
    const at = new Date('2024-02-29T23:05:09.007Z');
    expect(wireDateTime.parse(toWireDateTime(at))).toBe('2024-02-29T23:05:09.007000Z');
    expect(wireDate.parse(toWireDate('0987-01-02'))).toBe('0987-01-02');
  });

  it.each(['2023-02-29', '2024-13-01', '2024-1-1', '2024-00-10', 'tomorrow', '2024-01-01T00:00:00Z'])('%s is no date', (text) => {
    expect(toWireDate(text)).toBeNull();
  });

  it('keeps the microseconds of a stamp, however many are written', () => {
    expect(stampInstant('1795335385.784565')).toBe('2026-11-22T08:16:25.784565Z');
    expect(stampInstant('1795335385.5')).toBe('2026-11-22T08:16:25.500000Z');
    expect(stampInstant('1795335385')).toBe('2026-11-22T08:16:25.000000Z');
  });

  it('takes decimals as they are written', () => {
    expect(wireDecimal.parse({ __class__: 'Decimal', decimal: '50.2400' })).toBe('50.2400');
    for (const decimal of ['NaN', '1E+2', '', '1.', ' 1']) expect(wireDecimal.safeParse({ __class__: 'Decimal', decimal }).success).toBe(false);
  });
});

describe('sets of ids', () => {
  const id = fc.integer({ min: 1, max: 40 });
  const steps = fc.array(fc.record({ id, add: fc.boolean() }), { maxLength: 80 });
  const build = (list: readonly { id: number; add: boolean }[]): [IdSet, Set<number>] => {
    const [ours, plain] = [new IdSet(), new Set<number>()];
    for (const step of list) {
      if (step.add) ours.add(step.id);
      else ours.delete(step.id);
      if (step.add) plain.add(step.id);
      else plain.delete(step.id);
    }
    return [ours, plain];
  };

  it('hold what a plain set holds, and survive being written', () => {
    fc.assert(
      fc.property(steps, steps, (first, second) => {
        const [ours, plain] = build(first);
        const [others, plainOthers] = build(second);
        const read = IdSet.parse(String(ours));
        for (let each = 0; each <= 41; each += 1) expect([ours.has(each), read.has(each)]).toEqual([plain.has(each), plain.has(each)]);
        const ascending = [...plain].filter((each) => !plainOthers.has(each)).sort((a, b) => a - b);
        expect([...ours.without(others)]).toEqual(ascending);
      }),
    );
  });

  it('stay short where ids follow each other', () => {
    const set = new IdSet();
    for (let each = 1; each <= 10_000; each += 1) set.add(each);
    set.delete(77);
    expect(String(set)).toBe('1-76,78-10000');
  });

  it.each(['1-', 'a', '1,,2', '1-2-3', '-1', '5-3', '1e3'])('are not read from %s', (text) => {
    expect(() => IdSet.parse(text)).toThrow(TypeError);
  });
});
