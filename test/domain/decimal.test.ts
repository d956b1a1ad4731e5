import fc from 'fast-check';
import * as decimal from '../../src/domain/decimal.js';

/** Decimal text with up to `scale` places, as a source might write it. */
const decimalText = (scale = 6) =>
  fc
    .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: scale }))
    .map(([units, places]) => fromUnits(units, places));

function fromUnits(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  return (units < 0n ? '-' : '') + digits.slice(0, cut) + (places > 0 ? `.${digits.slice(cut)}` : '');
}

describe('decimals', () => {
  it.each(['', ' 1', '1.', '.5', '1e3', '+1', '1,5', 'NaN', 'Infinity', '0x10', '1'.repeat(41), '٣', '1\n'])(
    'refuses %j',
    (text) => {
      expect(decimal.isDecimal(text)).toBe(false);
      expect(() => decimal.add(text, '1')).toThrow('DECIMAL_INVALID');
    },
  );

  it('adds without the errors of binary floating point', () => {
    expect(decimal.add('0.1', '0.2')).toBe('0.3');
    expect(decimal.sum(Array.from({ length: 1000 }, () => '0.001'))).toBe('1.000');
    expect(decimal.sum([])).toBe('0');
  });

  it('keeps the scale that PostgreSQL keeps', () => {
    expect(decimal.add('1.50', '2')).toBe('3.50');
    expect(decimal.multiply('1.50', '2.0')).toBe('3.000');
    expect(decimal.subtract('1', '1.00')).toBe('0.00');
  });

  it('rounds half away from zero, once', () => {
    expect(decimal.round('2.345', 2)).toBe('2.35');
    expect(decimal.round('-2.345', 2)).toBe('-2.35');
    expect(decimal.round('2.3449999', 2)).toBe('2.34');
    expect(decimal.round('2', 2)).toBe('2.00');
    expect(decimal.round('0.5', 0)).toBe('1');
    expect(decimal.divide('2', '3', 4)).toBe('0.6667');
    expect(decimal.divide('-1', '8', 2)).toBe('-0.13');
    expect(() => decimal.divide('1', '0.00', 2)).toThrow(RangeError);
  });

  it('compares by value, and shortens without changing it', () => {
    expect(decimal.equal('1.50', '1.5')).toBe(true);
    expect(decimal.compare('-0.1', '0')).toBeLessThan(0);
    expect(decimal.normalise('50.2400')).toBe('50.24');
    expect(decimal.normalise('100')).toBe('100');
    expect(decimal.normalise('-0.00')).toBe('0');
  });

  it('adds commutatively and associatively, and subtracts what was added', () => {
    fc.assert(
      fc.property(decimalText(), decimalText(), decimalText(), (a, b, c) => {
        expect(decimal.add(a, b)).toBe(decimal.add(b, a));
        expect(decimal.add(decimal.add(a, b), c)).toBe(decimal.add(a, decimal.add(b, c)));
        expect(decimal.equal(decimal.subtract(decimal.add(a, b), b), a)).toBe(true);
      }),
    );
  });

  it('divides so that the remainder is at most half of the last digit', () => {
    fc.assert(
      fc.property(decimalText(), decimalText(), fc.integer({ min: 0, max: 6 }), (a, b, digits) => {
        fc.pre(!decimal.equal(b, '0'));
        const error = decimal.subtract(decimal.multiply(decimal.divide(a, b, digits), b), a);
        const doubled = decimal.multiply(absolute(error), '2');
        const lastDigit = fromUnits(1n, digits);
        expect(decimal.compare(doubled, decimal.multiply(lastDigit, absolute(b)))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('orders as integers of the same scale do', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        fc.pre(a > -(10n ** 39n) && a < 10n ** 39n && b > -(10n ** 39n) && b < 10n ** 39n);
        expect(Math.sign(decimal.compare(fromUnits(a, 3), fromUnits(b, 3)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});

function absolute(value: string): string {
  return value.startsWith('-') ? value.slice(1) : value;
}
