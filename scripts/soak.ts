/**
 * The long tests in full: `npm run soak -- [--only name] [--seed n]`. Each runs on the embedded database and, where
 * TEST_DATABASE_URL names a PostgreSQL server, in databases of its own there. The seed is printed; the same one sends the
 * same messages and asks the same queries. Exit code 1: something went wrong; 2: the command makes no sense; 3: nothing went wrong, and
 * something that was wanted could not be run here.
 */
// Before any decorator runs.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { seeded } from '../test/hard/random.js';
import buildWhereStale from '../test/support/fresh-build.js';
import { soaks } from './soak/index.js';
import type { Figures, Soak } from './soak/soak.js';

const { values } = parseArgs({ options: { only: { type: 'string' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } } });
const seed = Number(values.seed);
const server = process.env['TEST_DATABASE_URL'] || null;
const wanted = soaks.filter(({ name }) => values.only === undefined || name === values.only);
const problems = [
  ...(Number.isInteger(seed) ? [] : [`${values.seed} is no seed: a whole number is.`]),
  ...(wanted.length > 0 ? [] : [`There is no soak ${values.only}; there are ${soaks.map(({ name }) => name).join(', ')}.`]),
];
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(2);
}

buildWhereStale();
const write = (text: string): void => void process.stdout.write(`${text}\n`);
write(`Seed: ${seed}. Databases: embedded${server ? ' and a PostgreSQL server' : '; set TEST_DATABASE_URL for a PostgreSQL server as well'}.`);
const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
for (const soak of wanted) {
  for (const place of [...(soak.serverOnly ? [] : [null]), ...(server ? [server] : [])]) {
    const name = `${soak.name} on ${place === null ? 'the embedded database' : 'the server'}`;
    write(`\n== ${name}: ${soak.about}`);
    outcomes.push({ name, outcome: await outcomeOf(soak, place) });
  }
  if (soak.serverOnly && server === null) {
    write(`\n== ${soak.name}: it needs TEST_DATABASE_URL`);
    outcomes.push({ name: soak.name, outcome: 'skipped' });
  }
}
const named = (wanted: Outcome): string => outcomes.flatMap(({ name, outcome }) => (outcome === wanted ? [name] : [])).join('; ');
const [failed, skipped] = [named('failed'), named('skipped')];
if (failed !== '') write(`\nFailed with seed ${seed}: ${failed}.`);
else write(skipped === '' ? '\nAll passed.' : '\nWhat was run has passed.');
if (skipped !== '') write(`Not run: ${skipped}.`);
process.exitCode = failed !== '' ? 1 : skipped !== '' ? 3 : 0;

type Outcome = 'passed' | 'failed' | 'skipped';

async function outcomeOf(soak: Soak, place: string | null): Promise<Outcome> {
  const startedAt = performance.now();
  try {
    const figures = await soak.run({ server: place, random: seeded(seed), say: (text) => write(`   ${text}`) });
    if (figures === null) return 'skipped';
    for (const [name, value] of Object.entries(figures)) write(`   ${name.padEnd(22)} ${shown(value)}`);
    return Object.values(figures).every((value) => typeof value === 'number' || value.length === 0) ? 'passed' : 'failed';
  } catch (error) {
    write(`   ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 'failed';
  } finally {
    write(`   took ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
}

function shown(value: Figures[string]): string {
  if (typeof value === 'number') return String(value);
  return value.length === 0 ? 'none' : `${value.length}: ${value.slice(0, 3).join('; ')}${value.length > 3 ? ' …' : ''}`;
}
