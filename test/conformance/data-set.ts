/** Real input, recorded or published by others, with what a correct system makes of it: one data set per file of this folder. */
import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../hard/random.js';
import { firstDifference } from './difference.js';

export interface DataSet {
  readonly name: string;
  /** What it reads, by paths below the data folder. Where one of them is absent, the set is skipped. */
  readonly files: readonly string[];
  /** Feeds the files through the ways in that everybody has, and checks what came of them. */
  run(stage: Stage): Promise<void>;
}

export interface Stage {
  /** Where a file of the data folder lies. */
  path(file: string): string;
  /** Address of a PostgreSQL server for the gateways that are started; undefined: the embedded database. */
  readonly server: string | undefined;
  /** For the order in which things are sent. */
  readonly random: Random;
  readonly check: Check;
  /** Notes that something is not checked, and why. */
  leave(what: string, reason: string): void;
}

/** Notes whether what was found is what was expected. Never throws. */
export type Check = (name: string, found: unknown, expected: unknown) => void;

export interface Result {
  readonly dataSet: string;
  readonly check: string;
  readonly outcome: 'PASS' | 'FAIL' | 'SKIPPED';
  /** Why it failed or was skipped; empty otherwise. */
  readonly detail: string;
}

/** A check that notes its results in a list. */
export function noting(dataSet: string, results: Result[]): Check {
  return (check, found, expected) => {
    // Cloned, for where the values were made (a test's own realm, or Node's) says nothing about them.
    const passed = isDeepStrictEqual(structuredClone(found), structuredClone(expected));
    results.push({ dataSet, check, outcome: passed ? 'PASS' : 'FAIL', detail: passed ? '' : firstDifference(found, expected) });
  };
}
