/** The embedded database on a folder reaches the disk with every commit, and refuses to open where it cannot. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { openEmbedded, openInMemory } from '../../src/entities/embedded.js';

const folder = mkdtempSync(join(tmpdir(), 'interline-embedded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { init } = NodeFS.prototype;
afterEach(() => {
  NodeFS.prototype.init = init;
});

const commits = 50;

it('forces each single commit to disk', async () => {
  const embedded = await openEmbedded(folder);
  await embedded.pglite.exec('create table told (n int)');
  const before = embedded.fsyncs();
  for (let n = 0; n < commits; n += 1) await embedded.pglite.query('insert into told values ($1)', [n]);
  expect(embedded.fsyncs() - before).toBeGreaterThanOrEqual(commits);
  await embedded.close();
}, 120_000);

it('refuses to open where its file system does not reach the disk, and lets go of the folder', async () => {
  withoutFsync();
  const outcome = await openEmbedded(folder).then(
    (embedded) => embedded.close(),
    (error: unknown) => error,
  );
  expect(String(outcome)).toContain('The embedded database does not force its commits to disk (no fsync was counted). Use DATABASE_URL');
  expect(existsSync(join(folder, 'gateway.lock'))).toBe(false);

  NodeFS.prototype.init = init;
  const embedded = await openEmbedded(folder);
  expect((await embedded.pglite.query('select count(*)::int as rows from told')).rows).toEqual([{ rows: commits }]);
  await embedded.close();
}, 120_000);

it('begins anew where the last start died in a step that has to be whole, and keeps what one has finished', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'interline-embedded-'));
  const embedded = await openEmbedded(folder);
  await embedded.asOneStep(async () => {
    await embedded.pglite.query('insert into told values (-1)');
    // What a kill at this moment leaves behind.
    cpSync(join(folder, 'pg'), join(copy, 'pg'), { recursive: true });
  });
  await embedded.close();

  const finished = await openEmbedded(folder);
  expect((await finished.pglite.query('select count(*)::int as rows from told')).rows).toEqual([{ rows: commits + 1 }]);
  await finished.close();
  const anew = await openEmbedded(copy);
  expect((await anew.pglite.query(`select to_regclass('told')::text as told`)).rows).toEqual([{ told: null }]);
  await anew.close();
  rmSync(copy, { recursive: true });
}, 120_000);

it('lets others have their turn while statements follow each other', async () => {
  const embedded = await openInMemory();
  const others = { turns: 0 };
  const timer = setInterval(() => (others.turns += 1), 1);
  for (let n = 0; n < 20; n += 1) await embedded.pglite.query('select count(*) from generate_series(1, 300000)');
  clearInterval(timer);
  await embedded.close();
  expect(others.turns).toBeGreaterThan(5);
}, 120_000);

/** A file system as a later version of PGlite may have it: what is given to it as fsync is never called. */
function withoutFsync(): void {
  NodeFS.prototype.init = async function (this: NodeFS, ...args) {
    const { emscriptenOpts } = await init.apply(this, args);
    const forget = ({ FS }: { FS: { filesystems: unknown } }): void => {
      const { NODEFS } = FS.filesystems as { NODEFS: { stream_ops: object } };
      Object.defineProperty(NODEFS.stream_ops, 'fsync', { get: () => undefined, set: () => {} });
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), forget] } };
  };
}
