/** What the figures were measured on. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { ProcessorTimes } from '../measure/cpu.js';
import { processorTimes } from '../measure/cpu.js';
import { root } from '../places.js';
import { table } from './table.js';

/** From this share of the processors on something else is running, which throughput and latency suffer from. */
const busyFrom = 0.05;
const watchedMs = 3000;

export async function describeMachine(sql: Sql): Promise<string> {
  const settings = await sql<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from pg_settings
    where name in ('server_version', 'shared_buffers', 'fsync', 'synchronous_commit', 'jit') order by name`;
  const [cpu] = cpus();
  const before = processorTimes();
  await delay(watchedMs);
  const busy = busyShare(before, processorTimes());
  const described = table(
    ['', ''],
    [
      ['processor', `${cpus().length} × ${cpu?.model ?? 'unknown'}`],
      ['memory', `${Math.round(totalmem() / 2 ** 30)} GB`],
      ['system', `Linux ${release()}, ${(100 * busy).toFixed(1)} % of the processors in use before the run`],
      ['Node', process.version],
      ['PostgreSQL', settings.map(({ name, value }) => `${name} ${value}`).join(', ')],
      ['Interline', `${commit()}; in production mode, four connections for reading`],
      ['peers', ['postgraphile', 'pg', 'postgres', 'graphql-ws', 'ws'].map((name) => `${name} ${versionOf(name)}`).join(', ')],
    ],
  );
  if (busy < busyFrom) return described;
  return `${described}\n\n**The machine was busy with something else when this run began.** Take its figures as a first look.`;
}

/** What others of this machine, and of its host, took of the processors between two readings. */
function busyShare(before: ProcessorTimes, after: ProcessorTimes): number {
  return 1 - (after.idle - before.idle) / (after.total - before.total);
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'not a git checkout';
  }
}

function versionOf(name: string): string {
  const resolve = createRequire(join(root, 'bench/package.json')).resolve;
  const folder = resolve.paths(name)?.map((path) => join(path, name, 'package.json')) ?? [];
  for (const file of folder) {
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}
