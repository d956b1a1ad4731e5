import { refreshStatistics } from '../entities/statistics.js';
import type { Job } from './job.js';

/** The embedded database has no autovacuum that would count its tables; a server has, and is left to it. */
export const refreshStatisticsJob: Job = {
  name: 'refresh-statistics',
  about: 'counts the tables of the embedded database anew, so that queries are planned for the rows that are there',
  when: { cron: '20 * * * *' },
  takesPeriod: false,
  run: async ({ database }) => {
    if (database.kind === 'embedded') await refreshStatistics(database.em);
    return {};
  },
};
