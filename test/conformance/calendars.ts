/** Chinese working days with their make-up days, and due times counted in them. */
import { readFileSync } from 'node:fs';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { addDays } from '../../src/domain/dates.js';
import type { DataSet } from './data-set.js';

interface Year {
  readonly workdays: number;
  readonly weekdays_off: readonly string[];
  readonly weekend_days_worked: readonly string[];
  readonly workdays_by_month: Readonly<Record<string, number>>;
}

interface DueTimes {
  readonly add_workdays: readonly { readonly from: string; readonly add: number; readonly result: string }[];
  readonly workdays_after_from_up_to_and_including_to: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

const daysFile = 'calendars/cn_workdays_2022-2024.json';
const casesFile = 'calendars/sla_cases.json';

export const calendars: DataSet = {
  name: 'calendars',
  files: [daysFile, casesFile],
  run: async ({ path, check }) => {
    const { years } = JSON.parse(readFileSync(path(daysFile), 'utf8')) as { years: Readonly<Record<string, Year>> };
    for (const [year, days] of Object.entries(years)) check(`working days of ${year}`, foundIn(year, days), days);

    const cases = JSON.parse(readFileSync(path(casesFile), 'utf8')) as DueTimes;
    const due = cases.add_workdays.map(({ from, add }) => ({ from, add, result: chineseCalendar.addWorkingDays(from, add) }));
    check('days due after so many working days', due, cases.add_workdays);
    const counted = cases.workdays_after_from_up_to_and_including_to;
    const counts = counted.map(({ from, to }) => ({ from, to, count: chineseCalendar.workingDaysBetween(from, to) }));
    check('working days between two days', counts, counted);
  },
};

/** The same table by our calendar: every day of the year is asked for. */
function foundIn(year: string, { workdays_by_month }: Year): Year {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) days.push(day);
  const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());
  const before = `${Number(year) - 1}-12-31`;
  return {
    workdays: chineseCalendar.workingDaysBetween(before, `${year}-12-31`),
    weekdays_off: days.filter((day) => !isWeekend(day) && !chineseCalendar.isWorkingDay(day)),
    weekend_days_worked: days.filter((day) => isWeekend(day) && chineseCalendar.isWorkingDay(day)),
    workdays_by_month: Object.fromEntries(
      Object.keys(workdays_by_month).map((month) => [month, days.filter((day) => day.startsWith(month) && chineseCalendar.isWorkingDay(day)).length]),
    ),
  };
}
