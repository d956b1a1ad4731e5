/** Runs a data set, or says why not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../hard/random.js';
import type { DataSet, Result } from './data-set.js';
import { noting } from './data-set.js';

export interface RunOptions {
  /** The data folder. */
  readonly folder: string;
  readonly server: string | undefined;
  readonly seed: number;
}

/** The first file of the set that is not there; null where all are. */
export function absentFile({ files }: DataSet, folder: string): string | null {
  return files.map((file) => join(folder, file)).find((file) => !existsSync(file)) ?? null;
}

/**
 * The results in the order in which they were noted. A set that throws has failed; one that checks nothing
 * or does not read what it names as well.
 */
export async function runDataSet(dataSet: DataSet, { folder, server, seed }: RunOptions): Promise<Result[]> {
  const { name, run } = dataSet;
  const absent = absentFile(dataSet, folder);
  if (absent !== null) return [{ dataSet: name, check: 'its files', outcome: 'SKIPPED', detail: `${absent} is not there` }];
  const results: Result[] = [];
  const read = new Set<string>();
  const path = (file: string): string => {
    if (!dataSet.files.includes(file)) throw new Error(`${file} is read and not named among its files`);
    read.add(file);
    return join(folder, file);
  };
  const leave = (what: string, reason: string): void => void results.push({ dataSet: name, check: what, outcome: 'SKIPPED', detail: reason });
  try {
    await run({ path, server, random: seeded(seed), check: noting(name, results), leave });
    if (!results.some(({ outcome }) => outcome !== 'SKIPPED')) throw new Error('nothing was checked');
    const unread = dataSet.files.filter((file) => !read.has(file));
    if (unread.length > 0) throw new Error(`not read: ${unread.join(', ')}`);
  } catch (error) {
    results.push({ dataSet: name, check: 'runs to its end', outcome: 'FAIL', detail: error instanceof Error ? error.message : String(error) });
  }
  return results;
}
