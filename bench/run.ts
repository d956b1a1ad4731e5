/** `npm run bench`: data sets, measurements, report. */
// Before any entity is loaded.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import postgres from 'postgres';
import { measureFanout } from './concerns/fanout.js';
import { measureReads } from './concerns/reads.js';
import { measureScale } from './concerns/scale.js';
import { measureStart } from './concerns/start.js';
import { measureWrites } from './concerns/writes.js';
import type { Dataset } from './dataset/build.js';
import { buildDataset, copyDataset, removeDataset } from './dataset/build.js';
import type { Concern, Flags } from './flags.js';
import { parseFlags, usage, UsageError } from './flags.js';
import { root } from './places.js';
import { reportFanout } from './report/fanout.js';
import { describeMachine } from './report/machine.js';
import { reportReads } from './report/reads.js';
import { writeReport } from './report/report.js';
import { reportScale } from './report/scale.js';
import { reportStart } from './report/start.js';
import type { Section } from './report/table.js';
import { reportWrites } from './report/writes.js';

const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

/** One part of the benchmarks, from data set to section. */
const parts: Readonly<Record<Concern, (flags: Flags) => Promise<Section>>> = {
  reads: async (flags) => {
    const dataset = await buildDataset(flags.server, sizeOf(flags), say);
    return reportReads(await measureReads(dataset, { ...flags, connections: 16 }, say));
  },
  scale: async (flags) => {
    const small = await buildDataset(flags.server, sizeOf(flags), say);
    const large = await buildDataset(flags.server, { ...sizeOf(flags), orders: flags.largeOrders }, say);
    return reportScale(await measureScale([small, large], { ...flags, farPage: flags.quick ? 100 : 1000 }, say));
  },
  writes: (flags) =>
    onCopy(flags, async (dataset) => {
      const { rounds, seconds, profile } = flags;
      return reportWrites(await measureWrites(dataset, { rounds, messages: seconds * 1000, connections: [16, 64, 256], profile }, say));
    }),
  fanout: (flags) =>
    onCopy(flags, async (dataset) => {
      const crowd = flags.quick ? { subscribers: 500, burst: 20 } : { subscribers: 5000, burst: 50 };
      return reportFanout(await measureFanout(dataset, { ...flags, ...crowd }, say));
    }),
  start: async (flags) => reportStart(await measureStart(await buildDataset(flags.server, sizeOf(flags), say), flags, say)),
};

try {
  await run(parseFlags(process.argv.slice(2), process.env));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}\n`);
  process.exitCode = 2;
}

async function run(flags: Flags): Promise<void> {
  const startedAt = new Date();
  const admin = postgres(flags.server, { max: 1 });
  const machine = await describeMachine(admin).finally(() => admin.end());
  const sections: Section[] = [];
  for (const concern of flags.only) sections.push(await parts[concern](flags));
  const { orders, trackingEvents } = sizeOf(flags);
  const dataset = `${orders.toLocaleString('en-US')} orders, ${trackingEvents.toLocaleString('en-US')} tracking events.`;
  const report = writeReport({ startedAt, machine, dataset, rounds: flags.rounds, sections });
  if (flags.out !== null) writeFileSync(resolve(root, flags.out), report);
  process.stdout.write(report);
}

/** Works on a copy of the data set, which may be written to. */
async function onCopy(flags: Flags, work: (dataset: Dataset) => Promise<Section>): Promise<Section> {
  const copy = await copyDataset(flags.server, await buildDataset(flags.server, sizeOf(flags), say));
  return work(copy).finally(() => removeDataset(flags.server, copy));
}

function sizeOf({ orders, trackingEvents }: Flags): { orders: number; trackingEvents: number } {
  return { orders, trackingEvents };
}
