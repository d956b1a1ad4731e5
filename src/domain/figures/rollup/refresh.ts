/** Makes the cells of marked days anew. */
import type { Database } from '../../../entities/database.js';
import { Parameters } from '../parameters.js';
import { DeliveryPromise, DeliverySubject } from '../request.js';
import { cells, counts, rolledDimensions } from './cells.js';

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
  const statement = `with taken as materialized (
  select coalesce(array_agg(day), '{}') as days from (select distinct day from delivery_mark where ${about} order by day limit ${daysAtOnce}) marked
),
unmarked as (delete from delivery_mark where ${about} and day = any((select days from taken)::date[])),
outdated as (delete from delivery_rollup where ${about} and day = any((select days from taken)::date[])),${cells(
    { subject, promise },
    rolledDimensions[subject],
    '(select days from taken)::date[]',
    parameters,
  )},
made as (
  insert into delivery_rollup (subject, promise, dimension, day, value, ${counts.join(', ')}, latest)
  select '${subject}', '${promise}', dimension, day, value, ${counts.join(', ')}, latest from cell
)
select cardinality(days)::text from taken`;
  return Number(await reader.query(null, statement, parameters.values));
}
