/** What tests of the event log share. */
import type { Database } from '../../src/entities/database.js';

/**
 * Returns once everything that was committed before the call is readable. Any writing transaction on the same server
 * holds readers back, also one of another test's database.
 */
export async function untilReadable(database: Pick<Database, 'reader'>): Promise<void> {
  const { reader } = database;
  const xmax = await reader.query(null, 'select pg_snapshot_xmax(pg_current_snapshot())::text', []);
  for (;;) {
    const passed = await reader.query(null, 'select (pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8)::text', [xmax]);
    if (passed === 'true') return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
