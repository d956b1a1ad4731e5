/** Webhooks: how many messages a second are stored, applied and acknowledged after their commit. */
import postgres from 'postgres';
import type { Sql } from 'postgres';
import type { Dataset } from '../dataset/build.js';
import { load } from '../load/http.js';
import { parcelsUnderWay, WebhookMaker } from '../load/webhook.js';
import type { Parcel } from '../load/webhook.js';
import { cpuBetween, cpuMs, rssMb, sessionsCpu } from '../measure/cpu.js';
import { quantile, rotated } from '../measure/figures.js';
import type { Server } from '../systems/process.js';
import type { ReceiverName } from '../systems/receivers.js';
import { receiverNames, startReceiver } from '../systems/receivers.js';
import type { Sample } from './reads.js';
import { assertSameRows, countRows } from './written-rows.js';

export interface WritesOptions {
  readonly rounds: number;
  /** Messages per measurement. */
  readonly messages: number;
  readonly connections: readonly number[];
  readonly profile: boolean;
}

export interface WriteSample extends Sample {
  /** Writing transactions per message. */
  readonly transactions: number;
}

export interface WriteFigures {
  readonly connections: number;
  readonly rounds: readonly Readonly<Record<ReceiverName, WriteSample>>[];
}

export interface WritesResult {
  readonly messages: number;
  readonly figures: readonly WriteFigures[];
  /** Megabytes of the gateway after the load. */
  readonly memory: number;
}

interface Receiver {
  readonly name: ReceiverName;
  readonly server: Server;
  readonly maker: WebhookMaker;
}

/** `dataset` is written to. */
export async function measureWrites(dataset: Dataset, options: WritesOptions, say: (text: string) => void): Promise<WritesResult> {
  const sql = postgres(dataset.url, { max: 1 });
  const receivers: Receiver[] = [];
  try {
    const parcels = await parcelsUnderWay(sql);
    for (const [place, name] of receiverNames.entries()) {
      // As many as a round has messages: from the warm-up on their rows are in memory, as those of parcels under way are.
      const own = parcels.filter((_, index) => index % receiverNames.length === place).slice(0, options.messages);
      receivers.push({ name, server: await startReceiver(name, dataset.url, options.profile), maker: new WebhookMaker(own, name) });
      await probe(receivers.at(-1) as Receiver);
    }
    await assertSameRows(sql, probeOf('limit', parcels), probeOf('interline', parcels));
    const figures: WriteFigures[] = [];
    for (const connections of options.connections) figures.push({ connections, rounds: await runRounds(sql, dataset, receivers, connections, options, say) });
    const gateway = receivers.find(({ name }) => name === 'interline');
    return { messages: options.messages, figures, memory: gateway ? rssMb(gateway.server.pid) : Number.NaN };
  } finally {
    await Promise.all(receivers.map(({ server }) => server.stop()));
    await sql.end();
  }
}

/** One message alone, whose rows are compared. */
async function probe({ server, maker }: Receiver): Promise<void> {
  const requests = maker.next(server.url, 1).values();
  await load({ url: server.url, connections: 1, next: () => requests.next().value ?? null, expect: applied });
}

function probeOf(name: ReceiverName, parcels: readonly Parcel[]): { messageId: string; trackingNumber: string } {
  return { messageId: `evt_${name}_1`, trackingNumber: parcels[receiverNames.indexOf(name)]?.trackingNumber ?? '' };
}

const applied = '{"result":"applied"';

async function runRounds(sql: Sql, dataset: Dataset, receivers: readonly Receiver[], connections: number, { rounds, messages }: WritesOptions, say: (text: string) => void): Promise<Record<ReceiverName, WriteSample>[]> {
  const results: Record<ReceiverName, WriteSample>[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const result: Partial<Record<ReceiverName, WriteSample>> = {};
    for (const receiver of rotated(receivers, round + 1)) result[receiver.name] = await sample(sql, dataset, receiver, connections, messages);
    const shown = receiverNames.map((name) => `${name} ${result[name]?.perSecond.toFixed(0)}/s`).join(', ');
    say(`writes, ${round < 0 ? 'warm-up' : `round ${round + 1}`}, ${connections} connections: ${shown}`);
    if (round >= 0) results.push(result as Record<ReceiverName, WriteSample>);
  }
  return results;
}

async function sample(sql: Sql, dataset: Dataset, { name, server, maker }: Receiver, connections: number, messages: number): Promise<WriteSample> {
  const requests = maker.next(server.url, messages).values();
  const rows = await countRows(sql);
  const lastEvent = await newestEvent(sql);
  const [database, process] = [await sessionsCpu(sql, dataset.name), cpuMs(server.pid)];
  const { perSecond, latencies } = await load({ url: server.url, connections, next: () => requests.next().value ?? null, expect: applied });
  const serverCpu = (cpuMs(server.pid) - process) / messages;
  const databaseCpu = cpuBetween(database, await sessionsCpu(sql, dataset.name)) / messages;
  for (const [table, count] of Object.entries(await countRows(sql))) {
    const made = count - (rows[table] ?? 0);
    if (made !== messages) throw new Error(`${name} made ${made} rows in ${table} of ${messages} messages.`);
  }
  return {
    perSecond,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    serverCpu,
    databaseCpu,
    transactions: (await transactionsSince(sql, lastEvent)) / messages,
  };
}

async function newestEvent(sql: Sql): Promise<string> {
  const [row] = await sql<{ seq: string }[]>`select coalesce(max(seq), 0)::text as seq from event_log`;
  return row?.seq ?? '0';
}

/** Transactions that have written webhooks' events since. */
async function transactionsSince(sql: Sql, seq: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(distinct xid)::int as count from event_log where seq > ${seq} and channel = 'webhook:easypost'`;
  return row?.count ?? 0;
}
