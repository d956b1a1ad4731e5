/**
 * Feeds real input to a gateway and checks what it makes of it: `npm run conformance -- [folder] [--only name] [--seed n]`.
 * The folder is that of the data (INTERLINE_DATA, else ../shared/data). Gateways keep their data in embedded databases of
 * their own, or, where TEST_DATABASE_URL names a PostgreSQL server, in databases of their own there. Exit code 1: a check
 * failed; 2: the command makes no sense.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Result } from '../test/conformance/data-set.js';
import { dataSets } from '../test/conformance/index.js';
import { runDataSet } from '../test/conformance/run.js';
import buildWhereStale from '../test/support/fresh-build.js';
import { runTruthTests, truthTests } from './truth-tests.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const folder = resolve(positionals[0] ?? process.env['INTERLINE_DATA'] ?? '../shared/data');
const seed = Number(values.seed);
const runs = [
  ...dataSets.map((dataSet) => ({ name: dataSet.name, run: () => runDataSet(dataSet, { folder, seed, server: process.env['TEST_DATABASE_URL'] || undefined }) })),
  { name: truthTests, run: () => runTruthTests(folder) },
];
const wanted = runs.filter(({ name }) => values.only === undefined || name === values.only);
const problems = [
  ...(existsSync(folder) ? [] : [`There is no folder ${folder}.`]),
  ...(Number.isInteger(seed) ? [] : [`${values.seed} is no seed: a whole number is.`]),
  ...(wanted.length > 0 ? [] : [`There is no data set ${values.only}; there are ${runs.map(({ name }) => name).join(', ')}.`]),
];
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(2);
}

buildWhereStale();
process.stdout.write(`Data: ${folder}. Seed: ${seed}. Database: ${process.env['TEST_DATABASE_URL'] ? 'PostgreSQL server' : 'embedded'}.\n\n`);
const results: Result[] = [];
for (const { name, run } of wanted) {
  const startedAt = performance.now();
  const found = await run();
  for (const result of found) process.stdout.write(line(result));
  process.stdout.write(`${name.padEnd(12)} took ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n\n`);
  results.push(...found);
}
const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length;
process.stdout.write(`${count('PASS')} passed, ${count('FAIL')} failed, ${count('SKIPPED')} skipped.\n`);
process.exitCode = count('FAIL') > 0 ? 1 : 0;

function line({ dataSet, check, outcome, detail }: Result): string {
  return `${dataSet.padEnd(12)} ${outcome.padEnd(8)} ${check}${detail === '' ? '' : `\n${' '.repeat(22)}${detail}`}\n`;
}
