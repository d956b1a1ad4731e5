/** Property-based tests on cases that no run before has tried. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runJest } from '../jest.js';
import type { Soak } from './soak.js';
import { atLeast } from './soak.js';

const rounds = 5;

export const properties: Soak = {
  name: 'properties',
  about: `every property-based test of the suite, ${rounds} times, each time with other cases`,
  async run({ server, random, say }) {
    const tests = await filesWithProperties();
    let passed = 0;
    const failures: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const seed = random.below(2 ** 31);
      say(`round ${round} of ${rounds}, PROPERTY_SEED=${seed}`);
      const files = await runJest(['--maxWorkers', '100%', ...tests], { PROPERTY_SEED: String(seed), TEST_DATABASE_URL: server ?? '' });
      for (const { name, message, assertionResults } of files) {
        if (assertionResults.length === 0) failures.push(`${name}: ${message}`);
        for (const { fullName, status, failureMessages } of assertionResults) {
          if (status === 'passed') passed += 1;
          if (status === 'failed') failures.push(`PROPERTY_SEED=${seed}, ${fullName}: ${failureMessages.join(' ')}`);
        }
      }
    }
    return { tests: passed, 'too few': atLeast('tests passed', passed, rounds), failures };
  },
};

async function filesWithProperties(): Promise<string[]> {
  const files = (await readdir('test', { recursive: true })).filter((file) => file.endsWith('.test.ts')).map((file) => join('test', file));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, index) => texts[index]?.includes(`from 'fast-check'`));
}
