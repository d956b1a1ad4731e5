import { chineseCalendar, createCalendar } from '../../src/domain/calendar.js';
import { fillCalendarTable } from '../../src/domain/calendar-table.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
});
afterAll(() => test.close());

const now = new Date('2026-11-22T00:00:00Z');

async function day(date: string): Promise<object | undefined> {
  const rows = await test.database.reader.rows(
    `select working::text, ordinal::text, provisional::text, xmin::text as written from calendar_day where calendar = 'CN' and day = $1::text::date`,
    [date],
  );
  return rows[0];
}

describe('the calendar as a table', () => {
  it('says what the calendar says, to the end of next year', async () => {
    await fillCalendarTable(test.database, 'CN', chineseCalendar, now);
    const [span] = await test.database.reader.rows(`select min(day)::text as first, max(day)::text as last, count(*)::text as days from calendar_day`, []);
    expect(span).toEqual({ first: '2004-01-01', last: '2027-12-31', days: String(24 * 365 + 6) });
    expect(await day('2023-01-28')).toMatchObject({ working: 'true', provisional: 'false' });
    expect(await day('2023-10-06')).toMatchObject({ working: 'false', provisional: 'false' });
    expect(await day('2027-03-03')).toMatchObject({ working: 'true', provisional: String(chineseCalendar.isProvisional(2027)) });
    const [between] = await test.database.reader.rows(
      `select (b.ordinal - a.ordinal)::text as days from calendar_day a, calendar_day b where a.day = '2022-12-15' and b.day = '2024-02-20'`,
      [],
    );
    expect(between).toEqual({ days: String(chineseCalendar.workingDaysBetween('2022-12-15', '2024-02-20')) });
  });

  it('is not written again where nothing changed', async () => {
    const before = await day('2026-11-23');
    await fillCalendarTable(test.database, 'CN', chineseCalendar, now);
    expect(await day('2026-11-23')).toEqual(before);
  });

  it('follows a calendar that learns a year', async () => {
    const before = await day('2027-12-31');
    const published = createCalendar({
      covers: (year) => !chineseCalendar.isProvisional(year) || year === 2027,
      isWorkingDay: (date) => date !== '2027-01-04' && chineseCalendar.isWorkingDay(date),
    });
    await fillCalendarTable(test.database, 'CN', published, now);
    expect(await day('2027-01-04')).toMatchObject({ working: 'false', provisional: 'false' });
    expect(Number((await day('2027-12-31') as { ordinal: string }).ordinal)).toBe(Number((before as { ordinal: string }).ordinal) - 1);
  });
});
