import { followErp } from '../../test/hard/erp.js';
import { freshDatabase } from '../../test/support/database.js';
import { startTryton, trytonMissing } from '../../test/support/tryton.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const [changes, copies] = [10_000, 20];

/** A gateway comes to what a real ERP says. */
export const erp: Soak = {
  name: 'erp',
  about: `${changes} changes in a real Tryton under a gateway that pulls, some committed late, the server killed in between`,
  run: async ({ server, random, say }) => {
    const missing = trytonMissing();
    if (missing !== null) {
      say(`skipped: ${missing}`);
      return {};
    }
    const tryton = await startTryton();
    try {
      const test = await freshDatabase(undefined, server);
      try {
        const figures = await followErp(tryton, test, { random, copies, changes, say });
        const tooLittle = [
          ...atLeast('records were changed', figures.changes, changes),
          ...atLeast('records were changed late', figures.lateChanges, 1),
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
