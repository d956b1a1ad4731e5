import { hasLapsed } from '../domain/case-rules.js';
import { localDate } from '../domain/dates.js';
import { mayMove, caseMoves } from '../domain/transitions.js';
import { AfterSalesCase, CaseStatus, ObjectType } from '../entities/index.js';
import type { Job } from './job.js';
import { moveOverdue } from './move-overdue.js';

const name = 'watch-deadlines';

/** Lets after-sales cases lapse whose goods did not come back in time (R32). */
export const watchDeadlinesJob: Job = {
  name,
  about: 'lets after-sales cases lapse whose goods did not come back in time',
  when: { cron: '5 0 * * *' },
  takesPeriod: false,
  run: async (context) => {
    const today = (now: Date): string => localDate(now, context.zone);
    const rows = await context.database.reader.rows(
      `select id::text as id from after_sales_case where status in ('APPROVED', 'GOODS_RETURNING') and return_by < $1::text::date order by id`,
      [today(context.now())],
    );
    const lapsed = await moveOverdue(name, context, {
      type: AfterSalesCase,
      objectType: ObjectType.AFTER_SALES_CASE,
      ids: rows.map((row) => row['id'] ?? ''),
      move: (found, now) => {
        const { status, returnBy } = found;
        const due = hasLapsed({ status, returnBy: returnBy ?? null }, today(now));
        return due && mayMove(caseMoves[found.kind], status, CaseStatus.LAPSED, 'GATEWAY') ? { status: CaseStatus.LAPSED } : null;
      },
    });
    return { lapsed };
  },
};
