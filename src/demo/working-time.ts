/** The company's clock: offices in Suzhou and Shanghai, open 8:30 to 17:30 on Chinese working days. */
import { type WorkingDayCalendar, chineseCalendar } from '../domain/calendar.js';
import { addDays, localDate, startOfDate } from '../domain/dates.js';
import type { DateOnly, Instant } from '../domain/facts.js';

/** Minutes east of UTC; China has one zone and no summer time. */
export const homeOffset = 480;

export const calendar: WorkingDayCalendar = chineseCalendar;

const opening = 8 * 60 + 30;
const closing = 17 * 60 + 30;
const minute = 60_000;

/** The date on the company's wall. */
export function dateAtHome(at: Date): DateOnly {
  return localDate(at, homeOffset);
}

/** So many minutes after midnight, by the clocks of an offset. */
export function clock(date: DateOnly, minutes: number, offset = homeOffset): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) + (minutes - offset) * minute);
}

export function minutesLater(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * minute);
}

// The story asks for its few hundred days a hundred thousand times.
const free = new Map<DateOnly, boolean>();
const following = new Map<DateOnly, DateOnly>();

function isFree(date: DateOnly): boolean {
  let known = free.get(date);
  if (known === undefined) {
    known = !calendar.isWorkingDay(date);
    free.set(date, known);
  }
  return known;
}

function nextWorkingDay(date: DateOnly): DateOnly {
  let next = following.get(date);
  if (next === undefined) {
    next = calendar.addWorkingDays(date, 1);
    following.set(date, next);
  }
  return next;
}

/** This date, or the next working day. */
export function workingDayFrom(date: DateOnly): DateOnly {
  return isFree(date) ? nextWorkingDay(date) : date;
}

/** The date so many working days later; 0 is the date itself, or the next working day. */
export function workingDaysLater(date: DateOnly, days: number): DateOnly {
  if (days <= 0) return workingDayFrom(date);
  let day = date;
  for (let left = days; left > 0; left -= 1) day = nextWorkingDay(day);
  return day;
}

/** The last working day before the date. */
export function workingDayBefore(date: DateOnly): DateOnly {
  let day = addDays(date, -1);
  while (isFree(day)) day = addDays(day, -1);
  return day;
}

/** When somebody in the office has done so many minutes of work on something that came in at `at`. */
export function officeMinutesLater(at: Date, minutes: number): Date {
  let date = dateAtHome(at);
  let start = (at.getTime() - clock(date, 0).getTime()) / minute;
  if (isFree(date) || start >= closing) {
    date = nextWorkingDay(date);
    start = opening;
  }
  let [from, left] = [Math.max(start, opening), minutes];
  while (from + left > closing) {
    left -= closing - from;
    date = nextWorkingDay(date);
    from = opening;
  }
  return clock(date, from + left);
}

const offsets = new Map<string, number>();

/** Minutes east of UTC on that date in an IANA zone. */
export function offsetOn(date: DateOnly, zone: string): number {
  const key = `${zone} ${date}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = Math.round((Date.parse(`${date}T00:00:00Z`) - startOfDate(date, zone).getTime()) / minute);
    offsets.set(key, offset);
  }
  return offset;
}

/** The instant as text by the clocks of an offset. */
export function instantText(at: Date, offset: number): Instant {
  const [sign, size] = [offset < 0 ? '-' : '+', Math.abs(offset)];
  const pad = (value: number): string => String(value).padStart(2, '0');
  const local = new Date(at.getTime() + offset * minute).toISOString().slice(0, 19);
  return `${local}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** This date, or the Monday after a weekend. */
export function weekdayFrom(date: DateOnly): DateOnly {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 6 ? addDays(date, 2) : day === 0 ? addDays(date, 1) : date;
}
