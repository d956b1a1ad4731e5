import fc from 'fast-check';
import { chineseCalendar, createCalendar } from '../../src/domain/calendar.js';
import { addDays } from '../../src/domain/dates.js';

const anyDate = fc.integer({ min: 0, max: 365 * 30 }).map((days) => addDays('2000-01-01', days));

describe('the Chinese statutory calendar', () => {
  it.each([
    ['2023-01-23', false, 'Spring Festival, a Monday'],
    ['2023-01-28', true, 'a Saturday worked to make up'],
    ['2023-01-29', true, 'a Sunday worked to make up'],
    ['2023-10-06', false, 'a Friday off'],
    ['2026-11-21', false, 'an ordinary Saturday'],
    ['2026-11-23', true, 'an ordinary Monday'],
  ])('knows %s: working %s (%s)', (date, working) => {
    expect(chineseCalendar.isWorkingDay(date)).toBe(working);
  });

  it('counts day 1 as the first working day after the start', () => {
    expect(chineseCalendar.addWorkingDays('2026-11-20', 1)).toBe('2026-11-23');
    expect(chineseCalendar.addWorkingDays('2026-11-21', 1)).toBe('2026-11-23');
    expect(chineseCalendar.addWorkingDays('2026-11-21', 0)).toBe('2026-11-21');
    expect(chineseCalendar.workingDaysBetween('2026-11-20', '2026-11-23')).toBe(1);
    expect(chineseCalendar.workingDaysBetween('2026-11-23', '2026-11-20')).toBe(-1);
    expect(chineseCalendar.workingDaysBetween('2026-11-23', '2026-11-23')).toBe(0);
  });

  it('says which years are provisional, and has weekends there', () => {
    for (let year = 2019; year <= 2026; year += 1) expect(chineseCalendar.isProvisional(year)).toBe(false);
    expect(chineseCalendar.isProvisional(1999)).toBe(true);
    expect(chineseCalendar.isProvisional(2060)).toBe(true);
    expect(chineseCalendar.isWorkingDay('2060-10-01')).toBe(true);
    expect(chineseCalendar.isWorkingDay('2060-10-02')).toBe(false);
  });

  it('refuses dates that do not exist and spans without sense', () => {
    expect(() => chineseCalendar.isWorkingDay('2023-02-29')).toThrow('DATE_INVALID');
    expect(() => chineseCalendar.workingDaysBetween('2023-02-28', '2023-02-29')).toThrow('DATE_INVALID');
    for (const n of [-1, 1.5, Number.NaN, 1e9]) {
      expect(() => chineseCalendar.addWorkingDays('2023-02-28', n)).toThrow(RangeError);
    }
  });

  it('adds and counts as inverses', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 400 }), (from, n) => {
        const to = chineseCalendar.addWorkingDays(from, n);
        expect(chineseCalendar.isWorkingDay(to)).toBe(true);
        expect(chineseCalendar.workingDaysBetween(from, to)).toBe(n);
      }),
    );
  });

  it('counts each day once, whatever lies between', () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyDate, (a, b, c) => {
        const { workingDaysBetween } = chineseCalendar;
        expect(workingDaysBetween(a, b) + workingDaysBetween(b, c)).toBe(workingDaysBetween(a, c));
      }),
    );
  });
});

describe('another calendar', () => {
  it('can take the place of the default one', () => {
    const sixDays = createCalendar({
      covers: () => true,
      isWorkingDay: (date) => new Date(`${date}T00:00:00Z`).getUTCDay() !== 0,
    });
    expect(sixDays.addWorkingDays('2026-11-20', 1)).toBe('2026-11-21');
    expect(sixDays.workingDaysBetween('2026-12-27', '2027-01-03')).toBe(6);
    expect(sixDays.isProvisional(2060)).toBe(false);
  });
});
