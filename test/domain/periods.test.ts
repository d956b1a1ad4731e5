import fc from 'fast-check';
import { PeriodKind } from '../../src/entities/enums.js';
import { addDays } from '../../src/domain/dates.js';
import type { DuePeriods } from '../../src/domain/periods.js';
import { duePeriods, parsePeriod, periodAfter, periodBefore, periodOf } from '../../src/domain/periods.js';

describe('periods', () => {
  it.each([
    ['MONTH', '2026-02-28', { key: '2026-02', from: '2026-02-01', to: '2026-03-01' }],
    ['MONTH', '2025-12-31', { key: '2025-12', from: '2025-12-01', to: '2026-01-01' }],
    ['QUARTER', '2026-02-28', { key: '2026-Q1', from: '2026-01-01', to: '2026-04-01' }],
    ['QUARTER', '2025-10-01', { key: '2025-Q4', from: '2025-10-01', to: '2026-01-01' }],
  ] as const)('gives the %s of %s', (kind, day, expected) => {
    expect(periodOf(kind, day)).toEqual({ kind, ...expected });
  });

  it('reads its own keys, joins end to start, and holds exactly its days', () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(PeriodKind)), day, (kind, date) => {
        const period = periodOf(kind, date);
        expect(period.from <= date && date < period.to).toBe(true);
        expect(parsePeriod(period.key)).toEqual(period);
        expect(periodAfter(periodBefore(period))).toEqual(period);
        expect(periodBefore(period).to).toBe(period.from);
        expect(periodOf(kind, addDays(period.to, -1))).toEqual(period);
      }),
    );
  });

  it.each(['2026', '2026-13', '2026-00', '2026-Q0', '2026-Q5', '2026-1', '0000-01', ' 2026-01', '2026-01-01', ''])('refuses %j', (key) => {
    expect(() => parsePeriod(key)).toThrow(/VALUE_UNKNOWN/);
  });
});

describe('due periods', () => {
  const asked: DuePeriods = {
    kind: 'MONTH', today: '2026-03-03', firstDay: '2025-11-20', settleDays: 2, done: new Set(), lookBack: 24,
  };
  const keys = (change: Partial<DuePeriods>): string[] => duePeriods({ ...asked, ...change }).map(({ key }) => key);

  it('are the finished ones that are not done, oldest first', () => {
    expect(keys({})).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(keys({ done: new Set(['2025-11', '2026-01']) })).toEqual(['2025-12', '2026-02']);
    expect(keys({ kind: 'QUARTER' })).toEqual(['2025-Q4']);
  });

  it('wait for what is reported late', () => {
    expect(keys({ today: '2026-03-02' })).toEqual(['2025-11', '2025-12', '2026-01']);
    expect(keys({ today: '2026-03-01', settleDays: 0 })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(keys({ today: '2026-02-28', settleDays: 0 })).toEqual(['2025-11', '2025-12', '2026-01']);
  });

  it('reach neither before the first data nor further back than asked', () => {
    expect(keys({ firstDay: null })).toEqual([]);
    expect(keys({ firstDay: '2026-03-01' })).toEqual([]);
    expect(keys({ firstDay: '1900-01-01', lookBack: 2 })).toEqual(['2026-01', '2026-02']);
  });
});
