import { z } from 'zod';
import { refreshStatistics } from '../../entities/statistics.js';
import { defineCommand } from './command.js';

/** Told after a bulk load, so that the next question is planned for the rows that are there. */
export const refreshStatisticsCommand = defineCommand({
  input: z.object({}),
  run: async ({ database }) => {
    await refreshStatistics(database.em);
    return { refreshed: true };
  },
});
