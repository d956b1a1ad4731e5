/** The working-day calendar as a table, so that figures count working days in SQL. */
import type { Database } from '../entities/database.js';
import type { WorkingDayCalendar } from './calendar.js';
import { datesFrom } from './dates.js';
import type { DateOnly } from './facts.js';
import { lockKey } from './locks.js';
import { transact } from './transaction.js';

/** Code of the default calendar in table `calendar_day`. */
export const defaultCalendarCode = 'CN';

const firstDay: DateOnly = '2004-01-01';

/**
 * Brings `calendar_day` to the calendar, from 2004 to the end of next year. Run at start-up: days that are right already
 * are not written, days of a year whose holidays were published since are put right.
 */
export async function fillCalendarTable(
  database: Pick<Database, 'em' | 'wake' | 'reader'>,
  code: string,
  calendar: WorkingDayCalendar,
  now: Date,
): Promise<void> {
  const wanted = marks(calendar, now.getUTCFullYear() + 1);
  // Nearly always so, and far sooner seen than every day is joined with itself.
  if ((await database.reader.query('calendar', stored, [code, firstDay])) === wanted) return;
  const by = { actor: 'gateway', channel: 'start-up' };
  await transact(database, { now, by, locks: () => [lockKey('CALENDAR', code)] }, async ({ em }) => {
    await em.execute(upsert, [wanted, code, firstDay]);
  });
}

/** One character per day: W working, F free; in lower case where the year is provisional. */
function marks(calendar: WorkingDayCalendar, lastYear: number): string {
  let text = '';
  for (const day of datesFrom(firstDay)) {
    if (Number(day.slice(0, 4)) > lastYear) break;
    const mark = calendar.isWorkingDay(day) ? 'W' : 'F';
    text += calendar.isProvisional(Number(day.slice(0, 4))) ? mark.toLowerCase() : mark;
  }
  return text;
}

/** The table as the same text. */
const stored = `
select string_agg(case when provisional then lower(mark) else mark end, '' order by day)
from (
  select day, provisional, case when working then 'W' else 'F' end as mark from calendar_day
  where calendar = $1::text and day >= $2::text::date
) as days`;

const upsert = `
with marked as (
  select mark, n::int as n, upper(mark) = 'W' as working, mark = lower(mark) as provisional
  from unnest(string_to_array(?::text, null)) with ordinality as given(mark, n)
)
insert into calendar_day as known (calendar, day, working, ordinal, provisional)
select ?, ?::date + (n - 1), working, count(*) filter (where working) over (order by n), provisional from marked
on conflict (calendar, day) do update
  set working = excluded.working, ordinal = excluded.ordinal, provisional = excluded.provisional
  where (known.working, known.ordinal, known.provisional)
    is distinct from (excluded.working, excluded.ordinal, excluded.provisional)`;
