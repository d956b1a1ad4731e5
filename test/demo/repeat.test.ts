/** Two loads on the same day are the same company, and a load that was ended leaves nothing. */
import { createHash } from 'node:crypto';
import { loadDemo } from '../../src/demo/index.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const now = (): Date => new Date('2026-11-25T08:00:00Z');
const scale = 0.05;
const open: TestDatabase[] = [];
afterAll(() => Promise.all(open.map((test) => test.close())));

async function empty(): Promise<TestDatabase> {
  const test = await freshDatabase(now);
  open.push(test);
  return test;
}

/** Every row of every table, by table. Transaction ids, sequences and the gateway's epoch are each database's own. */
async function contents({ database: { reader } }: TestDatabase): Promise<Map<string, { rows: number; digest: string }>> {
  const tables = await reader.rows(`select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'mikro_orm%' and tablename <> 'gateway' order by 1`, []);
  const found = new Map<string, { rows: number; digest: string }>();
  for (const { name } of tables) {
    const rows = await reader.rows(`select (to_jsonb(t) - 'xid' - 'seq')::text as row from "${name}" t order by 1`, []);
    const hash = createHash('sha256');
    for (const { row } of rows) hash.update(row ?? '');
    found.set(name ?? '', { rows: rows.length, digest: hash.digest('hex') });
  }
  return found;
}

it('gives the same records, events and audit entries for the same clock', async () => {
  const [one, other] = [await empty(), await empty()];
  await loadDemo(one.database, { now, scale });
  await loadDemo(other.database, { now, scale });
  const first = await contents(one);
  expect(await contents(other)).toEqual(first);
  for (const table of ['orders', 'shipment', 'event_log', 'audit_entry', 'tracking_event']) expect([table, first.get(table)?.rows ?? 0]).not.toEqual([table, 0]);
}, 120_000);

it('keeps nothing where it is ended in the middle', async () => {
  const test = await empty();
  const before = await contents(test);
  const stop = new AbortController();
  const onProgress = (done: number, total: number): void => {
    if (done > total / 2) stop.abort();
  };
  await expect(loadDemo(test.database, { now, scale, onProgress, signal: stop.signal })).rejects.toThrow('aborted');
  expect(await contents(test)).toEqual(before);
}, 120_000);
