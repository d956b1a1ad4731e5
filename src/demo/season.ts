/** What the year does to the business: Spring Festival above all, then budgets, summer and the big sales. */
import { addDays, daysBetween } from '../domain/dates.js';
import type { DateOnly } from '../domain/facts.js';
import { calendar } from './working-time.js';

export interface Season {
  /** How many orders come on a day, against an ordinary working day. */
  demand(date: DateOnly): number;
  /** 0 on ordinary days, 1 in the worst of the weeks around Spring Festival: workers travel, lorries are full, plants stop. */
  strain(date: DateOnly): number;
}

/** Demand by month: budgets are spent before the year ends, little is bought in the first weeks and in August. */
const monthly = [0.9, 0.75, 1.2, 1.05, 0.95, 1.05, 0.95, 0.8, 1.1, 0.95, 1.25, 1.2];

/** Days before the festival's first and after its last day that feel it. */
const [before, after] = [12, 10];

export function seasonsOf(from: DateOnly, to: DateOnly): Season {
  const festivals: { first: DateOnly; last: DateOnly }[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    const festival = springFestival(year);
    if (festival) festivals.push(festival);
  }
  const strain = (date: DateOnly): number => Math.max(0, ...festivals.map((festival) => strainOf(festival, date)));
  return {
    strain,
    demand: (date) => {
      const month = monthly[Number(date.slice(5, 7)) - 1] ?? 1;
      const growth = 1 + (0.15 * daysBetween(from, date)) / 365;
      if (!calendar.isWorkingDay(date)) return 0.05 * month * growth;
      return month * growth * (1 - 0.5 * strain(date));
    },
  };
}

/** The longest run of free days of January and February; none in a year whose holidays are not known yet. */
function springFestival(year: number): { first: DateOnly; last: DateOnly } | null {
  let longest: { first: DateOnly; last: DateOnly } | null = null;
  let first: DateOnly | null = null;
  for (let day = `${year}-01-10`; day <= `${year}-03-05`; day = addDays(day, 1)) {
    if (calendar.isWorkingDay(day)) first = null;
    else {
      first ??= day;
      if (!longest || daysBetween(first, day) > daysBetween(longest.first, longest.last)) longest = { first, last: day };
    }
  }
  return longest && daysBetween(longest.first, longest.last) >= 5 ? longest : null;
}

function strainOf({ first, last }: { first: DateOnly; last: DateOnly }, date: DateOnly): number {
  if (date < first) return Math.max(0, 1 - daysBetween(date, first) / before);
  return date <= last ? 1 : Math.max(0, 1 - daysBetween(last, date) / after);
}
