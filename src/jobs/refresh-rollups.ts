import { refreshRollups } from '../domain/figures/rollup/refresh.js';
import type { Job } from './job.js';

/** Figures are right without it, and slower the more days wait. */
const pauseSeconds = 15;

export const refreshRollupsJob: Job = {
  name: 'refresh-rollups',
  about: 'counts anew, for the figures, the days whose deliveries have changed',
  when: { pauseSeconds: () => pauseSeconds },
  takesPeriod: false,
  run: async ({ database, signal }) => ({ days: await refreshRollups(database, signal) }),
};
