/** Every job of the gateway. A new one is a file, named by a verb, and a line here. */
import { extendAuditChainJob } from './extend-audit-chain.js';
import { finaliseEvaluationsJob } from './finalise-evaluations.js';
import { forgetIdempotencyKeysJob } from './forget-idempotency-keys.js';
import type { Job } from './job.js';
import { maintainPartitionsJob } from './maintain-partitions.js';
import { pullConnectorsJob } from './pull-connectors.js';
import { refreshRollupsJob } from './refresh-rollups.js';
import { refreshStatisticsJob } from './refresh-statistics.js';
import { replayEarlyJob } from './replay-early.js';
import { reviewPerformanceJob } from './review-performance.js';
import { scoreSuppliersJob } from './score-suppliers.js';
import { sendCommandsJob } from './send-commands.js';
import { watchDeadlinesJob } from './watch-deadlines.js';

export const jobs: readonly Job[] = [
  pullConnectorsJob,
  sendCommandsJob,
  replayEarlyJob,
  refreshRollupsJob,
  scoreSuppliersJob,
  reviewPerformanceJob,
  finaliseEvaluationsJob,
  watchDeadlinesJob,
  extendAuditChainJob,
  forgetIdempotencyKeysJob,
  maintainPartitionsJob,
  refreshStatisticsJob,
];
