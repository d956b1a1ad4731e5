/**
 * A gateway follows a real Tryton through changes, late commits, answers written back and the death of the server, with
 * nothing missed or doubled. A sample with a fixed seed; `npm run soak -- --only erp` runs the full numbers.
 */
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import type { TrytonServer } from '../support/tryton.js';
import { describeTryton, startTryton } from '../support/tryton.js';
import type { ErpFigures } from './erp/follow.js';
import { followErp } from './erp/follow.js';
import { seeded } from './random.js';

const changes = 80;

describeTryton('following a real Tryton', () => {
  const state: { server?: TrytonServer; test?: TestDatabase; figures?: ErpFigures } = {};

  beforeAll(async () => {
    state.server = await startTryton();
    state.test = await freshDatabase();
    state.figures = await followErp(state.server, state.test, { random: seeded(60), copies: 1, increment: 20, changes, desks: 2, confirmations: 2 });
  }, 900_000);

  afterAll(async () => {
    await Promise.all([state.server?.destroy(), state.test?.close()]);
  });

  it('comes to what the ERP says, with nothing missed, doubled or set aside', () => {
    // Increments alone miss what a transaction commits that lasts longer than a pull looks back; the full reading finds that too.
    expect(state.figures).toMatchObject({ stale: [], doubled: [], parked: [], chainBreaks: [], deletedOtherwise: [] });
    expect(state.figures?.compared).toBeGreaterThan(200);
    expect(state.figures?.changes).toBeGreaterThanOrEqual(changes);
    expect(state.figures?.lateChanges).toBeGreaterThan(0);
    expect(state.figures?.applied).toBeGreaterThan(0);
  });

  // Whether two answers meet a conflict depends on how soon a pull comes by; tryton-confirm.test.ts brings one about.
  it('writes back what suppliers answered, also where somebody changed the purchase meanwhile', () => {
    expect(state.figures).toMatchObject({ confirmations: 2, notWritten: [], writtenOtherwise: [] });
  });

  it('fails for a while where the server is gone, and goes on after', () => {
    expect(state.figures).toMatchObject({ otherFailures: [] });
    expect(state.figures?.failedPulls).toBeGreaterThan(0);
  });
});
