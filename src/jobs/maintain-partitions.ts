import { ensurePartitions } from '../entities/database.js';
import type { Job } from './job.js';

/** Makes next year's partitions ahead of need; a gateway that is never restarted would otherwise lack them. */
export const maintainPartitionsJob: Job = {
  name: 'maintain-partitions',
  about: 'makes the partitions of the event log and the tracking events ahead of need',
  when: { cron: '30 3 * * *' },
  takesPeriod: false,
  run: async ({ database, now }) => {
    await ensurePartitions(database.em, now());
    return {};
  },
};
