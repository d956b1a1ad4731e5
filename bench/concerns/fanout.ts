/** Fan-out: how many deliveries a second one topic reaches its many subscribers with, steadily and in bursts. */
import postgres from 'postgres';
import type { Dataset } from '../dataset/build.js';
import { Crowd } from '../load/crowd.js';
import { cpuMs, rssMb } from '../measure/cpu.js';
import { rotated } from '../measure/figures.js';
import type { Publisher, PublisherName } from '../systems/publishers.js';
import { publisherNames, startPublisher } from '../systems/publishers.js';

export interface FanoutOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly subscribers: number;
  /** Events of a burst. */
  readonly burst: number;
  readonly profile: boolean;
}

export interface FanoutSample {
  readonly steadyPerSecond: number;
  readonly burstPerSecond: number;
  /** Microseconds of the server's processor time per delivery. */
  readonly steadyCpu: number;
  readonly burstCpu: number;
}

export interface FanoutResult {
  readonly subscribers: number;
  readonly burst: number;
  readonly rounds: readonly Readonly<Record<PublisherName, FanoutSample>>[];
  /** Megabytes after the load. */
  readonly memory: Readonly<Record<PublisherName, number>>;
}

export const subscription = 'subscription { shipmentStatusChanged { cursor from to occurredAt shipment { id number status carrier { name } } } }';

/** Events under way in the steady measurement: enough that the server never waits for the publisher. */
const underWay = 4;

interface Audience extends Publisher {
  readonly crowd: Crowd;
}

/** `dataset` is written to. */
export async function measureFanout(dataset: Dataset, options: FanoutOptions, say: (text: string) => void): Promise<FanoutResult> {
  const sql = postgres(dataset.url, { max: 1 });
  const audiences: Audience[] = [];
  try {
    for (const name of publisherNames) {
      const publisher = await startPublisher(name, dataset.url, sql, options.profile);
      const { server, params, publish } = publisher;
      const crowd = await Crowd.gather(options.subscribers, { url: server.url, path: '/graphql', params, query: subscription }, publish);
      audiences.push({ ...publisher, crowd });
      say(`fan-out: ${options.subscribers} subscribers of ${name} are there`);
    }
    const rounds: Record<PublisherName, FanoutSample>[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      const samples: Partial<Record<PublisherName, FanoutSample>> = {};
      for (const audience of rotated(audiences, round)) samples[audience.name] = await sample(audience, options);
      rounds.push(samples as Record<PublisherName, FanoutSample>);
      const shown = publisherNames.map((name) => `${name} ${samples[name]?.steadyPerSecond.toFixed(0)}/s, in bursts ${samples[name]?.burstPerSecond.toFixed(0)}/s`);
      say(`fan-out, round ${round + 1}: ${shown.join('; ')}`);
    }
    const memory = Object.fromEntries(audiences.map(({ name, server }) => [name, rssMb(server.pid)])) as Record<PublisherName, number>;
    return { subscribers: options.subscribers, burst: options.burst, rounds, memory };
  } finally {
    for (const { crowd } of audiences) crowd.close();
    await Promise.all(audiences.map(({ server }) => server.stop()));
    await sql.end();
  }
}

async function sample(audience: Audience, { seconds, burst }: FanoutOptions): Promise<FanoutSample> {
  const steady = await rate(audience, () => publishSteadily(audience, seconds));
  const bursts = await rate(audience, () => publishAtOnce(audience, burst));
  return { steadyPerSecond: steady.perSecond, steadyCpu: steady.cpu, burstPerSecond: bursts.perSecond, burstCpu: bursts.cpu };
}

async function rate({ server, crowd }: Audience, publish: () => Promise<void>): Promise<{ perSecond: number; cpu: number }> {
  await crowd.untilSilent();
  const [start, cpu, before] = [performance.now(), cpuMs(server.pid), crowd.deliveries];
  await publish();
  const deliveries = crowd.deliveries - before;
  return { perSecond: (deliveries / (performance.now() - start)) * 1000, cpu: ((cpuMs(server.pid) - cpu) / deliveries) * 1000 };
}

/** One event after the other, with a few under way, until time is over and all have arrived. */
async function publishSteadily({ crowd, publish }: Audience, seconds: number): Promise<void> {
  const before = crowd.deliveries;
  const until = performance.now() + seconds * 1000;
  let published = 0;
  while (performance.now() < until) {
    await publish(1);
    published += 1;
    await crowd.until(before + (published - underWay + 1) * crowd.size);
  }
  await crowd.until(before + published * crowd.size);
}

async function publishAtOnce({ crowd, publish }: Audience, burst: number): Promise<void> {
  const before = crowd.deliveries;
  await publish(burst);
  await crowd.until(before + burst * crowd.size);
}
