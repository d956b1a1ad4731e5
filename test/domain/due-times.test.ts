import fc from 'fast-check';
import { CaseKind, CaseStatus, OrderChannel, ProductClass } from '../../src/entities/enums.js';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { bringsGoodsBack, caseStatuses, checkCaseMove, hasLapsed, returnBy } from '../../src/domain/case-rules.js';
import { classOfOrder, cycleFigure, cycleFigures, processingHours } from '../../src/domain/cycle-rules.js';
import { addDays } from '../../src/domain/dates.js';
import { dueAt, dueOn, isOverdue } from '../../src/domain/due-times.js';
import { checkOrderMove, lineAmount, totalAmount } from '../../src/domain/order-rules.js';
import { cycleStages, defaultPolicies, defaultPolicy } from '../../src/domain/policies.js';
import { checkScoringPolicy } from '../../src/domain/scoring.js';

const shanghai = 480;

describe('reception limits (R2)', () => {
  // A Friday evening in Shanghai.
  const received = new Date('2026-11-20T10:00:00Z');
  const due = (channel: OrderChannel): string => dueAt(received, defaultPolicy('reception-limits')[channel], chineseCalendar, shanghai).toISOString();

  it('run by the channel', () => {
    expect(due('PHONE')).toBe('2026-11-20T10:30:00.000Z');
    expect(due('EMAIL')).toBe('2026-11-21T10:00:00.000Z');
    expect(due('SOCIAL_MEDIA')).toBe('2026-11-21T10:00:00.000Z');
    // The end of the next working day, Monday, in Shanghai.
    expect(due('ONLINE')).toBe('2026-11-23T16:00:00.000Z');
    expect(Object.keys(defaultPolicy('reception-limits')).sort()).toEqual(Object.values(OrderChannel).sort());
  });

  it('begin on the date that it is in the zone', () => {
    const limit = { amount: 1, unit: 'WORKING_DAYS' as const };
    const sundayThere = new Date('2026-11-22T16:30:00Z');
    expect(dueAt(sundayThere, limit, chineseCalendar, 'Asia/Shanghai').toISOString()).toBe('2026-11-24T16:00:00.000Z');
    expect(dueAt(sundayThere, limit, chineseCalendar, 'UTC').toISOString()).toBe('2026-11-24T00:00:00.000Z');
  });

  it('are kept at the very instant, and missed after it', () => {
    const limit = new Date('2026-11-20T10:30:00Z');
    const after = new Date(limit.getTime() + 1);
    expect(isOverdue(limit, limit, after)).toBe(false);
    expect(isOverdue(limit, after, after)).toBe(true);
    expect(isOverdue(limit, null, limit)).toBe(false);
    expect(isOverdue(limit, null, after)).toBe(true);
  });

  it('of working days never end before the working day that they need', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2500 }), fc.integer({ min: 1, max: 20 }), (days, amount) => {
        const start = addDays('2020-01-01', days);
        const last = dueOn(start, { amount, unit: 'WORKING_DAYS' }, chineseCalendar);
        expect(chineseCalendar.workingDaysBetween(start, last)).toBe(amount);
        const end = dueAt(new Date(`${start}T04:00:00Z`), { amount, unit: 'WORKING_DAYS' }, chineseCalendar, shanghai);
        expect(end.toISOString()).toBe(`${last}T16:00:00.000Z`);
      }),
    );
  });
});

describe('cycles (R39)', () => {
  const dates = { placedOn: '2023-01-18', confirmedOn: '2023-01-20', producedOn: '2023-02-03', deliveredOn: '2023-02-10' };

  it('count working days, make-up days included, and compare with the upper bound', () => {
    const figures = cycleFigures(dates, 'GENERAL', defaultPolicy('cycle-standards'), chineseCalendar);
    expect(figures.CONFIRMATION).toEqual({ days: 2, limit: 3, within: true, contradictory: false });
    // 28 and 29 January are worked to make up for the Spring Festival.
    expect(figures.PRODUCTION).toEqual({ days: 7, limit: 7, within: true, contradictory: false });
    expect(figures.LOGISTICS).toEqual({ days: 5, limit: 5, within: true, contradictory: false });
    expect(cycleFigures({ ...dates, producedOn: '2023-02-06' }, 'GENERAL', defaultPolicy('cycle-standards'), chineseCalendar).PRODUCTION).toMatchObject({ days: 8, within: false });
  });

  it('leave out a skipped stage, and report dates that contradict each other', () => {
    const standard = { usual: 1, limit: 3 };
    expect(cycleFigure('PRODUCTION', { ...dates, producedOn: null }, standard, chineseCalendar)).toEqual({ days: null, limit: 3, within: null, contradictory: false });
    expect(cycleFigure('CONFIRMATION', { ...dates, confirmedOn: '2023-01-17' }, standard, chineseCalendar)).toEqual({ days: null, limit: 3, within: null, contradictory: true });
    expect(cycleFigure('CONFIRMATION', { ...dates, confirmedOn: '2023-01-18' }, standard, chineseCalendar).days).toBe(0);
  });

  it('follow the line that takes longest', () => {
    expect(classOfOrder(['GENERAL', 'CUSTOM', 'HIGH_VALUE'])).toBe('CUSTOM');
    expect(classOfOrder(['GENERAL', 'HIGH_VALUE'])).toBe('HIGH_VALUE');
    expect(classOfOrder([])).toBe('GENERAL');
  });

  it('processing runs on the clock, in hours', () => {
    const received = new Date('2026-11-20T10:00:00Z');
    expect(processingHours(received, new Date('2026-11-21T10:00:00Z'))).toBe('24.0000');
    expect(processingHours(received, new Date('2026-11-20T10:20:00Z'))).toBe('0.3333');
    expect(processingHours(received, null)).toBeNull();
    expect(processingHours(received, new Date('2026-11-20T09:59:59Z'))).toBeNull();
  });
});

