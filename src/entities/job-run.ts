import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.js';

/** One run of a job for one period: the primary key makes each period happen exactly once. */
const JobRunSchema = defineEntity({
  name: 'JobRun',
  properties: {
    job: p.string().length(64).primary(),
    period: p.string().length(64).primary(),
    startedAt: instant(),
    finishedAt: instant().nullable(),
    result: p.json<unknown>().nullable(),
  },
});

export class JobRun extends JobRunSchema.class {}
JobRunSchema.setClass(JobRun);
