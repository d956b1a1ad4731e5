/** When something is due: limits (R2, R32) laid onto the calendar. */
import type { WorkingDayCalendar } from './calendar.js';
import { addDays, localDate, startOfDate } from './dates.js';
import type { DateOnly } from './facts.js';
import type { Limit } from './policies.js';

const millis = { MINUTES: 60_000, HOURS: 3_600_000 } as const;

/**
 * The instant by which something that began at `start` must be done; done at that instant is in time. Minutes and hours
 * run on the clock; working days end with the last of them, at midnight in `zone` (an offset in minutes, or an IANA name).
 */
export function dueAt(start: Date, limit: Limit, calendar: WorkingDayCalendar, zone: number | string): Date {
  if (limit.unit !== 'WORKING_DAYS') return new Date(start.getTime() + limit.amount * millis[limit.unit]);
  const lastDay = calendar.addWorkingDays(localDate(start, zone), limit.amount);
  return startOfDate(addDays(lastDay, 1), zone);
}

/** The last date on which something that began on `start` is in time. Limits below a day end on the day they began. */
export function dueOn(start: DateOnly, limit: Limit, calendar: WorkingDayCalendar): DateOnly {
  if (limit.unit === 'WORKING_DAYS') return calendar.addWorkingDays(start, limit.amount);
  return addDays(start, Math.floor((limit.amount * millis[limit.unit]) / 86_400_000));
}

/** True when the time was missed: done after `due`, or not done though `now` is past it. */
export function isOverdue(due: Date, doneAt: Date | null, now: Date): boolean {
  return (doneAt ?? now).getTime() > due.getTime();
}
