/** Reads: throughput, latency and processor time of the same four operations through every system, in rounds. */
import postgres from 'postgres';
import type { Dataset } from '../dataset/build.js';
import { load } from '../load/http.js';
import { ask, inTurn, toBytes } from '../load/request.js';
import { cpuBetween, cpuMs, rssMb, sessionsCpu } from '../measure/cpu.js';
import { median, quantile, rotated } from '../measure/figures.js';
import { countStatements } from '../measure/statement-counter.js';
import { assertIdentical, assertSame } from '../operations/same.js';
import type { Operation, Variables } from '../operations/index.js';
import { operations } from '../operations/index.js';
import type { Reader, ReaderName } from '../systems/readers.js';
import { readerNames, startReader, startReaders, stopReaders } from '../systems/readers.js';

export interface ReadsOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly profile: boolean;
}

/** One system's answer to one operation in one round. */
export interface Sample {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time per request, of the server and of its sessions in PostgreSQL. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export interface ReadFigures {
  readonly operation: Operation;
  readonly rounds: readonly Readonly<Record<ReaderName, Sample>>[];
  /** SQL statements per request. */
  readonly statements: Readonly<Record<ReaderName, number>>;
  /** Bytes of the first answer. */
  readonly bytes: number;
}

export interface ReadsResult {
  readonly connections: number;
  readonly figures: readonly ReadFigures[];
  /** Megabytes after the load. */
  readonly memory: Readonly<Record<ReaderName, number>>;
}

interface Asked {
  readonly operation: Operation;
  readonly variables: readonly Variables[];
}

export async function measureReads(dataset: Dataset, options: ReadsOptions, say: (text: string) => void): Promise<ReadsResult> {
  const sql = postgres(dataset.url, { max: 1 });
  try {
    const asked: Asked[] = [];
    for (const operation of operations) asked.push({ operation, variables: await operation.variables(sql) });
    say('reads: counting statements, comparing answers');
    const statements = await countAll(dataset.url, asked);
    const readers = await startReaders(dataset.url, options.profile);
    try {
      const bytes = await compareAll(readers, asked);
      const rounds = await runRounds(dataset, readers, asked, options, say);
      const figures = asked.map(({ operation }, index) => ({
        operation,
        rounds: rounds.map((round) => round[index] as Record<ReaderName, Sample>),
        statements: statements[index] as Record<ReaderName, number>,
        bytes: bytes[index] ?? 0,
      }));
      return { connections: options.connections, figures, memory: byName(readers, ({ server }) => rssMb(server.pid)) };
    } finally {
      await stopReaders(readers);
    }
  } finally {
    await sql.end();
  }
}

async function runRounds(dataset: Dataset, readers: readonly Reader[], asked: readonly Asked[], { rounds, ...options }: ReadsOptions, say: (text: string) => void): Promise<Record<ReaderName, Sample>[][]> {
  const results: Record<ReaderName, Sample>[][] = [];
  // The first round is thrown away: caches, compilers and prepared statements warm up in it.
  for (let round = -1; round < rounds; round += 1) {
    const result: Record<ReaderName, Sample>[] = [];
    for (const one of asked) {
      const samples: Partial<Record<ReaderName, Sample>> = {};
      for (const reader of rotated(readers, round + 1)) samples[reader.name] = await sample(dataset, reader, one, options);
      result.push(samples as Record<ReaderName, Sample>);
      const shown = readerNames.map((name) => `${name} ${samples[name]?.perSecond.toFixed(0)}/s`).join(', ');
      say(`reads, ${round < 0 ? 'warm-up' : `round ${round + 1}`}, ${one.operation.title}: ${shown}`);
    }
    if (round >= 0) results.push(result);
  }
  return results;
}

async function sample(dataset: Dataset, reader: Reader, { operation, variables }: Asked, { seconds, connections }: Omit<ReadsOptions, 'rounds'>): Promise<Sample> {
  const requests = variables.map((one) => toBytes(reader.request(operation, one)));
  const admin = postgres(dataset.url, { max: 1 });
  try {
    const [database, server] = [await sessionsCpu(admin, dataset.name), cpuMs(reader.server.pid)];
    const { perSecond, requests: count, latencies } = await load({ url: reader.server.url, connections, next: inTurn(requests), seconds, expect: '{"data":{' });
    const serverCpu = (cpuMs(reader.server.pid) - server) / count;
    const databaseCpu = cpuBetween(database, await sessionsCpu(admin, dataset.name)) / count;
    return { perSecond, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), serverCpu, databaseCpu };
  } finally {
    await admin.end();
  }
}

/** Compares the answers of all systems to the hand-written statement's; returns the size of the first one of each operation. */
async function compareAll(readers: readonly Reader[], asked: readonly Asked[]): Promise<number[]> {
  const sizes: number[] = [];
  for (const { operation, variables } of asked) {
    for (const [index, one] of variables.slice(0, 25).entries()) {
      const answers = byName(await Promise.all(readers.map(async (reader) => ({ name: reader.name, answer: await ask(reader.request(operation, one)) }))), ({ answer }) => answer);
      const what = `${operation.name} of ${JSON.stringify(one)}`;
      assertIdentical(`${what}, limit-postgres`, answers['limit-pg'], answers['limit-postgres']);
      assertIdentical(`${what}, interline`, answers['limit-pg'], answers['interline']);
      assertSame(`${what}, postgraphile`, answers['limit-pg'], answers['postgraphile']);
      if (index === 0) sizes.push(Buffer.byteLength(JSON.stringify(answers['interline'])));
    }
  }
  return sizes;
}

/**
 * Statements per request of each system, through a door that counts. What runs beside the requests falls out of the
 * median; what a gateway does once after its first start on new data is over when this ends.
 */
async function countAll(databaseUrl: string, asked: readonly Asked[]): Promise<Record<ReaderName, number>[]> {
  const counts = asked.map((): Partial<Record<ReaderName, number>> => ({}));
  for (const name of readerNames) {
    const counter = await countStatements(databaseUrl);
    const reader = await startReader(name, counter.url);
    try {
      await counter.untilQuiet();
      for (const [index, { operation, variables }] of asked.entries()) {
        const each: number[] = [];
        for (let n = 0; n < 15; n += 1) {
          const before = counter.count();
          await ask(reader.request(operation, variables[n % variables.length] ?? {}));
          each.push(counter.count() - before);
        }
        (counts[index] as Record<ReaderName, number>)[name] = median(each);
      }
    } finally {
      await reader.server.stop();
      counter.close();
    }
  }
  return counts as Record<ReaderName, number>[];
}

function byName<T extends { readonly name: ReaderName }, R>(list: readonly T[], get: (one: T) => R): Record<ReaderName, R> {
  return Object.fromEntries(list.map((one) => [one.name, get(one)])) as Record<ReaderName, R>;
}
