import fc from 'fast-check';
import { addDays, daysBetween, isDateOnly, localDate, parseDateOnly, parseInstant, startOfDate, zonedInstant } from '../../src/domain/dates.js';

describe('calendar dates', () => {
  it.each(['2023-02-29', '2023-13-01', '2023-00-10', '2023-04-31', '23-01-01', '2023-1-1', '2023-01-01T00:00:00Z', '', '0000-01-01', '2023-01-01 '])(
    'refuses %j, naming it',
    (text) => {
      expect(isDateOnly(text)).toBe(false);
      expect(() => parseDateOnly(text, ['line', 'date'])).toThrow('DATE_INVALID at line.date');
    },
  );

  it('takes every day that exists', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000_000 }), (days) => {
        const date = new Date(Date.UTC(2000, 0, 1) + (days - 700_000) * 86_400_000).toISOString().slice(0, 10);
        expect(isDateOnly(date)).toBe(true);
        expect(daysBetween('2000-01-01', date)).toBe(days - 700_000);
        expect(addDays('2000-01-01', days - 700_000)).toBe(date);
      }),
    );
    expect(isDateOnly('2024-02-29')).toBe(true);
  });
});

describe('instants', () => {
  it('keeps the offset that was stated', () => {
    expect(parseInstant('2024-07-30T16:10:37+08:00')).toEqual({ at: new Date('2024-07-30T08:10:37Z'), offsetMinutes: 480 });
    expect(parseInstant('2024-07-30T16:10:37.123456-03:30').offsetMinutes).toBe(-210);
    expect(parseInstant('2024-07-30T16:10:37Z').offsetMinutes).toBeNull();
    expect(parseInstant('2024-07-30T16:10:37-00:00').offsetMinutes).toBe(0);
  });

  it.each([
    '2023-02-29T10:00:00Z',
    '2024-07-30T16:10:37',
    '2024-07-30',
    '2024-07-30T24:00:00Z',
    '2024-07-30T16:60:00Z',
    '2024-07-30T16:10:37+15:00',
    '2024-07-30 16:10:37Z',
    'yesterday',
  ])('refuses %j', (text) => {
    expect(() => parseInstant(text)).toThrow('INSTANT_INVALID');
  });

  it('has the date that clocks and calendars show there', () => {
    const instant = new Date('2023-12-31T16:30:00Z');
    expect(localDate(instant, 480)).toBe('2024-01-01');
    expect(localDate(instant, 'Asia/Shanghai')).toBe('2024-01-01');
    expect(localDate(instant, -300)).toBe('2023-12-31');
    expect(localDate(instant, 'America/New_York')).toBe('2023-12-31');
    expect(() => localDate(instant, 'Mars/Olympus')).toThrow(RangeError);
  });

  it.each([
    ['2026-01-15', '08:30:00', 'Asia/Shanghai', '2026-01-15T08:30:00+08:00'],
    ['2026-07-15', '08:30:00.25', 'Europe/Berlin', '2026-07-15T08:30:00.25+02:00'],
    ['2026-01-15', '08:30:00', 'America/St_Johns', '2026-01-15T08:30:00-03:30'],
    ['2026-01-15', '08:30:00', 'UTC', '2026-01-15T08:30:00+00:00'],
    ['2026-10-25', '02:30:00', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    ['2026-03-29', '02:30:00', 'Europe/Berlin', '2026-03-29T02:30:00+01:00'],
    ['2026-03-29', '03:00:00', 'Europe/Berlin', '2026-03-29T03:00:00+02:00'],
    ['2026-11-01', '01:30:00', 'America/New_York', '2026-11-01T01:30:00-04:00'],
  ])('finds %s %s in %s', (date, time, zone, instant) => {
    expect(zonedInstant(date, time, zone)).toBe(instant);
  });

  it('finds the first moment of a day whose clocks change', () => {
    expect(startOfDate('2026-04-05', 'Pacific/Auckland').toISOString()).toBe('2026-04-04T11:00:00.000Z');
    expect(startOfDate('2026-09-27', 'Pacific/Auckland').toISOString()).toBe('2026-09-26T12:00:00.000Z');
  });

  it.each(['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 480, -570])(
    'begins each date at its first moment in %s',
    (zone) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 9000 }), (days) => {
          const date = addDays('2004-01-01', days);
          const start = startOfDate(date, zone);
          expect(localDate(start, zone)).toBe(date);
          expect(localDate(new Date(start.getTime() - 1), zone)).toBe(addDays(date, -1));
        }),
      );
    },
  );
});
