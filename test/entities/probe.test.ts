/** Engines that speak PostgreSQL's protocol and lack what the event log stands on are refused by name. */
import { probe } from '../../src/entities/database.js';

/** A reader of an engine of this version, which does not know the functions named. */
const engine = (version: string, ...missing: string[]): Parameters<typeof probe>[0] => ({
  rows: async (sql) => {
    const unknown = missing.find((name) => sql.includes(name));
    if (unknown) throw new Error(`function ${unknown}() does not exist`);
    return [{ version, ok: '1' }];
  },
});

it('takes PostgreSQL from 15 on', async () => {
  await expect(probe(engine('150000'))).resolves.toBeUndefined();
  await expect(probe(engine('180003'))).resolves.toBeUndefined();
});

it('refuses an older one, with its version', async () => {
  await expect(probe(engine('140019'))).rejects.toThrow('PostgreSQL 15 or newer is needed; DATABASE_URL names version 14.');
  await expect(probe({ rows: async () => [] })).rejects.toThrow('names version 0');
});

it.each([
  ['pg_current_xact_id_if_assigned', 'transaction ids'],
  ['pg_snapshot_xmin', 'snapshots'],
  ['pg_try_advisory_lock', 'advisory locks'],
])('refuses one without %s, for its lack of %s', async (name, need) => {
  const refusal = await probe(engine('150000', name)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    message: `The database behind DATABASE_URL has no ${need}, which the event log's order stands on. Use PostgreSQL.`,
    cause: { message: `function ${name}() does not exist` },
  });
});
