/** `jobs`: what runs by itself, and how to run it now. */
import type { Config } from '../../config.js';
import { jobs } from '../../jobs/index.js';
import { ExitCode, type Host } from '../host.js';
import { runOnce } from '../runner.js';

export function listJobs({ out }: Host): ExitCode {
  const width = Math.max(...jobs.map(({ name }) => name.length));
  for (const { name, about, when, takesPeriod } of jobs) {
    out(`${name.padEnd(width)}  ${about}\n`);
    const runs = 'cron' in when ? `runs at ${when.cron} (cron)` : 'runs again and again, with a pause';
    out(`${' '.repeat(width)}  ${runs}${takesPeriod ? '; takes --period' : ''}\n`);
  }
  return ExitCode.DONE;
}

export interface RunOptions {
  readonly period?: string;
  readonly key?: string;
}

export async function runJobNow(host: Host, config: Config, name: string, { period, key }: RunOptions): Promise<ExitCode> {
  const report = await runOnce(config, host, 'run-job', { name, period: period ?? null, key: key ?? null });
  host.out(`${JSON.stringify(report, null, 2)}\n`);
  return ExitCode.DONE;
}
