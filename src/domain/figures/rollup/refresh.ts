/** Makes the cells of marked days anew, and with them those of their months. */
import type { Database } from '../../../entities/database.js';
import { Parameters } from '../parameters.js';
import { DeliveryPromise, DeliverySubject } from '../request.js';
import { cells, counts, otherDays, rolledDimensions } from './cells.js';

/** Days per statement: while one runs, the readers of the event log wait for it. */
const daysAtOnce = 31;

/**
 * Works off the marks there are. Marks and lines are read in one snapshot: what is committed meanwhile has a mark of its own,
 * which stays. Returns how many days were counted anew. At most one may run at a time.
 */
export async function refreshRollups(database: Pick<Database, 'reader'>, signal: AbortSignal): Promise<number> {
  let refreshed = 0;
  for (const subject of Object.values(DeliverySubject)) {
    for (const promise of Object.values(DeliveryPromise)) {
      for (;;) {
        signal.throwIfAborted();
        const days = await refreshSome(database, subject, promise);
        refreshed += days;
        if (days < daysAtOnce) break;
      }
    }
  }
  return refreshed;
}

async function refreshSome({ reader }: Pick<Database, 'reader'>, subject: DeliverySubject, promise: DeliveryPromise): Promise<number> {
  const parameters = new Parameters();
  const about = `subject = ${parameters.bind(subject, 'text')} and promise = ${parameters.bind(promise, 'text')}`;
  const ofDays = (span: 'DAY' | 'MONTH', days: string): string =>
    `(${about} and span = '${span}' and day = any(${days}))`;
  const days = '(select days from taken)::date[]';
  const months = '(select months from taken)::date[]';
  const statement = `with taken as materialized (
  select coalesce(array_agg(day), '{}') as days, coalesce(array_agg(distinct month_of(day)), '{}') as months
  from (select distinct day from delivery_mark where ${about} order by day limit ${daysAtOnce}) marked
),
unmarked as (delete from delivery_mark where ${about} and day = any(${days})),
outdated as (delete from delivery_rollup where ${ofDays('DAY', days)} or ${ofDays('MONTH', months)}),${cells(
    { subject, promise },
    rolledDimensions[subject],
    days,
  )},
summed as (
  select dimension, month_of(day) as day, value, ${counts.map((count) => `sum(${count}) as ${count}`).join(', ')}, max(latest) as latest
  from (
    select dimension, day, value, ${counts.join(', ')}, latest from cell
    union all
    select of_day.* from unnest(${otherDays(months, days)}) as apart(day)
    cross join lateral (
      select dimension, day, value, ${counts.join(', ')}, latest from delivery_rollup where ${about} and span = 'DAY' and day = apart.day offset 0
    ) as of_day
  ) as by_day
  group by dimension, month_of(day), value
),
made as (
  insert into delivery_rollup (subject, promise, span, dimension, day, value, ${counts.join(', ')}, latest)
  select '${subject}', '${promise}', 'DAY', dimension, day, value, ${counts.join(', ')}, latest from cell
  union all
  select '${subject}', '${promise}', 'MONTH', dimension, day, value, ${counts.join(', ')}, latest from summed
)
select cardinality(days)::text from taken`;
  return Number(await reader.query(null, statement, parameters.values()));
}
