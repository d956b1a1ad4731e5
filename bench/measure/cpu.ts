/** Processor time and memory of processes of this machine, from Linux's /proc. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Sql } from 'postgres';

/** Milliseconds of processor time that a process has used so far, over all its threads; 0 where it is gone. */
export function cpuMs(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]), 0) / 1e6;
  } catch {
    return 0;
  }
}

/** What the machine's processors have done since it started, in ticks; what other guests of its host took counts as done. */
export interface ProcessorTimes {
  readonly total: number;
  readonly idle: number;
}

/** proc(5), the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal, and two that user and nice hold already. */
export function processorTimes(): ProcessorTimes {
  const [, line = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'latin1')) ?? [];
  const ticks = line.split(' ').map(Number).slice(0, 8);
  const [, , , idle = 0, waiting = 0] = ticks;
  return { total: ticks.reduce((sum, each) => sum + each, 0), idle: idle + waiting };
}

/** Resident memory of a process in megabytes. */
export function rssMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kilobytes) / 1024;
}

/** Milliseconds of processor time that each session of a database has used so far, by process id. */
export async function sessionsCpu(sql: Sql, database: string): Promise<ReadonlyMap<number, number>> {
  const rows = await sql<{ pid: number }[]>`select pid from pg_stat_activity where datname = ${database} and pid <> pg_backend_pid()`;
  return new Map(rows.map(({ pid }) => [pid, cpuMs(pid)]));
}

/** What was used between two readings; sessions that ended in between are left out. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [pid, ms] of after) sum += ms - (before.get(pid) ?? 0);
  return sum;
}
