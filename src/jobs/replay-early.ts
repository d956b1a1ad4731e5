import { replayEarly } from '../domain/inbox.js';
import type { Job } from './job.js';
import { jobActor } from './job.js';

const name = 'replay-early';

/** Messages per run; what is left waits for the next one. */
const limit = 500;

/** Tries again what came before the record that it speaks of, e.g. tracking of a shipment that the ERP had yet to tell of. */
export const replayEarlyJob: Job = {
  name,
  about: 'tries again the messages that came before the record they speak of',
  when: { cron: '*/5 * * * *' },
  takesPeriod: false,
  run: async ({ database, connectors, now, signal }) => {
    const understandings = new Map(connectors.map(({ id, understanding }) => [id, understanding]));
    const understandingOf = (id: string) => understandings.get(id) ?? null;
    return { applied: await replayEarly(database, understandingOf, { now: now(), by: jobActor(name), limit, signal }) };
  },
};
