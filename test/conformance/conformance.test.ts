/**
 * Every data set, as `npm run conformance` runs it. Set INTERLINE_DATA to the data folder; sets whose files are not there
 * are skipped.
 *
 * USAID's history takes minutes on the embedded database, for thousands of figures: there it is left to
 * `npm run conformance -- --only scms`, so that the suites of both databases stay within their time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverUrl } from '../support/database.js';
import type { DataSet } from './data-set.js';
import { dataSets } from './index.js';
import { absentFile, runDataSet } from './run.js';

const folder = process.env['INTERLINE_DATA'] ?? join(process.cwd(), '../shared/data');

describe.each(dataSets)('$name', (dataSet) => {
  const absent = absentFile(dataSet, folder);
  if (absent !== null) process.stderr.write(`${dataSet.name}: skipped, ${absent} is not there\n`);
  const takesLong = dataSet.name === 'scms' && !serverUrl;
  if (takesLong) process.stderr.write('scms: left to npm run conformance on the embedded database\n');
  (absent === null && !takesLong ? it : it.skip)('is met', async () => {
    const results = await runDataSet(dataSet, { folder, server: serverUrl || undefined, seed: 1 });
    expect(results.filter(({ outcome }) => outcome === 'FAIL')).toEqual([]);
    expect(results.length).toBeGreaterThan(3);
  }, 600_000);
});

describe('a run', () => {
  const here = mkdtempSync(join(tmpdir(), 'interline-conformance-'));
  beforeAll(() => writeFileSync(join(here, 'there.json'), '{}'));
  afterAll(() => rmSync(here, { recursive: true }));
  const outcomes = async (dataSet: Partial<DataSet>): Promise<string[]> => {
    const results = await runDataSet({ name: 'some', files: ['there.json'], run: async () => {}, ...dataSet }, { folder: here, server: undefined, seed: 1 });
    return results.map(({ check, outcome, detail }) => `${outcome} ${check}: ${detail}`);
  };

  it('notes what passed and where the rest first differs', async () => {
    const run: DataSet['run'] = async ({ path, check, leave }) => {
      path('there.json');
      leave('aside', 'too long');
      check('same', { a: [1] }, { a: [1] });
      check('other', { a: 1, b: [{ c: 2 }] }, { a: 1, b: [{ c: 3 }] });
      check('missing', {}, { a: null });
    };
    expect(await outcomes({ run })).toEqual(['SKIPPED aside: too long', 'PASS same: ', 'FAIL other: b › 0 › c: found 2, expected 3', 'FAIL missing: a: found nothing, expected null']);
  });

  it('is skipped without its files, and has failed where it throws, checks nothing or reads other files than it names', async () => {
    expect(await outcomes({ files: ['there.json', 'absent.json'] })).toEqual([`SKIPPED its files: ${join(here, 'absent.json')} is not there`]);
    expect(await outcomes({})).toEqual(['FAIL runs to its end: nothing was checked']);
    expect(await outcomes({ run: async ({ leave }) => leave('all', 'too long') })).toContain('FAIL runs to its end: nothing was checked');
    expect(await outcomes({ run: async ({ check }) => check('same', 1, 1) })).toContain('FAIL runs to its end: not read: there.json');
    expect(await outcomes({ run: async ({ path }) => void path('other.json') })).toEqual(['FAIL runs to its end: other.json is read and not named among its files']);
    expect(await outcomes({ run: () => Promise.reject(new Error('broken')) })).toEqual(['FAIL runs to its end: broken']);
  });
});
