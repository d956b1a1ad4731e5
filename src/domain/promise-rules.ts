/** Promises and punctuality: the one definition behind every on-time figure. */
import type { WorkingDayCalendar } from './calendar.js';
import { daysBetween } from './dates.js';
import type { DateOnly } from './facts.js';

export interface Promises {
  /** The first date confirmed; never overwritten. */
  readonly firstPromise: DateOnly | null;
  /** The newest agreed one. */
  readonly currentPromise: DateOnly | null;
}

/** The promises after a date was agreed: it is the current one, and the first if there was none. Null agrees nothing. */
export function agreePromise({ firstPromise, currentPromise }: Promises, date: DateOnly | null): Promises {
  return { firstPromise: firstPromise ?? date, currentPromise: date ?? currentPromise };
}

/** Which promise a figure is measured against. */
export type PromiseBasis = 'REQUESTED' | 'FIRST' | 'CURRENT';

/** The date of a basis; null where that promise was never made. */
export function promiseOf(
  line: Promises & { readonly requestedDate: DateOnly | null },
  basis: PromiseBasis,
): DateOnly | null {
  if (basis === 'REQUESTED') return line.requestedDate;
  return basis === 'FIRST' ? line.firstPromise : line.currentPromise;
}

/** ON_TIME and LATE are judged; NOT_DUE counts nowhere yet. */
export type Punctuality = 'ON_TIME' | 'LATE' | 'NOT_DUE';

/**
 * Was the promise kept? Dates are those of the destination. `deliveredOn` null: not (wholly) delivered; such a line is
 * late once its last punctual day is before `asOf`. `windowWorkingDays` working days after the promise are still on time.
 */
export function punctuality(
  promised: DateOnly,
  deliveredOn: DateOnly | null,
  asOf: DateOnly,
  windowWorkingDays: number,
  calendar: WorkingDayCalendar,
): Punctuality {
  const last = calendar.addWorkingDays(promised, windowWorkingDays);
  if (deliveredOn !== null) return deliveredOn <= last ? 'ON_TIME' : 'LATE';
  return last < asOf ? 'LATE' : 'NOT_DUE';
}

/** Calendar days after the promise; negative when early. Without a delivery: the days waited so far, up to `asOf`. */
export function delayDays(promised: DateOnly, deliveredOn: DateOnly | null, asOf: DateOnly): number {
  return daysBetween(promised, deliveredOn ?? asOf);
}

/** An order or delivery is as punctual as its worst line; null where none of its lines is judged at all. */
export function punctualityOfAll(lines: readonly Punctuality[]): Punctuality | null {
  if (lines.includes('LATE')) return 'LATE';
  return lines.includes('NOT_DUE') ? 'NOT_DUE' : (lines[0] ?? null);
}

/** The date of a whole by those of its parts: the latest; null where no part has one. */
export function latestDate(dates: readonly (DateOnly | null)[]): DateOnly | null {
  return dates.reduce<DateOnly | null>((latest, date) => (date !== null && (latest === null || date > latest) ? date : latest), null);
}
