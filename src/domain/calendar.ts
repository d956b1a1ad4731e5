/** Working days: by default the Chinese statutory calendar with its make-up days (R39); another one can take its place. */
import arrangement from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, datesFrom, parseDateOnly } from './dates.js';
import type { DateOnly } from './facts.js';

export interface WorkingDayCalendar {
  isWorkingDay(date: DateOnly): boolean;
  /** The n-th working day after `date`: day 1 is the first working day after the start. 0 gives `date` itself. */
  addWorkingDays(date: DateOnly, n: number): DateOnly;
  /** Working days after `from` up to and including `to`; negative when `to` is the earlier one. */
  workingDaysBetween(from: DateOnly, to: DateOnly): number;
  /** True for a year whose holidays are not known here: only weekends are free days then, and answers may change. */
  isProvisional(year: number): boolean;
}

/** Where a calendar knows its days from. */
export interface CalendarSource {
  /** Years with published holidays. */
  covers(year: number): boolean;
  /** Asked only for dates in covered years. */
  isWorkingDay(date: DateOnly): boolean;
}

/** Longest span that `addWorkingDays` walks; nothing in this trade is promised forty years ahead. */
const maxWorkingDays = 10_000;

interface Year {
  /** Working days from the 1st of January up to and including each day of the year. */
  readonly upTo: readonly number[];
  readonly provisional: boolean;
}

const coveredYears: ReadonlySet<number> = new Set(Object.keys(arrangement.holidays).map(yearOf));

/** A calendar over a source; years that the source does not cover have weekends only and are provisional. */
export function createCalendar(source: CalendarSource): WorkingDayCalendar {
  const years = new Map<number, Year>();

  function year(number: number): Year {
    let known = years.get(number);
    if (!known) {
      known = countYear(source, number);
      years.set(number, known);
    }
    return known;
  }

  /** Working days in the date's own year, up to and including it. */
  function ordinal(date: DateOnly): number {
    return year(yearOf(date)).upTo[dayOfYear(date)] ?? 0;
  }

  function isWorkingDay(date: DateOnly): boolean {
    const { upTo } = year(yearOf(parseDateOnly(date)));
    const day = dayOfYear(date);
    return (upTo[day] ?? 0) > (upTo[day - 1] ?? 0);
  }

  function workingDaysBetween(from: DateOnly, to: DateOnly): number {
    parseDateOnly(from);
    parseDateOnly(to);
    // Subtracted, for a negated 0 is another 0.
    if (to < from) return 0 - workingDaysBetween(to, from);
    let count = ordinal(to) - ordinal(from);
    for (let y = yearOf(from); y < yearOf(to); y += 1) count += year(y).upTo.at(-1) ?? 0;
    return count;
  }

  function addWorkingDays(date: DateOnly, n: number): DateOnly {
    if (!Number.isInteger(n) || n < 0 || n > maxWorkingDays) {
      throw new RangeError(`Working days to add must be a whole number from 0 to ${maxWorkingDays}, not ${n}`);
    }
    let day = parseDateOnly(date);
    for (let left = n; left > 0; ) {
      day = addDays(day, 1);
      if (isWorkingDay(day)) left -= 1;
    }
    return day;
  }

  return { isWorkingDay, addWorkingDays, workingDaysBetween, isProvisional: (number) => year(number).provisional };
}

/**
 * Chinese statutory holidays and make-up working days, as published for each year by the State Council. The package's
 * tables are read, not its functions: those shift by a day on machines whose zone lies west of Greenwich.
 */
export const chineseCalendar: WorkingDayCalendar = createCalendar({
  covers: (year) => coveredYears.has(year),
  isWorkingDay: (date) => date in arrangement.workdays || (!isWeekend(date) && !(date in arrangement.holidays)),
});

function countYear(source: CalendarSource, number: number): Year {
  const covered = source.covers(number);
  const first = `${String(number).padStart(4, '0')}-01-01`;
  const upTo: number[] = [];
  let count = 0;
  for (const day of datesFrom(first)) {
    if (yearOf(day) !== number) break;
    if (covered ? source.isWorkingDay(day) : !isWeekend(day)) count += 1;
    upTo.push(count);
  }
  return { upTo, provisional: !covered };
}

function isWeekend(date: DateOnly): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}

function yearOf(date: DateOnly): number {
  return Number(date.slice(0, 4));
}

/** 0 for the 1st of January. */
function dayOfYear(date: DateOnly): number {
  return (Date.parse(`${date}T00:00:00Z`) - Date.parse(`${date.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000;
}