describe('the first policies', () => {
  it('are there once each, with a reason', () => {
    expect(new Set(defaultPolicies.map(({ key }) => key)).size).toBe(defaultPolicies.length);
    for (const { reason } of defaultPolicies) expect(reason).toMatch(/^R\d+/);
  });

  it('hold the manual’s numbers', () => {
    const standards = defaultPolicy('cycle-standards');
    const table = Object.values(ProductClass).map((name) => [name, ...cycleStages.map((stage) => standards[name][stage].limit)]);
    expect(table).toEqual([
      ['GENERAL', 3, 7, 5],
      ['HIGH_VALUE', 2, 10, 6],
      ['CUSTOM', 3, 15, 7],
    ]);
    expect(defaultPolicy('kpi-targets')).toEqual({
      orderProcessingTime: { atMost: '24', unit: 'HOURS' },
      onTimeDeliveryRate: { atLeast: '95', unit: 'PERCENT' },
      orderFulfilmentRate: { atLeast: '98', unit: 'PERCENT' },
    });
    expect(defaultPolicy('return-limit')).toEqual({ amount: 7, unit: 'WORKING_DAYS' });
    expect(checkScoringPolicy(defaultPolicy('supplier-scoring'))).toEqual([]);
  });

  it('survive the way through JSON', () => {
    expect(JSON.parse(JSON.stringify(defaultPolicies))).toEqual(defaultPolicies);
  });
});

describe('cases (R31, R32)', () => {
  it('lapse after seven working days without the goods', () => {
    const last = returnBy('2023-09-27', defaultPolicy('return-limit'), chineseCalendar);
    expect(last).toBe('2023-10-12');
    for (const status of Object.values(CaseStatus)) {
      const waiting = status === 'APPROVED' || status === 'GOODS_RETURNING';
      expect([status, hasLapsed({ status, returnBy: last }, '2023-10-12')]).toEqual([status, false]);
      expect([status, hasLapsed({ status, returnBy: last }, '2023-10-13')]).toEqual([status, waiting]);
      expect(hasLapsed({ status, returnBy: null }, '2023-10-13')).toBe(false);
    }
  });

  it('reach only the states of their kind', () => {
    for (const kind of Object.values(CaseKind)) {
      expect([kind, caseStatuses(kind).includes('GOODS_RECEIVED')]).toEqual([kind, bringsGoodsBack(kind)]);
    }
    expect(caseStatuses('INQUIRY')).toEqual(['REQUESTED', 'IN_REVIEW', 'CLOSED', 'RESOLVED']);
    expect(caseStatuses('RETURN')).toHaveLength(Object.values(CaseStatus).length);
  });

  it('are refused with a reason and resolved with a solution; all problems at once', () => {
    const codes = (to: CaseStatus, status: CaseStatus, kind: CaseKind, reason: string | null = null, resolution: string | null = null): string[] =>
      checkCaseMove({ kind, status }, { to, reason, resolution }, 'CUSTOMER_SERVICE').map(({ code, path }) => [code, ...path].join(' '));
    expect(codes('REFUSED', 'IN_REVIEW', 'RETURN')).toEqual(['REASON_REQUIRED reason']);
    expect(codes('REFUSED', 'IN_REVIEW', 'RETURN', 'worn')).toEqual([]);
    expect(codes('RESOLVED', 'IN_REVIEW', 'INQUIRY', null, ' ')).toEqual(['REQUIRED resolution']);
    expect(codes('REFUSED', 'CLOSED', 'INQUIRY')).toEqual(['TRANSITION_NOT_ALLOWED to', 'REASON_REQUIRED reason']);
    expect(codes('INSPECTED', 'GOODS_RECEIVED', 'RETURN')).toEqual(['TRANSITION_NOT_YOURS to']);
  });
});

describe('orders', () => {
  it('are sent back with a reason only', () => {
    expect(checkOrderMove('IN_REVIEW', 'NEEDS_REVISION', 'SALES', 'price').map(({ code }) => code)).toEqual([]);
    expect(checkOrderMove('IN_REVIEW', 'NEEDS_REVISION', 'SALES', '').map(({ code }) => code)).toEqual(['REASON_REQUIRED']);
    expect(checkOrderMove('IN_REVIEW', 'CANCELLED', 'LOGISTICS', null).map(({ code }) => code)).toEqual(['TRANSITION_NOT_YOURS', 'REASON_REQUIRED']);
  });

  it('add up', () => {
    expect(lineAmount('3', '0.335')).toBe('1.01');
    expect(lineAmount('3.000000', '0.333333', 4)).toBe('1.0000');
    expect(totalAmount([{ amount: '0.10' }, { amount: '0.20' }, { amount: '5', cancelled: true }])).toBe('0.30');
  });
});
