import { stampInstant, toWireDate, toWireDateTime, wireDate, wireDateTime, wireDecimal } from '../../src/connectors/erp/tryton/values.js';

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
