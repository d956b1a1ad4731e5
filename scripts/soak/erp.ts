import { kinds } from '../../test/hard/erp/changes.js';
import { followErp } from '../../test/hard/erp/follow.js';
import { freshDatabase } from '../../test/support/database.js';
import { startTryton, trytonMissing } from '../../test/support/tryton.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const [changes, increment, copies, desks, confirmations] = [10_000, 1_000, 20, 4, 20];

/** A gateway comes to what a real ERP says. */
export const erp: Soak = {
  name: 'erp',
  about: `${changes} changes of ${kinds.length} kinds by ${desks} people in a real Tryton under a gateway that pulls and writes back, some committed late, the server killed in between`,
  run: async ({ server, random, say }) => {
    const missing = trytonMissing();
    if (missing !== null) {
      say(missing);
      return null;
    }
    const tryton = await startTryton();
    try {
      const test = await freshDatabase(undefined, server);
      try {
        const figures = await followErp(tryton, test, { random, copies, changes, increment, desks, confirmations, say });
        const tooLittle = [
          ...atLeast('records were changed', figures.changes, changes),
          ...atLeast('records were changed late', figures.lateChanges, 1),
          ...atLeast('kinds of change came', figures.kindsOfChange, kinds.length),
          ...atLeast('records were deleted', figures.deletedThere, 1),
          ...atLeast('answers were written back', figures.confirmations, confirmations),
          ...atLeast('of them met a conflict', figures.conflicts, 1),
          ...atLeast('pulls failed', figures.failedPulls, 1),
        ];
        return { ...figures, tooLittle };
      } finally {
        await test.close();
      }
    } finally {
      await tryton.destroy();
    }
  },
};
