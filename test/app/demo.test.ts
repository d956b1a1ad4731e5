/** Where the demo company is loaded, and where not. */
import { Writable } from 'node:stream';
import type { LoadOptions } from '../../src/app/demo.js';
import { loadDemoIfWanted } from '../../src/app/demo.js';
import type { Config } from '../../src/config.js';
import { Supplier } from '../../src/entities/index.js';
import { createLog } from '../../src/server/log.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const now = (): Date => new Date('2026-11-25T08:00:00Z');
const server: Config['database'] = { url: 'postgres://nobody@127.0.0.1/nothing', writePool: 1, readPool: 1 };

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase(now);
});
afterAll(() => test.close());

/** What was logged and shown meanwhile. */
async function load(demo: Config['demo'], database: Config['database']): Promise<{ logged: string; shown: string }> {
  const said = { logged: '', shown: '' };
  const destination = new Writable({ write: (chunk, _encoding, done) => ((said.logged += String(chunk)), done()) });
  const screen: LoadOptions['screen'] = { isTTY: false, write: (text: string | Uint8Array) => ((said.shown += String(text)), true) };
  await loadDemoIfWanted({ demo, database }, test.database, { now, log: createLog({ level: 'info', destination }), screen, scale: 0.05 });
  return said;
}

const count = async (table: string): Promise<number> => Number(await test.database.reader.query(null, `select count(*)::text from ${table}`, []));

it('leaves a server empty by default, and everything where it is off', async () => {
  expect(await load('auto', server)).toEqual({ logged: '', shown: '' });
  expect(await load('off', null)).toEqual({ logged: '', shown: '' });
  expect(await load('off', server)).toEqual({ logged: '', shown: '' });
  expect([await count('orders'), await count('supplier')]).toEqual([0, 0]);
});

it.each(['on', 'auto'] as const)('with %s leaves a database alone in which there is no order yet, but a supplier', async (demo) => {
  const em = test.database.em.fork();
  await em.persist(em.create(Supplier, { number: 'S-1', name: 'Own supplier' })).flush();
  expect((await load(demo, null)).shown).toBe('');
  expect([await count('orders'), await count('supplier')]).toEqual([0, 1]);
  await em.nativeDelete(Supplier, { number: 'S-1' });
});

it('loads it where it is on, showing how far it is, and does nothing once it is there', async () => {
  const { shown } = await load('on', server);
  expect(shown).toMatch(/^Loading the demo company: \d+ % \(.+\)\n(.*\n)*The demo company is loaded, in \d+ s\.\n$/);
  const [orders, events] = [await count('orders'), await count('event_log')];
  expect(orders).toBeGreaterThan(50);

  const again = await load('on', server);
  expect(again.shown).toBe('');
  expect(again.logged).toContain('DEMO=on changes nothing');
  expect(await load('auto', null)).toEqual({ logged: '', shown: '' });
  expect([await count('orders'), await count('event_log')]).toEqual([orders, events]);
});
