import { extendAuditChain } from '../domain/audit-chain.js';
import type { Job } from './job.js';
import { jobActor } from './job.js';

const name = 'extend-audit-chain';

/** Links the newest entries of the audit trail to the chain of hashes (R43). */
export const extendAuditChainJob: Job = {
  name,
  about: 'links the newest entries of the audit trail to its chain of hashes',
  when: { cron: '*/5 * * * *' },
  takesPeriod: false,
  run: async ({ database, now, signal }) => ({ linked: await extendAuditChain(database, { now, by: jobActor(name), signal }) }),
};
