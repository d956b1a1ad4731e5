import { transact } from '../domain/transaction.js';
import type { Job } from './job.js';
import { jobActor } from './job.js';

const name = 'forget-idempotency-keys';

/** How long a repeated command still gets its first answer; clients repeat within minutes, at most a day. */
export const keptDays = 7;

/** Rows per transaction: long ones hold the readers of the event log back. */
const chunk = 5_000;

/** Forgets the stored answers of commands that nobody repeats any more. */
export const forgetIdempotencyKeysJob: Job = {
  name,
  about: `forgets the stored answers of commands older than ${keptDays} days`,
  when: { cron: '15 3 * * *' },
  takesPeriod: false,
  run: async ({ database, now, signal }) => {
    const before = new Date(now().getTime() - keptDays * 86_400_000).toISOString();
    for (let forgotten = 0; ; ) {
      signal.throwIfAborted();
      const rows = await transact(database, { now: now(), by: jobActor(name), locks: () => [] }, ({ em }) =>
        em.execute<unknown[]>(
          `delete from idempotency_record where (actor, key) in (
             select actor, key from idempotency_record where created_at < ?::text::timestamptz limit ?) returning 1 as gone`,
          [before, chunk],
        ),
      );
      forgotten += rows.length;
      if (rows.length < chunk) return { forgotten };
    }
  },
};
